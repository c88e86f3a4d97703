"""Aid: what partners gave, for whom it was, how it was given out, what was promised."""

from papers.typography import quoted
from reports.wording.clauses import Clause
from reports.wording.columns import column, title_of
from reports.wording.en import partners
from reports.wording.en.dates import listed as listed_date
from reports.wording.en.lists import listed
from reports.wording.en.numbers import money, number, quantity
from reports.wording.letters import capital, inside
from reports.wording.wordless import apart, known_weight, recipient_names, shown_items

LANGUAGE = "en"
PLAIN_TITLES = ("", "гуманітарна допомога")
FOR_WHOM = {
    "medical": "health-care institutions",
    "education": "educational institutions",
    "social": "social-care institutions",
    "idp": "internally displaced persons",
    "emergency": "emergency services",
    "utilities": "municipal utilities",
    "residents": "residents of the community",
    "defence": "the military",
    "other": "other needs of the community",
}
RECIPIENT_KINDS = FOR_WHOM | {
    "residents": "residents",
    "defence": "security and defence forces",
    "other": "other recipients",
}


def is_plain(record):
    """Whether the title says no more than that it is humanitarian aid."""
    return record.title_uk.strip().lower() in PLAIN_TITLES


def for_whom(record):
    """“for internally displaced persons and the military”; empty where not known."""
    kinds = [FOR_WHOM[code] for code in record.beneficiaries]
    return f"for {listed(kinds)}" if kinds else ""


def what(record):
    """The title inside a sentence: “generators”."""
    return inside(title_of(record, LANGUAGE), record.title_uk)


def aid(fact):
    """“humanitarian aid for …: blankets (600 pcs)”, “aid for …: generators”."""
    record = fact.record
    noun = "humanitarian aid" if is_plain(record) else "aid"
    head = " ".join(filter(None, [noun, for_whom(record)]))
    if fact.shown_items:
        return f"{head}: {items(fact.shown_items)}"
    return head if is_plain(record) else f"{head}: {what(record)}"


def items(rows):
    """Up to five items, or the first four and how many there are in all."""
    shown = shown_items(rows)
    text = ", ".join(item(row) for row in shown)
    rest = "" if shown is rows else f" and others ({len(rows)} kinds of goods in all)"
    return text + rest


def item(row):
    name = column(row, "name", LANGUAGE)
    return f"{name} ({quantity(row.quantity, row.unit)})" if row.quantity else name


def measures(fact):
    """“Weight: 4,200 kg; value: EUR 38,400.”; empty where neither is known."""
    parts = []
    if fact.weight:
        parts.append(f"weight: {number(fact.weight)} kg")
    if fact.value:
        parts.append(f"value: {money(fact.value, fact.record.currency)}")
    return f"{capital('; '.join(parts))}." if parts else ""


def given(fact, heading=None):
    """A Clause of one consignment received; `heading` is the donor whose entry tells it."""
    donors = [partners.name(partner) for partner in fact.partners if partner is not heading]
    if not heading:
        word = "donors" if len(donors) > 1 else "donor"
        who = f" ({word}: {apart(donors)})" if donors else ""
        text = f"the community received {aid(fact)}{who}"
    else:
        others = "other donors" if len(donors) > 1 else "another donor"
        who = f", together with {others} ({apart(donors)})," if donors else ""
        text = f"the partners{who} gave the community {aid(fact)}"
    return Clause(text, fact.span, tuple(filter(None, [measures(fact)])))


def list_lead(year, count, named=True):
    who = "the partners gave the community" if named else "the community received"
    return f"During {year} {who} consignments of aid ({count} in all):"


