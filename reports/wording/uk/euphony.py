"""Чергування у/в (Правопис 2019, § 23)."""

import re

VOWELS = "аеєиіїоуюя"
ALWAYS_V = re.compile(r"[аеиіоу]", re.IGNORECASE)
ALWAYS_U = re.compile(r"[вф2]|льв|[бвгґджзйклмнпрстфхцчшщ][вф]", re.IGNORECASE)


def u(previous, following):
    """«у» or «в» between what precedes and the word that follows; nothing precedes: «у»."""
    following = following.lstrip("«„“(")
    if ALWAYS_V.match(following):
        return "в"
    if ALWAYS_U.match(following):
        return "у"
    return "в" if previous[-1:].lower() in tuple(VOWELS) else "у"
