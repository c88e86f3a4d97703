"""The kept sums move with the records: after each change, in its transaction, by what it touches.

What a touched consignment had added is taken away, and what it adds now is added. One
transaction at a time does so, so that none adds what another one is just hiding.
"""

from collections import defaultdict

from django.db import transaction
from django.db.models import Q

from aid.models import (
    Distribution,
    Item,
    KeptOn,
    Rate,
    Recipient,
    Shipment,
    Standing,
)
from aid.models.rate import VALID_DAYS, LastDay
from aid.standing import ADDS, difference, standings
from partners.models import Partner
from publishing.batches import batches
from publishing.connections import own_reads
from publishing.dates import days_after, today
from publishing.gates import Gate, enter
from publishing.statistics import analyze

MANY = 20_000  # changed rows; from there on everything is added up anew

PATHS = {
    Item: "items",
    Distribution: "items__distributions",
    Partner: "donors",
    Recipient: "items__distributions__recipient",
}
PARTS = (Item, Distribution)  # rows of one consignment, which they may leave
KEPT_OF = {Shipment, Rate, *PATHS}
ANALYZED = (Shipment, Item, Distribution, Standing, *ADDS)


class Noted:
    """How it was before an act, by model: whose goods, and in what state what is told of."""

    def __init__(self):
        self.shipments = defaultdict(set)
        self.states = defaultdict(lambda: defaultdict(set))  # {model: {key: {state, …}}}


def shipments_of(model, rows):
    """The keys of the consignments to which these records of `model` belong."""
    found = set()
    for some in batches(sorted(rows)):
        shipments = Shipment.objects.filter(**{f"{PATHS[model]}__in": some})
        found.update(shipments.order_by().values_list("pk", flat=True))
    return found


def states(model, rows):
    """{key: state} of records of which consignments tell: what the sums depend on."""
    found = {}
    for some in batches(sorted(rows)):
        records = model.objects.filter(pk__in=some).order_by()
        if model is Partner:
            rows = records.with_seen().values_list("pk", "country", "is_seen")
            found |= {pk: (country, is_seen) for pk, country, is_seen in rows}
        elif model is Recipient:
            found |= dict(records.values_list("pk", "kind"))
        else:
            found |= {rate.pk: (rate.currency, rate.date, rate.uah) for rate in records}
    return found


def records_changing(sender, rows, is_deletion, notes, **kwargs):
    """Note what will no longer be there to see once the act has been done."""
    if sender not in KEPT_OF or len(rows) > MANY:
        return
    noted = notes.setdefault("sums", Noted())
    if sender in PARTS or (sender is Partner and is_deletion):
        noted.shipments[sender] |= shipments_of(sender, rows)
    elif sender is not Shipment:
        for row, state in states(sender, rows).items():
            noted.states[sender][row].add(state)


def records_changed(changed, notes, **kwargs):
    """Bring the sums up to date with an act: {model: keys, None for any}."""
    relevant = {model: rows for model, rows in changed.items() if model in KEPT_OF}
    if relevant:
        update(relevant, notes.get("sums") or Noted())


@transaction.atomic
def update(changed, noted):
    """Bring the sums up to date with changes of {model: keys, None for any}, Noted before."""
    many = any(rows is None or len(rows) > MANY for rows in changed.values())
    touched = touched_by(changed, noted)
    if not (many or touched):
        return
    enter(Gate.SUMS)
    if many or not KeptOn.objects.exists():
        rebuild()
    else:
        refresh(touched)
    if many:
        analyze(ANALYZED)


def touched_by(changed, noted):
    """The keys of the consignments that may add something else than they did."""
    touched = set()
    for model, rows in changed.items():
        touched |= noted.shipments[model]
        before = noted.states[model]
        if rows is None or len(rows) > MANY:
            continue
        if model is Shipment:
            touched |= rows
        elif model in PARTS:
            touched |= shipments_of(model, rows)
        else:
            touched |= told_otherwise(model, rows, before)
    return touched


def told_otherwise(model, rows, before):
    """The keys of the consignments of which records tell that are no longer as they were.

    A donor or recipient of which nothing was noted is new, or only what it is linked with moved.
    """
    if model is not Rate:
        now = states(model, before)
        return shipments_of(model, {row for row in before if before[row] != {now.get(row)}})
    now = states(model, rows)
    moved = [row for row in rows if before.get(row) != {now.get(row)}]
    rates = {now[row] for row in moved if row in now}
    return converted_by(rates.union(*(before[row] for row in moved if row in before)))


