"""Agreements and contracts: signed, in force, ended."""

import re

from papers.typography import quoted
from reports.wording.clauses import Clause
from reports.wording.columns import column, title_of
from reports.wording.letters import sentence
from reports.wording.spans import Span
from reports.wording.uk import partners
from reports.wording.uk.dates import listed, until, when
from reports.wording.uk.events import counted, counts
from reports.wording.uk.lists import listed as listed_names
from reports.wording.wordless import apart, parties, signing_place

LANGUAGE = "uk"
NOMINATIVE, ACCUSATIVE, GENITIVE = range(3)
NOUNS = {
    "договір": ("договір", "договір", "договору"),
    "угода": ("угода", "угоду", "угоди"),
    "меморандум": ("меморандум", "меморандум", "меморандуму"),
    "протокол": ("протокол", "протокол", "протоколу"),
    "декларація": ("декларація", "декларацію", "декларації"),
    "заява": ("заява", "заяву", "заяви"),
    "лист": ("лист", "лист", "листа"),
    "контракт": ("контракт", "контракт", "контракту"),
}
ADJECTIVES = {
    "додатков": ("додаткова", "додаткову", "додаткової"),
    "рамков": ("рамкова", "рамкову", "рамкової"),
    "спільн": ("спільна", "спільну", "спільної"),
    "грантов": ("грантова", "грантову", "грантової"),
}
OPENING = re.compile(
    rf"(?:(?P<stem>{'|'.join(ADJECTIVES)})(?P<ending>а|ий) )?(?P<noun>{'|'.join(NOUNS)})(?![\w-])",
    re.IGNORECASE,
)
KINDS = {
    "twinning": ("угода про побратимство", "угоду про побратимство", "угоди про побратимство"),
    "cooperation": ("угода про співпрацю", "угоду про співпрацю", "угоди про співпрацю"),
    "memorandum": (
        "меморандум про співпрацю",
        "меморандум про співпрацю",
        "меморандуму про співпрацю",
    ),
    "intent": ("лист про наміри", "лист про наміри", "листа про наміри"),
}
CONTRACT = ("договір", "договір", "договору")
FORMS = {
    "delegation": "делегування виконання окремих завдань",
    "joint_projects": "реалізації спільних проєктів",
    "joint_funding": "спільного фінансування (утримання) комунальних підприємств, установ,"
    " організацій",
    "joint_bodies": "утворення спільних комунальних підприємств, установ, організацій",
    "joint_governing_body": "утворення спільного органу управління",
}
RENEWALS = {
    "automatic": ", з автоматичним продовженням",
    "by_consent": ", з можливістю продовження за згодою сторін",
}
COMMUNITY = re.compile(r"(?: (?:міська|селищна|сільська))? територіальна громада$")


def document(agreement, case):
    """The name of the document in a case, from a small letter.

    The noun that the title opens with is declined, the rest stays as typed; a title without
    such a noun is quoted after the noun of its kind.
    """
    if agreement.kind == "intermunicipal":
        return f"{CONTRACT[case]} про співробітництво територіальних громад"
    title = title_of(agreement, LANGUAGE)
    found = OPENING.match(title)
    if not found:
        return f"{KINDS[agreement.kind][case]} {quoted(title, LANGUAGE)}"
    words = [_adjective(found, case), NOUNS[found["noun"].lower()][case]]
    return " ".join(filter(None, words)) + title[found.end() :]


def _adjective(found, case):
    if not found["stem"]:
        return ""
    stem = found["stem"].lower()
    if found["ending"].lower() == "а":
        return ADJECTIVES[stem][case]
    return stem + ("ого" if case == GENITIVE else "ий")


def _form(agreement):
    """« у формі …» of an inter-municipal contract."""
    forms = [FORMS[code] for code in agreement.form]
    if not forms:
        return ""
    if len(forms) == 2:
        return f" у формах {forms[0]} та {forms[1]}"
    return f" у формі {forms[0]}" if len(forms) == 1 else f" у формах {listed_names(forms)}"


def signed(fact, office, with_parties=False):
    """A Clause: «підписано договір про співпрацю (місце підписання: …)», in the year's order."""
    record = fact.record
    place = signing_place(fact, LANGUAGE)
    where = f" (місце підписання: {place})" if place else ""
    more = [counts(fact.signing)] if fact.signing else []
    more += [*_parties(fact, office, with_parties), in_force(fact), *_term(record)]
    return Clause(
        f"підписано {document(record, ACCUSATIVE)}{_form(record)}{where}",
        Span(record.signed_on),
        tuple(filter(None, more)),
    )


