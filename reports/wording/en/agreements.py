"""Agreements and contracts: signed, in force, ended."""

import re

from papers.typography import quoted
from reports.wording.clauses import Clause
from reports.wording.columns import column, own_column, title_of
from reports.wording.en import partners
from reports.wording.en.articles import with_article
from reports.wording.en.dates import listed, until, when
from reports.wording.en.events import counted, counts
from reports.wording.en.lists import listed as listed_names
from reports.wording.letters import inside, sentence
from reports.wording.spans import Span
from reports.wording.wordless import apart, parties, signing_place

LANGUAGE = "en"
NOUN = re.compile(
    r"\b(?:agreement|contract|treaty|convention|memorandum|protocol|declaration|statement"
    r"|letter|charter|arrangement|accord)\b",
    re.IGNORECASE,
)
KINDS = {
    "twinning": "twinning agreement",
    "cooperation": "cooperation agreement",
    "memorandum": "memorandum of cooperation",
    "intent": "letter of intent",
}
CONTRACT = "contract on inter-municipal cooperation"
FORMS = {
    "delegation": "delegation of tasks",
    "joint_projects": "joint projects",
    "joint_funding": "joint financing",
    "joint_bodies": "joint enterprises and institutions",
    "joint_governing_body": "a joint governing body",
}
RENEWALS = {"automatic": ", with automatic renewal", "by_consent": ", renewable by consent"}
COMMUNITY = re.compile(r"(?: (?:urban|settlement|rural))? territorial community$")


def document(agreement):
    """The name of the document without an article, from a small letter.

    A title that names no kind of document is quoted after the noun of its kind.
    """
    if agreement.kind == "intermunicipal":
        return CONTRACT
    title = title_of(agreement, LANGUAGE)
    if NOUN.search(title):
        return inside(title, agreement.title_uk)
    return f"{KINDS[agreement.kind]} {quoted(title, LANGUAGE)}"


def _form(agreement):
    """“ in the form of …” of an inter-municipal contract."""
    forms = [FORMS[code] for code in agreement.form]
    if not forms:
        return ""
    if len(forms) == 2:
        return f" in the forms of {forms[0]} and {forms[1]}"
    return f" in the form{'s' if len(forms) > 1 else ''} of {listed_names(forms)}"


def signed(fact, office, with_parties=False):
    """A Clause: “a cooperation agreement was signed (place of signing: …)”."""
    record = fact.record
    place = signing_place(fact, LANGUAGE)
    where = f" (place of signing: {place})" if place else ""
    more = [counts(fact.signing)] if fact.signing else []
    more += [*_parties(fact, office, with_parties), in_force(fact), *_term(record)]
    name = with_article(document(record))
    return Clause(
        f"{name} was signed{_form(record)}{where}",
        Span(record.signed_on),
        tuple(filter(None, more)),
    )


def signed_before(fact, office, with_parties=False):
    """The sentences of an agreement that was signed in an earlier year, or on a day unknown."""
    record = fact.record
    name = with_article(document(record))
    if not record.signed_on:
        first = sentence(name, f"has been signed{_form(record)}; the register gives no date")
    elif fact.is_contract:
        first = sentence(when(Span(record.signed_on)), name, f"was signed{_form(record)}")
    else:
        first = sentence(name, "was signed", when(Span(record.signed_on)))
    return [first, *_parties(fact, office, with_parties), *filter(None, [in_force(fact)])]


def in_force(fact):
    """When it came into force, where that was later than signed and in the report's year."""
    if not fact.enters_force:
        return ""
    return f"It entered into force {when(Span(fact.record.in_force_from))}."


def _term(record):
    if record.valid_until:
        return [f"It is valid {until(record.valid_until)}{RENEWALS.get(record.renewal, '')}."]
    return ["It has no fixed term."] if record.term == "indefinite" else []


def _parties(fact, office, always):
    """The sentence that names the parties, and the one of who reports."""
    if fact.is_contract:
        return [*contract_parties(fact, office), *_reporting(fact, office)]
    names = parties(fact, office, LANGUAGE, always)
    return [f"The parties are {listed_names(names)}.", *_reporting(fact, office)] if names else []


def contract_parties(fact, office):
    """The parties of a contract: communities by their own names, the own one first."""
    own = column(office, "municipality", LANGUAGE)
    names = [own] if own else []
    names += [partners.name(partner) for partner in fact.in_alphabet]
    if not names:
        return []
    if len(names) > 1 and all(COMMUNITY.search(name) for name in names):
        short = listed_names([COMMUNITY.sub("", name) for name in names])
        return [f"The parties are the {short} territorial communities."]
    return [f"The parties: {apart(names)}."]


def _reporting(fact, office):
    record = fact.record
    if record.reporting_office:
        name = column(office, "municipality", LANGUAGE)
    else:
        name = partners.name(fact.reporting) if fact.reporting else ""
    return [f"Party responsible for reporting: {name}."] if name else []


def changed(fact):
    """What became of the agreement in the year."""
    record, name = fact.record, document(fact.record)
    reason = own_column(record, "status_reason", LANGUAGE)
    match fact.change:
        case "expired":
            return sentence("the term of the", name, "ended", when(Span(record.valid_until)))
        case "renewed":
            return sentence("the", name, "has been renewed automatically")
        case "suspended" | "terminated":
            date = when(Span(record.status_on))
            return sentence(date, "the", name, f"was {fact.change}", reason)
    return ""


def negotiated(fact, office, with_parties=False):
    """Talks on signing, open at the end of the year."""
    name = with_article(document(fact.record))
    first = sentence("talks on signing", name, "are under way")
    return [first, *_parties(fact, office, with_parties)]


def signed_together(first, second):
    """Two agreements signed in one year in one sentence; their common date is said once."""
    texts = (first.text, second.text)
    names = [text.removesuffix(" was signed") for text in texts]
    if first.span == second.span:
        plain = all(text.endswith(" was signed") for text in texts)
        told = f"{listed_names(names)} were signed" if plain else ", and ".join(texts)
        return sentence(when(first.span), told)
    return sentence(f"{when(first.span)} {first.text}, and {when(second.span)} {names[1]}")


def signed_lead(year, count):
    return f"Documents signed during {year} ({count} in all):"


def before_lead(count):
    return f"Documents signed in earlier years ({count} in all):"


def item(fact, office, with_parties=False):
    """“partnership agreement, 4 June 2024 (parties: …)”, as an item of a list."""
    date = listed(Span(fact.record.signed_on), said=None) or "date not stated"
    names = apart(parties(fact, office, LANGUAGE, with_parties))
    who = f" (parties: {names})" if names else ""
    parts = [document(fact.record), f"{date}{who}", fact.signing and counted(fact.signing)]
    return ", ".join(filter(None, parts))
