"""The paths of pages; lists name hundreds of them.

They are what Django's `reverse` gives, at a fraction of its cost: it looks for each of them
among all addresses of the portal.
"""

from functools import lru_cache
from urllib.parse import quote

from django.urls import get_script_prefix, reverse
from django.utils.http import RFC3986_SUBDELIMS
from django.utils.translation import get_language

EXAMPLE = "key"
UNQUOTED = f"{RFC3986_SUBDELIMS}/~:@"  # as `reverse` leaves them


def path_of(view, key):
    """The path of a record's page, which ends with its key.

    That the key has the form of one is the rule of its column, and not asked again.
    """
    beginning = kept(view, get_language(), get_script_prefix(), EXAMPLE).removesuffix(f"{EXAMPLE}/")
    return f"{beginning}{quote(key, UNQUOTED)}/"


def path_to(view):
    """The path of a page that takes nothing."""
    return kept(view, get_language(), get_script_prefix())


@lru_cache(maxsize=256)
def kept(view, language, prefix, *args):
    return reverse(view, args=args)
