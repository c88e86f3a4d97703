"""Tables of the annexes: captions, heads and rows."""

from publishing.dates import typed
from reports.wording.columns import column
from reports.wording.letters import capital
from reports.wording.uk import partners
from reports.wording.uk.aid import RECIPIENT_KINDS, item, recipient_name
from reports.wording.uk.events import title as event_title
from reports.wording.uk.lists import apart
from reports.wording.uk.numbers import money, number
from reports.wording.uk.projects import funding_line, lead_name
from reports.wording.uk.projects import title as project_title

LANGUAGE = "uk"
HEADINGS = {
    "agreements": "Угоди та договори",
    "projects": "Спільні проєкти та їх фінансування",
    "events": "Події",
    "shipments": "Вантажі допомоги",
    "aid": "Отримана й розподілена допомога",
}
HEADS = {
    "agreements": (
        "Документ",
        "Сторони",
        "Підписано",
        "Рішення, погодження, реєстрація",
        "Строк дії",
        "Правова підстава",
    ),
    "projects": ("Проєкт", "Програма", "Партнери", "Строк", "Стан", "Фінансування"),
    "events": ("Дата", "Подія", "Місце", "Партнери", "Учасників", "З них дітей"),
    "shipments": (
        "Номер і дата",
        "Донори",
        "Допомога",
        "Для кого",
        "Набувачі",
        "Вага, кг",
        "Вартість",
    ),
}
NUMERIC = {"events": (4, 5), "shipments": (5, 6)}
NOTES = {"shipments": ("Вантаж кількох донорів наведено один раз.",)}
CAPTIONS = {
    "agreements": "Реєстр угод і договорів за {year} рік",
    "projects": "Спільні проєкти {year} року",
    "events": "Події {year} року",
    "shipments": "Вантажі допомоги, отримані у {year} році",
}
AID_HEADS = ("", "Вантажів", "Вага, кг", "Вартість")
AID_NAMED = {"partners": "Донор", "categories": "Категорія допомоги", "kinds": "Набувачі"}
AID_CAPTIONS = {
    "partners": "Допомога, отримана у {year} році, за партнерами",
    "categories": "Допомога, отримана у {year} році, за категоріями",
    "kinds": "Розподіл допомоги, отриманої у {year} році, за видами набувачів",
}
AID_NAMELESS = {"partners": "Донора не вказано", "categories": "Категорію не вказано"}
AID_NOTES = {
    "categories": ("За категоріями наведено лише предмети, внесені поіменно.",),
    "kinds": ("Вага — частка ваги предмета за кількістю розподіленого; лише там, де її відомо.",),
}
AID_JOINT = "Спільний вантаж наведено в рядку кожного з донорів."
STATES = {
    "active": "триває",
    "completed": "завершено",
    "application": "подано заявку",
    "idea": "ідея",
    "suspended": "призупинено",
    "rejected": "не підтримано",
}
RENEWALS = {
    "none": "без продовження",
    "automatic": "з автоматичним продовженням",
    "by_consent": "з можливістю продовження за згодою сторін",
}


def annex(number_):
    return f"Додаток {number_}."


def not_printed(count, address):
    """What an annex says in place of a table that nobody would print."""
    return (
        f"Перелік завеликий для друку (усього — {number(count)}): він"
        f" є у відкритих даних порталу за адресою {address}."
    )


def caption(name, year):
    return CAPTIONS[name].format(year=year)


def date(span):
    """«12.07.2022», «13.05.2024 – 19.05.2024», «до 24.02.2024»."""
    start, end = span
    if span.shape in ("none", "single"):
        return typed(start) if start else ""
    return f"{typed(start)} – {typed(end)}" if start else f"до {typed(end)}"


def dated(words, text, day):
    """«рішення ради № 12 від 23.05.2024»; empty where neither number nor date is known."""
    if not text and not day:
        return ""
    return " ".join(filter(None, [words, text, day and f"від {typed(day)}"]))


def aid_row(name, row):
    """Name, consignments, weight and sums by currency of a row (aid.tables.Row) of the year."""
    figures = row.figures
    return (
        row.uk or AID_NAMELESS.get(name, ""),
        number(figures.shipments),
        "" if figures.weight is None else number(figures.weight),
        apart(money(sum_.amount, sum_.currency) for sum_ in figures.sums),
    )


def agreement(fact, office):
    record = fact.record
    title = column(record, "title", LANGUAGE)
    own = column(office, "municipality" if fact.is_contract else "council", LANGUAGE)
    others = fact.in_alphabet if fact.is_contract else fact.partners
    signed = typed(record.signed_on) if record.signed_on else ""
    decisions = [
        dated("рішення ради", record.council_decision, record.council_decision_on),
        dated("погодження міністерства", record.ministry_approval, record.ministry_approval_on),
        dated("реєстрація", record.register_number, record.registered_on),
    ]
    term = [
        record.in_force_from and f"чинність від {typed(record.in_force_from)}",
        record.valid_until and f"до {typed(record.valid_until)}",
        "невизначений" if record.term == "indefinite" and not record.valid_until else "",
        record.valid_until and RENEWALS.get(record.renewal),
    ]
    return (
        f"{title}, № {record.number}" if record.number else title,
        apart(filter(None, [own, *(partners.name(partner) for partner in others)])),
        ", ".join(filter(None, [signed, column(record, "signed_place", LANGUAGE)])),
        apart(filter(None, decisions)),
        apart(filter(None, term)),
        column(record, "legal_basis", LANGUAGE),
    )


def project(fact, office):
    record, programme = fact.record, fact.record.programme
    names = [partners.name(partner) for partner in fact.partners]
    lead = lead_name(fact, office)
    card = record.registration_card and f"реєстраційна картка {record.registration_card}"
    name = column(programme, "name", LANGUAGE)
    funder = column(programme, "funder", LANGUAGE)
    state = [STATES[fact.state], column(record, "results", LANGUAGE)]
    return (
        ", ".join(filter(None, [project_title(record), card])),
        apart(filter(None, [name, funder and f"фінансує: {funder}"])),
        apart(filter(None, [lead and f"{lead} (провідний партнер)", *names])),
        project_term(record),
        ". ".join(capital(part) for part in state if part),
        "; ".join(funding_line(line) for line in fact.funding),
    )


def project_term(record):
    start, end = record.start, record.end
    if start and end:
        return f"{typed(start)} – {typed(end)}"
    if start:
        return f"від {typed(start)}"
    return f"до {typed(end)}" if end else ""


def event(fact, office):
    record = fact.record
    return (
        date(fact.span),
        event_title(record),
        column(record, "place", LANGUAGE),
        apart(partners.name(partner) for partner in fact.partners),
        number(record.participants) if record.participants else "",
        number(record.children) if record.children else "",
    )


def shipment(fact, office):
    record = fact.record
    goods = apart(item(row) for row in fact.shown_items)
    title = column(record, "title", LANGUAGE)
    return (
        dated("", record.reference, record.received_on),
        apart(partners.name(partner) for partner in fact.partners),
        f"{title}: {goods}" if goods else title,
        ", ".join(RECIPIENT_KINDS[code] for code in record.beneficiaries),
        apart(dict.fromkeys(recipient_name(row) for row in fact.recipients)),
        number(fact.weight) if fact.weight else "",
        money(fact.value, record.currency) if fact.value else "",
    )


ROWS = {"agreements": agreement, "projects": project, "events": event, "shipments": shipment}
