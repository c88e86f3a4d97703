"""What the papers of aid share: their head, signatures and ways to say things."""

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from papers.official import signed_name
from papers.paper import Paper, Paragraph, Sentence, Signature, Table
from papers.typography import typeset
from projects.spans import date_words


def paper(office, kind, title, sections, **values):
    """A Paper in the active language under the name of the Office (or None)."""
    return Paper(
        language=get_language(),
        kind=kind,
        title=said(title),
        organisation=tuple(filter(None, (office.council, office.department))) if office else (),
        place=office.place if office else "",
        sections=sections,
        **values,
    )


def said(text):
    """A text as it is printed in the active language."""
    return typeset(text, get_language())


def paragraph(*sentences):
    """A Paragraph of the sentences that are not empty."""
    return Paragraph(tuple(Sentence(said(sentence)) for sentence in sentences if sentence))


def table(caption, columns, rows, numeric=()):
    """A Table without the columns that hold nothing; `numeric` names heads of columns."""
    rows = list(rows)
    used = [place for place in range(len(columns)) if any(row[place] for row in rows)]
    return Table(
        caption=said(caption),
        head=tuple(said(columns[place]) for place in used),
        rows=tuple(tuple(said(row[place]) for place in used) for row in rows),
        numeric=tuple(number for number, place in enumerate(used) if columns[place] in numeric),
    )


def head_of_office(office, role=""):
    """The Signature of the head of the office."""
    if office is None:
        return Signature("", "", role)
    return Signature(said(office.head_position), signed_name(office.head_name), role)


def consignment(shipment):
    """Number, title and day of arrival of a shipment, as sentences."""
    yield _("Consignment No. %(reference)s: %(title)s.") % {
        "reference": shipment.reference,
        "title": shipment.title,
    }
    if shipment.is_counted and shipment.received_on:
        yield _("Received: %(date)s.") % {"date": date_words(shipment.received_on)}


def listed(words, names):
    """A sentence with names after a colon; empty without names. `words` has a slot `names`."""
    names = list(dict.fromkeys(str(name) for name in names))
    return words % {"names": "; ".join(names)} if names else ""
