from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from publishing.changes import public_record_changing, public_records_changed


class AidConfig(AppConfig):
    name = "aid"
    verbose_name = _("Humanitarian aid")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from aid import keeping  # needs the models, which are loaded by now

        public_record_changing.connect(keeping.records_changing, dispatch_uid="sums-before")
        public_records_changed.connect(keeping.records_changed, dispatch_uid="sums-after")
