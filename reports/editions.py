"""Editions of a report: published, withdrawn, registered, compared, recognised.

An edition is frozen. What changes in the register makes the next one, or withdraws it where
the public may no longer see a record that it names.
"""

from dataclasses import dataclass
from difflib import SequenceMatcher

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from aid.models import Shipment
from papers.lines import lines
from papers.paper import digest, sources, to_data
from partners.models import Office
from partners.own_office import arms_of
from publishing.changes import note_withdrawn
from publishing.gates import Gate, enter, enter_together
from publishing.languages import CODES
from publishing.models import Publication
from reports.composing import compose
from reports.files import typeset_files
from reports.models import Edition, EditionFile, EditionSource, Report, ReportText

LONGEST_LABEL = EditionSource._meta.get_field("label").max_length


@transaction.atomic
def publish(report):
    """Freeze what the register tells of the report's year as its next edition; publish it.

    Returns the Edition. Raises ValidationError where nothing differs from the newest edition
    that is not withdrawn, or the paper cannot be typeset.
    """
    stored = Report.objects.select_for_update().get(pk=report.pk)
    _keep_changes_out()
    papers = {language: compose(stored, language) for language in CODES}
    contents = {language: to_data(paper) for language, paper in papers.items()}
    newest = stored.editions.current().first()
    if newest and papers == {language: newest.paper(language) for language in CODES}:
        raise ValidationError(
            _("Nothing has changed since edition %(number)s"),
            code="unchanged",
            params={"number": newest.number},
        )
    labels = {
        (source.model, source.object_id): source.label
        for language in reversed(CODES)
        for source in sources(papers[language])
    }
    edition = _freeze(stored, contents, labels, arms_of(Office.objects.current()))
    if stored.publication != Publication.PUBLIC:
        stored.publication = Publication.PUBLIC
        stored.save(update_fields=["publication", "updated_at"])
        report.publication = stored.publication
    return edition


def awaiting_first_edition():
    """The public reports that never had an edition: the end of an import gives them one."""
    return Report.objects.filter(publication=Publication.PUBLIC, editions__isnull=True)


@transaction.atomic
def register_edition(report):
    """Make the next edition of a published report whose registration was entered.

    It differs from the newest one in date and index alone, whatever the records say by now.
    Returns the Edition, or None where there is nothing to enter.
    """
    _keep_changes_out()
    newest = report.editions.public().first()
    if newest is None:
        return None
    registration = {
        "registered_on": report.registered_on.isoformat() if report.registered_on else "",
        "registration_index": report.registration_index,
    }
    contents = {language: paper | registration for language, paper in _papers_of(newest).items()}
    if contents == _papers_of(newest):
        return None
    named = newest.sources.values_list("model", "object_id", "label")
    labels = {(model, pk): label for model, pk, label in named}
    return _freeze(report, contents, labels, bytes(newest.arms))


def _papers_of(edition):
    """The frozen papers of an edition by language, without its year and number."""
    return {language: edition.content[language] for language in CODES}


def _freeze(report, contents, labels, arms):
    """Store the next Edition with its files: its papers as data, {(model label, row): label}
    of the records that they name, the picture at their head.
    """
    newest = report.editions.aggregate(number=Max("number"))["number"] or 0
    content = {"year": report.year, "number": newest + 1} | contents
    edition = report.editions.create(
        number=newest + 1, content=content, sha256=digest(content), arms=arms
    )
    withheld = _withheld()
    EditionSource.objects.bulk_create(
        EditionSource(
            edition=edition,
            model=model,
            object_id=pk,
            label=label[:LONGEST_LABEL],
            withheld=withheld.get((model, pk), 0),
        )
        for (model, pk), label in labels.items()
    )
    files = typeset_files(edition, arms)
    EditionFile.objects.bulk_create(EditionFile(edition=edition, **values) for values in files)
    return edition


def _withheld():
    """{(model label, row): amounts that no report may tell} of the consignments that have some."""
    shipments = Shipment.objects.with_withheld().filter(withheld__gt=0).order_by()
    label = Shipment._meta.label_lower
    return {(label, pk): number for pk, number in shipments.values_list("pk", "withheld")}


