"""Events: by the clause that staff typed, else by kind, title, place and participants."""

from papers.typography import quoted
from reports.wording.clauses import Clause
from reports.wording.columns import column
from reports.wording.letters import small
from reports.wording.uk import partners
from reports.wording.uk.dates import listed
from reports.wording.uk.lists import apart
from reports.wording.uk.numbers import number

LANGUAGE = "uk"
PHRASES = {
    "visit": "відбувся візит",
    "meeting": "проведено зустріч на тему",
    "negotiation": "проведено переговори на тему",
    "signing": "відбулася церемонія підписання",
    "training": "проведено навчання",
    "conference": "проведено конференцію",
    "exchange": "організовано обмін",
    "camp": "організовано табір",
    "resolution": "партнери ухвалили резолюцію",
    "application": "подано спільну заявку",
    "other": "проведено захід",
}
ONLINE = {
    "meeting": "проведено онлайн-зустріч на тему",
    "negotiation": "проведено онлайн-переговори на тему",
    "training": "проведено онлайн-навчання",
    "conference": "проведено онлайн-конференцію",
    "exchange": "організовано онлайн-обмін",
    "other": "проведено онлайн-захід",
}
OPEN_TALKS = {False: "тривають переговори на тему", True: "тривають онлайн-переговори на тему"}
NOUNS = {
    "visit": "візит",
    "meeting": "зустріч на тему",
    "negotiation": "переговори на тему",
    "signing": "церемонія підписання",
    "training": "навчання",
    "conference": "конференція",
    "exchange": "обмін",
    "camp": "табір",
    "resolution": "резолюція",
    "application": "спільна заявка",
    "other": "захід",
}


def happened(fact, named=True, among=False):
    """A Clause of one event. `named`: a heading names its partner; `among`: nothing does, and
    the participants stand beside the clause that staff typed too."""
    record = fact.record
    clause = column(record, "clause", LANGUAGE).rstrip(". ")
    if clause:
        text = clause + _brackets("", fact.partners if among else [])
    else:
        text = f"{_phrase(fact)} {title(record)}" + _brackets(
            column(record, "place", LANGUAGE), _participants(fact, named)
        )
    return Clause(text, fact.span, tuple(filter(None, [counts(record)])))


def _phrase(fact):
    record = fact.record
    if fact.is_open:
        return OPEN_TALKS[record.online]
    return (record.online and ONLINE.get(record.kind)) or PHRASES[record.kind]


def title(record):
    return quoted(column(record, "title", LANGUAGE), LANGUAGE)


def _participants(fact, named):
    """Those to be named: all of them, unless a heading names the only one."""
    return [] if named and len(fact.partners) < 2 else fact.partners


def _brackets(place, participants):
    """« (Тарту)», « (учасники: Тарту; Евора)», « (Варшава; учасники: Тарту; Евора)»."""
    names = apart(partners.name(partner) for partner in participants)
    word = "учасники" if len(participants) > 1 else "учасник"
    inside = "; ".join(filter(None, [place, names and f"{word}: {names}"]))
    return f" ({inside})" if inside else ""


def counts(record):
    """«Кількість учасників — 40, з них дітей — 36.»; empty where nobody was counted."""
    everyone, children = number(record.participants or 0), number(record.children or 0)
    if record.participants and record.children:
        return f"Кількість учасників — {everyone}, з них дітей — {children}."
    if record.participants:
        return f"Кількість учасників — {everyone}."
    return f"Кількість дітей — {children}." if record.children else ""


def list_lead(year, count):
    return f"Події {year} року (усього — {number(count)}):"


def item(fact, said, named=True, among=False):
    """«13–19 травня: обмін «Школа без кордонів» (Тарту), учасників — 24, з них дітей — 18»."""
    record = fact.record
    clause = column(record, "clause", LANGUAGE).rstrip(". ")
    if clause:
        what = clause + _brackets("", fact.partners if among else [])
    else:
        what = _noun(record) + title(record)
        what += _brackets(column(record, "place", LANGUAGE), _participants(fact, named))
    text = f"{date}: {what}" if (date := listed(fact.span, said)) else small(what)
    numbers = small(counts(record)).rstrip(".").replace("кількість учасників", "учасників")
    return ", ".join(filter(None, [text, numbers.replace("кількість дітей", "дітей")]))


def _noun(record):
    """The noun of the kind, unless the title opens with it."""
    noun = NOUNS[record.kind]
    if column(record, "title", LANGUAGE).lower().startswith(noun.split()[0]):
        return ""
    return f"{'онлайн-' if record.online and record.kind in ONLINE else ''}{noun} "


def many(year, count, annex):
    """More events than a list holds: one sentence and the annex."""
    return f"Події {year} року (усього — {number(count)}) наведено в додатку {annex}."
