"""Aid: what partners gave, for whom it was, how it was given out, what was promised."""

from papers.typography import quoted
from reports.wording.clauses import Clause
from reports.wording.columns import column, title_of
from reports.wording.letters import capital, inside
from reports.wording.uk import partners
from reports.wording.uk.dates import listed as listed_date
from reports.wording.uk.lists import listed
from reports.wording.uk.numbers import money, number, of_quantity, quantity
from reports.wording.wordless import apart, known_weight, recipient_names, shown_items

LANGUAGE = "uk"
PLAIN_TITLE = "гуманітарна допомога"
FOR_WHOM = {
    "medical": "закладів охорони здоров’я",
    "education": "закладів освіти",
    "social": "закладів соціального захисту",
    "idp": "внутрішньо переміщених осіб",
    "emergency": "рятувальних служб",
    "utilities": "комунальних підприємств",
    "residents": "мешканців громади",
    "defence": "військових",
    "other": "інших потреб громади",
}
RECIPIENT_KINDS = {
    "medical": "заклади охорони здоров’я",
    "education": "заклади освіти",
    "social": "заклади соціального захисту",
    "idp": "внутрішньо переміщені особи",
    "emergency": "рятувальні служби",
    "utilities": "комунальні підприємства",
    "residents": "мешканці громади",
    "defence": "сили безпеки та оборони",
    "other": "інші набувачі",
}
NOT_COUNTED = "; до підсумків року її не включено"


def is_plain(record):
    """Whether the title says no more than that it is humanitarian aid."""
    return record.title_uk.strip().lower() in ("", PLAIN_TITLE)


def for_whom(record):
    """«для внутрішньо переміщених осіб та військових»; empty where not known."""
    kinds = [FOR_WHOM[code] for code in record.beneficiaries]
    return f"для {listed(kinds)}" if kinds else ""


def what(record):
    """The title inside a sentence: «генератори»."""
    return inside(title_of(record, LANGUAGE), record.title_uk)


def aid(fact):
    """«гуманітарну допомогу для …: ковдри (600 шт.)», «допомогу для …: генератори»."""
    record = fact.record
    noun = "гуманітарну допомогу" if is_plain(record) else "допомогу"
    head = " ".join(filter(None, [noun, for_whom(record)]))
    if fact.shown_items:
        return f"{head}: {items(fact.shown_items)}"
    return head if is_plain(record) else f"{head}: {what(record)}"


def items(rows):
    """Up to five items, or the first four and how many there are in all."""
    shown = shown_items(rows)
    text = ", ".join(item(row) for row in shown)
    rest = "" if shown is rows else f" та інше (усього найменувань — {len(rows)})"
    return text + rest


def item(row):
    name = column(row, "name", LANGUAGE)
    return f"{name} ({quantity(row.quantity, row.unit)})" if row.quantity else name


def measures(fact):
    """«Вага — 4 200 кг, вартість — 38 400 євро.»; empty where neither is known."""
    parts = _measures(fact)
    return f"{capital(', '.join(parts))}." if parts else ""


def _measures(fact):
    found = []
    if fact.weight:
        found.append(f"вага — {number(fact.weight)} кг")
    if fact.value:
        found.append(f"вартість — {money(fact.value, fact.record.currency)}")
    return found


def given(fact, heading=None):
    """A Clause of one consignment received; `heading` is the donor whose entry tells it."""
    donors = [partners.name(partner) for partner in fact.partners if partner is not heading]
    if not heading:
        word = "донори" if len(donors) > 1 else "донор"
        who = f" ({word}: {apart(donors)})" if donors else ""
        text = f"громада отримала {aid(fact)}{who}"
    else:
        others = "іншими донорами" if len(donors) > 1 else "іншим донором"
        who = f" разом з {others} ({apart(donors)})" if donors else ""
        text = f"партнери{who} передали громаді {aid(fact)}"
    return Clause(text, fact.span, tuple(filter(None, [measures(fact)])))


def list_lead(year, count, named=True):
    who = "партнери передали громаді" if named else "громада отримала"
    return f"Упродовж {year} року {who} вантажі допомоги (усього — {count}):"


