"""When the rows of each sheet that the public sees last changed."""

from django.db import models, transaction
from django.db.models import Max
from django.utils import timezone

from partners.models import Office, Party
from publishing.batches import batches
from register.sheets import SHEETS

TITLES = {sheet.model: sheet.title for sheet in SHEETS} | {Party: "agreements"}


class SheetChange(models.Model):
    """A change that the public can see in one sheet.

    Each is a row of its own, so that no writer waits for another; the older ones go when it
    is committed.
    """

    title = models.CharField(max_length=20, db_index=True)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return f"{self.title} {self.at}"


def last_changes():
    """{title of a sheet: when a public row of it last changed}."""
    changes = SheetChange.objects.order_by()
    return dict(changes.values_list("title").annotate(Max("at")))


def records_changing(sender, rows, notes, **kwargs):
    """Note whose sheet the public sees one of the rows in before the change."""
    if sender in TITLES and is_any_public(sender, rows):
        notes.setdefault("sheets", set()).add(TITLES[sender])


def records_changed(changed, notes, **kwargs):
    """Store when sheets changed of which the public sees a row before an act, or after it."""
    titles = notes.get("sheets", set())
    for model in changed.keys() & TITLES.keys():
        if TITLES[model] not in titles and is_any_public(model, changed[model]):
            titles.add(TITLES[model])
    if titles:
        at = timezone.now()
        SheetChange.objects.bulk_create(SheetChange(title=title, at=at) for title in sorted(titles))
        older = SheetChange.objects.filter(title__in=titles, at__lt=at)
        transaction.on_commit(older.delete, robust=True)


def is_any_public(model, rows):
    """Whether the public sees one of the rows with these identifiers; None are all rows."""
    if model is Office or rows is None:
        return True
    return any(model.objects.public().filter(pk__in=some).exists() for some in batches(rows))
