"""The steps of an agreement, from the first talks to its end, as far as they are known."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from partners.models import AgreementStatus, Renewal, State
from partners.names import unbroken
from publishing.dates import PartialDate, today

NUMBER_SIGN = re.compile(r"^(?:№|No\.?)\s*")


@dataclass(frozen=True)
class Step:
    """One step: what, when (None where no date is recorded), a note; whether it is to come.

    `note_lang` is the language of a note that stands as it was recorded.
    """

    title: str
    date: PartialDate | None = None
    note: str = ""
    note_lang: str = ""
    ahead: bool = False


def steps(agreement):
    """The known steps of an agreement in their legal order; what is not recorded is left out."""
    found = [
        known(_("Talks"), agreement.talks_from),
        known(_("Council decision"), agreement.council_decision_on, agreement.council_decision),
        known(_("Ministry approval"), agreement.ministry_approval_on, agreement.ministry_approval),
        signing(agreement),
        known(_("Registered"), agreement.registered_on, numbered(agreement.register_number), ""),
        known(_("In force from"), agreement.in_force_from),
        *endings(agreement),
    ]
    return [step for step in found if step]


def known(title, date, note="", note_lang="uk"):
    """The step, or None where nothing is recorded of it."""
    if not date and not note:
        return None
    return Step(title, date, note, note_lang, ahead=bool(date and date.first > today()))


def numbered(number):
    """`7` → `№ 7`, however it was typed; nothing where there is no number."""
    if not number:
        return ""
    return unbroken(_("No. %(index)s") % {"index": NUMBER_SIGN.sub("", number)})


def signing(agreement):
    if not agreement.signed_on and agreement.status == AgreementStatus.NEGOTIATION:
        return Step(_("Signing"), ahead=True)
    return known(_("Signed"), agreement.signed_on, numbered(agreement.number), "")


def endings(agreement):
    """How the agreement stopped, and when its term ends or ended."""
    stopped = (AgreementStatus.SUSPENDED, AgreementStatus.TERMINATED)
    if agreement.status in stopped:
        yield Step(agreement.get_status_display(), agreement.status_on)
    if agreement.status == AgreementStatus.TERMINATED or not agreement.valid_until:
        return
    if agreement.state == State.EXPIRED:
        yield Step(State.EXPIRED.label, agreement.valid_until)
    elif agreement.valid_until.last >= today():
        yield Step(_("Term ends"), agreement.valid_until, renewal(agreement), ahead=True)
    else:
        yield Step(_("Term renewed automatically"), agreement.valid_until)


def renewal(agreement):
    """How the term goes on after its end, in words; empty where that is not known."""
    words = {
        Renewal.AUTOMATIC: _("then renewed automatically"),
        Renewal.BY_CONSENT: _("renewable by consent"),
    }
    return words.get(agreement.renewal, "")
