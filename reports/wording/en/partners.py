"""A partner in the report: its heading, how cooperation began and how it ended."""

from reports.wording.columns import column, own_column
from reports.wording.en.dates import when
from reports.wording.letters import sentence
from reports.wording.spans import Span

LANGUAGE = "en"


def name(partner):
    return column(partner, "name", LANGUAGE)


def heading(partner):
    """“Remo (Alentejo, Portugal)”."""
    place = ", ".join(filter(None, [column(partner, "region", LANGUAGE), partner.country.name]))
    return f"{name(partner)} ({place})"


def beginning(partner, named=True):
    """How cooperation began, without a full stop; empty where the register is silent.

    Where no heading names the partner, the sentence does. What continues a sentence has to be
    in its language.
    """
    origin = own_column(partner, "origin", LANGUAGE)
    if not partner.since and not origin:
        return ""
    who = "" if named else f"(partner: {name(partner)})"
    return " ".join(filter(None, ["Cooperation began", when(Span(partner.since)), origin, who]))


def ending(partner, year, named=True):
    """“In June 2024 cooperation ended by mutual consent.”"""
    date = when(Span(partner.until)) if partner.until and partner.until.year == year else ""
    what = "ended" if partner.status == "ended" else "was paused"
    who = "" if named else f"(partner: {name(partner)})"
    return sentence(date, "cooperation", what, own_column(partner, "status_reason", LANGUAGE), who)


def nothing(year):
    """What is said of an active partner of whom the year holds nothing at all."""
    return f"Cooperation continues; the register holds no separate events for {year}."
