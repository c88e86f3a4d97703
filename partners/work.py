"""What waits for the office among its partners and agreements."""

from datetime import timedelta

from django.db.models import F, Max, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from partners.models import PartnerStatus, Renewal, State
from publishing.dates import today
from publishing.work import Group, Work

TERM_NEARS = timedelta(days=183)  # half a year to prepare a council's decision
SILENT_AFTER = timedelta(days=365)


def expiring(agreements):
    """Agreements in force that end within half a year, unless they renew themselves."""
    edge = (today() + TERM_NEARS).isoformat()
    return (
        agreements.in_state(State.ACTIVE)
        .filter(valid_until__lte=edge)
        .exclude(renewal=Renewal.AUTOMATIC)
        .order_by("valid_until")
    )


def expired(agreements):
    """Agreements whose term is over while the register still has them as active."""
    return agreements.in_state(State.EXPIRED).order_by("valid_until")


def silent(partners):
    """Active partners without an event for twelve months, the longest silence first.

    Of a partial date the whole span counts: an event of the year 2024 may be in its December.
    """
    edge = (today() - SILENT_AFTER).isoformat()
    last = Max(Coalesce("events__end", "events__start"))
    silence = Q(last_event__isnull=True) | Q(last_event__lt=edge)
    covering = Q(last_event__isnull=False) & Q(last_event__in=spans_of(edge))
    return (
        partners.filter(status=PartnerStatus.ACTIVE)
        .exclude(since__gte=edge)
        .annotate(last_event=last)
        .filter(silence & ~covering)
        .order_by(F("last_event").asc(nulls_first=True), "pk")
    )


def spans_of(day):
    """The year and the month, as partial dates are stored, that a day (ISO text) lies in."""
    return [day[:4], day[:7]]


def end(agreement):
    return agreement.valid_until.last


def last_event_day(partner):
    return partner.last_event and partner.last_event.last


AGREEMENT_WORK = (
    Work(
        "expired",
        Group.TERM,
        _("Term is over"),
        _("Extend, or record the end"),
        expired,
        until=end,
    ),
    Work(
        "expiring",
        Group.TERM,
        _("Ends within half a year"),
        _("Extend, or let it end"),
        expiring,
        until=end,
    ),
)
PARTNER_WORK = (
    Work(
        "silent",
        Group.SILENCE,
        Group.SILENCE.label,
        _("Write, or change the state"),
        silent,
        since=last_event_day,
    ),
)
