"""Numbers with their words: “4,200 kg”, “EUR 38,400”, “5 pairs”."""

SIGNS = {"pcs": "pcs", "kg": "kg", "t": "t", "l": "l", "m": "m", "m2": "m²"}
FORMS = {
    "set": ("set", "sets"),
    "pair": ("pair", "pairs"),
    "box": ("box", "boxes"),
    "pack": ("pack", "packs"),
    "pallet": ("pallet", "pallets"),
}


def number(value):
    """A number with groups of thousands and a decimal point, without idle zeros."""
    whole, _point, fraction = f"{value:f}".partition(".")
    fraction = fraction.rstrip("0")
    return f"{int(whole):,}" + (f".{fraction}" if fraction else "")


def quantity(value, unit):
    """“600 pcs”, “2.4 t”, “40 boxes”."""
    word = SIGNS.get(unit) or FORMS[unit][value != 1]
    return f"{number(value)} {word}"


def money(value, currency):
    """“EUR 38,400”; cents only where they are not zero."""
    whole, _point, cents = f"{value:.2f}".partition(".")
    return f"{currency} {int(whole):,}" + (f".{cents}" if int(cents) else "")