def signed_before(fact, office, with_parties=False):
    """The sentences of an agreement that was signed in an earlier year, or on a day unknown."""
    record = fact.record
    name = document(record, ACCUSATIVE) + _form(record)
    if not record.signed_on:
        first = sentence("підписано", f"{name}; дату в реєстрі не зазначено")
    elif fact.is_contract:
        first = sentence(when(Span(record.signed_on)), "підписано", name)
    else:
        first = sentence(name, "підписано", when(Span(record.signed_on), after="підписано"))
    return [first, *_parties(fact, office, with_parties), *filter(None, [in_force(fact)])]


def in_force(fact):
    """When it came into force, where that was later than signed and in the report's year."""
    if not fact.enters_force:
        return ""
    return f"Документ набрав чинності {when(Span(fact.record.in_force_from), 'чинності')}."


def _term(record):
    if record.valid_until:
        renewal = RENEWALS.get(record.renewal, "")
        return [f"Строк дії — {until(record.valid_until)}{renewal}."]
    if record.term == "indefinite":
        return ["Документ укладено на невизначений строк."]
    return []


def _parties(fact, office, always):
    """The sentence that names the parties, and the one of who reports."""
    if fact.is_contract:
        return [*contract_parties(fact, office), *_reporting(fact, office)]
    names = parties(fact, office, LANGUAGE, always)
    return [f"Сторони: {listed_names(names)}.", *_reporting(fact, office)] if names else []


def contract_parties(fact, office):
    """The parties of a contract: communities by their own names, the own one first."""
    own = column(office, "municipality", LANGUAGE)
    names = [own] if own else []
    names += [partners.name(partner) for partner in fact.in_alphabet]
    if not names:
        return []
    if len(names) > 1 and all(COMMUNITY.search(name) for name in names):
        short = listed_names([COMMUNITY.sub("", name) for name in names])
        return [f"Сторони: {short} територіальні громади."]
    return [f"Сторони: {apart(names)}."]


def _reporting(fact, office):
    record = fact.record
    if record.reporting_office:
        name = column(office, "municipality", LANGUAGE)
    else:
        name = partners.name(fact.reporting) if fact.reporting else ""
    return [f"Сторона, відповідальна за звітність: {name}."] if name else []


def changed(fact):
    """What became of the agreement in the year."""
    record, name = fact.record, document(fact.record, GENITIVE)
    reason = column(record, "status_reason", LANGUAGE)
    match fact.change:
        case "expired":
            date = when(Span(record.valid_until), after="закінчився")
            return sentence("строк дії", name, "закінчився", date)
        case "renewed":
            return sentence("строк дії", name, "автоматично продовжено")
        case "suspended":
            return sentence(when(Span(record.status_on)), "дію", name, "призупинено", reason)
        case "terminated":
            return sentence(when(Span(record.status_on)), "дію", name, "припинено", reason)
    return ""


def negotiated(fact, office, with_parties=False):
    """Talks on signing, open at the end of the year."""
    first = sentence("тривають переговори щодо підписання", document(fact.record, GENITIVE))
    return [first, *_parties(fact, office, with_parties)]


def signed_together(first, second):
    """Two agreements signed in one year in one sentence; their common date is said once."""
    date = when(first.span)
    names = [clause.text.removeprefix("підписано ") for clause in (first, second)]
    if first.span == second.span:
        return sentence(date, "підписано", listed_names(names))
    return sentence(f"{date} {first.text}, а {when(second.span, 'а')} — {names[1]}")


def signed_lead(year, count):
    return f"Упродовж {year} року підписано документи (усього — {count}):"


def before_lead(count):
    return f"У попередні роки підписано документи (усього — {count}):"


def item(fact, office, with_parties=False):
    """«угода про партнерство — 4 червня 2024 року (сторони: …)», as an item of a list."""
    date = listed(Span(fact.record.signed_on), said=None) or "дату не зазначено"
    names = apart(parties(fact, office, LANGUAGE, with_parties))
    who = f" (сторони: {names})" if names else ""
    text = f"{document(fact.record, NOMINATIVE)} — {date}{who}"
    return ", ".join(filter(None, [text, fact.signing and counted(fact.signing)]))
