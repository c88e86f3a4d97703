"""Each record as data, with links to its neighbours."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aid.tests.records import make_distribution, make_item, make_recipient, make_shipment
from partners.tests.records import OFFICE, make_agreement, make_area, make_partner
from projects.tests.records import make_event, make_funding, make_project
from register.importing import import_rows
from register.records import ADDRESSES
from register.sheets import BY_TITLE
from register.tests.open_files import json_of
from register.tests.registers import in_form, small

pytestmark = pytest.mark.django_db


def test_a_partner_leads_to_all_done_with_it(client):
    area = make_area(name_uk="Культура")
    partner = make_partner(key="lypove", name_uk="Липове", areas=[area])
    make_event(key="meeting", title_uk="Зустріч", partners=[partner])
    make_agreement(key="pact", parties=[OFFICE, partner])
    make_project(key="bridge", lead=partner)
    make_shipment(reference="2024/1-А", donors=[partner])
    record = json_of(client.get("/partners/lypove.json"))
    assert record["type"] == "partners"
    assert record["record"]["name_uk"] == "Липове"
    assert record["url"].endswith("/partners/lypove/")
    assert record["url_en"].endswith("/en/partners/lypove/")
    assert record["refers_to"] == {"areas": [{"type": "areas", "key": area.key}]}
    assert set(record["referred_by"]) == {"events", "agreements", "projects", "shipments"}
    (event,) = record["referred_by"]["events"]
    assert (event["key"], event["title_uk"]) == ("meeting", "Зустріч")


def test_every_link_leads_to_a_record(client):
    register = small()
    for rows in register.values():
        for row in rows:
            if "publication" in row or "key" in row and "status" in row:
                row["publication"] = "public"
    for title in ("agreements", "projects", "events", "needs"):
        register[title][0]["publication"] = "public"
    assert import_rows(in_form(register)).faults == []
    waiting, seen = ["/partners/birch.json"], set()
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        record = json_of(client.get(address))
        for groups in (record["refers_to"], record["referred_by"]):
            for neighbours in groups.values():
                links = [one["data"] for one in neighbours if "data" in one]
                waiting += [f"/{link.split('/', 3)[3]}" for link in links]
    types = {address.split("/")[1] for address in seen}
    assert types >= {"partners", "agreements", "projects", "events", "aid"}


def test_rows_without_a_page_stand_with_the_record_that_they_belong_to(client):
    shipment = make_shipment(reference="r1")
    item = make_item(shipment=shipment, name_uk="Ковдри", quantity=10)
    make_distribution(item, make_recipient(kind="medical"), quantity=4, act_number="7")
    project = make_project(key="bridge")
    make_funding(project=project, amount="1500.50")
    of_shipment = json_of(client.get("/aid/shipments/r1.json"))["referred_by"]
    assert of_shipment["items"][0]["name_uk"] == "Ковдри"
    assert of_shipment["distributions"][0]["quantity"] == 4
    of_project = json_of(client.get("/projects/bridge.json"))["referred_by"]
    assert of_project["funding"][0]["amount"] == "1500.5"


def test_hidden_neighbours_are_not_there(client):
    partner = make_partner(key="lypove")
    hidden = make_partner(key="canary")
    make_event(key="meeting", partners=[partner, hidden])
    make_event(key="canary-event", partners=[partner], publication="draft")
    hidden.publication = "internal"
    hidden.save()
    for address in ("/partners/lypove.json", "/events/meeting.json"):
        assert "canary" not in client.get(address).content.decode()


def test_what_is_hidden_and_what_is_not_there_answer_alike(client):
    make_partner(key="hidden", publication="internal")
    answers = [client.get(f"/partners/{key}.json") for key in ("hidden", "absent")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].headers.keys() == answers[1].headers.keys()


@pytest.mark.parametrize(
    "address",
    [
        "/partners/{}/",
        "/en/partners/{}/",
        "/partners/{}.json",
        "/partners/{}/feed.atom",
        "/partners/{}/brief.pdf",
        "/partners/{}/embed/",
        "/en/partners/{}/embed/",
        "/cards/uk/partners/{}.png",
    ],
)
def test_a_former_key_leads_to_the_same_thing_under_the_new_one(client, address):
    partner = make_partner(key="old")
    partner.key = "new"
    partner.save()
    response = client.get(address.format("old"))
    assert (response.status_code, response.headers["Location"]) == (301, address.format("new"))
    assert response.headers["Cache-Control"] == "no-cache"


def test_a_reference_of_any_letters_has_its_address(client):
    make_shipment(reference="2022/1-А.б_в")
    record = json_of(client.get("/aid/shipments/2022/1-А.б_в.json"))
    assert json_of(client.get("/" + record["data"].split("/", 3)[3])) == record


def test_it_needs_the_same_queries_for_more_neighbours(client):
    partner = make_partner(key="lypove")

    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get("/partners/lypove.json")
        return len(captured)

    make_event(partners=[partner])
    few = queries()
    for _number in range(10):
        make_event(partners=[partner])
    assert queries() == few


def test_every_kind_of_record_with_a_page_has_one():
    with_page = {
        title for title, sheet in BY_TITLE.items() if hasattr(sheet.model, "get_absolute_url")
    }
    assert with_page == set(ADDRESSES)
