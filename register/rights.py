"""What a user may write by a file: no more than the admin lets the same person do by hand."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aid.models import Distribution, Recipient, RecipientIdentity, RecipientKind
from partners.models import Office
from publishing.admin_rights import has_right
from publishing.models import Publication
from publishing.workflow import DISCLOSE, may_publish, refusal
from register.faults import shown
from register.sheets import BY_TITLE, PublicKeys

CLOSED = gettext_lazy("You may not write this column.")
OWNERS = {  # sheets whose rows share the state of a record: the column and sheet that name it
    "funding": ("project", "projects"),
    "items": ("shipment", "shipments"),
    "distributions": ("shipment", "shipments"),
    "report_texts": ("year", "reports"),
}


def knows_recipients(user, action):
    """Whether the user (None in the shell) may `view` or `change` who sensitive recipients are."""
    return user is None or has_right(user, action, RecipientIdentity)


def closed_columns(user, sheet):
    """The names of the columns that the user (None in the shell) may neither read nor write."""
    if user is None:
        return set()
    return {
        column.name
        for column in sheet.aside
        if not any(has_right(user, action, column.table) for action in ("view", "change"))
    }


def of_open_recipients(rows):
    """The rows (a queryset) without sensitive recipients and without what was given to them."""
    if rows.model is Recipient:
        return rows.filter(sensitive=False)
    return rows.filter(recipient__sensitive=False) if rows.model is Distribution else rows


def leaves_defence(user, entry):
    """Whether the row would name a recipient of the forces, and the user may not disclose it."""
    before, after = (values["kind"] for values in (entry.before or entry.values, entry.values))
    return before == RecipientKind.DEFENCE != after and not user.has_perm(DISCLOSE)


class Rights:
    """Looks through a checked import for what its user may not write.

    `entries` is {sheet title: [Entry, …]}, as the file would leave them.
    """

    def __init__(self, user, entries):
        self.user, self.entries = user, entries
        self.visible = PublicKeys()
        self.states = {}

    def refusals(self):
        """(sheet, row, column, problem) for each thing that the user may not write."""
        for title, entries in self.entries.items():
            sheet = BY_TITLE[title]
            for entry in entries:
                if entry.record is not None:
                    for column, problem in self.of_entry(sheet, entry):
                        yield sheet, entry.row, column, problem

    def of_entry(self, sheet, entry):
        action = "add" if entry.is_new else "change"
        if not has_right(self.user, action, sheet.model):
            yield sheet.key[0], _("You may not change rows of this sheet.")
            return
        yield from self.of_state(sheet, entry)
        yield from self.of_confidential(sheet, entry)
        if sheet.model is Recipient and leaves_defence(self.user, entry):
            yield "kind", CLOSED

    def of_state(self, sheet, entry):
        """What the row would publish, hide or change although it is published."""
        before = (entry.before or {}).get("publication", "")
        if "publication" in sheet.columns:
            after = entry.values["publication"]
            if problem := refusal(self.user, sheet.model, before, after):
                yield "publication", str(problem)
                return
        if not may_publish(self.user, sheet.model) and self.is_published(sheet, entry):
            yield sheet.key[0], _("This record is published: you may not change it.")

    def is_published(self, sheet, entry):
        """Whether the row changes what is published, by its own state or by that of its owner."""
        if "publication" in sheet.columns:
            return entry.is_changed and entry.before["publication"] == Publication.PUBLIC
        if sheet.title in OWNERS:
            column, owner = OWNERS[sheet.title]
            keys = {values[column] for values in (entry.values, entry.before) if values}
            return any(key in self.published(owner) for key in keys)
        if not entry.is_changed:
            return False
        if sheet.model is Recipient:  # what goes to some of them is never seen
            return entry.record.is_published()
        return sheet.model is Office or entry.key in self.visible[sheet.title]

    def published(self, title):
        """The keys of the records of a sheet that are published, as stored or by the file."""
        if title not in self.states:
            sheet = BY_TITLE[title]
            columns = [sheet.columns[name] for name in (*sheet.key, "publication")]
            stored = sheet.rows(columns=columns)
            states = {key: values["publication"] for key, (_pk, values) in stored.items()}
            keys = {key for key, state in states.items() if state == Publication.PUBLIC}
            for entry in self.entries.get(title, []):
                if entry.values["publication"] == Publication.PUBLIC:
                    keys.add(entry.key)
            self.states[title] = keys
        return self.states[title]

    def of_confidential(self, sheet, entry):
        """What the row would write into tables with permissions of their own."""
        for column in sheet.aside:
            told = entry.values[column.name] if entry.is_new else entry.changes(column)
            if told and not has_right(self.user, "change", column.table):
                yield column.name, CLOSED
        if sheet.model is Recipient and not knows_recipients(self.user, "change"):
            yield from self.of_recipient(entry)

    def of_recipient(self, entry):
        """What the row would disclose or conceal, for a user to whom hidden keys are unknown.

        A new key is refused, for it may be that of a sensitive recipient: whoever could enter
        all keys but those would learn them.
        """
        if entry.is_new:
            problem = _("No open recipient has the key “%(key)s”: enter a new one by hand.")
            yield "key", problem % {"key": shown(entry.key)}
        elif entry.values["sensitive"]:
            yield "sensitive", CLOSED
