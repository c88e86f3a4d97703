"""Events: by the clause that staff typed, else by kind, title, place and participants."""

import re
from typing import NamedTuple

from papers.typography import quoted
from reports.wording.clauses import Clause
from reports.wording.columns import column, title_of
from reports.wording.letters import inside, small
from reports.wording.uk import partners
from reports.wording.uk.dates import listed
from reports.wording.uk.numbers import number
from reports.wording.wordless import apart

LANGUAGE = "uk"


class Kind(NamedTuple):
    """The words of one kind of event: «проведено» + «зустріч» + « на тему» + «title»."""

    verb: str
    accusative: str
    nominative: str
    about: str = ""
    may_be_online: bool = False
    adjective: str = "ий|ій"  # how one before the noun ends in the nominative
    like_nominative: bool = False  # such an adjective has one form for both cases

    def follows_adjective(self, words):
        """Whether the noun follows one adjective («робочий візит»), no other word («про візит»)."""
        own = self.nominative.split()
        return words[1 : 1 + len(own)] == own and re.fullmatch(
            rf"\w{{2,}}(?:{self.adjective})", words[0]
        )


KINDS = {
    "visit": Kind("відбувся", "візит", "візит", like_nominative=True),
    "meeting": Kind("проведено", "зустріч", "зустріч", " на тему", True, "а|я"),
    "negotiation": Kind("проведено", "переговори", "переговори", " на тему", True, "і|ї", True),
    "signing": Kind("відбулася", "церемонія підписання", "церемонія підписання", adjective="а|я"),
    "training": Kind("проведено", "навчання", "навчання", "", True, "е|є", True),
    "conference": Kind("проведено", "конференцію", "конференція", "", True, "а|я"),
    "exchange": Kind("організовано", "обмін", "обмін", "", True, like_nominative=True),
    "camp": Kind("організовано", "табір", "табір", like_nominative=True),
    "resolution": Kind("партнери ухвалили", "резолюцію", "резолюція", adjective="а|я"),
    "application": Kind("подано", "спільну заявку", "спільна заявка", adjective="а|я"),
    "other": Kind("проведено", "захід", "захід", "", True, like_nominative=True),
}


def happened(fact, named=True, among=False):
    """A Clause of one event. `named`: a heading names its partner; `among`: nothing does, and
    the participants stand beside the clause that staff typed too."""
    record = fact.record
    clause = column(record, "clause", LANGUAGE).rstrip(". ")
    if clause:
        text = clause + _brackets("", fact.partners if among else [])
    else:
        verb = "тривають" if fact.is_open else KINDS[record.kind].verb
        text = f"{verb} {name(record, 'accusative')}" + _brackets(
            column(record, "place", LANGUAGE), _participants(fact, named)
        )
    return Clause(text, fact.span, tuple(filter(None, [counts(record)])))


def name(record, case="nominative"):
    """«обмін «Школа без кордонів»»; a title that names its own kind says it alone.

    «Резолюція на підтримку громад» → «резолюцію на підтримку громад»; «Літній табір для дітей»
    → «літній табір для дітей». So the noun is not told twice.
    """
    kind, typed = KINDS[record.kind], title_of(record, LANGUAGE)
    noun = getattr(kind, case)
    online = "онлайн-" if record.online and kind.may_be_online else ""
    words = typed.lower().split()
    own = kind.nominative.split()
    if words[: len(own)] == own:
        return f"{online}{noun}{typed[len(kind.nominative) :]}"
    alike = kind.like_nominative or case == "nominative"
    if alike and not online and kind.follows_adjective(words):
        return inside(typed, record.title_uk)
    return f"{online}{noun}{kind.about} {title(record)}"


def title(record):
    return quoted(title_of(record, LANGUAGE), LANGUAGE)


def _participants(fact, named):
    """Those to be named: all of them, unless a heading names the only one."""
    return [] if named and len(fact.partners) < 2 else fact.partners


def _brackets(place, participants):
    """« (Тарту)», « (учасники: Тарту; Евора)», « (Варшава; учасники: Тарту; Евора)»."""
    names = apart(partners.name(partner) for partner in participants)
    word = "учасники" if len(participants) > 1 else "учасник"
    told = "; ".join(filter(None, [place, names and f"{word}: {names}"]))
    return f" ({told})" if told else ""


def counts(record):
    """«Кількість учасників — 40, з них дітей — 36.»; empty where nobody was counted."""
    everyone, children = number(record.participants or 0), number(record.children or 0)
    if record.participants and record.children:
        return f"Кількість учасників — {everyone}, з них дітей — {children}."
    if record.participants:
        return f"Кількість учасників — {everyone}."
    return f"Кількість дітей — {children}." if record.children else ""


def counted(record):
    """The same after a comma: «учасників — 24, з них дітей — 18»."""
    words = small(counts(record)).rstrip(".").replace("кількість учасників", "учасників")
    return words.replace("кількість дітей", "дітей")


def list_lead(year, count):
    return f"Події {year} року (усього — {number(count)}):"


def item(fact, said, named=True, among=False):
    """«13–19 травня: обмін «Школа без кордонів» (Тарту), учасників — 24, з них дітей — 18»."""
    record = fact.record
    clause = column(record, "clause", LANGUAGE).rstrip(". ")
    if clause:
        what = clause + _brackets("", fact.partners if among else [])
    else:
        what = name(record, "nominative") + _brackets(
            column(record, "place", LANGUAGE), _participants(fact, named)
        )
    text = f"{date}: {what}" if (date := listed(fact.span, said)) else small(what)
    return ", ".join(filter(None, [text, counted(record)]))


def many(year, count, annex):
    """More events than a list holds: one sentence and the annex."""
    return f"Події {year} року (усього — {number(count)}) наведено в додатку {annex}."
