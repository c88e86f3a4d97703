from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from publishing.changes import public_record_changing, public_records_changed


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = _("Search")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from search import indexing  # needs the models, which are loaded by now

        public_record_changing.connect(indexing.records_changing, dispatch_uid="index-before")
        public_records_changed.connect(indexing.records_changed, dispatch_uid="index-after")
