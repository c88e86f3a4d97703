"""Lists inside a sentence: «A, B та C»; with « та » or a comma inside an element, «A; B; C»."""

import re

PARTS = re.compile(r" (?:та|і|й) |, ")


def listed(names):
    """The names as one list with a conjunction before the last."""
    names = list(names)
    if any(PARTS.search(name) for name in names) and len(names) > 1:
        return "; ".join(names)
    return " та ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
