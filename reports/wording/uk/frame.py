"""What stands around the facts: headings of parts, lead-ins, empty parts."""

import re

LANGUAGE = "uk"
KIND = "ЗВІТ"
OPENS_WITH_KIND = re.compile(r"^(?:річний )?звіт(?: |$)", re.IGNORECASE)
INTERNATIONAL = "Міжнародне співробітництво"
INTERMUNICIPAL = "Міжмуніципальне співробітництво"
SHARED = "Багатостороння співпраця"
OTHER = "Інша співпраця"
SEE_SHARED = f"Див. підрозділ «{SHARED}»."
AREAS_WITHOUT_FACTS = {
    "international": "міжнародного співробітництва",
    "intermunicipal": "міжмуніципального співробітництва",
}


def active_partners(office):
    """The line above the entries of active partners."""
    council = office.council_genitive_uk if office else ""
    whose = f" {council}" if council else ""
    return f"Міжнародні партнери{whose}, з якими триває активне співробітництво:"


def empty_part(part, year):
    area = AREAS_WITHOUT_FACTS[part]
    return f"У {year} році подій у сфері {area} в реєстрі не зафіксовано."
