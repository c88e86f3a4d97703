"""Calendars to subscribe to (RFC 5545): the events, and when agreements begin and end.

A partial date is the whole span that it names, from its first day to its last: of an event in
«2008» nothing says on which day it was, and the entry says that too.

The library is imported with the first calendar asked for: it takes 6 MB of two workers.
"""

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Prefetch, Q
from django.http import HttpResponse
from django.utils.translation import gettext as _

from partners.models import Agreement, Party, State
from partners.names import together
from partners.own_office import own_office
from projects.models import Event
from projects.spans import date_words, span_words
from publishing.dates import days_after
from publishing.text import paragraphs
from register.open_access import open_data

CALENDAR = "text/calendar; charset=utf-8"
ASKED_AGAIN = timedelta(hours=12)


@open_data
def events_calendar(request):
    """Every public event with a date."""
    events = Event.objects.public().filter(Q(start__isnull=False) | Q(end__isnull=False))
    calendar = new_calendar(_("Chronicle of cooperation"), own_office(request))
    for event in events.order_by("pk"):
        entry = entry_of(event, event.start or event.end, event.end or event.start, event.title_uk)
        entry.add("categories", [event.get_kind_display()])
        if event.place_uk:
            entry.add("location", event.place_uk)
        words = [span_words(event.start, event.end), *paragraphs(event.summary_uk)]
        finish(calendar, entry, event, words)
    return answer(calendar)


@open_data
def agreements_calendar(request):
    """When each public agreement begins and ends, as far as the documents say."""
    agreements = Agreement.objects.public().prefetch_related(
        Prefetch("parties", Party.objects.public().select_related("partner"))
    )
    calendar = new_calendar(_("When agreements begin and end"), own_office(request))
    for agreement in agreements.order_by("pk"):
        partners = [party.partner.name_uk for party in agreement.parties.all() if party.partner]
        name = f"{agreement.title_uk}: {together(partners)}" if partners else agreement.title_uk
        for part, date, words in terms(agreement):
            entry = entry_of(agreement, date, date, words % {"agreement": name}, part)
            finish(calendar, entry, agreement, [date_words(date)])
    return answer(calendar)


def terms(agreement):
    """(name, date, words) of the dates that bound an agreement."""
    if agreement.status == State.NEGOTIATION:
        return
    if begin := agreement.in_force_from or agreement.signed_on:
        in_force = agreement.in_force_from is not None
        yield (
            "begin",
            begin,
            _("In force: %(agreement)s") if in_force else _("Signed: %(agreement)s"),
        )
    if agreement.status == State.TERMINATED:
        if agreement.status_on:
            yield "end", agreement.status_on, _("Terminated: %(agreement)s")
    elif agreement.valid_until:
        yield "end", agreement.valid_until, _("Term ends: %(agreement)s")


def new_calendar(name, office):
    """An empty calendar with this name."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//dolyna-portal//NONSGML register//UK")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    council = getattr(office, "council_uk", "")
    title = f"{name} · {council}" if council else name
    calendar.add("name", title)
    calendar.add("x-wr-calname", title)
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    calendar.add("refresh-interval", ASKED_AGAIN, parameters={"value": "DURATION"})
    return calendar


def entry_of(record, first, last, title, part=""):
    """An entry of whole days, from the first day of `first` to the last of `last`."""
    from icalendar import Event as Entry
    from icalendar.prop import vDate, vText

    entry = Entry()
    name = "-".join(filter(None, [record._meta.model_name, str(record.pk), part]))
    entry.add("uid", f"{name}@{urlsplit(settings.SITE_URL).hostname}")
    entry.add("dtstart", vDate(first.first))
    entry.add("dtend", vDate(days_after(last.last, 1)))  # the day after, by the standard
    entry.add("summary", vText(title), parameters={"language": "uk"})
    entry.add("transp", "TRANSPARENT")
    return entry


def finish(calendar, entry, record, words):
    """Add the entry with its description and with what every entry has."""
    url = settings.SITE_URL + record.get_absolute_url()
    entry.add("description", "\n\n".join([*filter(None, words), url]))
    entry.add("url", url)
    entry.add("dtstamp", record.updated_at)
    entry.add("created", record.created_at)
    entry.add("last-modified", record.updated_at)
    calendar.add_component(entry)


def answer(calendar):
    return HttpResponse(calendar.to_ical(), content_type=CALENDAR)
