"""The pages of aid over a large ledger: queries, time, and the plan of every query.

    DEBUG=1 DATABASE_URL=… python -m bench ledger [--shipments 100000] [--items 3]

Fills an empty migrated database once, then asks for each page and prints how many queries it
needed, how long it took and `EXPLAIN` of each. It is no test and asserts no times.
"""

import argparse
import time
from random import Random

from django.db import connection, transaction
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext

from aid.keeping import rebuild
from aid.models import Category, Item, Rate, Recipient, Shipment
from aid.models.ledger import Distribution
from partners.models import Partner
from publishing.version import move

COUNTRIES = ["LT", "PL", "DE", "DK", "RO", "CZ", "SK", "FR", "IT", "EE", "LV", "UA"]
KINDS = ["medical", "education", "social", "idp", "residents"]
YEARS = range(2015, 2025)
CURRENCIES = ["EUR", "USD", "PLN"]
PUBLIC = {"publication": "public"}
PAGES = (
    "/aid/",
    "/aid/shipments/",
    "/aid/shipments/?page=2000",
    "/aid/shipments/?year=2020",
    "/aid/shipments/?partner=partner-7&status=counted",
    "/aid/shipments/?country=LT&year=2021",
    "/aid/shipments/?category=category-3",
    "/aid/shipments/?recipient=medical",
    "/aid/shipments/?currency=EUR&status=counted",
    "/aid/shipments/s-77/",
)


def fill(shipments, items):
    """So many public consignments with so many items each, one act for every third item."""
    random = Random(1)
    partners = [
        Partner.objects.create(
            key=f"partner-{n}",
            kind="municipality",
            name_uk=f"Місто {n}",
            country=COUNTRIES[n % len(COUNTRIES)],
            status="active",
            **PUBLIC,
        )
        for n in range(60)
    ]
    categories = [
        Category.objects.create(key=f"category-{n}", name_uk=f"Категорія {n}") for n in range(10)
    ]
    recipients = [
        Recipient.objects.create(key=f"recipient-{n}", kind=KINDS[n % 5], name_uk=f"Заклад {n}")
        for n in range(50)
    ]
    store(
        Rate,
        (
            Rate(
                currency=code,
                date=f"{year}-{month:02d}-01",
                uah=random.randint(8, 45),
                source="Банк",
            )
            for code in CURRENCIES
            for year in YEARS
            for month in range(1, 13)
        ),
    )
    rows = store(Shipment, (shipment(number, random) for number in range(shipments)))
    links = Shipment.donors.through
    store(links, (links(shipment=row, partner=random.choice(partners)) for row in rows))
    goods = store(
        Item,
        (item(row, line, categories, random) for row in rows for line in range(1, items + 1)),
    )
    acts = (act(number, row, recipients) for number, row in enumerate(goods) if row.distributed)
    store(Distribution, acts)


def store(model, rows):
    """Store rows without versions and announcements, which are not what is measured."""
    return QuerySet(model).bulk_create(list(rows), batch_size=500)


def shipment(number, random):
    year, month, day = random.choice(YEARS), random.randint(1, 12), random.randint(1, 28)
    return Shipment(
        reference=f"s-{number}",
        title_uk=f"Вантаж {number}",
        received_on=f"{year}-{month:02d}-{day:02d}",
        status=random.choice(["announced", "received", "distributing", "distributed"]),
        value=random.randint(100, 90_000),
        currency=random.choice(CURRENCIES),
        **PUBLIC,
    )


def item(row, line, categories, random):
    quantity = random.randint(10, 500)
    return Item(
        shipment=row,
        line=line,
        category=random.choice(categories),
        name_uk="ковдри вовняні",
        quantity=quantity,
        distributed=quantity // 2 if line == 1 else 0,
        unit="pcs",
        weight_kg=random.randint(1, 900),
    )


def act(number, row, recipients):
    recipient = recipients[number % len(recipients)]
    return Distribution(
        act_number=str(number), item=row, recipient=recipient, quantity=row.distributed
    )


def measure(page, explained):
    """Ask for a page twice, count the second time; then print the plans of its queries."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.get(page)
    with transaction.atomic():
        move()  # what is measured is a page made anew
    with CaptureQueriesContext(connection) as captured:
        begun, busy = time.perf_counter(), time.process_time()
        response = client.get(page)
        took, cpu = time.perf_counter() - begun, time.process_time() - busy
    asked = sum(float(query["time"]) for query in captured.captured_queries)
    print(
        f"{page}: {response.status_code}, {len(captured)} queries, {1000 * took:.0f} ms,"
        f" of them queries {1000 * asked:.0f} ms; CPU of this process {1000 * cpu:.0f} ms"
    )
    for query in captured.captured_queries:
        if not query["sql"].lstrip("(").startswith("SELECT"):
            continue
        print(f"  {query['time']} s  {query['sql'][:160]}")
        if explained:
            plan(query["sql"])


def plan(sql):
    word = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    with connection.cursor() as cursor:
        cursor.execute(f"{word} {sql}".replace("%", "%%"), [])
        for row in cursor.fetchall():
            print(f"      {row[-1]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shipments", type=int, default=100_000)
    parser.add_argument("--items", type=int, default=3)
    parser.add_argument("--no-explain", action="store_true")
    options = parser.parse_args()
    if not Shipment.objects.exists():
        with transaction.atomic():
            fill(options.shipments, options.items)
            begun = time.perf_counter()
            rebuild()
            print(f"All sums made in {time.perf_counter() - begun:.0f} s")
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    for page in PAGES:
        measure(page, not options.no_explain)
