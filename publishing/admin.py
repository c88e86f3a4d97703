"""What the admin of every record shares: two languages side by side, search, safe lookups."""

import re
import unicodedata
from decimal import Decimal
from functools import partial

from django.contrib import admin
from django.contrib.admin.utils import lookup_spawns_duplicates
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import (
    AdminRadioSelect,
    AutocompleteSelectMultiple,
    RelatedFieldWidgetWrapper,
)
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import DecimalField, Q
from django.forms import DecimalField as DecimalFormField
from django.forms import ModelChoiceField
from django.utils.formats import number_format
from django.utils.text import capfirst, smart_split, unescape_string_literal
from django.utils.translation import gettext_lazy as _

from publishing.admin_advice import AdvisingAdmin
from publishing.admin_history import HistoryAdmin
from publishing.admin_lock import LockedAdmin
from publishing.admin_rights import GuardedAdmin, GuardedInline
from publishing.admin_rows import RowReference, RowSelect, RowsFormSet
from publishing.admin_withdrawal import Unconfirmed, pressed, unsaid_on_error
from publishing.dates import PartialDateField, typed
from publishing.keys import KeyField
from publishing.languages import IN_LANGUAGE
from publishing.money import short
from publishing.storage import undone_on_error
from publishing.text import sentences
from publishing.word_forms import stems
from publishing.work import WorkFilter, work_of

SUFFIXES = frozenset(
    ["exact", "in", "isnull", "id", "pk", "gt", "gte", "lt", "lte", "year", "month", "day"]
)

WRITTEN = re.compile(r"[+-]?[\d.,]+", re.ASCII)
GROUPED = re.compile(r"[+-]?\d{1,3}(?:\s\d{3})+(?:[.,]\d*)?")
SPACES = re.compile(r"\s")


def pair(*fields):
    """The columns of translated fields as a fieldset takes them: one row for each field."""
    return tuple(tuple(f"{field}_{code}" for code in IN_LANGUAGE) for field in fields)


def texts(*fields, rest=()):
    """The fieldset of the texts of a record, both languages side by side."""
    return (
        _("Name and texts in two languages"),
        {"fields": (*pair(*fields), *rest), "classes": ("two-languages",)},
    )


PUBLICATION = (_("Publication"), {"fields": (("publication", "public_from"),)})


def date_column(field, label):
    """A column of a list with a partial date as people write it: `12.07.2022`."""

    @admin.display(description=label, ordering=field)
    def column(record):
        value = getattr(record, field)
        return typed(value) if value else None

    column.__name__ = field
    return column


def number_column(field, label):
    """A column with a quantity, without the zeros that the database adds: `1,5` and `1 000`."""

    @admin.display(description=label, ordering=field)
    def column(record):
        value = getattr(record, field)
        return None if value is None else number_format(short(value), force_grouping=True)

    column.__name__ = field
    return column


class NumberFormField(DecimalFormField):
    """Takes a number as people write it, and shows no idle zeros.

    A decimal comma or point as the language has it, thousands parted by any space.
    """

    def to_python(self, value):
        if isinstance(value, str) and value.strip():
            value = value.strip()
            if GROUPED.fullmatch(value):
                value = SPACES.sub("", value)
            if not WRITTEN.fullmatch(value):
                raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)

    def prepare_value(self, value):
        return short(value) if isinstance(value, Decimal) else value


class ClerksFields:
    """The fields as clerks type them: numbers of their language, English marked while empty."""

    formfield_overrides = {DecimalField: {"form_class": NumberFormField, "localize": True}}

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is None:
            return None
        field.label = capfirst(field.label)
        if isinstance(field, ModelChoiceField):
            self._name_choices(field, request)
        if isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = False  # a reference is no place to delete from
            if isinstance(field.widget.widget, AutocompleteSelectMultiple):
                field.widget.widget.is_required = True  # no cross that takes all away at once
        language = db_field.name.rpartition("_")[2]
        if language in IN_LANGUAGE:
            field.widget.attrs["lang"] = language
        if language == "en":
            field.widget.attrs["placeholder"] = " "  # the style sheet sees whether it is empty
        if isinstance(db_field, PartialDateField) and not field.help_text:
            field.help_text = _("As known: 2008, 03.2022 or 12.07.2022. Do not guess month or day")
        if isinstance(db_field, KeyField) and not field.help_text:
            field.help_text = _(
                "Part of the address of the page, in small Latin letters without spaces:"
                " green-valley. Left empty in a new record, it is made of the name"
            )
        if db_field.unique:
            field.error_messages["unique"] = (
                _("This key already exists")
                if isinstance(db_field, KeyField)
                else _("Such a record already exists")
            )
        return field

    def _name_choices(self, field, request):
        """Let records be called in a choice as their own admin calls them for this user."""
        if self.admin_site.is_registered(model := field.queryset.model):
            own = self.admin_site.get_model_admin(model)
            if isinstance(own, RecordAdmin):
                field.queryset = own.with_names(request, field.queryset)
                field.label_from_instance = partial(own.name_for, request)

    def formfield_for_choice_field(self, db_field, request, **kwargs):
        if db_field.name == "publication":
            kwargs["widget"] = AdminRadioSelect
        return super().formfield_for_choice_field(db_field, request, **kwargs)


class RecordTabularInline(GuardedInline, ClerksFields, admin.TabularInline):
    """Rows of a record's own table, typed on its page."""

    formset = RowsFormSet
    extra = 0
    view_on_site = False

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        """References are read for all rows together."""
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", RowSelect(db_field, self.admin_site))
        kwargs.setdefault("form_class", RowReference)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """References in a row can be added, but have no room for more buttons."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_change_related = field.widget.can_view_related = False
        return field


class RecordStackedInline(GuardedInline, ClerksFields, admin.StackedInline):
    """Fields that stand in a table of their own, typed on the record's page."""

    extra = 0
    view_on_site = False


