"""A partner in the report: its heading, how cooperation began and how it ended."""

from reports.wording.columns import column
from reports.wording.letters import sentence
from reports.wording.spans import Span
from reports.wording.uk.dates import when

LANGUAGE = "uk"
FULL_NAMES = {
    "AL": "Республіка Албанія",
    "AT": "Республіка Австрія",
    "BE": "Королівство Бельгія",
    "BG": "Республіка Болгарія",
    "CH": "Швейцарська Конфедерація",
    "CY": "Республіка Кіпр",
    "CZ": "Чеська Республіка",
    "DE": "Федеративна Республіка Німеччина",
    "DK": "Королівство Данія",
    "EE": "Естонська Республіка",
    "ES": "Королівство Іспанія",
    "FI": "Фінляндська Республіка",
    "FR": "Французька Республіка",
    "GR": "Грецька Республіка",
    "HR": "Республіка Хорватія",
    "IL": "Держава Ізраїль",
    "IT": "Італійська Республіка",
    "KR": "Республіка Корея",
    "LT": "Литовська Республіка",
    "LU": "Велике Герцогство Люксембург",
    "LV": "Латвійська Республіка",
    "MD": "Республіка Молдова",
    "MK": "Республіка Північна Македонія",
    "MT": "Республіка Мальта",
    "NL": "Королівство Нідерландів",
    "NO": "Королівство Норвегія",
    "PL": "Республіка Польща",
    "PT": "Португальська Республіка",
    "RS": "Республіка Сербія",
    "SE": "Королівство Швеція",
    "SI": "Республіка Словенія",
    "SK": "Словацька Республіка",
    "TR": "Турецька Республіка",
    "US": "Сполучені Штати Америки",
}


def name(partner):
    return column(partner, "name", LANGUAGE)


def full_name(code):
    """The full name of a country, «Литовська Республіка»; empty where papers use the short one."""
    return FULL_NAMES.get(code, "")


def heading(partner):
    """«Ремо (Алентежу, Португальська Республіка)»."""
    country = full_name(partner.country.code) or partner.country.name
    place = ", ".join(filter(None, [column(partner, "region", LANGUAGE), country]))
    return f"{name(partner)} ({place})"


def beginning(partner, named=True):
    """How cooperation began, without a full stop; empty where the register is silent.

    Where no heading names the partner, the sentence does.
    """
    origin = column(partner, "origin", LANGUAGE)
    if not partner.since and not origin:
        return ""
    who = "" if named else f"(партнер: {name(partner)})"
    date = when(Span(partner.since), after="розпочалась")
    opening = f"Співпраця розпочалась {date}" if date else "Співпрацю започатковано"
    return " ".join(filter(None, [opening, origin, who]))


def ending(partner, year, named=True):
    """«У червні 2024 року співпрацю завершено за взаємною згодою.»"""
    date = when(Span(partner.until)) if partner.until and partner.until.year == year else ""
    what = "завершено" if partner.status == "ended" else "призупинено"
    who = "" if named else f"(партнер: {name(partner)})"
    return sentence(date, "співпрацю", what, column(partner, "status_reason", LANGUAGE), who)


def nothing(year):
    """What is said of an active partner of whom the year holds nothing at all."""
    return f"Співпраця триває; окремих подій у {year} році в реєстрі не зафіксовано."
