from django.db import migrations, models
from django.db.models import Count


def note_what_is_withheld(apps, schema_editor):
    """Editions that stand tell as much of a consignment as may be told of it today."""
    item, shipment = apps.get_model("aid", "Item"), apps.get_model("aid", "Shipment")
    shared = item.objects.filter(distributions__recipient__kind="defence").order_by()
    withheld = dict(shared.values_list("shipment").annotate(Count("pk", distinct=True)))
    named = shipment.objects.filter(beneficiaries__contains=";defence;").order_by()
    for pk, items in named.values_list("pk").annotate(Count("items")):
        withheld[pk] = items + 1
    sources = apps.get_model("reports", "EditionSource").objects.filter(model="aid.shipment")
    for pk, number in withheld.items():
        sources.filter(object_id=pk).update(withheld=number)


class Migration(migrations.Migration):

    dependencies = [
        ('aid', '0008_acts_without_a_date_last'),
        ('reports', '0007_edition_arms'),
    ]

    operations = [
        migrations.AddField(
            model_name='editionsource',
            name='withheld',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.RunPython(note_what_is_withheld, migrations.RunPython.noop),
    ]
