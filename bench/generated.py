"""A register of any size, the same each time: partners, agreements, projects, events, aid."""

from decimal import Decimal
from random import Random

COUNTRIES = ["LT", "PL", "DE", "DK", "RO", "CZ", "SK", "FR", "IT", "EE", "LV", "UA"]
UNITS = ["pcs", "box", "kg"]
KINDS = ["medical", "education", "social", "idp"]
GOODS = ["ковдри вовняні", "засоби особистої гігієни", "генератори бензинові"]


def register(partners=60, years=10, shipments_a_year=10_000, first_year=2015):
    """The register in its JSON form, as `import_rows` takes it."""
    random = Random(partners * 1000 + years)
    keys = [f"partner-{number}" for number in range(partners)]
    span = range(first_year, first_year + years)
    public = {"publication": "public"}
    sheets = {
        "office": [office()],
        "areas": [{"key": f"area-{n}", "name_uk": f"Напрям {n}"} for n in range(8)],
        "partners": [partner(n, key, random) | public for n, key in enumerate(keys)],
        "agreements": [agreement(n, key, random) | public for n, key in enumerate(keys)],
        "projects": [project(n, random.choice(keys), random) | public for n in range(partners)],
        "events": [
            event(year, n, random.choice(keys), random) | public for year in span for n in range(40)
        ],
        "categories": [{"key": f"category-{n}", "name_uk": f"Категорія {n}"} for n in range(10)],
        "recipients": [
            {"key": f"recipient-{n}", "kind": KINDS[n % 4], "name_uk": f"Заклад допомоги № {n}"}
            for n in range(20)
        ],
        "shipments": [],
        "items": [],
        "distributions": [],
        "reports": [{"year": span[-1], "title_uk": f"про співпрацю за {span[-1]} рік"} | public],
    }
    for year in span:
        for number in range(shipments_a_year):
            shipment, items = aid(year, number, random.choice(keys), random)
            sheets["shipments"].append(shipment | public)
            sheets["items"] += items
            sheets["distributions"] += [act(item, number) for item in items]
    return [{"title": title, "data": rows} for title, rows in sheets.items()]


def office():
    return {
        "code": "UA00000000000000001",
        "municipality_uk": "Липівська міська територіальна громада",
        "council_uk": "Липівська міська рада",
        "place_uk": "м. Липівка",
        "latitude": "49",
        "longitude": "24",
    }


def partner(number, key, random):
    return {
        "key": key,
        "kind": "municipality",
        "relation": "partnership",
        "name_uk": f"Місто {number}",
        "name_en": f"Town {number}",
        "country": COUNTRIES[number % len(COUNTRIES)],
        "status": "active",
        "since": str(random.randint(1995, 2020)),
        "latitude": str(45 + number % 15),
        "longitude": str(5 + number % 25),
        "areas": f"area-{number % 8}",
        "summary_uk": "Громади разом навчають молодь і обмінюються досвідом. " * 3,
    }


def agreement(number, key, random):
    return {
        "key": f"agreement-{number}",
        "kind": "cooperation",
        "title_uk": f"Угода про співпрацю {number}",
        "parties": f"office;{key}",
        "signed_on": f"{random.randint(2000, 2020)}-05-12",
        "status": "active",
    }


def project(number, key, random):
    year = random.randint(2015, 2022)
    return {
        "key": f"project-{number}",
        "title_uk": f"Спільний проєкт {number}",
        "partners": key,
        "status": "completed",
        "start": f"{year}-02",
        "end": str(year + 1),
    }


def event(year, number, key, random):
    return {
        "key": f"event-{year}-{number}",
        "kind": random.choice(["visit", "meeting", "training"]),
        "title_uk": f"Зустріч {number} з громадою",
        "start": f"{year}-{random.randint(1, 12):02d}-{random.randint(1, 28):02d}",
        "partners": key,
    }


def aid(year, number, key, random):
    reference = f"{year}-{number}"
    shipment = {
        "reference": reference,
        "title_uk": f"Вантаж {number}",
        "donors": key,
        "received_on": f"{year}-{random.randint(1, 12):02d}-{random.randint(1, 28):02d}",
        "status": "distributing",
        "beneficiaries": ";".join(random.sample(KINDS, 2)),
        "value": str(Decimal(random.randint(100, 90_000))),
        "currency": random.choice(["EUR", "USD", "PLN"]),
    }
    items = [
        {
            "shipment": reference,
            "line": line,
            "category": f"category-{(number + line) % 10}",
            "name_uk": name,
            "quantity": random.randint(10, 500),
            "unit": random.choice(UNITS),
            "weight_kg": random.randint(1, 900),
        }
        for line, name in enumerate(GOODS[: number % 3 + 1], 1)
    ]
    return shipment, items


def act(item, number):
    """A row of the item's first distribution."""
    return {
        "act_number": f"А-{item['shipment']}",
        "shipment": item["shipment"],
        "line": item["line"],
        "recipient": f"recipient-{number % 20}",
        "quantity": 10,
        "date": item["shipment"][:4] + "-12",
    }
