"""Lists inside a sentence: “A, B and C”; with “ and ” or a comma inside, “A; B; C”."""


def listed(names):
    """The names as one list with a conjunction before the last."""
    names = list(names)
    if any(" and " in name or ", " in name for name in names) and len(names) > 1:
        return "; ".join(names)
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
