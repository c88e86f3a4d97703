from django.apps import AppConfig

from publishing.changes import public_record_changing, public_records_changed


class RegisterConfig(AppConfig):
    name = "register"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from register import changes  # with a model, which is loaded by now

        public_record_changing.connect(changes.records_changing, dispatch_uid="sheets-before")
        public_records_changed.connect(changes.records_changed, dispatch_uid="sheets-after")
