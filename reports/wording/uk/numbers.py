"""Numbers with their words: «4 200 кг», «38 400 євро», «5 пар», «1,5 тонни»."""

from aid.amounts import GENITIVE, genitive

SIGNS = {"pcs": "шт.", "kg": "кг", "t": "т", "l": "л", "m": "м", "m2": "м²"}
NOMINATIVE = {
    "set": ("комплект", "комплекти"),
    "pair": ("пара", "пари"),
    "box": ("коробка", "коробки"),
    "pack": ("пакунок", "пакунки"),
    "pallet": ("палета", "палети"),
}
FORMS = {unit: (*forms, *GENITIVE[unit]) for unit, forms in NOMINATIVE.items()}
CURRENCIES = {"UAH": "грн", "EUR": "євро", "USD": "дол. США"}


def number(value):
    """A number with groups of thousands and a decimal comma, without idle zeros."""
    whole, _point, fraction = f"{value:f}".partition(".")
    fraction = fraction.rstrip("0")
    grouped = f"{int(whole):,}".replace(",", " ")
    return f"{grouped},{fraction}" if fraction else grouped


def form(value, one, few, many, part):
    """The form of a noun that goes with a number; a fraction takes the genitive singular."""
    if value != int(value):
        return part
    last, last_two = int(value) % 10, int(value) % 100
    if last == 1 and last_two != 11:
        return one
    return few if last in (2, 3, 4) and last_two not in (12, 13, 14) else many


def quantity(value, unit):
    """«600 шт.», «2,4 т», «40 коробок»."""
    word = SIGNS.get(unit) or form(value, *FORMS[unit])
    return f"{number(value)} {word}"


def of_quantity(value, unit):
    """The whole after «із»: «120 шт.», «3 коробок», «21 комплекту»."""
    return f"{number(value)} {SIGNS.get(unit) or genitive(value, unit)}"


def money(value, currency):
    """«38 400 євро», «45 000 PLN»; kopiykas only where they are not zero."""
    whole, _point, cents = f"{value:.2f}".partition(".")
    sum_ = number(int(whole)) + (f",{cents}" if int(cents) else "")
    return f"{sum_} {CURRENCIES.get(currency, currency)}"
