"""The catalogue of the open data by DCAT-AP 3, as JSON-LD."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from publishing.dates import KYIV
from publishing.languages import in_each
from register.datasets import DATASETS, LICENCE
from register.open_access import WORKBOOK

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
AUTHORITY = "http://publications.europa.eu/resource/authority"
THEME = {
    "@id": f"{AUTHORITY}/data-theme/GOVE",
    "@type": "skos:Concept",
    "skos:prefLabel": {"@value": "Government and public sector", "@language": "en"},
}
FREQUENCY = f"{AUTHORITY}/frequency/UPDATE_CONT"
LANGUAGES = [f"{AUTHORITY}/language/UKR", f"{AUTHORITY}/language/ENG"]
MEDIA_TYPES = "http://www.iana.org/assignments/media-types"
FORMATS = {
    "CSV": ("text/csv", "CSV"),
    "JSON": ("application/json", "JSON"),
    "XLSX": (WORKBOOK, "XLSX"),
    "XML": ("application/xml", "XML"),
}
STANDARDS = (  # datasets beside the sheets: identifier, title, description, format, address
    (
        "donations",
        _("Charity donations"),
        _("Aid that arrived, by the Ukrainian schema of charity donations."),
        "CSV",
        "open_data:donations",
    ),
    (
        "agreements-register",
        _("Register of agreements"),
        _("International agreements in the columns of the ministry’s register."),
        "CSV",
        "open_data:agreements_register",
    ),
    (
        "iati-activities",
        "IATI 2.03",
        _("Projects and aid as activities in the international aid standard."),
        "XML",
        "open_data:iati",
    ),
)


def catalogue(office, changes):
    """The catalogue as a dict; `changes` has {title: when a dataset last changed}."""
    page = settings.SITE_URL + reverse("data:page")
    publisher = {"@id": f"{settings.SITE_URL}/#office", "@type": "foaf:Agent"}
    if office:
        publisher["foaf:name"] = texts(office.council_uk, office.council_en)
    else:
        publisher["foaf:name"] = in_both(_("International cooperation"))
    catalog = {
        "@id": settings.SITE_URL + reverse("open_data:catalogue"),
        "@type": "dcat:Catalog",
        "dct:title": in_both(_("Open data of international cooperation")),
        "dct:description": in_both(_("The whole public register in open formats.")),
        "dct:publisher": publisher,
        "dct:license": typed(LICENCE, "dct:LicenseDocument"),
        "dct:language": [typed(code, "dct:LinguisticSystem") for code in LANGUAGES],
        "foaf:homepage": typed(page, "foaf:Document"),
        "dcat:dataset": [*sheets(changes), *standards()],
    }
    if changes:
        catalog["dct:modified"] = moment(max(changes.values()))
    for dataset in catalog["dcat:dataset"]:
        dataset["dct:publisher"] = {"@id": publisher["@id"]}
        if office and office.email:
            dataset["dcat:contactPoint"] = contact(office)
    return {"@context": CONTEXT, **catalog}


def sheets(changes):
    """The sheets of the register as datasets, each in every format."""
    for title, dataset in DATASETS.items():
        described = described_as(title, dataset.label, dataset.description, dataset.files)
        if title in changes:
            described["dct:modified"] = moment(changes[title])
        yield described


def standards():
    for title, label, description, file_format, name in STANDARDS:
        yield described_as(title, label, description, [(file_format, reverse(name))])


def described_as(title, label, description, files):
    """One dataset with its distributions; `files` are (format, path)."""
    address = f"{settings.SITE_URL}{reverse('data:page')}#{title}"
    return {
        "@id": address,
        "@type": "dcat:Dataset",
        "dct:identifier": title,
        "dct:title": in_both(label),
        "dct:description": in_both(description),
        "dct:accrualPeriodicity": typed(FREQUENCY, "dct:Frequency"),
        "dct:language": [{"@id": code} for code in LANGUAGES],
        "dcat:theme": THEME,
        "dcat:landingPage": typed(settings.SITE_URL + reverse("data:page"), "foaf:Document"),
        "dcat:distribution": [distribution(file_format, path) for file_format, path in files],
    }


def distribution(file_format, path):
    media_type, code = FORMATS[file_format]
    url = settings.SITE_URL + path
    return {
        "@id": f"{url}#distribution",
        "@type": "dcat:Distribution",
        "dct:title": file_format,
        "dcat:accessURL": typed(url, "rdfs:Resource"),
        "dcat:downloadURL": typed(url, "rdfs:Resource"),
        "dcat:mediaType": typed(f"{MEDIA_TYPES}/{media_type}", "dct:MediaType"),
        "dct:format": typed(f"{AUTHORITY}/file-type/{code}", "dct:MediaTypeOrExtent"),
        "dct:license": typed(LICENCE, "dct:LicenseDocument"),
    }


def contact(office):
    return {
        "@id": f"{settings.SITE_URL}/#contact",
        "@type": "vcard:Kind",
        "vcard:fn": office.department_uk or office.council_uk,
        "vcard:hasEmail": {"@id": f"mailto:{office.email}"},
    }


def typed(address, kind):
    return {"@id": address, "@type": kind}


def texts(uk, en):
    """A text in Ukrainian, and in English where there is one."""
    found = {"uk": uk, "en": en}
    return [{"@value": text, "@language": code} for code, text in found.items() if text]


def in_both(text):
    """A lazy text in both languages."""
    return texts(*in_each(text))


def moment(when):
    return {"@value": when.astimezone(KYIV).isoformat("T", "seconds"), "@type": "xsd:dateTime"}
