"""Advice after saving: what the texts lack, and which records may be the same."""

from django.contrib import messages
from django.utils.translation import gettext_lazy as _

from publishing.proofreading import advice

MOST = 8  # lines of advice at once; more are not read


class AdvisingAdmin:
    """Says after saving what an editor would; refuses nothing.

    `twin_fields` are the fields in which two records of the same thing agree.
    """

    twin_fields = ()

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if form.changed_data or any(map(changed_rows, formsets)):
            self.advise(request, form, formsets)

    def advise(self, request, form, formsets):
        record = form.instance
        saved = [record, *(row for formset in formsets for row in changed_rows(formset))]
        lines = [str(line) for formset in formsets for line in getattr(formset, "advice", ())]
        lines += [str(line) for one in saved for line in advice(one)]
        for twin in self.likely_twins(record) if self.may_be_twin(form) else ():
            text = _("Is this the same as “%(record)s”? Then keep one of the two.")
            lines.append(text % {"record": twin})
        for line in list(dict.fromkeys(lines))[:MOST]:
            self.message_user(request, line, messages.WARNING)

    def may_be_twin(self, form):
        """Whether what was typed can have made the record the same as another one."""
        return not self.twin_fields or bool({*self.twin_fields} & {*form.changed_data})

    def likely_twins(self, record):
        """Other records that may be of the same thing: a list of a few."""
        same = {name: getattr(record, name) for name in self.twin_fields}
        if not same or not all(same.values()):
            return []
        return list(self.model.objects.filter(**same).exclude(pk=record.pk)[:3])


def changed_rows(formset):
    """The rows that a formset has just added or changed."""
    changed = [row for row, _fields in getattr(formset, "changed_objects", [])]
    return [*getattr(formset, "new_objects", []), *changed]
