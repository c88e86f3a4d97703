from django.apps import AppConfig, apps
from django.core import checks
from django.db.backends.signals import connection_created
from django.db.models.signals import m2m_changed, post_delete, pre_delete
from django.utils.translation import gettext_lazy as _
from simple_history.signals import post_create_historical_record, pre_create_historical_record

from publishing.changes import (
    public_record_changing,
    public_records_changed,
    relation_changed,
)
from publishing.checks import folders_can_be_written
from publishing.collation import register


class PublishingConfig(AppConfig):
    name = "publishing"
    verbose_name = _("Publishing")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        # with models, which are loaded by now
        from publishing import history, version, workflow
        from publishing.models import Publishable

        checks.register(folders_can_be_written)
        public_record_changing.connect(version.records_changing, dispatch_uid="version-before")
        public_records_changed.connect(version.records_changed, dispatch_uid="version-after")

        connection_created.connect(register, dispatch_uid="ukrainian-collation")
        m2m_changed.connect(relation_changed, dispatch_uid="public-relations")
        m2m_changed.connect(history.links_changed, dispatch_uid="links-of-versions")
        pre_create_historical_record.connect(history.complete, dispatch_uid="versions-completed")
        post_create_historical_record.connect(
            history.forget_emptied, dispatch_uid="versions-forget"
        )
        for model in apps.get_models():
            if issubclass(model, Publishable):
                pre_delete.connect(workflow.hold_back, sender=model, dispatch_uid=f"{model}-held")
        for name in ("Document", "Photo"):
            model = self.get_model(name)
            post_delete.connect(model.row_deleted, sender=model, dispatch_uid=f"{name}-deleted")
