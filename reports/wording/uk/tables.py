"""Tables of the annexes: captions, heads and rows."""

from publishing.dates import typed
from reports.wording.uk.numbers import number

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
AID_NAMELESS = {"partners": "Донора не зазначено", "categories": "Категорію не зазначено"}
AID_NOTES = {"categories": "За категоріями наведено лише предмети, внесені поіменно."}
AID_WEIGHT_NOTES = {
    "kinds": "Вагу обчислено за часткою розподіленого; наведено там, де вона відома.",
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

NUMBERED = "{}, № {}"
DECISIONS = ("рішення ради", "погодження міністерства", "реєстрація")
IN_FORCE, UNTIL, INDEFINITE = "чинність від {}", "до {}", "невизначений"
LEAD = "{} (провідний партнер)"
CARD = "реєстраційна картка {}"


def annex(number_):
    return f"Додаток {number_}."


def not_printed(count, address):
    """What an annex says in place of a table that nobody would print."""
    return (
        f"Перелік завеликий для друку (усього — {number(count)}): він"
        f" є у відкритих даних порталу за адресою {address}."
    )


def day(date):
    """«12.07.2022», «03.2022», «2008»; empty where it is not known."""
    return typed(date) if date else ""


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


def project_term(record):
    start, end = record.start, record.end
    if start and end:
        return f"{typed(start)} – {typed(end)}"
    if start:
        return f"від {typed(start)}"
    return f"до {typed(end)}" if end else ""
