"""First letters and final stops, the same in both languages."""

OPENING_SIGNS = "«“„‘("


def capital(text):
    """`text` with its first letter in capitals, quotation marks before it left alone."""
    lead = len(text) - len(text.lstrip(OPENING_SIGNS))
    return text[:lead] + text[lead : lead + 1].upper() + text[lead + 1 :]


def small(text):
    """`text` with a small first letter, unless the second is a capital too (an abbreviation)."""
    if len(text) > 1 and not text[1].islower():
        return text
    return text[:1].lower() + text[1:]


def finished(text):
    """One line of `text` with a full stop at its end; empty stays empty."""
    text = " ".join(text.split())
    return text + "." if text and text[-1] not in ".!?…" else text


def sentence(*parts):
    """One finished sentence of parts, those that are empty left out."""
    text = " ".join(part for part in parts if part).rstrip(". ")
    return capital(text) + ("" if text.endswith(("…", "!", "?")) else ".")
