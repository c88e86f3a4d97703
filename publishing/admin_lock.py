"""The edit lock on the forms of the admin: nobody saves over what they have not seen."""

from django.contrib.admin.utils import unquote
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db.models import Q
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from publishing.admin_rights import has_right
from publishing.admin_withdrawal import confirmed
from publishing.differences import acts
from publishing.edit_lock import TOKEN, Conflict, Merge, as_of, differing, parse, stand
from publishing.history import has_history, pk_of, versions_of


class LockedAdmin:
    """Compares a form that comes back with what has become of its record meanwhile."""

    def changeform_view(self, request, object_id=None, *args, **kwargs):
        with confirmed(request):
            if request.method == "POST" and TOKEN in request.POST and object_id:
                if record := self._published_meanwhile(request, object_id):
                    return self._refused(request, record)
                self._meet_others(request, object_id)
            return super().changeform_view(request, object_id, *args, **kwargs)

    def _published_meanwhile(self, request, object_id):
        """The record, where it was published since the user, who may not publish, opened it."""
        record = self.get_object(request, unquote(object_id))
        may = record and has_right(request.user, "change", self.model)
        if may and self.has_view_permission(request, record):
            return None if self.has_change_permission(request, record) else record
        return None

    def _refused(self, request, record):
        """The page that keeps what was typed for those who may still change the record."""
        context = self.admin_site.each_context(request) | {
            "title": _("Nothing is saved"),
            "opts": self.opts,
            "object": record,
            "typed": list(self._typed(request, record)),
        }
        return render(request, "admin/published_meanwhile.html", context, status=409)

    def _typed(self, request, record):
        """A Clash for each field that differs from what is stored, those of the rows too."""
        form = self.get_form(request, None, change=True)(request.POST, instance=record)
        yield from differing(form, without=["publication"])  # that others changed
        formsets, _inlines = self._create_formsets(request, record, change=False)
        for formset in formsets:
            for number, row in enumerate(formset.forms, 1):
                if row.has_changed():
                    kind = formset.model._meta.verbose_name
                    yield from differing(row, f"{capfirst(kind)} {number}, ")

    def _sources(self, record):
        """The pairs (model, condition on its versions) of the record and all its rows."""
        rows = [(key.model, Q(**{key.attname: record.pk})) for key in self.row_fields()]
        return [(self.model, pk_of(self.model, [record.pk])), *rows]

    def _meet_others(self, request, object_id):
        """Where others have changed the record, merge what they did into what was sent."""
        record = self._locked(unquote(object_id)) if has_history(self.model) else None
        if record is None:
            return
        sources = self._sources(record)
        then = parse(request.POST[TOKEN], sources)
        now = stand(sources)
        if then is None or request.POST[TOKEN] == now:
            return
        before = as_of(*sources[0], then[0]).get(record.pk)
        if before is None:
            return
        data = request.POST.copy()
        merge = Merge(data)
        merge.record(self.get_form(request, record, change=True), before, record)
        self._merge_rows(request, record, merge, then[1:])
        data[TOKEN] = now
        request.POST = data
        request.edit_conflict = Conflict(
            self._acts_since(request, record, sources, then), merge.clashes
        )

    def _locked(self, pk):
        """The record, held until the transaction ends; None where there is none."""
        try:
            return self.model._base_manager.select_for_update().get(pk=pk)
        except (ObjectDoesNotExist, ValidationError, ValueError):
            return None

    def _merge_rows(self, request, record, merge, then):
        ends = dict(zip(self.row_fields(), then, strict=True))
        for formset_class, _inline in self.get_formsets_with_inlines(request, record):
            key = getattr(formset_class, "fk", None)
            prefix = formset_class.get_default_prefix()
            if key in ends and f"{prefix}-TOTAL_FORMS" in merge.data:
                own = Q(**{key.attname: record.pk})
                before = as_of(key.model, own, ends[key])
                current = {row.pk: row for row in key.model._base_manager.filter(own)}
                merge.rows(formset_class, prefix, before, current)

    def _acts_since(self, request, record, sources, then):
        """What others did since, as far as the user may see it."""
        moments = [
            versions_of(model).model.objects.filter(condition, history_id__gt=last).order_by()
            for (model, condition), last in zip(sources, then, strict=True)
        ]
        dates = [date for found in moments for date in found.values_list("history_date", flat=True)]
        if not dates:
            return []
        return acts(self.shown_sources(request, record), min(dates), max(dates))

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.has_conflict = hasattr(request, "edit_conflict")
        return form

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None and obj.pk and has_history(self.model):
            conflict = getattr(request, "edit_conflict", None)
            context["edit_conflict"] = conflict
            context["stands_at"] = request.POST[TOKEN] if conflict else stand(self._sources(obj))
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)