def list_item(fact, said, named=True):
    """“March: school supplies for educational institutions, weight 4,200 kg”."""
    record = fact.record
    title = "humanitarian aid" if is_plain(record) else what(record)
    head = " ".join(filter(None, [title, for_whom(record)]))
    donors = [partners.name(partner) for partner in fact.partners]
    if not named and donors:
        head += f" ({'donors' if len(donors) > 1 else 'donor'}: {apart(donors)})"
    parts = [head]
    if fact.weight:
        parts.append(f"weight {number(fact.weight)} kg")
    if fact.value:
        parts.append(f"value {money(fact.value, record.currency)}")
    date = listed_date(fact.span, said)
    return f"{date}: {', '.join(parts)}" if date else ", ".join(parts)


def many(year, facts, annex, named=True):
    """More consignments than a list holds: one sentence, the weight, and the annex."""
    who = " from the partners" if named else ""
    return list(
        filter(
            None,
            [
                f"In {year} consignments of aid received{who}: {number(len(facts))}.",
                total_weight(facts),
                f"They are listed in Annex {annex}.",
            ],
        )
    )


def total_weight(facts):
    """The weight of all, or of those for which it is known; empty where of none."""
    if not (known := known_weight(facts)):
        return ""
    kilograms, of_all = known
    whose = "" if of_all else " of the consignments for which it is given"
    return f"Total weight{whose}: {number(kilograms)} kg."


def distribution(facts):
    """How far the consignments have been given out; plain arrival is no statement."""
    done = sum(fact.is_given_out for fact in facts)
    share = f"{number(done)} of {number(len(facts))}"
    if done == len(facts):
        return "The aid has been distributed in full."
    if any(fact.record.status == "distributing" for fact in facts):
        so_far = f": {share} consignments fully distributed" if done else ""
        return f"Distribution continues{so_far}."
    return f"Consignments fully distributed: {share}." if done else ""


def recipients(rows):
    """“Recipients: …” by their public names."""
    names = recipient_names(rows, LANGUAGE, RECIPIENT_KINDS)
    if not names:
        return ""
    return f"{'Recipients' if len(names) > 1 else 'Recipient'}: {listed(names)}."


def many_recipients(count, annex):
    return f"Recipients: {number(count)} in all; they are listed in Annex {annex}."


def need(fact, named=True):
    """A Clause of a need: met, promised or talked about."""
    record = fact.record
    title = quoted(title_of(record, LANGUAGE), LANGUAGE)
    match record.status:
        case "met" | "partly_met":
            part = " in part" if record.status == "partly_met" else ""
            text = f"thanks to the partners the need {title} has been met{part}{_arrived(fact)}"
        case "promised":
            promised = ""
            if record.promised and record.unit:
                promised = f" ({quantity(record.promised, record.unit)})"
            text = f"the partners have promised help with the need {title}{promised}"
        case "negotiation":
            text = f"talks on the need {title} are under way"
    if not named and fact.partners:
        word = "partners" if len(fact.partners) > 1 else "partner"
        text += f" ({word}: {apart(partners.name(partner) for partner in fact.partners)})"
    if record.status == "promised":
        text += "; it is not counted in this year’s totals"
    return Clause(text)


def _arrived(fact):
    record = fact.record
    if fact.arrived is None or not record.quantity or not record.unit:
        return ""
    return f" ({number(fact.arrived)} of {quantity(record.quantity, record.unit)})"


def to_come(fact, named=True):
    """A Clause of a consignment that has not arrived."""
    record = fact.record
    donors = [partners.name(partner) for partner in fact.partners]
    who = ""
    if not named and donors:
        who = f" ({'donors' if len(donors) > 1 else 'donor'}: {apart(donors)})"
    plain = is_plain(record)
    if record.status == "announced":
        kind = "further humanitarian aid" if plain else f"further aid: {what(record)}"
        text = f"the partners have announced {kind}{who}"
    else:
        kind = "humanitarian aid" if plain else "aid"
        title = "" if plain else f": {what(record)}"
        text = f"{kind} from the partners is on its way{title}{who}"
    return Clause(f"{text}; it is not counted in this year’s totals")
