"""From draft by review to an edition: the steps of a report, each with a right of its own.

A report is published from review alone, so that somebody has read it; once it is public, its
next editions need no other review than that of the records.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from publishing.models import Publication
from publishing.workflow import keep
from reports.editions import publish
from reports.models import Report


@transaction.atomic
def submit(report, user):
    """Send a draft to review; returns what was done, in words."""
    stored = _ready(report, user, "reports.submit_report")
    if stored.publication != Publication.DRAFT:
        raise ValidationError(_("Only a draft can be sent to review"), code="refused")
    return _move(stored, Publication.REVIEW, user)


@transaction.atomic
def give_back(report, user, note):
    """Give a report back from review to drafts with a note of what to correct."""
    stored = _ready(report, user, "reports.review_report")
    if stored.publication != Publication.REVIEW:
        raise ValidationError(_("Only a report in review can be returned"), code="refused")
    if not note.strip():
        raise ValidationError(_("Write what to correct."), code="note")
    return _move(stored, Publication.DRAFT, user, note)


@transaction.atomic
def approve(report, user):
    """Freeze and publish the next edition of a report that is in review, or public already.

    Raises ValidationError where it never was in review, or nothing differs from its newest
    edition.
    """
    stored = _ready(report, user, Report.publish_right)
    before = stored.publication
    if before not in (Publication.REVIEW, Publication.PUBLIC):
        raise ValidationError(_("Send it to review first"), code="refused")
    edition = publish(stored)
    keep(stored, before, user)
    return _("edition %(number)s is published") % {"number": edition.number}


@transaction.atomic
def hide(report, user):
    """Take a public report with its editions from the public, back to drafts."""
    stored = _ready(report, user, Report.publish_right)
    if stored.publication != Publication.PUBLIC:
        raise ValidationError(_("Only a published report can be hidden"), code="refused")
    return _move(stored, Publication.DRAFT, user)


def _ready(report, user, right):
    """The stored report, locked, for a user who has the right."""
    if not user.has_perm(right):
        raise PermissionDenied
    return Report.objects.select_for_update().get(pk=report.pk)


def _move(report, after, user, note=""):
    before = report.publication
    report.publication = after
    report.save(update_fields=["publication", "updated_at"])
    keep(report, before, user, note)
    return Publication(after).label