def list_item(fact, said, named=True):
    """«березень: шкільне приладдя для закладів освіти, вага — 4 200 кг»."""
    record = fact.record
    title = PLAIN_TITLE if is_plain(record) else what(record)
    head = " ".join(filter(None, [title, for_whom(record)]))
    date = listed_date(fact.span, said)
    donors = [partners.name(partner) for partner in fact.partners]
    if not named and donors:
        head += f" ({'донори' if len(donors) > 1 else 'донор'}: {apart(donors)})"
    return ", ".join([f"{date}: {head}" if date else head, *_measures(fact)])


def many(year, facts, annex, named=True):
    """More consignments than a list holds: one sentence, the weight, and the annex."""
    who = "від партнерів отримано" if named else "отримано"
    return list(
        filter(
            None,
            [
                f"Упродовж {year} року {who} вантажів допомоги: {number(len(facts))}.",
                total_weight(facts),
                f"Перелік наведено в додатку {annex}.",
            ],
        )
    )


def total_weight(facts):
    """The weight of all, or of those for which it is known; empty where of none."""
    if not (known := known_weight(facts)):
        return ""
    kilograms, of_all = known
    whose = "" if of_all else " вантажів, для яких її зазначено,"
    return f"Загальна вага{whose} — {number(kilograms)} кг."


def distribution(facts):
    """How far the consignments have been given out; plain arrival is no statement."""
    done = sum(fact.is_given_out for fact in facts)
    share = f"{number(done)} із {number(len(facts))}"
    if done == len(facts):
        return "Отриману допомогу розподілено повністю."
    if any(fact.record.status == "distributing" for fact in facts):
        so_far = f": повністю розподілено вантажів — {share}" if done else ""
        return f"Розподіл триває{so_far}."
    return f"Повністю розподілено вантажів: {share}." if done else ""


def recipients(rows):
    """«Набувачі: …» by their public names."""
    names = recipient_names(rows, LANGUAGE, RECIPIENT_KINDS)
    if not names:
        return ""
    return f"{'Набувачі' if len(names) > 1 else 'Набувач'}: {listed(names)}."


def many_recipients(count, annex):
    return f"Усього набувачів — {number(count)}, їх наведено в додатку {annex}."


def need(fact, named=True):
    """A Clause of a need: met, promised or talked about."""
    record, otherwise = fact.record, ""
    title = quoted(title_of(record, LANGUAGE), LANGUAGE)
    match record.status:
        case "met" | "partly_met":
            part = "частково " if record.status == "partly_met" else ""
            text = f"завдяки партнерам {part}задоволено потребу {title}{_arrived(fact)}"
        case "promised":
            promised = ""
            if record.promised and record.unit:
                promised = f" ({quantity(record.promised, record.unit)})"
            text = f"партнери пообіцяли допомогу за потребою {title}{promised}"
            otherwise = f"за потребою {title} партнери пообіцяли допомогу{promised}"
        case "negotiation":
            text = f"тривають переговори щодо потреби {title}"
    closing = ""
    if not named and fact.partners:
        word = "партнери" if len(fact.partners) > 1 else "партнер"
        closing = f" ({word}: {apart(partners.name(partner) for partner in fact.partners)})"
    if record.status == "promised":
        closing += NOT_COUNTED
    return Clause(text + closing, otherwise=otherwise and otherwise + closing)


def _arrived(fact):
    record = fact.record
    if fact.arrived is None or not record.quantity or not record.unit:
        return ""
    return f" ({number(fact.arrived)} із {of_quantity(record.quantity, record.unit)})"


def to_come(fact, named=True):
    """A Clause of a consignment that has not arrived."""
    record = fact.record
    donors = [partners.name(partner) for partner in fact.partners]
    who = ""
    if not named and donors:
        who = f" ({'донори' if len(donors) > 1 else 'донор'}: {apart(donors)})"
    if record.status == "announced":
        kind = "нову гуманітарну допомогу" if is_plain(record) else f"нову допомогу: {what(record)}"
        return Clause(
            f"партнери оголосили про {kind}{who}{NOT_COUNTED}",
            otherwise=f"оголошено про {kind}{who}{NOT_COUNTED}",
        )
    kind = "гуманітарна допомога" if is_plain(record) else "допомога"
    title = "" if is_plain(record) else f": {what(record)}"
    return Clause(f"у дорозі — {kind} від партнерів{title}{who}{NOT_COUNTED}")
