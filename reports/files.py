"""The files of an edition: typeset once, when it is published, and kept byte by byte."""

from dataclasses import replace
from hashlib import sha256

from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from papers.formats import WRITERS, written
from papers.paper import Mark, from_data
from papers.pdf import TypesettingError
from papers.typography import typeset
from publishing.dates import KYIV
from publishing.languages import CODES


def paper_to_print(edition, language):
    """The frozen Paper of an Edition with the QR code that leads to the edition's address."""
    with translation.override(language):
        address = reverse("reports:edition", args=[edition.report.year, edition.number])
        day = date_format(timezone.localtime(edition.published_at, KYIV), "j E Y")
        words = _("Edition %(number)s of %(date)s") % {"number": edition.number, "date": day}
    mark = Mark(settings.SITE_URL + address, typeset(words, language))
    return replace(from_data(edition.content[language]), mark=mark)


def typeset_files(edition, arms):
    """The files of an Edition in both languages, as values of EditionFile.

    `arms` is the picture at the head of the papers, or empty. Raises ValidationError where a
    paper is too large to be typeset.
    """
    for language in CODES:
        paper = paper_to_print(edition, language)
        for kind in WRITERS:
            try:
                content = written(paper, kind, arms)
            except TypesettingError as error:
                raise ValidationError(
                    _("The edition could not be typeset: %(reason)s"),
                    params={"reason": error},
                ) from error
            yield {
                "language": language,
                "kind": kind,
                "content": content,
                "size": len(content),
                "sha256": sha256(content).hexdigest(),
            }
