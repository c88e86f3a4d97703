"""Rows on the page of a record: numbered, labelled, read and stored together."""

from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import F
from django.forms import BaseInlineFormSet, ModelChoiceField
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _


class LabelledRows:
    """Rows whose controls say what they are."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        for field in form.fields.values():
            widget = getattr(field.widget, "widget", field.widget)  # inside what the admin wraps
            if field.label:
                widget.attrs["aria-label"] = field.label


class NewRows:
    """Rows that are only ever added, so that a post which does not speak of them adds none."""

    @classmethod
    def spoken_of(cls, data, prefix):
        """The data, or that of no rows at all."""
        count = f"{prefix or cls.get_default_prefix()}-TOTAL_FORMS"
        if data is None or count in data:
            return data
        return {count: 0, count.replace("TOTAL", "INITIAL"): 0}


class RowReference(ModelChoiceField):
    """A reference in a row: `known` has the records that the rows of the page refer to."""

    known = None

    def to_python(self, value):
        return (self.known or {}).get(value) or super().to_python(value)


class RowSelect(AutocompleteSelect):
    """The choice of a reference in a row."""

    def optgroups(self, name, value, attr=None):
        """The record that is chosen, and no choice where the field may be empty."""
        field = self.choices.field
        chosen = [field.known[pk] for pk in map(str, value) if pk in field.known]
        options = [] if self.is_required else [("", "")]
        options += [(record.pk, field.label_from_instance(record)) for record in chosen]
        return [
            (None, [self.create_option(name, *option, bool(chosen), 0)], place)
            for place, option in enumerate(options)
        ]


class ReferringRows:
    """Rows whose references are read together, however many rows there are."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        for name, field in form.fields.items():
            if isinstance(field, RowReference):
                if name not in self._referred:
                    self._referred[name] = self._records(name, field.queryset)
                field.known = self._referred[name]

    @cached_property
    def _referred(self):
        return {}  # {field: {identifier as text: record}}

    def _records(self, name, records):
        """Those of the records to which the rows refer in the field, as sent or as stored."""
        if self.is_bound:
            places = (f"{self.add_prefix(row)}-{name}" for row in range(self.total_form_count()))
            named = {self.data.get(place, "") for place in places}
        else:
            attribute = self.model._meta.get_field(name).attname
            named = {str(getattr(row, attribute) or "") for row in self.get_queryset()}
        found = records.in_bulk({pk for pk in named if pk.isdecimal() and len(pk) < 16})
        return {str(pk): record for pk, record in found.items()}


class RowsFormSet(ReferringRows, LabelledRows, BaseInlineFormSet):
    """Rows of a record's own table.

    Where a row leaves the field `numbered` empty, it gets the number after the last one. No two
    rows have the same value in the field `once`: they are judged together, as they stand in the
    form, so that two rows may change places.
    """

    numbered = ""
    once = ""
    repeated = _("This number is taken by another row")

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.empty_permitted = True  # a stored row that nobody touched is not judged once more
        if self.numbered:
            number = form.fields[self.numbered]
            number.required, number.initial = False, None
        if self.once:
            form._get_validation_exclusions = self._without_once(form._get_validation_exclusions)

    def _without_once(self, exclusions):
        """What a form does not judge of its row by itself: also what its rows judge together."""
        return lambda: exclusions() | {self.fk.name}

    def staying(self):
        """The forms of the rows that are to stay or to be new."""
        return [
            form
            for form in self.forms
            if (form.instance.pk or form.has_changed()) and self._stays(form)
        ]

    def _stays(self, form):
        return not self._should_delete_form(form)

    def clean(self):
        super().clean()
        if self.numbered:
            rows = [form.instance for form in self.staying()]
            last = max((getattr(row, self.numbered) or 0 for row in rows), default=0)
            for row in rows:
                if getattr(row, self.numbered) is None:
                    last += 1
                    setattr(row, self.numbered, last)
        if self.once:
            self._refuse_repeated()

    def _refuse_repeated(self):
        """Mark the rows that take what another one has; of two, the one that was typed into."""
        known = set()
        for form in sorted(self.staying(), key=lambda form: self.once in form.changed_data):
            value = getattr(form.instance, self._once.attname)
            if value is not None and value in known and self.once not in form.errors:
                form.add_error(self.once, self.repeated)
            known.add(value)

    @property
    def _once(self):
        return self.model._meta.get_field(self.once)

    def save_new(self, form, commit=True):
        return super().save_new(form, commit=False)  # it is stored with the others

    def save_new_objects(self, commit=True):
        rows = super().save_new_objects(commit)
        return self.model.objects.bulk_create(rows) if commit else rows

    def save_existing_objects(self, commit=True):
        if commit and self.once:
            self.store_in_order(self._stays)
            self._make_way()
        return super().save_existing_objects(commit)

    def store_in_order(self, key):
        """Let the stored rows be saved in this order; Django knows the deleted by their place."""
        stored = self.initial_forms
        self.forms[: len(stored)] = sorted(stored, key=key)
        self.__dict__.pop("_deleted_form_indexes", None)

    def _make_way(self):
        """Take the rows that change out of the way of each other before they are stored."""
        name = self._once.attname
        moving = [
            form
            for form in self.initial_forms
            if self.once in form.changed_data and self._stays(form)
        ]
        rows = self.model._base_manager.filter(pk__in=[form.instance.pk for form in moving])
        held = set(rows.values_list(name, flat=True))
        if {getattr(form.instance, name) for form in moving} & held:
            taken = {getattr(form.instance, name) for form in self.staying()}
            self.put_aside(rows, max((held | taken) - {None}) + 1)

    def put_aside(self, rows, beyond):
        """Give stored rows numbers for a moment that no row has: `beyond` is more than any."""
        rows.update(**{self.once: F(self.once) + beyond})