def converted_by(rates):
    """The keys of the consignments that rates convert, given as (currency, date, hryvnias)."""
    days = defaultdict(list)
    for currency, day, _uah in rates:
        days[currency].append(day)
    found = set()
    for currency, dates in days.items():
        span = min(dates), days_after(max(dates), VALID_DAYS)
        shipments = Shipment.objects.filter(currency=currency).order_by()
        shipments = shipments.annotate(last=LastDay("received_on")).filter(last__range=span)
        found.update(shipments.values_list("pk", flat=True))
    return found


def refresh(rows):
    """Add up anew what these consignments add, public or not."""
    old, new = [], []
    for some in batches(sorted(rows)):
        before = {one.pk: one.told for one in Standing.objects.filter(pk__in=some)}
        after = standings(some)
        _keep(before, after)
        moved = {pk for pk in before.keys() | after.keys() if before.get(pk) != after.get(pk)}
        old += [before[pk] for pk in before.keys() & moved]
        new += [after[pk] for pk in after.keys() & moved]
    for model in ADDS:
        _store(model, difference(model, old, new))


def rebuild():
    """Make all sums anew, of the day that it is."""
    for model in (KeptOn, Standing, *ADDS):
        model.objects.all().delete()
    KeptOn.objects.create(day=today())
    told = []
    for after in all_standings():
        _keep({}, after)
        told += after.values()
    for model in ADDS:
        _store(model, difference(model, (), told))


def all_standings():
    """What the public consignments add now, some of them at a time: {primary key: standing}."""
    for some in batches(Shipment.objects.order_by().values_list("pk", flat=True)):
        yield standings(some)


@transaction.atomic
def differences():
    """Where the kept sums are not what adding up all records anew gives, a line for each."""
    enter(Gate.SUMS)
    catch_up()
    told = [one for after in all_standings() for one in after.values()]
    stored = Standing.objects.count()
    lines = [] if stored == len(told) else [f"{stored} ≠ {len(told)}"]
    for model in ADDS:
        kept = {row.key: row.numbers for row in model.objects.all()}
        anew = difference(model, (), told)
        lines += [
            f"{' '.join(filter(None, key))}: {kept.get(key)} ≠ {anew.get(key)}"
            for key in sorted(kept.keys() | anew.keys())
            if kept.get(key) != anew.get(key)
        ]
    return lines


def catch_up():
    """Add what may be seen since the day of the sums; all, where there are none yet."""
    if not KeptOn.objects.filter(day__gte=today()).exists():
        with own_reads():
            _catch_up()


@transaction.atomic
def _catch_up():
    enter(Gate.SUMS)
    if (kept := KeptOn.objects.first()) is None:
        rebuild()
        return
    come = Q(public_from__gt=kept.day, public_from__lte=today())
    touched = set(Shipment.objects.filter(come).values_list("pk", flat=True))
    partners = set(Partner.objects.filter(come).values_list("pk", flat=True))
    refresh(touched | shipments_of(Partner, partners))
    KeptOn.objects.update(day=today())


def _keep(before, after):
    """Store what consignments add now, where it is not what they added before."""
    if gone := before.keys() - after.keys():
        Standing.objects.filter(pk__in=gone).delete()
    Standing.objects.bulk_create(
        [Standing(pk=pk, told=told) for pk, told in after.items() if before.get(pk) != told],
        update_conflicts=True,
        unique_fields=["shipment_id"],
        update_fields=["told"],
    )


def _store(model, changes):
    """Add to the sums of `model`: {key: numbers}. A sum of nothing has no row."""
    for some in batches(sorted(changes)):
        columns = zip(model.KEY, zip(*some, strict=True), strict=True)
        of_these = model.objects.filter(**{f"{name}__in": set(column) for name, column in columns})
        known = {row.key: row.numbers for row in of_these}
        rows = [_added(model, key, known.get(key), changes[key]) for key in some]
        model.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=model.KEY, update_fields=model.MEASURES
        )
        if not all(row.shipments for row in rows):
            of_these.filter(shipments=0).delete()


def _added(model, key, known, numbers):
    """The row of this key with the numbers added to those that are known, None for a new one."""
    sums = [one + other for one, other in zip(known or [0] * len(numbers), numbers, strict=True)]
    return model(
        **dict(zip(model.KEY, key, strict=True)), **dict(zip(model.MEASURES, sums, strict=True))
    )
