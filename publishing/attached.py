"""The documents and photographs that a page shows with its record."""

from dataclasses import dataclass

from django.db.models import QuerySet, Value

from publishing.models import Document, Photo, own_state


@dataclass(frozen=True)
class Attached:
    """What the public may see of a record's files, each list in its order."""

    documents: list
    photos: list


def attached_to(record):
    """The public documents and photographs of one record, in two queries."""
    return Attached(
        documents=list(Document.objects.public().of(record).defer("text")),
        photos=list(Photo.objects.public().of(record)),
    )


def attached_among(*querysets, most_photos):
    """The same of all records of the querysets; of the photographs the newest `most_photos`.

    The querysets need not be of public records: the files are asked for themselves. Whether
    there are any is asked first, because few records have files and that question is short.
    """
    found = {Document: [], Photo: []}
    rows = [
        QuerySet(model, model.objects.among(*querysets).filter(own_state()).order_by().query)
        .annotate(is_photo=Value(model is Photo))
        .values_list("is_photo", "pk")
        for model in found
    ]
    for is_photo, pk in rows[0].union(rows[1], all=True):
        found[Photo if is_photo else Document].append(pk)
    documents, photos = (
        model.objects.public().filter(pk__in=pks).select_related("owner_type")
        if pks
        else model.objects.none()
        for model, pks in found.items()
    )
    return Attached(documents=list(documents.defer("text")), photos=list(photos[:most_photos]))
