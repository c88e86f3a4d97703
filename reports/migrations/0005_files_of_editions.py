from django.db import migrations

from reports.files import typeset_files


def typeset_those_without(apps, schema_editor):
    """Give the editions that were published before they had files theirs."""
    edition_file = apps.get_model("reports", "EditionFile")
    for edition in apps.get_model("reports", "Edition").objects.filter(files__isnull=True):
        edition_file.objects.bulk_create(
            edition_file(edition=edition, **values) for values in typeset_files(edition, b"")
        )


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0004_edition_files'),
    ]

    operations = [
        migrations.RunPython(typeset_those_without, migrations.RunPython.noop),
    ]
