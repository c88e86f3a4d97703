"""What both languages do alike: choosing, parting and counting, and the rows of the annexes.

Not a word stands here; `words` is the set of a language (reports.wording.WORDS).
"""

from reports.wording.columns import column, title_of
from reports.wording.letters import capital

LONGEST_ITEMS, SHOWN_ITEMS = 5, 4  # items that a sentence names: all, or of more the first ones


def row(names):
    """The names after a colon: «A, B», or «A; B» where one holds a comma."""
    names = list(names)
    return ("; " if any("," in name for name in names) else ", ").join(names)


def apart(names):
    """The names parted by semicolons, as in brackets."""
    return "; ".join(names)


def organisation(words, office):
    """The lines at the head of the paper: the council, the department."""
    lines = [column(office, name, words.LANGUAGE) for name in ("council", "department")]
    return tuple(line for line in lines if line)


def parties(fact, office, language, always):
    """Who concluded an agreement, the own council first, else in the order typed.

    Empty where a heading names the only partner, unless they are `always` to be named.
    """
    if not always and len(fact.partners) < 2:
        return []
    own = column(office, "council", language)
    return [*filter(None, [own]), *_names(fact.partners, language)]


def signing_place(fact, language):
    """Where an agreement was signed, as it says itself or its signing event does."""
    return column(fact.record, "signed_place", language) or column(fact.signing, "place", language)


def lead_name(fact, office, language):
    """Who leads a project; empty where nobody is known to."""
    if fact.record.lead_office:
        return column(office, "council", language)
    return column(fact.lead, "name", language)


def recipient_names(rows, language, kinds):
    """The public names of recipients, each once; a sensitive one without a name by its kind."""
    return list(dict.fromkeys(_recipient_name(row, language, kinds) for row in rows))


def _recipient_name(recipient, language, kinds):
    if recipient.sensitive:
        return column(recipient, "public_name", language) or kinds[recipient.kind]
    return column(recipient, "name", language)


def shown_items(rows):
    """Those of the items that a sentence names."""
    return rows if len(rows) <= LONGEST_ITEMS else rows[:SHOWN_ITEMS]


def known_weight(facts):
    """(kilograms, whether that is the weight of all) of consignments; None where none is known."""
    known = [fact.weight for fact in facts if fact.weight]
    return (sum(known), len(known) == len(facts)) if known else None


# The cells of a row of each annex, in the order of its heads.


def _agreement(words, fact, office):
    record, language, tables = fact.record, words.LANGUAGE, words.tables
    title = title_of(record, language)
    own = column(office, "municipality" if fact.is_contract else "council", language)
    others = fact.in_alphabet if fact.is_contract else fact.partners
    decisions = (
        (record.council_decision, record.council_decision_on),
        (record.ministry_approval, record.ministry_approval_on),
        (record.register_number, record.registered_on),
    )
    steps = zip(tables.DECISIONS, decisions, strict=True)
    signed = tables.day(record.signed_on)
    return (
        tables.NUMBERED.format(title, record.number) if record.number else title,
        apart(filter(None, [own, *_names(others, language)])),
        ", ".join(filter(None, [signed, signing_place(fact, language)])),
        apart(filter(None, (tables.dated(name, *step) for name, step in steps))),
        apart(filter(None, _term(record, tables))),
        column(record, "legal_basis", language),
    )


def _term(record, tables):
    fixed = record.valid_until
    return (
        record.in_force_from and tables.IN_FORCE.format(tables.day(record.in_force_from)),
        fixed and tables.UNTIL.format(tables.day(fixed)),
        tables.INDEFINITE if record.term == "indefinite" and not fixed else "",
        fixed and tables.RENEWALS.get(record.renewal),
    )


def _project(words, fact, office):
    record, language, tables = fact.record, words.LANGUAGE, words.tables
    lead = lead_name(fact, office, language)
    card, funder = record.registration_card, column(record.programme, "funder", language)
    day = tables.day(fact.decided_on)
    state = tables.STATES[fact.state] + (f" ({day})" if day else "")
    return (
        ", ".join(filter(None, [words.projects.title(record), card and tables.CARD.format(card)])),
        apart(
            filter(
                None,
                [
                    column(record.programme, "name", language),
                    funder and words.projects.FUNDER.format(funder),
                ],
            )
        ),
        apart(filter(None, [lead and tables.LEAD.format(lead), *_names(fact.partners, language)])),
        "" if fact.is_application else tables.project_term(record),
        ". ".join(map(capital, filter(None, [state, column(record, "results", language)]))),
        apart(words.projects.funding_line(line) for line in fact.funding),
    )


def _event(words, fact, office):
    record, language, number = fact.record, words.LANGUAGE, words.numbers.number
    return (
        words.tables.date(fact.span),
        capital(words.events.name(record)),
        column(record, "place", language),
        apart(_names(fact.partners, language)),
        number(record.participants) if record.participants else "",
        number(record.children) if record.children else "",
    )


def _shipment(words, fact, office):
    record, language, kinds = fact.record, words.LANGUAGE, words.aid.RECIPIENT_KINDS
    goods = apart(words.aid.item(item) for item in fact.shown_items)
    title = title_of(record, language)
    return (
        words.tables.dated("", record.reference, record.received_on),
        apart(_names(fact.partners, language)),
        f"{title}: {goods}" if goods else title,
        ", ".join(kinds[code] for code in record.beneficiaries),
        apart(recipient_names(fact.recipients, language, kinds)),
        words.numbers.number(fact.weight) if fact.weight else "",
        words.numbers.money(fact.value, record.currency) if fact.value else "",
    )


def _names(partners, language):
    return [column(partner, "name", language) for partner in partners]


ROWS = {"agreements": _agreement, "projects": _project, "events": _event, "shipments": _shipment}
NUMERIC = {"events": (4, 5), "shipments": (5, 6)}  # columns that hold numbers


def aid_row(words, name, row):
    """Name, consignments, weight and sums by currency of a row (aid.tables.Row) of the year."""
    figures, number = row.figures, words.numbers.number
    named = row.uk if words.LANGUAGE == "uk" else row.en or row.uk
    return (
        named or words.tables.AID_NAMELESS.get(name, ""),
        number(figures.shipments),
        "" if figures.weight is None else number(figures.weight),
        apart(words.numbers.money(sum_.amount, sum_.currency) for sum_ in figures.sums),
    )
