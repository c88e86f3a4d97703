"""First letters, final stops and outer quotes, the same in both languages."""

import re

OPENING_SIGNS = "«“„‘("
LATIN_WORD = re.compile(r"[A-Za-zÀ-ɏ]+")
WHOLLY_QUOTED = re.compile(r"«((?:[^«»]|«[^«»]*»)*)»|“((?:[^“”]|“[^“”]*”)*)”")


def capital(text):
    """`text` with its first letter in capitals, quotation marks before it left alone."""
    lead = len(text) - len(text.lstrip(OPENING_SIGNS))
    return text[:lead] + text[lead : lead + 1].upper() + text[lead + 1 :]


def small(text):
    """`text` with a small first letter, unless the second is a capital too (an abbreviation)."""
    if len(text) > 1 and not text[1].islower():
        return text
    return text[:1].lower() + text[1:]


def inside(title, ukrainian):
    """A title inside a sentence: its first letter small, unless it opens with a foreign name.

    Such a name stands in Latin letters in the `ukrainian` title too: «Starlink-термінали»,
    “Starlink terminals”.
    """
    opens = LATIN_WORD.match(title)
    foreign = opens and opens[0] in LATIN_WORD.findall(ukrainian)
    return title if foreign else small(title)


def bare(title):
    """A title without the full stop and the outer quotes that a sentence would double."""
    title = title.rstrip(". ")
    if found := WHOLLY_QUOTED.fullmatch(title):
        title = (found[1] or found[2] or "").rstrip(". ")
    return title


def finished(text):
    """One line of `text` with a full stop at its end; empty stays empty."""
    text = " ".join(text.split())
    return text + "." if text and text[-1] not in ".!?…" else text


def sentence(*parts):
    """One finished sentence of parts, those that are empty left out."""
    text = " ".join(part for part in parts if part).rstrip(". ")
    return capital(text) + ("" if text.endswith(("…", "!", "?")) else ".")
