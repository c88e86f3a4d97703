"""The roles of staff: groups whose permissions follow from what a model is.

The table below is the truth: every `migrate` gives the five groups these permissions and no
others, so that a new table has its readers and writers at once. `docs/roles.md` tells it to
the office.
"""

from dataclasses import dataclass

from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.translation import gettext, gettext_noop, pgettext_lazy

from partners.models import Office
from publishing.models import AuditEntry, ConfidentialRecord, PublicRecord
from reports.models import Edition, EditionFile

READ = ("view",)
WRITE = ("view", "add", "change", "delete")
CHANGE = ("view", "change")
WORDS = {
    "view": pgettext_lazy("permission", "view"),
    "add": pgettext_lazy("permission", "add"),
    "change": pgettext_lazy("permission", "change"),
    "delete": pgettext_lazy("permission", "delete"),
    "view history": pgettext_lazy("permission", "view history"),
}


@dataclass(frozen=True)
class Role:
    """What a role may do: {kind of model: actions}, and permissions that are no such action."""

    models: dict
    special: tuple = ()


PUBLISHING = (
    "publish_records",
    "disclose_records",
    "submit_report",
    "review_report",
    "publish_report",
)
READING = {
    "records": READ,
    "office": READ,
    "editions": READ,
    "history": READ,
}
ROLES = {
    gettext_noop("editor"): Role(READING | {"records": WRITE}, ("submit_report",)),
    gettext_noop("publisher"): Role(READING | {"records": WRITE, "office": CHANGE}, PUBLISHING),
    gettext_noop("custodian"): Role(
        READING | {"confidential": WRITE, "confidential history": READ}
    ),
    gettext_noop("auditor"): Role(
        READING
        | {
            "confidential": READ,
            "confidential history": READ,
            "accounts": READ,
            "roles": READ,
            "audit": READ,
        }
    ),
    gettext_noop("administrator"): Role(
        READING
        | {
            "records": WRITE,
            "office": ("view", "add", "change"),
            "confidential": WRITE,
            "confidential history": READ,
            "accounts": WRITE,
            "roles": READ,
            "audit": READ,
        },
        PUBLISHING,
    ),
}


def kind_of(model):
    """The kind of a model that the table of roles names; None for one that no role touches."""
    tracked = getattr(model, "instance_type", None)  # the model whose history this one holds
    if tracked is not None:
        return "confidential history" if issubclass(tracked, ConfidentialRecord) else "history"
    if issubclass(model, ConfidentialRecord):
        return "confidential"
    if issubclass(model, PublicRecord):
        return "editions" if model in (Edition, EditionFile) else "records"
    named = {Office: "office", User: "accounts", Group: "roles", AuditEntry: "audit"}
    return named.get(model)


def grant_roles(**kwargs):
    """Give every role the permissions of the table; runs after each `migrate`."""
    granted = {name: [] for name in ROLES}
    permissions = Permission.objects.select_related("content_type")
    kinds = {
        ContentType.objects.get_for_model(model, for_concrete_model=False).pk: kind_of(model)
        for model in apps.get_models()
    }
    for permission in permissions:
        action = permission.codename.partition("_")[0]
        kind = kinds.get(permission.content_type_id)
        for name, role in ROLES.items():
            if action in role.models.get(kind, ()) or permission.codename in role.special:
                granted[name].append(permission)
    for name, given in granted.items():
        Group.objects.get_or_create(name=name)[0].permissions.set(given)


def permissions_in_use():
    """The permissions that some role or account has; the others open no page."""
    used = Q(group__isnull=False) | Q(user__isnull=False)
    return Permission.objects.filter(used).distinct().select_related("content_type")


def words_of(permission):
    """What a permission allows, in the language of the page: «Партнери | партнер | додавати»."""
    table = permission.content_type
    tracked = getattr(table.model_class(), "instance_type", None)
    if tracked is not None:
        table = ContentType.objects.get_for_model(tracked)
    action = permission.codename.partition("_")[0]
    done = WORDS.get(f"{action} history" if tracked else action) or gettext(permission.name)
    return f"{table.app_labeled_name} | {done}"
