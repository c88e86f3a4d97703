from django.urls import path, register_converter

from aid.references import ReferenceConverter
from register import views
from register.records import record_file


class SuffixConverter:
    """The formats in which the rows of a sheet are published."""

    regex = "csv|json|xlsx"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


register_converter(SuffixConverter, "suffix")
register_converter(ReferenceConverter, "consignment")

pages = [path("data/", views.data_page, name="page")]
files = [
    path("data/register.<suffix:suffix>", views.register_file, name="register"),
    path("data/donations.csv", views.donations_file, name="donations"),
    path("data/agreements-register.csv", views.agreements_file, name="agreements_register"),
    path("data/iati-activities.xml", views.iati_file, name="iati"),
    path("data/catalog.jsonld", views.catalogue_file, name="catalogue"),
    path("data/<slug:title>-passport.csv", views.passport_file, name="passport"),
    path("data/<slug:title>-structure.csv", views.structure_file, name="structure"),
    path("data/<slug:title>.<suffix:suffix>", views.sheet_file, name="sheet"),
    path("partners/<slug:key>.json", record_file("partners"), name="partner"),
    path("agreements/<slug:key>.json", record_file("agreements"), name="agreement"),
    path("projects/<slug:key>.json", record_file("projects"), name="project"),
    path("events/<slug:key>.json", record_file("events"), name="event"),
    path("aid/needs/<slug:key>.json", record_file("needs"), name="need"),
    path("aid/shipments/<consignment:key>.json", record_file("shipments"), name="shipment"),
    path("reports/<int:key>.json", record_file("reports"), name="report"),
]
