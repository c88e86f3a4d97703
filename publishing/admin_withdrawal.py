"""What falls with a record that the public no longer sees: asked before, told after.

The act is done, and undone where something published fell with it and nobody has said yes. So
it asks of every way there is: a button, a date, a row, a record that others stand on.
"""

from contextlib import contextmanager

from django.contrib import messages
from django.db import transaction
from django.utils.translation import gettext as _

from publishing.changes import as_one_change, withdrawals

YES = "withdraw"  # what a button sends under which stands what is withdrawn
SAVING = ("_save", "_continue", "_addanother")


class Unconfirmed(Exception):
    """Something would be withdrawn, and was not asked for: `names` says what, a list of texts."""

    def __init__(self, names):
        super().__init__(names)
        self.names = names


@contextmanager
def confirmed(request):
    """One act of a member of staff, undone by Unconfirmed; says what it has withdrawn."""
    with transaction.atomic(), withdrawals() as names:
        with as_one_change():
            yield
        if names and YES not in answers(request):
            raise Unconfirmed(names)
    if names:
        text = _("Withdrawn with it: %(names)s") % {"names": "; ".join(names)}
        messages.warning(request, text)


def answers(request):
    return [value for name, value in request.POST.items() if name.startswith("_")]


def pressed(request, buttons):
    """The button that the form was sent by."""
    return next((name for name in (*buttons, *SAVING) if name in request.POST), SAVING[0])


@contextmanager
def unsaid_on_error(request):
    """Where the act within fails, so do the messages that it left for the next page."""
    waiting = getattr(messages.get_messages(request), "_queued_messages", [])
    before = len(waiting)
    try:
        yield
    except BaseException:
        del waiting[before:]
        raise
