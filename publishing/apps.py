from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import m2m_changed
from django.utils.translation import gettext_lazy as _

from publishing.changes import relation_changed
from publishing.collation import register


class PublishingConfig(AppConfig):
    name = "publishing"
    verbose_name = _("Publishing")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        connection_created.connect(register, dispatch_uid="ukrainian-collation")
        m2m_changed.connect(relation_changed, dispatch_uid="public-relations")
