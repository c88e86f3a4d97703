"""Events: by the clause that staff typed, else by kind, title, place and participants."""

from papers.typography import quoted
from reports.wording.clauses import Clause
from reports.wording.columns import column, own_column
from reports.wording.en import partners
from reports.wording.en.dates import listed
from reports.wording.en.numbers import number
from reports.wording.letters import small
from reports.wording.wordless import apart

LANGUAGE = "en"
PHRASES = {
    "visit": "a visit took place: {}",
    "meeting": "a meeting was held on {}",
    "negotiation": "talks were held on {}",
    "signing": "a signing ceremony took place: {}",
    "training": "training was held: {}",
    "conference": "a conference was held: {}",
    "exchange": "an exchange was organised: {}",
    "camp": "a camp was organised: {}",
    "resolution": "the partners adopted a resolution: {}",
    "application": "a joint application was submitted: {}",
    "other": "an event was held: {}",
}
ONLINE = {
    "meeting": "an online meeting was held on {}",
    "negotiation": "online talks were held on {}",
    "training": "online training was held: {}",
    "conference": "an online conference was held: {}",
    "exchange": "an online exchange was organised: {}",
    "other": "an online event was held: {}",
}
OPEN_TALKS = {False: "talks are under way on {}", True: "online talks are under way on {}"}
NOUNS = {
    "visit": "visit",
    "meeting": "meeting on",
    "negotiation": "talks on",
    "signing": "signing ceremony",
    "training": "training",
    "conference": "conference",
    "exchange": "exchange",
    "camp": "camp",
    "resolution": "resolution",
    "application": "joint application",
    "other": "event",
}


def happened(fact, named=True, among=False):
    """A Clause of one event. `named`: a heading names its partner; `among`: nothing does, and
    the participants stand beside the clause that staff typed too."""
    record = fact.record
    clause = own_column(record, "clause", LANGUAGE).rstrip(". ")
    if clause:
        text = clause + _brackets("", fact.partners if among else [])
    else:
        text = _phrase(fact).format(title(record)) + _brackets(
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
    """“ (Tartu)”, “ (participants: Tartu; Évora)”, “ (Warsaw; participants: Tartu; Évora)”."""
    names = apart(partners.name(partner) for partner in participants)
    word = "participants" if len(participants) > 1 else "participant"
    inside = "; ".join(filter(None, [place, names and f"{word}: {names}"]))
    return f" ({inside})" if inside else ""


def counts(record):
    """“Participants: 40, of them children: 36.”; empty where nobody was counted."""
    everyone, children = number(record.participants or 0), number(record.children or 0)
    if record.participants and record.children:
        return f"Participants: {everyone}, of them children: {children}."
    if record.participants:
        return f"Participants: {everyone}."
    return f"Children: {children}." if record.children else ""


def list_lead(year, count):
    return f"Events of {year} ({number(count)} in all):"


def item(fact, said, named=True, among=False):
    """“13 to 19 May: exchange “School without Borders” (Tartu), participants: 24”."""
    record = fact.record
    clause = own_column(record, "clause", LANGUAGE).rstrip(". ")
    if clause:
        what = clause + _brackets("", fact.partners if among else [])
    else:
        what = _noun(record) + title(record)
        what += _brackets(column(record, "place", LANGUAGE), _participants(fact, named))
    date = listed(fact.span, said)
    text = f"{date}: {what}" if date else what
    return ", ".join(filter(None, [text, small(counts(record)).rstrip(".")]))


def _noun(record):
    """The noun of the kind, unless the title opens with it."""
    noun = NOUNS[record.kind]
    if column(record, "title", LANGUAGE).lower().startswith(noun.split()[0]):
        return ""
    return f"{'online ' if record.online and record.kind in ONLINE else ''}{noun} "


def many(year, count, annex):
    """More events than a list holds: one sentence and the annex."""
    return f"The events of {year} ({number(count)} in all) are listed in Annex {annex}."
