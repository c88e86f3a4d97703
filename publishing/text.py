"""The one rule for every text that enters: by form, import, admin or shell."""

import unicodedata

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

HARMLESS_FORMATS = frozenset("\u00ad")  # a soft hyphen is typesetting, not a trick


def forbidden_characters(text):
    """The characters of `text` that no record may hold, in order of appearance.

    Control characters (but not the line feed), bidirectional controls, zero-width and
    other format characters, lone surrogates, private-use and unassigned code points.
    """
    return [
        char
        for char in text
        if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
        and char not in HARMLESS_FORMATS
        and char != "\n"
    ]


def clean_text(value):
    """`value` in NFC with Unix line ends and no space of any width around it.

    Raises ValidationError where it holds a character that is never text: such characters are
    refused, not stripped, because what they hide must be seen by whoever enters them.
    """
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n"))
    if found := forbidden_characters(text):
        raise ValidationError(
            _("Contains a character that cannot be stored: %(codes)s"),
            code="forbidden_character",
            params={"codes": ", ".join(sorted({f"U+{ord(char):04X}" for char in found}))},
        )
    return text.strip()


class PlainTextMixin:
    """A text column that stores only what `clean_text` lets through, and never NULL."""

    def to_python(self, value):
        value = super().to_python(value)
        return clean_text(value) if isinstance(value, str) else value

    def get_prep_value(self, value):
        """A text that is asked for, which may be any: one that cannot be stored finds nothing."""
        value = models.Field.get_prep_value(self, value)
        if value is None:
            return None
        return unicodedata.normalize("NFC", str(value)).replace("\0", "\ufffd")

    def get_db_prep_save(self, value, connection):
        if isinstance(value, str):
            value = self.to_python(value)
        elif value is None:
            value = ""
        return super().get_db_prep_save(value, connection)


class PlainCharField(PlainTextMixin, models.CharField):
    """One line of plain text."""

    def to_python(self, value):
        value = super().to_python(value)
        if isinstance(value, str) and "\n" in value:
            raise ValidationError(_("Enter one line, without line breaks."), code="line_break")
        return value


class PlainTextField(PlainTextMixin, models.TextField):
    """Plain text of any length; a blank line parts its paragraphs."""


def paragraphs(text):
    """The paragraphs of a plain text, parted by blank lines, without empty ones."""
    return [part.strip() for part in (text or "").split("\n\n") if part.strip()]


def first_paragraph(text):
    """The beginning of a text, for the lines that search engines show."""
    return next(iter(paragraphs(text)), "")


def sentences(messages):
    """Several messages as one text, with a full stop between them."""
    *others, last = (str(message).strip() for message in messages)
    return " ".join([*(f"{message.rstrip('.')}." for message in others), last])
