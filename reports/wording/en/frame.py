"""What stands around the facts: headings of parts, lead-ins, empty parts."""

import re

from reports.wording.columns import column

LANGUAGE = "en"
KIND = "REPORT"
OPENS_WITH_KIND = re.compile(r"^(?:annual )?report(?: |$)", re.IGNORECASE)
INTERNATIONAL = "International cooperation"
INTERMUNICIPAL = "Inter-municipal cooperation"
SHARED = "Multilateral cooperation"
OTHER = "Other cooperation"
SEE_SHARED = f"See “{SHARED}”."
AREAS_WITHOUT_FACTS = {
    "international": "international cooperation",
    "intermunicipal": "inter-municipal cooperation",
}


def active_partners(office):
    """The line above the entries of active partners."""
    council = column(office, "council", LANGUAGE)
    whose = f" of {council}" if council else ""
    return f"International partners{whose} with whom active cooperation continues:"


def empty_part(part, year):
    area = AREAS_WITHOUT_FACTS[part]
    return f"The register holds no events in {area} for {year}."
