"""The content version: one number that every change the public can see makes another.

It names cached pages and their ETags (architecture, rule 3). Each change adds a row with a
random token in its own transaction, and the version is the sum of the tokens that a reader
sees: it becomes another in the moment in which the change becomes visible, whoever commits
first. One counter would make every writer wait for the one before it, and a sequence says
nothing about who commits last.
"""

from secrets import randbits

from django.conf import settings
from django.db import Error, connection, connections, models, router, transaction

from publishing.batches import batches
from publishing.kept_pages import KeptPages

TOKEN_BITS = 48  # a million of them still add up within 64 bits
KEPT = 64  # how many of the newest changes stay in the table


class ContentChange(models.Model):
    """A change that the public can see."""

    token = models.BigIntegerField()

    def __str__(self):
        return str(self.token)


def content_version():
    """The version of everything public as this connection sees it: one tiny read, an integer."""
    with connections[router.db_for_read(ContentChange)].cursor() as cursor:
        cursor.execute(f"SELECT COALESCE(SUM(token), 0) FROM {ContentChange._meta.db_table}")
        return int(cursor.fetchone()[0])


def move():
    """Make the next version, as part of the transaction that makes the change."""
    change = ContentChange.objects.create(token=randbits(TOKEN_BITS))
    if forget_kept_pages not in (function for _ids, function, _robust in connection.run_on_commit):
        transaction.on_commit(forget_kept_pages, robust=True)
    if change.pk % KEPT == 0:
        transaction.on_commit(lambda: forget(change.pk - KEPT), robust=True)


def forget_kept_pages():
    """Drop all last good copies, of whichever process, once a change is committed."""
    try:
        version = content_version()
    except Error:  # the database has gone away since
        version = ""
    KeptPages(settings.KEPT_PAGES).forget_all(version)


def forget(last):
    """Drop the changes up to the row `last`; the version moves once more, which harms nobody."""
    ContentChange.objects.filter(pk__lte=last).delete()


def records_changing(sender, rows, notes, **kwargs):
    """Note that the public sees one of the rows before the change."""
    notes["is_seen"] = notes.get("is_seen") or are_any_seen(sender, list(rows))


def records_changed(changed, notes, **kwargs):
    """Move the version where the public sees one of the rows before an act, or after it."""
    if notes.get("is_seen") or any(
        rows is None or are_any_seen(model, list(rows)) for model, rows in changed.items()
    ):
        move()


def are_any_seen(model, rows):
    return any(model.are_seen(model.objects.filter(pk__in=some)) for some in batches(rows))
