"""One partner's history: what the register knows of it, in the order of time."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from partners.models import AgreementStatus, PartnerStatus, State
from publishing.dates import PartialDate, today
from publishing.languages import in_each


@dataclass
class Entry:
    """One thing that happened: its words in both languages, the English ones possibly empty.

    `note` says what it was, in the language of the page; `deed` marks a document that binds.
    `record` is what it tells of, `documents` and `photos` what stands beside it; `file` is the
    document that is itself what happened.
    """

    date: PartialDate
    title_uk: str
    title_en: str
    url: str = ""
    note: str = ""
    text_uk: str = ""
    text_en: str = ""
    deed: bool = False
    opens: bool = False
    ends: PartialDate | None = None
    record: object = None
    file: object = None
    documents: list = field(default_factory=list)
    photos: list = field(default_factory=list)

    def spans(self, date):
        """Whether a date may fall on the time of the entry."""
        return self.date.first <= date.last and date.first <= (self.ends or self.date).last

    @property
    def order(self):
        """Oldest first; what is known only as a year or month comes at its end."""
        return (self.date.first if self.opens else self.date.last, not self.opens, self.date.first)


def story(partner, agreements, events, received, projects, attached):
    """The entries of a partner's history, oldest first, from records that are public.

    `attached` holds the files of all of them. A file stands beside its record; dated otherwise
    than any entry of it, or belonging to the partner, it is an entry of its own.
    """
    shipments = [row.shipment for row in received.rows]
    entries = [
        *beginning_and_end(partner),
        *(entry for agreement in agreements for entry in of_agreement(agreement)),
        *(of_event(event) for event in events if event.start or event.end),
        *of_received(partner, received),
        *(entry for project in projects for entry in of_project(project)),
    ]
    records = {key_of(record): record for record in (*agreements, *events, *shipments, *projects)}
    entries += with_files(entries, records, attached)
    return sorted(entries, key=lambda entry: entry.order)


def key_of(record):
    """What a file calls the record that it belongs to."""
    return record._meta.model_name, record.pk


def with_files(entries, records, attached):
    """Put the files beside the entries of their records; the entries of those left over."""
    told, own = {}, {}
    for entry in sorted(entries, key=lambda entry: not entry.deed):
        if entry.record:
            told.setdefault(key_of(entry.record), []).append(entry)
    for document in attached.documents:
        if entry := entry_for(document.date, told.get(document.owner_key, [])):
            entry.documents.append(document)
        elif document.date:
            own[document] = of_document(document, records.get(document.owner_key))
    for photo in attached.photos:
        entry = entry_for(photo.taken_on, told.get(photo.owner_key, []))
        if photo.taken_on and not entry:
            same = (photo.owner_key, photo.taken_on)
            entry = own.setdefault(same, of_photos(photo, records.get(photo.owner_key)))
        if entry:
            entry.photos.append(photo)
    return own.values()


def entry_for(date, entries):
    """The one of a record's entries that a file of this date belongs to."""
    if not date:
        return next(iter(entries), None)
    return next((entry for entry in entries if entry.spans(date)), None)


def of_document(document, record):
    """A document that is older or younger than what is told of its record."""
    return Entry(
        document.date,
        document.title_uk,
        document.title_en,
        document.get_absolute_url(),
        text_uk=record.title_uk if record else "",
        text_en=(record.title_en or "") if record else "",
        file=document,
    )


def of_photos(photo, record):
    """Photographs of one record and one date."""
    return Entry(
        photo.taken_on,
        *in_each(gettext_lazy("Photographs")),
        record.get_absolute_url() if record else "",
        text_uk=record.title_uk if record else "",
        text_en=(record.title_en or "") if record else "",
    )


def origin_words(partner):
    """How the cooperation began, a sentence in each language; empty where the origin is."""
    sentences = in_each(gettext_lazy("Cooperation began %(origin)s."))
    origins = (partner.origin_uk, partner.origin_en)
    return [
        sentence % {"origin": origin} if origin else ""
        for sentence, origin in zip(sentences, origins, strict=True)
    ]


def beginning_and_end(partner):
    if partner.since:
        text_uk, text_en = origin_words(partner)
        yield Entry(
            partner.since,
            *in_each(gettext_lazy("Start of cooperation")),
            text_uk=text_uk,
            text_en=text_en,
            opens=True,
        )
    if partner.until:
        paused = partner.status == PartnerStatus.PAUSED
        yield Entry(
            partner.until,
            *in_each(
                gettext_lazy("Cooperation paused") if paused else gettext_lazy("Cooperation ended")
            ),
            text_uk=capfirst(partner.status_reason_uk or ""),
            text_en=capfirst(partner.status_reason_en or ""),
        )


def of_agreement(agreement):
    """The turns of an agreement's life that a partner's history tells."""

    def entry(date, note, **more):
        return Entry(
            date,
            agreement.title_uk,
            agreement.title_en,
            agreement.get_absolute_url(),
            note,
            record=agreement,
            **more,
        )

    if agreement.talks_from:
        yield entry(agreement.talks_from, _("Talks began"))
    if agreement.signed_on:
        yield entry(
            agreement.signed_on,
            _("Signed"),
            deed=True,
            text_uk=agreement.summary_uk or "",
            text_en=agreement.summary_en or "",
        )
    if agreement.in_force_from and agreement.in_force_from != agreement.signed_on:
        yield entry(agreement.in_force_from, _("Entry into force"))
    if agreement.state_on(today()) == State.EXPIRED:
        yield entry(agreement.valid_until, State.EXPIRED.label)
    stopped = (AgreementStatus.SUSPENDED, AgreementStatus.TERMINATED)
    if agreement.status in stopped and agreement.status_on:
        yield entry(
            agreement.status_on,
            agreement.get_status_display(),
            text_uk=capfirst(agreement.status_reason_uk or ""),
            text_en=capfirst(agreement.status_reason_en or ""),
        )


def of_event(event):
    return Entry(
        event.start or event.end,
        event.title_uk,
        event.title_en,
        event.get_absolute_url(),
        capfirst(event.get_kind_display()),
        event.summary_uk or "",
        event.summary_en or "",
        ends=event.end,
        record=event,
    )


def of_received(partner, received):
    """The consignments, or where they are too many how many came in each year."""
    if received.is_whole:
        shipments = (row.shipment for row in received.rows)
        return [of_shipment(shipment) for shipment in shipments if shipment.received_on]
    return [of_year(partner, year, count) for year, count in received.years.items()]


def of_shipment(shipment):
    return Entry(
        shipment.received_on,
        shipment.title_uk,
        shipment.title_en,
        shipment.get_absolute_url(),
        _("Consignment of aid"),
        shipment.summary_uk or "",
        shipment.summary_en or "",
        record=shipment,
    )


def of_year(partner, year, count):
    """The consignments of a year, which the ledger names."""
    query = urlencode({"partner": partner.key, "year": year})
    return Entry(
        PartialDate(year),
        *in_each(lazy(counted, str)(count)),
        f"{reverse('aid:shipment_list')}?{query}",
        _("Humanitarian aid"),
    )


def counted(count):
    words = ngettext("%(count)s consignment", "%(count)s consignments", count)
    return words % {"count": number_format(count, force_grouping=True)}


def of_project(project):
    words = (project.title_uk, project.title_en, project.get_absolute_url())
    if project.start:
        yield Entry(
            project.start, *words, _("Start of the project"), ends=project.end, record=project
        )
    if project.end and project.end.last < today():
        yield Entry(project.end, *words, _("End of the project"), record=project)
