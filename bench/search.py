"""Search over many records: how long it takes to index them, and twenty mixed queries.

Run with the database to measure, an empty one, in DATABASE_URL:

    DEBUG=1 DATABASE_URL=sqlite:////tmp/bench.sqlite3 python -m bench search 100000
"""

import sys
from random import Random
from resource import RUSAGE_SELF, getrusage
from statistics import median
from time import perf_counter, process_time

from django.core.management import call_command
from django.db import connection
from django.db.models import QuerySet

from aid.models import Item, Shipment
from partners.models import Partner
from search.finding import Narrowing
from search.indexing import rebuild
from search.models import Entry, Posting, Word
from search.results import Search

GOODS = (
    "ковдри генератори медикаменти намети одяг взуття ліжка меблі книжки комп’ютери продукти вода "
    "цемент кабель плівка папір зошити рюкзаки мило олія крупи борошно консерви дрова вугілля "
    "лампи батареї насоси труби вікна двері фарба інструменти велосипеди автобуси карети візки "
    "милиці окуляри бинти шприци вакцини іграшки фарби м’ячі форма каски ліхтарі рації дрони"
)
PLACES = "лікарні школи садочка бібліотеки громади гуртожитку центру прихистку клубу музею"
SYLLABLES = "ба ве ги до жу зо ки ле ми но пе ру си та фо хе ці ча ше ю я"
QUERIES = [
    "шкіл",
    "генератор",
    "ковдра лікарня",
    "гуманітарна допомога",
    '"ковдри для школи"',
    "2019-00417",
    "литва",
    "партнер 7",
    "намет прихисток",
    "generator",
    "lithuania",
    "генирптор",
    "синхрофазотрон",
    "дрони рації каски",
    "бібліотекам",
    "громада",
    "м'яч",
    "вугіл",
    "оголошено",
    "автобус музей 2020",
]


def fill(total):
    """Write `total` consignments, each with an item, of sixty partners; no history, no index."""
    random = Random(total)
    goods, places = GOODS.split(), PLACES.split()
    public = {"publication": "public"}
    partners = QuerySet(Partner).bulk_create(
        Partner(
            key=f"partner-{number}",
            kind="municipality",
            name_uk=f"{name(random)} {number}",
            name_en=f"Partner {number}",
            country="LT" if number % 6 == 0 else "PL",
            status="active",
            **public,
        )
        for number in range(60)
    )
    shipments = QuerySet(Shipment).bulk_create(
        (
            Shipment(
                reference=f"{2015 + number % 10}-{number // 10:05}",
                title_uk=f"{random.choice(goods).capitalize()} для {random.choice(places)}",
                title_en="Humanitarian aid",
                received_on=f"{2015 + number % 10}-{1 + number % 12:02}",
                status="received",
                summary_uk=f"Гуманітарна допомога: {', '.join(random.sample(goods, 4))};"
                f" передано до {random.choice(places)}, {name(random)}.",
                **public,
            )
            for number in range(total)
        ),
        batch_size=500,
    )
    donors = Shipment.donors.through
    donors.objects.bulk_create(
        (donors(shipment=one, partner=random.choice(partners)) for one in shipments),
        batch_size=500,
    )
    QuerySet(Item).bulk_create(
        (
            Item(shipment=one, line=1, name_uk=random.choice(goods), unit="pcs", quantity=1)
            for one in shipments
        ),
        batch_size=500,
    )


def settle():
    """Do at once what PostgreSQL does by itself within a minute after many rows have come."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def name(random):
    """An invented name, one of many."""
    return "".join(random.choices(SYLLABLES.split(), k=3)).capitalize()


def size():
    """Bytes of the tables and indexes of the search."""
    tables = [table for table in connection.introspection.table_names() if "search_" in table]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT sum(pg_total_relation_size(name::regclass)) FROM unnest(%s) AS name",
                [tables],
            )
        else:
            cursor.execute(
                "SELECT sum(pgsize) FROM dbstat WHERE name IN (SELECT name FROM sqlite_master"
                " WHERE tbl_name LIKE 'search\\_%' ESCAPE '\\')"
            )
        return int(cursor.fetchone()[0])


def ask(text):
    """(milliseconds, of them of this process, how many found) of one search with its offers."""
    wall, own = perf_counter(), process_time()
    search = Search(text, Narrowing(), "uk")
    search.years(), search.groups(), search.offers()
    return (perf_counter() - wall) * 1000, (process_time() - own) * 1000, search.count


def memory():
    return getrusage(RUSAGE_SELF).ru_maxrss / 1024


def measure():
    """Ask everything once to warm up, then three times; print the median of each."""
    before = memory()
    for text in QUERIES:
        ask(text)
    medians = []
    for text in QUERIES:
        wall, own, counts = zip(*(ask(text) for _ in range(3)), strict=True)
        medians.append((median(wall), median(own)))
        print(f"{medians[-1][0]:8.1f} ms {medians[-1][1]:8.1f} ms own {counts[0]:7}  {text}")
    wall, own = zip(*medians, strict=True)
    print(f"median {median(wall):.1f} ms, own {median(own):.1f} ms; +{memory() - before:.0f} MB")


def main():
    """Fill an empty database, index it, ask."""
    call_command("migrate", verbosity=0)
    if not Entry.objects.exists():
        fill(int(sys.argv[1]))
        start, own = perf_counter(), process_time()
        for kind, done, total in rebuild():
            if done % 10_000 == 0:
                print(kind.label, done, total, f"{perf_counter() - start:.0f} s", flush=True)
        print(f"rebuilt in {perf_counter() - start:.0f} s, own {process_time() - own:.0f} s")
        settle()
    print(Entry.objects.count(), Word.objects.count(), Posting.objects.count())
    print(f"index: {size() / 1e6:.0f} MB", flush=True)
    measure()