class NamedChoices(AutocompleteJsonView):
    """What is found while somebody types into a reference, called as its own admin calls it."""

    def get_queryset(self):
        found = super().get_queryset()
        if isinstance(self.model_admin, RecordAdmin):
            return self.model_admin.with_names(self.request, found)
        return found

    def serialize_result(self, obj, to_field_name):
        result = super().serialize_result(obj, to_field_name)
        if isinstance(self.model_admin, RecordAdmin):
            result["text"] = self.model_admin.name_for(self.request, obj)
        return result


class RecordAdmin(
    AdvisingAdmin, LockedAdmin, HistoryAdmin, GuardedAdmin, ClerksFields, admin.ModelAdmin
):
    """The admin of a record that clerks enter.

    `work` says what may wait in the list beside what waits in every list (publishing.work);
    `buttons` names those that its form has beside Django's own.
    """

    save_on_top = True
    work = ()
    buttons = ()

    def get_list_filter(self, request):
        filters = super().get_list_filter(request)
        return [WorkFilter, *filters] if work_of(self, request) else filters

    def name_for(self, request, record):
        """What the record is called where this user chooses among several."""
        return str(record)

    def with_names(self, request, records):
        """The records (a queryset) with what `name_for` asks of them."""
        return records

    def view_on_site(self, obj):
        """The public page of a record that has one now, else None."""
        if hasattr(obj, "get_absolute_url") and type(obj).objects.public().filter(pk=obj.pk):
            return obj.get_absolute_url()
        return None

    def lookup_allowed(self, lookup, value, request=None):
        """Only what the lists themselves use, so that nobody guesses hidden columns by asking."""
        name = next((name for name in self._declared() if is_within(lookup, name)), None)
        if name is None:
            return False
        return set(lookup.removeprefix(name).split("__")) <= SUFFIXES | {""}

    def _declared(self):
        filters = [entry[0] if isinstance(entry, tuple) else entry for entry in self.list_filter]
        names = [getattr(entry, "parameter_name", entry) for entry in filters]
        names += [name for name in (self.date_hierarchy, *self.autocomplete_fields) if name]
        names.append(WorkFilter.parameter_name)
        return [name for name in names if name.split("__")[0] not in self.confidential]

    def get_search_results(self, request, queryset, search_term):
        """Find every word of the term in any of its forms and cases, on both databases."""
        fields = self.get_search_fields(request)
        for word in words(search_term):
            found = Q()
            beginnings = {spelling for stem in {word, *stems(word)} for spelling in spellings(stem)}
            for field in fields:
                for beginning in sorted(beginnings):
                    found |= Q(**{f"{field}__icontains": beginning})
            queryset = queryset.filter(found)
        repeats = any(lookup_spawns_duplicates(self.opts, field) for field in fields)
        return queryset, repeats

    def changeform_view(self, request, *args, **kwargs):
        """Judge what was typed once more where others saved while it was being checked.

        The form then finds what they changed. Whatever is refused, what was typed stays; what no
        form sees is said above it.
        """
        try:
            return self._undone_on_error(request, *args, **kwargs)
        except Unconfirmed as error:
            self._ask_first(request, error)
        except (ValidationError, IntegrityError):
            try:
                return self._undone_on_error(request, *args, **kwargs)
            except Unconfirmed as error:
                self._ask_first(request, error)
            except ValidationError as error:
                request.refusal = sentences(error.messages)
            except IntegrityError:
                taken = _("Nothing was saved: a key, number or line here is already taken.")
                request.refusal = taken
        return self._undone_on_error(request, *args, **kwargs)

    def _undone_on_error(self, request, *args, **kwargs):
        with undone_on_error(), unsaid_on_error(request):
            return super().changeform_view(request, *args, **kwargs)

    def _ask_first(self, request, error):
        request.withdrawal = error.names
        request.refusal = _("Nothing is saved yet: confirm what is withdrawn with it")

    def render_change_form(self, request, context, *args, **kwargs):
        if names := getattr(request, "withdrawal", None):
            context |= {"withdrawn": names, "confirming": pressed(request, self.buttons)}
        return super().render_change_form(request, context, *args, **kwargs)

    def construct_change_message(self, request, form, formsets, add=False):
        told = [
            formset for formset in formsets or [] if relation_of(formset) not in self.confidential
        ]
        return super().construct_change_message(request, form, told, add)


def relation_of(formset):
    """The name of the relation whose rows the formset holds; empty for a generic one."""
    if not hasattr(formset, "fk"):
        return ""
    return formset.model._meta.get_field(formset.fk.name).remote_field.get_accessor_name()


def is_within(lookup, name):
    """Whether a lookup of the address is the name itself or begins with it."""
    return lookup == name or lookup.startswith(f"{name}__")


def words(term):
    """The words of a search term; what stands in quotation marks is one word."""
    for word in smart_split(term.replace("\x00", "")):
        if word[0] in "\"'" and word[0] == word[-1] and len(word) > 1:
            yield unescape_string_literal(word)
        else:
            yield word


def spellings(word):
    """The word as typed, in small letters, capitalised and in capitals, with both apostrophes."""
    word = unicodedata.normalize("NFC", word)
    capitalised = "-".join(part.capitalize() for part in word.split("-"))
    cases = {word, word.lower(), word.capitalize(), capitalised, word.upper()}
    return sorted(cases | {case.replace("'", "’") for case in cases})
