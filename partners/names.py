"""Names of hromadas, shortened where their generic words are said once for all.

The ending is cut by its exact words; no name is declined.
"""

from django.utils.translation import gettext as _

ENDINGS = (
    " міська територіальна громада",
    " селищна територіальна громада",
    " сільська територіальна громада",
    " територіальна громада",
    " urban territorial community",
    " settlement territorial community",
    " rural territorial community",
    " territorial community",
)


def shortened(name):
    """The name without the generic words at its end: `Болехівська`."""
    for ending in ENDINGS:
        if name.endswith(ending):
            return name.removesuffix(ending)
    return name


def listed(names):
    """Names in one phrase: `A`, `A and B`, `A, B and C`."""
    *first, last = names
    if not first:
        return last
    return _("%(first)s and %(last)s") % {"first": ", ".join(first), "last": last}


def together(names):
    """Several names in one phrase, the generic words of hromadas said once at the end."""
    short = [shortened(name) for name in names]
    if len(names) > 1 and all(map(str.__ne__, short, names)):
        return _("%(names)s territorial communities") % {"names": listed(short)}
    return listed(names)
