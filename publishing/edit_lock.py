"""Two people on one record: the second to save sees both versions, and loses nothing.

A form carries where the record and its rows stood when it was opened: the newest version of
each table. Where they stand further on when it comes back, what others changed meanwhile and
this form left alone is taken into it; what both changed is told, and nothing is saved until the
form is sent again.
"""

from dataclasses import dataclass, field

from django.db.models import Max, Value
from django.forms import CheckboxInput, ModelChoiceField
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from publishing.differences import NOTHING
from publishing.history import DELETED, linked_fields, versions_of

TOKEN = "stands_at"  # the hidden field of the form


@dataclass(frozen=True)
class Clash:
    """A field that both changed: as it is stored now, and as this form has it."""

    label: str
    stored: str
    typed: str


@dataclass
class Conflict:
    """What became of a record while somebody else had its form open."""

    acts: list = field(default_factory=list)
    clashes: list = field(default_factory=list)


def stand(sources):
    """Where a record and its rows stand: the newest version of each table, as text.

    `sources` are pairs (model, condition on its versions), the record's own first.
    """
    first, *others = (
        versions_of(model)
        .model.objects.filter(condition)
        .order_by()
        .annotate(ordinal=Value(ordinal))
        .values("ordinal")
        .annotate(last=Max("history_id"))
        .values_list("ordinal", "last")
        for ordinal, (model, condition) in enumerate(sources)
    )
    newest = dict(first.union(*others))
    return ".".join(str(newest.get(ordinal) or 0) for ordinal in range(len(sources)))


def parse(token, sources):
    """The identifiers that a token holds, one of each source, or None for one that is not ours."""
    parts = token.split(".")
    if len(parts) != len(sources) or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    return [int(part) for part in parts]


def as_of(model, condition, last):
    """{row: record} as the versions up to the identifier `last` have them, with their `links`."""
    versions = versions_of(model).model.objects
    newest = (
        versions.filter(condition, history_id__lte=last)
        .order_by()
        .values(model._meta.pk.attname)
        .annotate(last=Max("history_id"))
    )
    records = {}
    for version in versions.filter(history_id__in=[found["last"] for found in newest]):
        if version.history_type != DELETED:
            values = {f.attname: getattr(version, f.attname) for f in version.tracked_fields}
            record = model(**values)
            record.links_then = version.links
            records[record.pk] = record
    return records


