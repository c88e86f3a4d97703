"""The numbers beside the values of the ledger's filter, as they are kept."""

from collections import defaultdict

from django.db.models import Q

from aid.keeping import catch_up
from aid.models import Category, Tally
from aid.standing import NOT_STATED, OFFICE
from partners.models import Partner
from publishing.lists import FOUND

KEPT = {"year", "partner", "country", "category", "recipient", "currency"}
FEW = 2_000  # records that a query may name by their keys


def by_key(records):
    """The same records, found by their keys where they are few: each query is then a plain one."""
    keys = list(records.order_by().values_list("pk", flat=True)[: FEW + 1])
    return records.model.objects.filter(pk__in=keys) if len(keys) <= FEW else records


class Tallies:
    """The kept numbers of the ledger's filter: of each value alone, and beside some chosen ones.

    Partners and categories are kept by primary key and chosen by key.
    """

    def __init__(self, pairs):
        catch_up()
        self.words = {
            (field, str(pk)): words
            for field, records in (
                ("partner", Partner.objects.public()),
                ("category", Category.objects.all()),
            )
            for pk, *words in records.order_by().values_list("pk", "key", "name_uk", "name_en")
        }
        self.stored = {(field, key): pk for (field, pk), (key, *_names) in self.words.items()}
        asked = Q(beside="")
        for field, value in pairs:
            asked |= Q(beside=field, beside_value=self.stored_value(field, value))
        self.numbers = defaultdict(dict)
        for row in Tally.objects.filter(asked).values_list(*Tally.KEY, "shipments"):
            *place, state, number = row
            self.numbers[tuple(place)][state] = number

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
