"""The areas and partners of public records, which come in their own query.

Lists and pages show them by name alone: long texts stay in the database.
"""

from django.db.models import F, OuterRef

from partners.models import Area, Partner
from publishing.collation import in_order
from publishing.models import once_a_day
from publishing.nested import Nested

SHOWN = ("key", "kind", "name_uk", "name_en", "country", "latitude", "longitude")


def with_areas(records):
    """Public records, each with its `public_areas` by name.

    An area is public because a public record refers to it: nothing more has to be asked.
    """
    return records.annotate(public_areas=areas_of(records.model))


@once_a_day
def areas_of(model):
    """The areas of the outer record of `model`."""
    areas = Area.objects.filter(**{model.areas.field.related_query_name(): OuterRef("pk")})
    return Nested(areas.order_by(in_order("name")).only("key", "name_uk", "name_en"))


def with_partners(records, relation="partners"):
    """Public records, each with its `public_partners` in the order of the directory."""
    return records.annotate(public_partners=partners_of(records.model, relation))


@once_a_day
def partners_of(model, relation):
    """The public partners of the outer record of `model`."""
    name = model._meta.get_field(relation).related_query_name()
    return Nested(by_position(public_names().filter(**{name: OuterRef("pk")})))


def public_names():
    """The public partners with what it takes to name them and to tell the way to them."""
    return Partner.objects.public().only(*SHOWN)


def by_position(partners):
    """The partners in the order of the directory and the report."""
    return partners.order_by(F("position").asc(nulls_last=True), in_order("name"))