class Merge:
    """Takes into the data of a form what others changed and the form left alone.

    `data` is a mutable QueryDict; `clashes` collects what both changed.
    """

    def __init__(self, data):
        self.data, self.clashes = data, []

    def record(self, form_class, before, current, prefix=None, named=""):
        """Merge one form: `before` is the record as it was when the form was opened."""
        mine = form_class(self.data, prefix=prefix, instance=before)
        for relation in linked_fields(type(before)):
            mine.initial[relation.name] = before.links_then.get(relation.name, [])
        now = form_class(prefix=prefix, instance=current)
        changed = set(mine.changed_data)
        for name, form_field in mine.fields.items():
            stored = now.get_initial_for_field(form_field, name)
            if plain(mine.get_initial_for_field(form_field, name)) == plain(stored):
                continue
            typed = mine[name].data
            if name not in changed:
                self.put(now[name])
            elif form_field.has_changed(plain(stored), typed):
                label = capfirst(form_field.label or name)
                self.clashes.append(
                    Clash(
                        f"{named}, {label}" if named else label,
                        shown(form_field, posted(now[name])),
                        shown(form_field, posted(mine[name])),
                    )
                )

    def put(self, bound):
        """Let a field of the data say what is stored."""
        values = posted(bound)
        if values:
            self.data.setlist(bound.html_name, values)
        else:
            self.data.pop(bound.html_name, None)

    def rows(self, formset_class, prefix, before, current):
        """Merge the rows of a formset: {row: record} as they were, and as they are."""
        form_class, key = formset_class.form, formset_class.model._meta.pk.name
        existing, extra, seen = [], [], set()
        for number in range(self._number(f"{prefix}-TOTAL_FORMS")):
            here = f"{prefix}-{number}"
            row = self._number(f"{here}-{key}") or None
            if row in current:
                seen.add(row)
                if row in before:
                    name = str(current[row])
                    self.record(form_class, before[row], current[row], here, name)
                existing.append(self._take(here))
            elif row is None:
                extra.append(self._take(here))
            elif row in before and self._typed_in(form_class, here, before[row]):
                self.clashes.append(Clash(str(before[row]), _("deleted"), _("kept as a new row")))
                extra.append({n: v for n, v in self._take(here).items() if n != key})
        for row in current.keys() - seen - before.keys():
            existing.append(self._row_of(form_class, current[row], key))
        self._write(prefix, existing, extra)

    def _typed_in(self, form_class, prefix, before):
        return form_class(self.data, prefix=prefix, instance=before).has_changed()

    def _number(self, name):
        value = self.data.get(name, "")
        return int(value) if value.isascii() and value.isdigit() and len(value) < 16 else 0

    def _take(self, prefix):
        """The values of one row of the data, by the names of its fields."""
        start = f"{prefix}-"
        return {
            name.removeprefix(start): values
            for name, values in self.data.lists()
            if name.startswith(start)
        }

    def _row_of(self, form_class, record, key):
        """The values of a row that somebody else added, as its form would send them."""
        form = form_class(instance=record)
        return {name: posted(form[name]) for name in form.fields} | {key: [str(record.pk)]}

    def _write(self, prefix, existing, extra):
        """Number the rows anew, those that are stored first."""
        rows = [*existing, *extra]
        for name in [name for name in self.data if name.startswith(f"{prefix}-")]:
            if name.removeprefix(f"{prefix}-").partition("-")[0].isdigit():
                del self.data[name]
        for number, row in enumerate(rows):
            for name, values in row.items():
                self.data.setlist(f"{prefix}-{number}-{name}", values)
        self.data[f"{prefix}-TOTAL_FORMS"] = str(len(rows))
        self.data[f"{prefix}-INITIAL_FORMS"] = str(len(existing))


def differing(form, named="", without=()):
    """A Clash for each field in which a form that was sent differs from what it began with."""
    begun = type(form)(prefix=form.prefix, instance=type(form.instance)())
    for name in form.changed_data:
        if name in without:
            continue
        field = form.fields[name]
        begun.initial[name] = form.get_initial_for_field(field, name)
        stored = shown(field, posted(begun[name])) if name in begun.fields else NOTHING
        label = capfirst(field.label or name)
        yield Clash(f"{named}{label}", stored, shown(field, posted(form[name])))


def plain(value):
    """A value so that equal ones are equal: nothing is "", records are their identifiers."""
    if value is None or value == () or value == []:
        return ""
    if isinstance(value, (list, tuple)):
        return sorted(str(getattr(one, "pk", one)) for one in value)
    return value


def posted(bound):
    """The texts that a browser would send of a field as its form shows it: a list."""
    widget = getattr(bound.field.widget, "widget", bound.field.widget)
    value = bound.value()
    if isinstance(widget, CheckboxInput):
        return ["on"] if value else []
    if isinstance(value, (list, tuple)):
        value = [getattr(one, "pk", one) for one in value]
    formatted = widget.format_value(value)
    if formatted is None:
        return [""]
    return [str(one) for one in formatted] if isinstance(formatted, (list, tuple)) else [formatted]


def shown(form_field, values):
    """The posted texts of a field in words: labels of choices, names of records."""
    if isinstance(form_field.widget, CheckboxInput):
        return str(_("yes") if values else _("no"))
    values = [value for value in values if value]
    if isinstance(form_field, ModelChoiceField):
        chosen = form_field.queryset.filter(pk__in=[value for value in values if value.isdigit()])
        return ", ".join(str(record) for record in chosen) or NOTHING
    labels = dict(getattr(form_field, "choices", ()))
    return ", ".join(str(labels.get(value, value)) for value in values) or NOTHING
