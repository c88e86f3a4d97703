"""Kind, date and years of entries become facets, which the postings repeat."""

import django.db.models.deletion
from django.db import migrations, models

import publishing.dates
import search.models

COLUMNS = ("kind", "date", "first_year", "last_year")


def fill_facets(apps, schema_editor):
    Entry, Facet = apps.get_model("search", "Entry"), apps.get_model("search", "Facet")
    alike = Entry.objects.order_by(*COLUMNS).values(*COLUMNS).distinct()
    facets = Facet.objects.bulk_create(Facet(**values) for values in alike)
    keys = {tuple(getattr(facet, name) for name in COLUMNS): facet.pk for facet in facets}
    entries = list(Entry.objects.all())
    for entry in entries:
        entry.facet_id = keys[tuple(getattr(entry, name) for name in COLUMNS)]
    Entry.objects.bulk_update(entries, ["facet"], batch_size=500)


COPY = """
    INSERT INTO search_newposting (word_id, entry_id, place, facet_id)
    SELECT posting.word_id, posting.entry_id, posting.place, entry.facet_id
    FROM search_posting posting JOIN search_entry entry ON entry.id = posting.entry_id
"""


class Migration(migrations.Migration):
    """A composite key cannot be altered, hence the postings are copied."""

    dependencies = [("search", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Facet",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("kind", search.models.FormField(max_length=20)),
                ("date", publishing.dates.PartialDateField()),
                ("first_year", models.SmallIntegerField(null=True)),
                ("last_year", models.SmallIntegerField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["kind", "date", "first_year", "last_year"], name="facet_once"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="entry",
            name="facet",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries",
                to="search.facet",
            ),
        ),
        migrations.RunPython(fill_facets, migrations.RunPython.noop, elidable=True),
        migrations.AlterField(
            model_name="entry",
            name="facet",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="entries",
                to="search.facet",
            ),
        ),
        migrations.RemoveField(model_name="entry", name="date"),
        migrations.RemoveField(model_name="entry", name="first_year"),
        migrations.RemoveField(model_name="entry", name="last_year"),
        migrations.CreateModel(
            name="NewPosting",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "word",
                        "entry",
                        "place",
                        "facet",
                        blank=True,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                (
                    "place",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (10, "Text"),
                            (40, "Rest"),
                            (46, "Fact"),
                            (80, "Title"),
                            (105, "Name"),
                        ]
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="postings",
                        to="search.entry",
                    ),
                ),
                (
                    "facet",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="search.facet",
                    ),
                ),
                (
                    "word",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="postings",
                        to="search.word",
                    ),
                ),
            ],
        ),
        migrations.RunSQL(COPY, migrations.RunSQL.noop),
        migrations.DeleteModel("Posting"),
        migrations.RenameModel("NewPosting", "Posting"),
    ]
