"""Events: by the clause that staff typed, else by kind, title, place and participants."""

import re
from typing import NamedTuple

from papers.typography import quoted
from reports.wording.clauses import Clause
from reports.wording.columns import column, own_column, title_of
from reports.wording.en import partners
from reports.wording.en.articles import with_article
from reports.wording.en.dates import listed
from reports.wording.en.numbers import number
from reports.wording.letters import bare, small
from reports.wording.wordless import apart

LANGUAGE = "en"


class Kind(NamedTuple):
    """The words of one kind of event: “a visit” in “{} took place”, then “: “title””."""

    noun: str
    phrase: str = "{} was held"
    about: str = ":"
    may_be_online: bool = False
    has_article: bool = True


KINDS = {
    "visit": Kind("visit", "{} took place"),
    "meeting": Kind("meeting", about=" on", may_be_online=True),
    "negotiation": Kind("talks", "{} were held", " on", True, False),
    "signing": Kind("signing ceremony", "{} took place"),
    "training": Kind("training", may_be_online=True, has_article=False),
    "conference": Kind("conference", may_be_online=True),
    "exchange": Kind("exchange", "{} was organised", may_be_online=True),
    "camp": Kind("camp", "{} was organised"),
    "resolution": Kind("resolution", "the partners adopted {}"),
    "application": Kind("joint application", "{} was submitted"),
    "other": Kind("event", may_be_online=True),
}
# An adjective that a small letter does not harm; a preposition after which a noun is the kind's.
ADJECTIVES = (
    "annual|final|friendly|international|joint|official|online|opening|regional|return|school"
    "|spring|study|summer|autumn|winter|working|youth|children’s"
)
PREPOSITIONS = "about|at|between|by|for|from|in|of|on|to|with"
NAMES_KIND = {
    code: re.compile(
        rf"(?:(?:{ADJECTIVES}) )?{kind.noun}(?= (?:{PREPOSITIONS})\b|$)", re.IGNORECASE
    )
    for code, kind in KINDS.items()
}


def happened(fact, named=True, among=False):
    """A Clause of one event. `named`: a heading names its partner; `among`: nothing does, and
    the participants stand beside the clause that staff typed too."""
    record = fact.record
    clause = own_column(record, "clause", LANGUAGE).rstrip(". ")
    if clause:
        text = clause + _brackets("", fact.partners if among else [])
    else:
        text = _told(fact) + _brackets(
            column(record, "place", LANGUAGE), _participants(fact, named)
        )
    return Clause(text, fact.span, tuple(filter(None, [counts(record)])))


def _told(fact):
    """“a visit took place: “Bridges””, “an official visit of the mayor took place”."""
    record, kind = fact.record, KINDS[fact.record.kind]
    own = _own_name(record)
    noun = own or _online(record) + kind.noun
    phrase = "{} are under way" if fact.is_open else kind.phrase
    text = phrase.format(with_article(noun) if kind.has_article else noun)
    return text if own else f"{text}{kind.about} {title(record)}"


def _own_name(record):
    """A title that names its own kind, from a small letter; an empty string for any other.

    So the noun is not told twice.
    """
    typed = bare(own_column(record, "title", LANGUAGE))
    if not NAMES_KIND[record.kind].match(typed):
        return ""
    online = "" if typed.lower().startswith("online ") else _online(record)
    return online + small(typed)


def _online(record):
    return "online " if record.online and KINDS[record.kind].may_be_online else ""


def name(record):
    """“meeting on “Bridges””, “official visit of the mayor”."""
    kind = KINDS[record.kind]
    about = kind.about.removesuffix(":")
    return _own_name(record) or f"{_online(record)}{kind.noun}{about} {title(record)}"


def title(record):
    return quoted(title_of(record, LANGUAGE), LANGUAGE)


def _participants(fact, named):
    """Those to be named: all of them, unless a heading names the only one."""
    return [] if named and len(fact.partners) < 2 else fact.partners


def _brackets(place, participants):
    """“ (Tartu)”, “ (participants: Tartu; Évora)”, “ (Warsaw; participants: Tartu; Évora)”."""
    names = apart(partners.name(partner) for partner in participants)
    word = "participants" if len(participants) > 1 else "participant"
    told = "; ".join(filter(None, [place, names and f"{word}: {names}"]))
    return f" ({told})" if told else ""


def counts(record):
    """“Participants: 40, of them children: 36.”; empty where nobody was counted."""
    everyone, children = number(record.participants or 0), number(record.children or 0)
    if record.participants and record.children:
        return f"Participants: {everyone}, of them children: {children}."
    if record.participants:
        return f"Participants: {everyone}."
    return f"Children: {children}." if record.children else ""


def counted(record):
    """The same after a comma: “participants: 24, of them children: 18”."""
    return small(counts(record)).rstrip(".")


def list_lead(year, count):
    return f"Events of {year} ({number(count)} in all):"


def item(fact, said, named=True, among=False):
    """“13 to 19 May: exchange “School without Borders” (Tartu), participants: 24”."""
    record = fact.record
    clause = own_column(record, "clause", LANGUAGE).rstrip(". ")
    if clause:
        what = clause + _brackets("", fact.partners if among else [])
    else:
        what = name(record) + _brackets(
            column(record, "place", LANGUAGE), _participants(fact, named)
        )
    date = listed(fact.span, said)
    text = f"{date}: {what}" if date else what
    return ", ".join(filter(None, [text, counted(record)]))


def many(year, count, annex):
    """More events than a list holds: one sentence and the annex."""
    return f"The events of {year} ({number(count)} in all) are listed in Annex {annex}."
