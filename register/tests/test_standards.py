"""The same facts by the standards of others: IATI, DCAT-AP, donations, the ministry's register."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from pyshacl import validate

from aid.models import Shipment, ShipmentStatus
from aid.tests.records import make_distribution, make_item, make_recipient, make_shipment
from partners.models import Office
from partners.tests.records import OFFICE, make_agreement, make_area, make_office, make_partner
from projects.models import Project, ProjectStatus
from projects.tests.records import make_funding, make_programme, make_project
from publishing.dates import PartialDate, today
from register.agreements_register import official_name
from register.importing import import_file
from register.tests.iati_rules import STANDARDS, faults
from register.tests.open_files import content, csv_rows, json_of
from register.tests.registers import OFFICE_REGISTER, OTHER_TOWN
from reports.wording.uk.partners import FULL_NAMES

pytestmark = pytest.mark.django_db
SHAPES = Path(STANDARDS) / "dcat-ap-3.0.0-shacl.jsonld"


def iati(client):
    return content(client.get("/data/iati-activities.xml"))


def activities(client):
    return etree.fromstring(iati(client)).findall("iati-activity")


DATES = st.builds(PartialDate, st.integers(1990, today().year + 3)) | st.builds(
    PartialDate, st.integers(1990, today().year + 3), st.integers(1, 12)
)
DAYS = DATES | st.dates(min_value=today() - timedelta(days=9000)).map(PartialDate.of)
TEXTS = st.text("абвґАБ <&>\"'/Ї ", min_size=1, max_size=20).filter(str.strip)
AMOUNTS = st.decimals(0, 999_999, places=2)


class TestIati:
    @pytest.mark.parametrize("register", [OFFICE_REGISTER, OTHER_TOWN], ids=lambda file: file.stem)
    def test_a_register_is_valid(self, client, register):
        assert import_file(register).faults == []
        document = iati(client)
        assert faults(document) == []
        assert len(etree.fromstring(document)) >= 3
        assert b"canary" not in document.lower()

    @settings(max_examples=settings.default.max_examples // 5)
    @given(
        projects=st.lists(
            st.tuples(
                st.sampled_from(ProjectStatus.values), DAYS, st.none() | DAYS, TEXTS, AMOUNTS
            ),
            max_size=4,
        ),
        shipments=st.lists(
            st.tuples(st.sampled_from(ShipmentStatus.values), DAYS, TEXTS, st.none() | AMOUNTS),
            max_size=4,
        ),
    )
    def test_so_is_a_random_one_with_every_status(self, client, projects, shipments):
        for model in (Project, Shipment):
            model.objects.all().delete()
        Office.objects.all().delete()
        make_office(edrpou="12345678")
        partner = make_partner(name_en="")
        statuses = [*ProjectStatus.values]
        everything = [*projects, *((code, PartialDate(2020), None, "а", 1) for code in statuses)]
        for status, start, end, title, amount in everything:
            end = end if end and end.last >= start.first else None
            project = make_project(
                partners=[partner], status=status, start=start, end=end, title_uk=title
            )
            make_funding(project=project, amount=amount)
        codes = [(code, PartialDate(2021, 5), "б", Decimal(5)) for code in ShipmentStatus.values]
        for number, (status, day, title, value) in enumerate([*shipments, *codes]):
            make_shipment(
                reference=f"{number}/А-1",
                donors=[partner],
                status=status,
                received_on=day,
                title_uk=title,
                value=value,
                currency="EUR",
            )
        document = iati(client)
        assert faults(document) == []
        assert len(etree.fromstring(document)) == Project.objects.count() + Shipment.objects.count()

    def test_both_languages_the_flag_and_the_transaction(self, client):
        make_office(edrpou="04054317")
        donor = make_partner(name_uk="Липове", name_en="Lypove")
        shipment = make_shipment(
            reference="2022/1",
            title_uk="Ковдри",
            title_en="Blankets",
            donors=[donor],
            received_on="2022-03",
            status="received",
            value="2000.50",
            currency="EUR",
        )
        make_item(shipment=shipment, name_uk="Ковдри вовняні", quantity=100)
        (activity,) = activities(client)
        assert activity.get("humanitarian") == "1"
        assert activity.findtext("iati-identifier") == "UA-EDR-04054317-aid-2022%2F1"
        assert activity.xpath("title/narrative/text()") == ["Ковдри", "Blankets"]
        assert activity.xpath("activity-date/@iso-date") == ["2022-03-01"]
        assert activity.xpath("activity-date/narrative/text()") == [
            "березень 2022 року",
            "March 2022",
        ]
        value = activity.find("transaction/value")
        assert (value.text, value.get("currency")) == ("2000.5", "EUR")
        assert activity.findtext("transaction/description/narrative") == "Ковдри вовняні, 100 шт."
        assert activity.xpath("transaction/provider-org/narrative/text()") == ["Липове", "Lypove"]

    def test_help_for_the_forces_alone_and_hidden_records_are_no_activities(self, client):
        make_office(edrpou="04054317")
        make_shipment(beneficiaries=["defence"], received_on="2022", value=5, currency="EUR")
        make_shipment(publication="internal", received_on="2022")
        make_project(start="2022", publication="draft")
        assert activities(client) == []

    def test_a_hidden_partner_is_not_named(self, client):
        make_office(edrpou="04054317")
        hidden = make_partner(name_uk="ХОВАНИЙ", publication="internal")
        make_project(start="2022", partners=[make_partner(), hidden])
        assert len(activities(client)) == 1
        assert "ХОВАНИЙ" not in iati(client).decode()

    def test_the_funder_of_a_project_and_its_money(self, client):
        make_office(edrpou="04054317")
        programme = make_programme(funder_uk="Європейський Союз", funder_en="European Union")
        project = make_project(start="2022", status="active", programme=programme)
        make_funding(project=project, kind="grant", amount=1000, currency="EUR")
        make_funding(project=project, line=2, kind="own", amount=50, currency="UAH")
        (activity,) = activities(client)
        assert activity.xpath("participating-org[@role='1']/narrative/text()") == [
            "Європейський Союз",
            "European Union",
        ]
        assert activity.xpath("transaction/transaction-type/@code") == ["11", "2"]


class TestCatalogue:
    @pytest.mark.parametrize("loaded", [True, False])
    def test_it_passes_the_shapes(self, client, loaded):
        if loaded:
            assert import_file(OFFICE_REGISTER).faults == []
        data = rdflib.Graph().parse(data=self.text(client), format="json-ld")
        shapes = rdflib.Graph().parse(SHAPES, format="json-ld")
        conforms, _graph, report = validate(data, shacl_graph=shapes)
        assert conforms, report

    def text(self, client):
        response = client.get("/data/catalog.jsonld")
        assert response.headers["Content-Type"] == "application/ld+json"
        return content(response).decode()

    def test_the_shapes_see_what_is_wrong(self, client):
        data = rdflib.Graph().parse(data=self.text(client), format="json-ld")
        title = rdflib.URIRef("http://purl.org/dc/terms/title")
        data.remove((None, title, None))
        shapes = rdflib.Graph().parse(SHAPES, format="json-ld")
        assert not validate(data, shacl_graph=shapes)[0]

    def test_every_file_that_it_names_is_there(self, client):
        make_office()
        catalogue = json_of(client.get("/data/catalog.jsonld"))
        assert len(catalogue["dcat:dataset"]) == 20
        for dataset in catalogue["dcat:dataset"]:
            for file in dataset["dcat:distribution"]:
                path = "/" + file["dcat:downloadURL"]["@id"].split("/", 3)[3]
                assert client.get(path).status_code == 200, path


class TestDonations:
    def test_one_row_is_one_item(self, client):
        make_office(edrpou="04054317", council_uk="Липівська міська рада")
        donor = make_partner(name_uk="Липове", code="LT-1")
        shipment = make_shipment(
            reference="2024-1",
            title_uk="Допомога лікарні",
            donors=[donor],
            received_on="2024-03",
            status="distributing",
            currency="EUR",
        )
        item = make_item(
            shipment=shipment, line=1, name_uk="Ковдри", quantity="10.5", value=99, unit="kg"
        )
        make_item(shipment=shipment, line=2, name_uk="Ліжка", quantity=None)
        make_distribution(
            item, make_recipient(kind="medical"), quantity=4, act_number="7", date="2024-04"
        )
        first, second = csv_rows(client.get("/data/donations.csv"))
        assert first == {
            "uid": "2024-1/1",
            "date": "2024-03",
            "donationTitle": "Ковдри",
            "donationPurpose": "Допомога лікарні",
            "donationQuantity": "10.5",
            "unitName": "кг",
            "amountValue": "99",
            "currencyCode": "EUR",
            "recipientID": "04054317",
            "recipientName": "Липівська міська рада",
            "donorID": "LT-1",
            "donorName": "Липове",
            "actID": "7",
            "actDate": "2024-04",
            "usageStatus": "частково передано",
        }
        assert (second["donationQuantity"], second["amountValue"]) == ("null", "null")

    def test_a_value_known_as_a_whole_is_one_row(self, client):
        shipment = make_shipment(reference="r", status="received", value="500", currency="EUR")
        make_item(shipment=shipment, line=1, name_uk="Ковдри", quantity=3)
        make_item(shipment=shipment, line=2, name_uk="Ліжка", quantity=2)
        (row,) = csv_rows(client.get("/data/donations.csv"))
        assert (row["uid"], row["amountValue"]) == ("r", "500")
        assert row["donationTitle"] == "Ковдри, 3 шт.; Ліжка, 2 шт."

    def test_what_is_only_announced_is_no_donation(self, client):
        make_item(shipment=make_shipment(status="announced"), quantity=None)
        make_item(shipment=make_shipment(publication="draft"), quantity=1)
        assert csv_rows(client.get("/data/donations.csv")) == []


class TestAgreementsRegister:
    def test_a_row_is_as_the_ministry_has_it(self, client):
        make_office(council_uk="Липівська міська рада", region_uk="Львівська область")
        partner = make_partner(name_uk="Шило", region_uk="Тельшяйський повіт", country="LT")
        make_agreement(
            parties=[OFFICE, partner],
            areas=[make_area(name_uk="Освіта")],
            title_uk="Угода про співпрацю",
            register_number="15/2025",
            territorial_kind="interterritorial",
            signed_on="2025-06-13",
            valid_until="2030",
        )
        (row,) = csv_rows(client.get("/data/agreements-register.csv"))
        assert list(row.values()) == [
            "1",
            "15/2025",
            "Угода про співпрацю",
            "2025-06-13",
            "міжтериторіальне",
            "Освіта",
            "Львівська область",
            "Липівська міська рада",
            "Литовська Республіка",
            "Тельшяйський повіт",
            "Шило",
            "до 2030",
        ]

    def test_contracts_at_home_talks_and_hidden_ones_are_not_in_it(self, client):
        home, hidden = make_partner(country="UA"), make_partner(publication="internal")
        make_agreement(parties=[OFFICE, home], kind="intermunicipal", signed_on="2022")
        make_agreement(parties=[OFFICE, make_partner()], status="negotiation", signed_on=None)
        make_agreement(parties=[OFFICE, hidden], signed_on="2022")
        assert csv_rows(client.get("/data/agreements-register.csv")) == []

    def test_countries_are_named_as_in_the_papers_of_the_portal(self):
        assert {code: official_name(code) for code in FULL_NAMES} == FULL_NAMES

    def test_countries_are_named_in_full_with_the_portal_s_apostrophe(self):
        assert official_name("LT") == "Литовська Республіка"
        assert official_name("PM") == "Сен-П’єр і Мікелон"
