"""What a register file says of acts, held against their items and consignments.

No more is given out than there is, no part of a whole piece, nothing before it has arrived;
and what is allowed but may be wrong.
"""

from collections import defaultdict
from decimal import Decimal

from aid.doubts import of_recipient, of_unit
from aid.models import Distribution, Item, Recipient, Shipment
from aid.models.ledger import Balanced, exceeds
from aid.models.shipment import early_act, is_early, too_late_arrival
from aid.models.units import WHOLE, WholePieces, is_whole
from register.faults import Fault
from register.sheets import BY_TITLE

ZERO = Decimal(0)
SHIPMENTS, ITEMS, ACTS = (BY_TITLE[title] for title in ("shipments", "items", "distributions"))


class Balance:
    """Checks that of no item more is given out and written off than was received."""

    def __init__(self, load):
        self.load = load
        self.in_file = {entry.key: entry for entry in load.entries.get("items", [])}
        self.given = defaultdict(list)  # {item key: changed distributions, as the file has them}
        for entry in load.entries.get("distributions", []):
            if entry.record is not None:
                self.given[entry.values["shipment"], entry.values["line"]].append(entry)

    def check(self):
        changed = {key for key, entry in self.in_file.items() if entry.record is not None}
        touched = changed | self.given.keys()
        if not touched:
            return
        stored = ITEMS.rows()
        self.divided = self.divided_elsewhere()
        paths = ("shipment__reference", "line", "distributed")
        distributed = {
            (reference, line): total
            for reference, line, total in Item.objects.order_by().values_list(*paths)
        }
        for key in touched:
            if key in self.in_file:
                values = self.in_file[key].values
            elif key in stored and key not in self.load.rows["items"]:
                values = stored[key][1]
            else:
                continue  # its own row has a fault
            self.check_item(key, values, distributed.get(key, ZERO))

    def divided_elsewhere(self):
        """The keys of items of which acts that the file leaves alone give out parts of a unit."""
        changed = {entry.record.pk for entries in self.given.values() for entry in entries}
        paths = ("pk", "item__shipment__reference", "item__line")
        acts = Distribution.objects.divided().order_by().values_list(*paths)
        return {(reference, line) for pk, reference, line in acts if pk not in changed}

    def check_item(self, key, values, distributed):
        """Name the rows of the file that give out of one item what there is not."""
        entries = self.given[key]
        kept = distributed - sum(entry.before["quantity"] for entry in entries if entry.before)
        left = (values["quantity"] or ZERO) - (values["written_off"] or ZERO) - kept
        if left < 0:
            self.load.fault(ITEMS, self.load.rows["items"][key], "quantity", Balanced.message)
            return
        for entry in entries:
            asked = entry.values["quantity"]
            if asked > left:
                self.refuse(entry, values, left)
                continue
            left -= asked
            if not is_whole(asked, values["unit"]):
                self.load.fault(ACTS, entry.row, "quantity", WholePieces.message)
        if values["unit"] in WHOLE and key in self.divided:
            self.load.fault(ITEMS, self.load.rows["items"][key], "unit", WholePieces.message)
        if key in self.in_file and (record := self.in_file[key].record):
            record.distributed = kept + sum(entry.values["quantity"] for entry in entries)

    def refuse(self, entry, item, left):
        named = Item(name_uk=item["name_uk"], name_en=item["name_en"], unit=item["unit"])
        error = exceeds(named, left, entry.values["quantity"])
        self.load.fault(ACTS, entry.row, "quantity", error.messages[0])


class Arrivals:
    """Checks that nothing is given out before the consignment has arrived."""

    def __init__(self, load):
        self.load = load
        self.acts = [
            entry for entry in load.entries.get("distributions", []) if entry.record is not None
        ]
        self.moved = {
            entry.key: entry
            for entry in load.entries.get("shipments", [])
            if entry.record is not None
        }

    def check(self):
        if not (self.acts or self.moved):
            return
        arrivals = dict(Shipment.objects.order_by().values_list("reference", "received_on"))
        arrivals |= {key: entry.values["received_on"] for key, entry in self.moved.items()}
        for entry in self.acts:
            arrival = arrivals.get(entry.values["shipment"])
            if is_early(entry.values["date"], arrival):
                self.load.fault(ACTS, entry.row, "date", early_act(arrival).messages[0])
        self.check_moved(arrivals)

    def check_moved(self, arrivals):
        """Name the consignments that now arrive after acts that the file leaves alone."""
        if not self.moved:
            return
        changed = {entry.record.pk for entry in self.acts}
        early = defaultdict(set)
        dated = Distribution.objects.order_by().filter(date__isnull=False)
        for pk, number, reference, date in dated.values_list(
            "pk", "act_number", "item__shipment__reference", "date"
        ):
            if (
                reference in self.moved
                and pk not in changed
                and is_early(date, arrivals[reference])
            ):
                early[reference].add(number)
        for reference, numbers in early.items():
            problem = too_late_arrival(numbers).messages[0]
            self.load.fault(SHIPMENTS, self.moved[reference].row, "received_on", problem)


def doubts(load):
    """Warnings about rows of a file that has been written: allowed, but worth another look."""
    yield from doubts_of_items(load)
    acts = load.entries.get("distributions", [])
    if not acts:
        return
    kinds = dict(Recipient.objects.order_by().values_list("pk", "kind"))
    for_whom = dict(Shipment.objects.order_by().values_list("reference", "beneficiaries"))
    recipients = load.keys["recipients"]
    for entry in acts:
        kind = kinds[recipients[entry.values["recipient"]]]
        if doubt := of_recipient(kind, for_whom[entry.values["shipment"]]):
            yield Fault(doubt, ACTS.title, entry.row, "recipient")


def doubts_of_items(load):
    for entry in load.entries.get("items", []):
        values = entry.values
        if doubt := of_unit(values["quantity"], values["unit"], values["weight_kg"]):
            yield Fault(doubt, ITEMS.title, entry.row, "unit")
