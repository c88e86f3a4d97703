"""Records for tests, public unless said otherwise: give only what the test is about."""

from itertools import product

from partners.models import Agreement, Area, Office, Partner, Party
from publishing.changes import as_one_change
from publishing.models import Publication

OFFICE = "office"  # the own council as a party
endings = map("".join, product("bcdfghjklmnpqrstvwxz", repeat=4))


def next_key(word):
    """A key that no other record of the test run has: `partner-bbbc`.

    Its ending is neither a number nor a word that a test may look for, and keys sort as made.
    """
    return f"{word}-{next(endings)}"


def make_office(**changes):
    """The office of an invented town with a place on the map."""
    values = {
        "code": "UA00000000000000001",
        "municipality_uk": "Липівська міська територіальна громада",
        "municipality_en": "Lypivka urban territorial community",
        "council_uk": "Липівська міська рада",
        "council_en": "Lypivka City Council",
        "place_uk": "м. Липівка",
        "place_en": "Lypivka",
        "latitude": "49.000000",
        "longitude": "24.000000",
        "email": "office@lypivka.example",
    }
    return Office.objects.create(**values | changes)


def make_area(**changes):
    """An area of cooperation."""
    key = changes.pop("key", None) or next_key("area")
    return Area.objects.create(
        **{"key": key, "name_uk": f"Галузь {key}", "name_en": f"Area {key}"} | changes
    )


@as_one_change()
def make_partner(areas=(), **changes):
    """A public partner abroad; `areas` are Area records."""
    key = changes.pop("key", None) or next_key("partner")
    values = {
        "key": key,
        "kind": "municipality",
        "relation": "partnership",
        "name_uk": f"Партнер {key}",
        "name_en": f"Partner {key}",
        "country": "LT",
        "status": "active",
        "publication": Publication.PUBLIC,
    }
    partner = Partner.objects.create(**values | changes)
    partner.areas.set(areas)
    return partner


@as_one_change()
def make_agreement(parties=(), areas=(), **changes):
    """A public agreement of the own council with `parties`.

    A party is a Partner or a pair (Partner, role); the pair (OFFICE, role) gives the own council
    a role.
    """
    key = changes.pop("key", None) or next_key("agreement")
    values = {
        "key": key,
        "kind": "cooperation",
        "title_uk": f"Договір про співпрацю {key}",
        "title_en": f"Cooperation agreement {key}",
        "status": "active",
        "publication": Publication.PUBLIC,
    }
    agreement = Agreement.objects.create(**values | changes)
    agreement.areas.set(areas)
    for position, party in enumerate(parties):
        partner, role = party if isinstance(party, tuple) else (party, "")
        Party.objects.create(
            agreement=agreement,
            partner=None if partner == OFFICE else partner,
            role=role,
            position=position,
        )
    return agreement
