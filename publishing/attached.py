"""The documents and photographs that a page shows with its record."""

from dataclasses import dataclass

from django.db.models import F

from publishing.models import Document, Photo, own_state
from publishing.nested import Nested


@dataclass(frozen=True)
class Attached:
    """What the public may see of the files of records, each list in its order."""

    documents: list
    photos: list


def attached_to(record, *others, most_photos=None):
    """The public files of these records, in one query; of the photographs the newest.

    The records are those of a public page, so that of a file its own state decides.
    """
    owners = [owner for owner in (record, *others) if owner.has_public_files]
    documents, photos = (
        model.objects.of(*owners).filter(own_state()) for model in (Document, Photo)
    )
    files = [
        Nested(chosen, owner_model=F("owner_type__model"))
        for chosen in (documents.defer("text"), photos[:most_photos])
    ]
    row = type(record).objects.filter(pk=record.pk).order_by()
    return Attached(*next(iter(row.values_list(*files)), ([], [])))
