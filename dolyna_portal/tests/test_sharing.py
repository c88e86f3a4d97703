"""What other sites and machines get of a page: its card, its data block, its lines."""

import json
import re
from io import BytesIO

import pytest
from PIL import Image

from aid.tests.records import make_need, make_shipment
from partners.tests.records import make_agreement, make_office, make_partner
from projects.tests.records import make_event, make_project
from register.datasets import DATASETS
from register.importing import import_file
from register.tests.registers import OTHER_TOWN

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_address(settings):
    settings.SITE_URL = "https://portal.example"


def nodes(client, address):
    """{type: node} of the page's data block."""
    text = client.get(address).content.decode()
    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)
    data = json.loads(block)
    assert data["@context"] == "https://schema.org"
    return {node["@type"]: node for node in data["@graph"]}


def meta(client, address):
    text = client.get(address).content.decode()
    return dict(re.findall(r'<meta property="og:([a-z:]+)" content="([^"]*)">', text))


class TestCard:
    def test_each_page_names_one_that_is_a_picture_of_the_named_size(self, client):
        make_office()
        partner = make_partner(key="tartu", latitude=58, longitude=26)
        records = [
            partner,
            make_agreement([partner]),
            make_project([partner]),
            make_event([partner]),
            make_shipment([partner], reference="2024/7-А"),
            make_need(),
        ]
        for address in ["/", "/en/partners/", *(one.get_absolute_url() for one in records)]:
            said = meta(client, address)
            response = client.get(said["image"].removeprefix("https://portal.example"))
            assert response.status_code == 200 and response["Content-Type"] == "image/png"
            size = Image.open(BytesIO(response.content)).size
            assert size == (int(said["image:width"]), int(said["image:height"]))
            assert not response.cookies and len(response.content) < 60_000

    def test_a_record_that_is_not_public_has_none(self, client):
        for record in (
            make_partner(key="secret", publication="internal"),
            make_event(key="secret", publication="draft"),
        ):
            kind = record.get_absolute_url().split("/")[1]
            for key in (record.key, "nothing"):
                assert client.get(f"/cards/uk/{kind}/{key}.png").status_code == 404

    @pytest.mark.parametrize(
        "path", ["de/portal/portal", "uk/portal/x", "uk/users/1", "uk/reports/x"]
    )
    def test_other_addresses_have_none(self, client, path):
        assert client.get(f"/cards/{path}.png").status_code == 404

    def test_a_title_of_any_length_fits(self, client):
        make_office(council_uk="Рада " * 30)
        for title in ("Я" * 120, "Довга назва угоди " * 25, "Ї"):
            agreement = make_agreement([make_partner()], title_uk=title)
            assert client.get(f"/cards/uk/agreements/{agreement.key}.png").status_code == 200


class TestDataBlock:
    def test_the_home_page_tells_whose_portal_it_is(self, client):
        make_office(council_uk="Липівська міська рада", phone="+380 00 000-00-00")
        found = nodes(client, "/")
        body = found["GovernmentOrganization"]
        assert body["name"] == "Липівська міська рада"
        assert body["url"] == "https://portal.example/"
        assert body["geo"] == {"@type": "GeoCoordinates", "latitude": 49, "longitude": 24}
        assert found["WebSite"]["publisher"] == {"@id": body["@id"]}

    def test_an_event_has_its_days_and_place(self, client):
        event = make_event(
            [make_partner(name_uk="Тарту")], start="2024-05", end="2024-06-02", place_uk="Тарту"
        )
        found = nodes(client, event.get_absolute_url())["Event"]
        assert (found["startDate"], found["endDate"]) == ("2024-05", "2024-06-02")
        assert found["location"]["name"] == "Тарту"
        assert "Event" not in nodes(client, make_event(start=None, end="2024").get_absolute_url())

    def test_the_open_data_are_a_catalogue_of_every_table_and_the_whole(self, client):
        make_office()
        make_partner()
        found = nodes(client, "/en/data/")
        catalogue = found["DataCatalog"]
        whole, *tables = catalogue["dataset"]
        assert [table["@id"].split("#")[1] for table in tables] == list(DATASETS)
        office_id = found["GovernmentOrganization"]["@id"]
        assert catalogue["publisher"] == {"@id": office_id}
        for dataset in (whole, *tables):
            assert dataset["name"] and dataset["description"]
            assert dataset["license"].startswith("https://creativecommons.org/")
            assert dataset["creator"] == {"@id": office_id}
            for file in dataset["distribution"]:
                path = file["contentUrl"].removeprefix("https://portal.example")
                answered = client.get(path)
                assert answered.status_code == 200
                assert answered["Content-Type"].split(";")[0] == file["encodingFormat"]
        assert tables[list(DATASETS).index("partners")]["dateModified"]

    def test_the_way_ends_at_the_page(self, client):
        partner = make_partner(key="turda", name_en="", name_uk="«Турда» & <Ко>")
        steps = nodes(client, "/en/partners/turda/")["BreadcrumbList"]["itemListElement"]
        assert [step["position"] for step in steps] == [1, 2, 3]
        assert steps[-1]["name"] == partner.name_uk
        assert steps[-1]["item"] == "https://portal.example/en/partners/turda/"

    def test_no_text_of_a_record_leaves_the_block(self, client):
        partner = make_partner(name_uk="</script><script>alert(1)</script>", summary_uk="<!--")
        page = client.get(partner.get_absolute_url()).content.decode()
        assert page.count("<script") == 1 and "<!--" not in page
        name = nodes(client, partner.get_absolute_url())["AdministrativeArea"]["name"]
        assert name == partner.name_uk

    def test_tells_nothing_of_hidden_partners(self, client):
        hidden = make_partner(name_uk="CANARY", publication="internal")
        for record in (
            make_project([make_partner(), hidden]),
            make_event([make_partner(), hidden], place_uk="Тут"),
        ):
            assert "CANARY" not in client.get(record.get_absolute_url()).content.decode()

    def test_a_report_names_its_edition(self, client):
        import_file(OTHER_TOWN)
        found = nodes(client, "/reports/2024/")["Report"]
        assert found["version"] == 1 and found["temporalCoverage"] == "2024"
        assert found["url"] == "https://portal.example/reports/2024/"


def test_the_lines_for_other_sites_are_in_the_language_of_the_page(client):
    make_office()
    make_partner(key="tartu", name_uk="Тарту", name_en="Tartu", summary_en="Twins " * 60)
    said = meta(client, "/en/partners/tartu/")
    assert said["title"] == "Tartu, Lithuania"
    assert said["locale"] == "en_GB" and said["locale:alternate"] == "uk_UA"
    assert len(said["description"]) <= 200 and said["description"].endswith("…")
    assert said["image"] == "https://portal.example/cards/en/partners/tartu.png"
