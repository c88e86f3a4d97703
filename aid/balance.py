"""Received = distributed + written off + in store, as pages and charts show it."""

from collections import defaultdict
from decimal import Decimal

from django.utils.translation import pgettext

from aid.amounts import in_kg, in_units

ZERO = Decimal(0)
GAP = Decimal("0.6")  # between two terms of the bar, in percent


def equation(received, distributed, written_off, in_store, worded):
    """What the balance include takes; `worded` turns an amount into words.

    A term that is zero is left out.
    """
    terms, x = [], ZERO
    for kind, amount, word in (
        ("distributed", distributed, pgettext("balance", "distributed")),
        ("written_off", written_off, pgettext("balance", "written off")),
        ("in_store", in_store, pgettext("balance", "in store")),
    ):
        if not amount:
            continue
        width = amount / received * 100
        gap = GAP if x and width > GAP else ZERO
        terms.append(
            {
                "kind": kind,
                "amount": worded(amount),
                "word": word,
                "x": f"{x + gap:.1f}",
                "width": f"{width - gap:.1f}",
            }
        )
        x += width
    total = {"amount": worded(received), "word": pgettext("balance", "received")}
    return {"total": total, "terms": terms}


def balance_of_items(items):
    """The equation of one consignment: by weight, else by the one unit of all its items.

    None where neither can be told for every item that has a quantity.
    """
    items = [item for item in items if item.quantity]
    if not items:
        return None
    if all(item.weight_kg is not None for item in items) and any(i.weight_kg for i in items):
        received = sum(item.weight_kg for item in items)
        distributed = sum(weight_of(item, item.distributed) for item in items)
        written_off = sum(weight_of(item, item.written_off or ZERO) for item in items)
        in_store = received - distributed - written_off
        return equation(received, distributed, written_off, in_store, in_kg)
    if len({item.unit for item in items}) > 1:
        return None
    return in_own_unit(items)


def weight_of(item, part):
    """What `part` of the item weighs, to the gram."""
    return round(item.weight_kg * part / item.quantity, 3)


def in_own_unit(items):
    """The equation of items that have one unit."""
    sums = sums_of(items)
    return equation(
        sums["received"],
        sums["distributed"],
        sums["written_off"],
        sums["in_store"],
        lambda amount: in_units(amount, items[0].unit),
    )


def sums_of(items):
    """The four sums of items that have one unit and a known quantity."""
    return {
        "received": sum(item.quantity for item in items),
        "distributed": sum(item.distributed for item in items),
        "written_off": sum(item.written_off or ZERO for item in items),
        "in_store": sum(item.in_store for item in items),
    }


def totals_by_unit(items):
    """For the foot of a table: {unit: sums} of the units that more than one item has."""
    by_unit = defaultdict(list)
    for item in items:
        if item.quantity is not None:
            by_unit[item.unit].append(item)
    return {unit: sums_of(group) for unit, group in by_unit.items() if len(group) > 1}
