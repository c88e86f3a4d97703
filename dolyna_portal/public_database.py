"""The public pages under a database role that cannot read internal tables.

With PUBLIC_DATABASE_URL whatever a public address reads goes through a second connection, whose
PostgreSQL role has no right to the tables that are never published: a filter that somebody
forgets then fails instead of leaking. `manage.py public_role` prints what makes the role.
"""

from functools import lru_cache

from django.apps import apps
from django.conf import settings
from django.http import FileResponse
from django.urls import get_script_prefix, reverse
from django.utils.translation import override

from publishing.connections import in_public_reads, public_reads, reads_are_public
from publishing.models import AuditEntry, ConfidentialRecord, StateChange
from register.models import Upload

ALIAS = "public"
APPS = (
    "contenttypes",  # the names of models, by which documents know their records
    "publishing",
    "partners",
    "projects",
    "aid",
    "reports",
    "search",
    "register",
)
INTERNAL = (ConfidentialRecord, StateChange, AuditEntry, Upload)


class PublicDatabaseMiddleware:
    """Marks the requests of the public, which are all outside the admin, to their last byte.

    They have no cookies: no public answer depends on one, sets or deletes one.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path.startswith(admin_paths(get_script_prefix())):
            return self.get_response(request)
        request.COOKIES = {}
        with public_reads():
            response = self.get_response(request)
        # Rows are read while they are sent; stored files have none.
        if response.streaming and not isinstance(response, FileResponse):
            response.streaming_content = in_public_reads(response.streaming_content)
        return response


@lru_cache
def admin_paths(prefix):
    """The paths of the admin in all languages; `prefix` is that of the whole portal."""
    paths = []
    for language, _name in settings.LANGUAGES:
        with override(language):
            paths.append(reverse("admin:index"))
    return tuple(paths)


class PublicDatabaseRouter:
    """Sends the reads for the public to the connection of the narrow role."""

    def db_for_read(self, model, **hints):
        return ALIAS if reads_are_public() else None

    def allow_relation(self, one, other, **hints):
        return True  # both connections lead to one database

    def allow_migrate(self, db, app_label, **hints):
        return False if db == ALIAS else None


def readable_tables():
    """The names of the tables that the public role may read, in order."""
    models = apps.get_models(include_auto_created=True)
    return sorted(
        model._meta.db_table
        for model in models
        if model._meta.app_label in APPS
        and not issubclass(model, INTERNAL)
        and not hasattr(model, "instance_type")  # the history of another model
    )


def role_statements(role):
    """The SQL statements that let `role`, which exists, read those tables and nothing else."""
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}"
    yield f"GRANT USAGE ON SCHEMA public TO {role}"
    for table in readable_tables():
        yield f"GRANT SELECT ON {table} TO {role}"
