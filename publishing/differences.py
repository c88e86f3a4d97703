"""What changed between the versions of a record and of its rows, in the words of its labels."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.contrib.auth import get_user_model
from django.core.paginator import Paginator
from django.db.models import Max
from django.utils.formats import number_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django_countries.fields import Country

from publishing.choices import ChoicesField
from publishing.dates import PartialDate, typed
from publishing.history import CREATED, DELETED, linked_fields, pk_of, versions_of
from publishing.money import short

ACTS_ON_A_PAGE = 25
NOTHING = "—"


@dataclass(frozen=True)
class Difference:
    """One field that changed, its values as people read them."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class Event:
    """What happened to a record or to one of its rows: `row` names the row, else it is empty."""

    change: str
    row: str
    differences: list
    version: object

    @property
    def is_creation(self):
        return self.change == CREATED

    @property
    def is_deletion(self):
        return self.change == DELETED


@dataclass
class Act:
    """All that one person changed of a record at one moment."""

    when: object
    user: object
    events: list = field(default_factory=list)

    @property
    def version(self):
        """The version of the record itself that the act left, or None."""
        own = [event.version for event in self.events if not event.row]
        return own[-1] if own and not self.events[-1].is_deletion else None


def history(sources, number):
    """One page of the acts on a record, the newest first: (page of moments, [Act, …]).

    `sources` are pairs (model, condition on its versions), the record's own first.
    """
    moments = set()
    for model, condition in sources:
        found = versions_of(model).model.objects.filter(condition).order_by()
        moments |= set(found.values_list("history_date", flat=True).distinct())
    page = Paginator(sorted(moments, reverse=True), ACTS_ON_A_PAGE).get_page(number)
    if not page.object_list:
        return page, []
    return page, acts(sources, page.object_list[-1], page.object_list[0])


def acts(sources, first, last):
    """The acts from the moment `first` to `last`, the newest first."""
    loaded = [(model, *steps(model, condition, first, last)) for model, condition in sources]
    words = Words(
        version for _model, versions, before in loaded for version in (*versions, *before.values())
    )
    found = {}
    for place, (model, versions, before) in enumerate(loaded):
        for version in versions:
            old = before.get(row_of(model, version))
            before[row_of(model, version)] = version
            event = event_of(model, old, version, words, is_row=place > 0)
            if event:
                key = (version.history_date, version.history_user_id)
                act = found.setdefault(key, Act(version.history_date, version.history_user_id))
                act.events.append(event)
    users = get_user_model().objects.in_bulk({user for _when, user in found if user})
    for act in found.values():
        act.user = users.get(act.user)
    return sorted(found.values(), key=lambda act: act.when, reverse=True)


def steps(model, condition, first, last):
    """The versions of that time, the oldest first, and {row: the one before the first of them}.

    Of several versions that one act made of a row only the last counts.
    """
    versions = versions_of(model).model.objects
    in_time = versions.filter(condition, history_date__gte=first, history_date__lte=last)
    newest = {}
    for version in in_time.order_by("history_id"):
        key = (row_of(model, version), version.history_date)
        if key in newest and version.history_type != DELETED:
            version.history_type = newest[key].history_type
        newest[key] = version
    rows = {row for row, _when in newest}
    earlier = versions.filter(pk_of(model, rows), history_date__lt=first).order_by()
    last_before = earlier.values(model._meta.pk.attname).annotate(last=Max("history_id"))
    before = versions.filter(history_id__in=[found["last"] for found in last_before])
    return list(newest.values()), {row_of(model, version): version for version in before}


def row_of(model, version):
    """The identifier of the record that a version is of."""
    return getattr(version, model._meta.pk.attname)


def event_of(model, old, new, words, is_row):
    """The Event between two versions of one record, or None where they say the same."""
    change = new.history_type
    told = (
        [] if change in (CREATED, DELETED) or old is None else differences(model, old, new, words)
    )
    if not told and change not in (CREATED, DELETED):
        return None
    return Event(change, words.name(model, new) if is_row else "", told, new)


def differences(model, old, new, words, without=()):
    """The fields whose values differ between two versions, as a list of Difference."""
    found = []
    for column in new.tracked_fields:
        if column.name in without:
            continue
        values = [getattr(version, column.attname) for version in (old, new)]
        if (values[0] or None) != (values[1] or None):
            old_words, new_words = (words.value(column, value) for value in values)
            found.append(Difference(label(column), old_words, new_words))
    for relation in linked_fields(model):
        values = [version.links.get(relation.name, []) for version in (old, new)]
        if set(values[0]) != set(values[1]):
            old_words, new_words = (words.linked(relation, value) for value in values)
            found.append(Difference(label(relation), old_words, new_words))
    return found


def label(column):
    return capfirst(column.verbose_name)


class Words:
    """Words the values of versions; names the records that they refer to, each table once."""

    def __init__(self, versions):
        wanted = defaultdict(set)
        for version in versions:
            for column in version.tracked_fields:
                if column.is_relation:
                    wanted[column.related_model].add(getattr(version, column.attname))
            for relation in linked_fields(version.instance_type):
                wanted[relation.related_model] |= set(version.links.get(relation.name, []))
        self._records = {
            model: model._base_manager.in_bulk(rows - {None}) for model, rows in wanted.items()
        }

    def record(self, model, row):
        known = self._records.get(model, {}).get(row)
        return str(known) if known else _("deleted record")

    def linked(self, relation, rows):
        names = [str(self.record(relation.related_model, row)) for row in rows]
        return ", ".join(sorted(names)) or NOTHING

    def value(self, column, value):
        """The value of a column as forms and pages show it."""
        if value is None or value == "" or value == ():
            return NOTHING
        if column.is_relation:
            return str(self.record(column.related_model, value))
        if isinstance(column, ChoicesField):
            return ", ".join(str(dict(column.of.choices).get(code, code)) for code in value)
        if isinstance(value, bool):
            return str(_("yes") if value else _("no"))
        if isinstance(value, PartialDate):
            return typed(value)
        if isinstance(value, date):
            return f"{value:%d.%m.%Y}"
        if isinstance(value, Decimal):
            return number_format(short(value), force_grouping=True)
        if isinstance(value, Country):
            return str(value.name)
        return str(dict(column.flatchoices).get(value, value))

    def name(self, model, version):
        """What a row is called: its kind and its name, as the version has it."""
        kind = capfirst(model._meta.verbose_name)
        record = model(
            **{
                column.attname: getattr(version, column.attname)
                for column in version.tracked_fields
            }
        )
        for column in version.tracked_fields:
            if column.is_relation and (row := getattr(version, column.attname)):
                known = self._records[column.related_model].get(row)
                if known is None:
                    return kind
                setattr(record, column.name, known)
        return f"{kind}: {record}"
