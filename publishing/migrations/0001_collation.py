from django.contrib.postgres.operations import CreateCollation
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = []

    operations = [CreateCollation("ukrainian", provider="icu", locale="uk")]
