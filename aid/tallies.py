"""The numbers beside the values of the ledger's filter, as they are kept."""

from collections import defaultdict

from django.db.models import CharField, Q, QuerySet, Sum, Value
from django.db.models.functions import Cast

from aid.keeping import catch_up
from aid.models import Category, KeptOn, Tally
from aid.standing import NOT_STATED, OFFICE
from partners.models import Partner
from publishing.compiled import answers, compiled
from publishing.dates import today
from publishing.lists import FOUND, NOTHING
from publishing.models import once_a_day

KEPT = {"year", "partner", "country", "category", "recipient", "currency"}
FEW = 2_000  # records that a query may name by their keys
NUMBER, DAY = "", "day"  # what a row that is read tells, if not the words of a field's value


def by_key(records):
    """The same records, found by their keys where they are few: each query is then a plain one."""
    keys = list(records.order_by().values_list("pk", flat=True)[: FEW + 1])
    return records.model.objects.filter(pk__in=keys) if len(keys) <= FEW else records


class Tallies:
    """The kept numbers of the ledger's filter: of each value alone, and beside some chosen ones.

    Partners and categories are kept by primary key and chosen by key.
    """

    def __init__(self, pairs):
        rows = list(kept_rows(pairs))
        if not any(told == DAY and day >= today().isoformat() for told, day, *_rest in rows):
            catch_up()
            rows = list(kept_rows(pairs))
        self.numbers, self.words = defaultdict(dict), {}
        for told, *texts, number in rows:
            if told == NUMBER:
                *place, state = texts
                self.numbers[tuple(place)][state] = number
            elif told != DAY:
                pk, *words, _nothing = texts
                self.words[told, pk] = words
        self.stored = {(field, key): pk for (field, pk), (key, *_names) in self.words.items()}

    def stored_value(self, field, value):
        """A chosen value as it is kept; what is not known is kept nowhere."""
        if field in ("partner", "category") and value not in (OFFICE, NOT_STATED):
            return self.stored.get((field, value), "")
        return value

    def known(self, name):
        """(value as kept, (value, its names)) of all values that a facet has, or of FOUND."""
        if name == FOUND:
            return [("", ("", "", ""))]
        if name == "status":
            return [(state, (state, "", "")) for state in self.numbers["", "", "", ""]]
        values = [value for beside, _, field, value in self.numbers if not beside and field == name]
        return [(value, self.words.get((name, value), (value, "", ""))) for value in values]

    def number(self, name, value, pair, states):
        """How many consignments in these states have the value, beside a chosen (field, value)."""
        chosen = (pair[0], self.stored_value(*pair)) if pair else ("", "")
        own = name not in (FOUND, "status")
        place = (*chosen, name, value) if own else ("", "", *chosen)
        numbers = self.numbers.get(place, {})
        return sum(numbers.get(state, 0) for state in states)


def kept_rows(pairs):
    """Rows (what it tells, five texts, a number) of all that Tallies need: one query.

    The numbers alone and beside the chosen (field, value) of `pairs`, the words of partners and
    categories, and the day of which the numbers are.
    """
    return query_of(pairs) if pairs else answers(Tally, query_of_all())


@once_a_day
def query_of_all():
    """The query of the ledger of which nothing is asked."""
    return compiled(query_of(()))


def query_of(pairs):
    """The query of `kept_rows`."""
    asked = Q(beside="")
    for field, value in pairs:
        asked |= Q(beside=field, beside_value__in=kept_values(field, value))
    numbers = Tally.objects.filter(asked).values_list(Value(NUMBER), *Tally.KEY, "shipments")
    day = KeptOn.objects.values_list(Value(DAY), as_text("day"), *[NOTHING] * 4, Value(0))
    return numbers.union(day, *map(words_of, NAMED), all=True)


NAMED = {"partner": Partner, "category": Category}  # fields whose values are kept by primary key


def words_of(field):
    """Rows of `kept_rows` with primary key, key and names of the records that a field offers.

    The numbers name them: what they count is public, and so is what it names. To ask whether a
    category is public would go through its items.
    """
    offered = Tally.objects.filter(beside="", facet=field).values("value")
    records = NAMED[field].objects.alias(row=as_text("pk")).filter(row__in=offered).order_by()
    # A plain QuerySet keeps the order of the columns; the one of modeltranslation does not.
    return QuerySet(records.model, records.query).values_list(
        Value(field), as_text("pk"), "key", "name_uk", "name_en", NOTHING, Value(0)
    )


def kept_values(field, value):
    """How a chosen value is kept: by primary key where it is the key of a record."""
    if field not in NAMED or value in (OFFICE, NOT_STATED):
        return [value]
    return NAMED[field].objects.public().filter(key=value).values_list(as_text("pk"))


def in_year(year):
    """The number of the ledger's consignments of a year (text), as kept: rows for a Subquery.

    It is of today where `catch_up` (aid/keeping.py) was called before.
    """
    kept = Tally.objects.filter(beside="", facet="year", value=year).order_by()
    return kept.values("facet").annotate(number=Sum("shipments")).values("number")


def as_text(column):
    return Cast(column, CharField())
