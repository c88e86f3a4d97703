"""Keys and references: the parts of addresses that staff give their records."""

import re
import unicodedata
from itertools import count

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from publishing.text import PlainCharField

KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,79}", re.ASCII)
# A path loses its empty parts and those of dots on the way, so that no page would be there.
REFERENCE = re.compile(r"(?!.*/\.{0,2}/)[^\W]([\w./-]{0,78}[\w-])?")

RESERVED = frozenset(["office", "undisclosed"])  # by the contract: no record's own
LONGEST_MADE = 60
# The Latin letters of the Cabinet of Ministers' resolution № 55 of 27.01.2010, as they are
# spelt inside a word, and those that begin one in another way.
LATIN = str.maketrans(
    {
        **dict(zip("абвгґдезиіїйклмнопрстуф", "abvhgdezyiiiklmnoprstuf", strict=True)),
        "є": "ie",
        "ж": "zh",
        "х": "kh",
        "ц": "ts",
        "ч": "ch",
        "ш": "sh",
        "щ": "shch",
        "ю": "iu",
        "я": "ia",
        "ь": "",
    }
)
FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}

validate_key = RegexValidator(
    re.compile(rf"^(?:{KEY.pattern})\Z", re.ASCII),
    _("Use lower-case Latin letters, digits and hyphens: green-valley"),
)
validate_reference = RegexValidator(
    re.compile(rf"^(?:{REFERENCE.pattern})\Z"),
    _("Use letters, digits and the signs . _ - / without spaces"),
)


class KeyField(PlainCharField):
    """The key of a record: small Latin letters, digits and hyphens, at most 80."""

    default_validators = [validate_key]

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 80)
        super().__init__(*args, **kwargs)


class ReferenceField(PlainCharField):
    """A number that the office gives: letters of any alphabet, digits, `.`, `_`, `-`, `/`."""

    default_validators = [validate_reference]

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 80)
        super().__init__(*args, **kwargs)


def made_of(text):
    """The key that a name suggests: «Зелений Яр» gives `zelenyi-yar`; empty if none."""
    text = re.sub("['’ʼ]", "", unicodedata.normalize("NFC", text).lower()).replace("зг", "zgh")
    text = re.sub(r"\b[єїйюя]", lambda found: FIRST[found[0]], text).translate(LATIN)
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain)[: LONGEST_MADE + 1].strip("-")[:LONGEST_MADE]


def free_key(model, name):
    """A key made of the name that no record of the model has."""
    base = made_of(name) or model._meta.model_name
    taken = {*model.objects.filter(key__startswith=base).values_list("key", flat=True), *RESERVED}
    numbered = (f"{base}-{number}" for number in count(2))
    return base if base not in taken else next(key for key in numbered if key not in taken)
