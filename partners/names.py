"""Names and figures in a phrase: hromadas, whose generic words are said once for all.

The ending is cut by its exact words; no name is declined.
"""

from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

FEW = 3  # partners that are named one by one

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


def parted(name):
    """The name in two parts: what is its own, and the generic words at its end."""
    for ending in ENDINGS:
        if name.endswith(ending):
            return name.removesuffix(ending), ending.strip()
    return name, ""


def shortened(name):
    """The name without the generic words at its end: `Липівська`."""
    return parted(name)[0]


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


def many_together(partners):
    """One phrase for more than a few partners; empty where they are to be named one by one.

    So they are too where one has no name in the language of the page: it is marked alone.
    """
    if len(partners) <= FEW or (get_language() == "en" and not all(p.name_en for p in partners)):
        return ""
    return together([partner.name for partner in partners])


def marked(record, field):
    """The text of a translated field, marked as Ukrainian where the page's language lacks it."""
    text = getattr(record, field)
    if get_language() == "uk" or getattr(record, f"{field}_{get_language()}"):
        return text
    return format_html('<span lang="uk">{}</span>', text)


def unbroken(phrase):
    """A number that does not part from its unit or noun at the end of a line."""
    return phrase.replace(" ", "\u00a0")
