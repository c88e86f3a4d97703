from django.apps import AppConfig

from publishing.changes import public_record_changed, public_record_changing


class RegisterConfig(AppConfig):
    name = "register"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from register.changes import record_changes  # a model, which is loaded by now

        for signal in (public_record_changing, public_record_changed):
            signal.connect(record_changes, dispatch_uid="sheet-changes")
