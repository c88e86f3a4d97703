"""The five groups of staff. What they may do is granted after every `migrate` (roles.py)."""

from django.db import migrations

ROLES = ("editor", "publisher", "custodian", "auditor", "administrator")


def make(apps, schema_editor):
    for name in ROLES:
        apps.get_model("auth", "Group").objects.get_or_create(name=name)


def remove(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=ROLES).delete()


class Migration(migrations.Migration):

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunPython(make, remove)]
