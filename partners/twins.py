"""Which partners may be one and the same: by any name, in either alphabet."""

import re
import unicodedata

from partners.models import Partner
from publishing.keys import LATIN

KINDS = re.compile(
    r"\b(?:місто|муніципалітет|громада|територіальна|міська|селищна|сільська|район|"
    r"municipality|city|town|of|hromada|community|district)\b"
)
SHORTEST = 4  # letters of a name that says enough
MOST = 3


def skeleton(name):
    """A name without case, accents, spaces and the words for what it is, in Latin letters."""
    text = KINDS.sub("", unicodedata.normalize("NFC", name).casefold())
    plain = unicodedata.normalize("NFKD", text.translate(LATIN))
    return "".join(char for char in plain if char.isascii() and char.isalnum())


def skeletons(partner):
    """The skeletons of all names of a partner that are long enough to say something."""
    names = [partner.name_uk, partner.name_en, partner.name_native, *partner.aliases.split(";")]
    return {bones for name in names if len(bones := skeleton(name or "")) >= SHORTEST}


def likely_twins(partner):
    """Other partners of the same country that share a name with this one: a list of a few."""
    own = skeletons(partner)
    others = Partner.objects.filter(country=partner.country).exclude(pk=partner.pk)
    named = others.only("name_uk", "name_en", "name_native", "aliases")
    return [other for other in named if own & skeletons(other)][:MOST]
