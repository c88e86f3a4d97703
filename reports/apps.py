from django.apps import AppConfig
from django.db.models.signals import post_save
from django.utils.translation import gettext_lazy as _

from publishing.changes import deletion_asked, public_records_changed


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = _("Annual reports")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from reports import editions  # needs the models, which are loaded by now

        public_records_changed.connect(editions.records_changed, dispatch_uid="editions-withdrawn")
        deletion_asked.connect(editions.names_of_editions, dispatch_uid="editions-stand")
        post_save.connect(
            editions.report_saved,
            sender=self.get_model("Report"),
            dispatch_uid="editions-registered",
        )