def withdraw_unfit():
    """Withdraw at once every edition that names what the public may not see or name any more."""
    falling = set(unfit_editions())
    if falling:
        editions = Edition.objects.filter(pk__in=falling)
        editions.update(withdrawn_at=timezone.now())
        note_withdrawn(named_editions(editions))


def unfit_editions():
    """The primary keys of the editions that stand, and may not after what has been written."""
    named = EditionSource.objects.filter(edition__in=Edition.objects.current())
    return unfit(named).order_by().values_list("edition", flat=True).distinct()


def named_editions(editions):
    """The names of the editions, the newest first: a list of texts."""
    words = _("report for %(year)s, edition %(number)s")
    return [words % numbers for numbers in _numbers_of(editions)]


def _numbers_of(editions):
    """Year and number of each edition, the newest first."""
    newest_first = editions.order_by("-report__year", "-number").distinct()
    return newest_first.values("number", year=F("report__year"))


def unfit(named):
    """Those of the EditionSources `named` that an edition may not name, or not as it does.

    Their record is gone, not public, or has lost its name to the public; or the forces have got
    a share of a consignment since.
    """
    hidden = Q(pk__in=[])
    for label in named.order_by().values_list("model", flat=True).distinct():
        open_ones = apps.get_model(label).objects.named().order_by().values("pk")
        hidden |= Q(model=label) & ~Q(object_id__in=open_ones)
    shared = Shipment.objects.with_withheld().filter(
        pk=OuterRef("object_id"), withheld__gt=OuterRef("withheld")
    )
    return named.filter(hidden | (Q(model=Shipment._meta.label_lower) & Exists(shared)))


def records_changed(sender, changed, **kwargs):
    """Look once, in the transaction of an act, at what the editions name."""
    if changed.keys() - {Report, ReportText, Edition, EditionFile}:
        _let_changes_in()
        withdraw_unfit()


def names_of_editions(sender, rows, **kwargs):
    """The names of the editions, not withdrawn, that stand on one of these records of `sender`."""
    sources = EditionSource.objects.filter(model=sender._meta.label_lower, object_id__in=rows)
    words = _("Report for %(year)s, edition %(number)s, names it: hide the record first")
    editions = Edition.objects.current().filter(sources__in=sources)
    return [words % numbers for numbers in _numbers_of(editions)]


def report_saved(instance, raw=False, **kwargs):
    """Make the edition of a registration that a form or the shell has just entered.

    An import writes in bulk, past this, because importing never makes another edition.
    """
    if not raw:
        register_edition(instance)


def _keep_changes_out():
    """Wait until those who change records are done, and let them wait until we are.

    Else an edition that is composed while a record is being hidden could name it for good.
    SQLite has one writer anyway.
    """
    enter(Gate.EDITIONS)


def _let_changes_in():
    enter_together(Gate.EDITIONS)


@dataclass(frozen=True)
class Difference:
    """A paragraph that an edition has and the one before it had not, or the other way round."""

    text: str
    is_added: bool

    @property
    def shown(self):
        """Its text; a row of a table without its empty cells."""
        return " | ".join(cell for cell in self.text.split(" | ") if cell.strip())


def differences(older, newer, language):
    """What changed between two editions: a list of Difference in the order of the paper."""
    before, after = (list(lines(edition.paper(language))) for edition in (older, newer))
    return [
        Difference(text, is_added)
        for _tag, *spans in SequenceMatcher(None, before, after).get_opcodes()
        if _tag != "equal"
        for is_added, texts in (
            (False, before[spans[0] : spans[1]]),
            (True, after[spans[2] : spans[3]]),
        )
        for text in texts
    ]


def recognise(sha256):
    """The Edition whose hash this is, or that of one of its files, withdrawn or not, or None."""
    by_file = EditionFile.objects.filter(sha256=sha256).values("edition")
    found = Edition.objects.filter(Q(sha256=sha256) | Q(pk__in=by_file))
    return found.select_related("report").light().first()
