"""International agreements in the columns of the ministry's open register of agreements.

That register is Ukrainian, so are the columns and what stands in them.
"""

import gettext
from functools import cache

import pycountry
from django.db.models import Exists, OuterRef, Prefetch

from partners.models import HOME_COUNTRY, Agreement, Area, Party, Renewal, Term, TerritorialKind
from register.donations import joined
from reports.wording.uk.partners import full_name

COLUMNS = (
    "№",
    "Реєстраційний номер",
    "Назва угоди",
    "Дата підписання",
    "Вид співробітництва",
    "Сфера",
    "Регіон України",
    "Суб’єкт з українського боку",
    "Іноземна держава",
    "Іноземна АТО",
    "Іноземний суб’єкт",
    "Строк дії",
)
KINDS = {
    TerritorialKind.INTERTERRITORIAL: "міжтериторіальне",
    TerritorialKind.CROSS_BORDER: "транскордонне",
    TerritorialKind.TRANSNATIONAL: "транснаціональне",
}


def agreements():
    """The public agreements with a party abroad that have been signed."""
    parties = Party.objects.public().filter(agreement=OuterRef("pk"), partner__isnull=False)
    abroad = parties.exclude(partner__country=HOME_COUNTRY)
    return Agreement.objects.public().filter(Exists(abroad), signed_on__isnull=False)


def rows(office):
    """The rows of the file, dicts by COLUMNS, the oldest agreement first."""
    found = agreements().order_by("signed_on", "key")
    found = found.prefetch_related(
        Prefetch("parties", Party.objects.public().select_related("partner")),
        Prefetch("areas", Area.objects.public()),
    )
    for number, agreement in enumerate(found, start=1):
        partners = [party.partner for party in agreement.parties.all() if party.partner]
        abroad = [partner for partner in partners if partner.is_abroad]
        at_home = [partner.name_uk for partner in partners if not partner.is_abroad]
        cells = (
            str(number),
            agreement.register_number,
            agreement.title_uk,
            str(agreement.signed_on),
            KINDS.get(agreement.territorial_kind),
            joined(area.name_uk for area in agreement.areas.all()),
            office and office.region_uk,
            joined([office and office.council_uk, *at_home]),
            joined(official_name(partner.country.code) for partner in abroad),
            joined(partner.region_uk for partner in abroad),
            joined(partner.name_uk for partner in abroad),
            term(agreement),
        )
        yield dict(zip(COLUMNS, cells, strict=True))


def term(agreement):
    """For how long the agreement is concluded, as far as it says."""
    if agreement.term == Term.INDEFINITE:
        return "безстроково"
    until = f"до {agreement.valid_until}" if agreement.valid_until else None
    renewed = "автоматичне продовження" if agreement.renewal == Renewal.AUTOMATIC else None
    return ", ".join(filter(None, [until, renewed])) or None


@cache
def official_name(code):
    """The long official name of a country in Ukrainian: «Литовська Республіка».

    That of the portal's papers, else that of ISO 3166-1.
    """
    if name := full_name(code):
        return name
    country = pycountry.countries.get(alpha_2=code)
    name = getattr(country, "official_name", country.name)
    names = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=["uk"])
    return names.gettext(name).replace("'", "’")
