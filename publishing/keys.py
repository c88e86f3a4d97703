"""Keys and references: the parts of addresses that staff give their records."""

import re

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from publishing.text import PlainCharField

KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,79}", re.ASCII)
# A path loses its empty parts and those of dots on the way, so that no page would be there.
REFERENCE = re.compile(r"(?!.*/\.{0,2}/)[^\W]([\w./-]{0,78}[\w-])?")

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
