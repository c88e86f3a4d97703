"""What `/files/` answers: sandboxed, downloadable, and gone with its record."""

from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import override_settings
from django.utils.http import parse_http_date

from partners.models import Office
from partners.tests.records import make_agreement, make_office, make_partner
from publishing.models import Document, FileType, Publication
from publishing.tests.records import PDF, make_document, make_photo

pytestmark = pytest.mark.django_db


def content(response):
    return b"".join(response) if response.streaming else response.content


def not_found_page(client):
    return client.get(f"/files/{uuid4()}/decision.pdf")


@pytest.mark.parametrize("file_type", FileType)
def test_every_type_is_served_sandboxed_and_by_its_own_name(client, file_type):
    document = make_document(make_partner(), type=file_type)
    response = client.get(document.get_absolute_url())
    assert response.status_code == 200
    assert content(response) == PDF
    assert response["Content-Type"] == file_type.media_type
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("default-src 'none'; sandbox")
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Cache-Control"] == "no-cache"
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    kind = response["Content-Disposition"].partition(";")[0]
    assert kind == ("inline" if file_type.is_image else "attachment")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Рішення ради", "Рішення ради.pdf"),
        ('Лист "про воду"; №\u00a05/2', "Лист про воду ; № 5 2.pdf"),
        ("..\\..\\etc/passwd", "etc passwd.pdf"),
        ("/", "decision.pdf"),
        ("Д" * 300, f"{'Д' * 120}.pdf"),
    ],
)
def test_a_file_is_saved_under_its_title(client, title, name):
    response = client.get(make_document(make_partner(), title_uk=title).get_absolute_url())
    encoded = response["Content-Disposition"].partition("filename*=utf-8''")[2]
    plain = response["Content-Disposition"].partition('filename="')[2].removesuffix('"')
    assert (unquote(encoded) or plain) == name


class TestVisibility:
    @pytest.mark.parametrize("make_file", [make_document, make_photo])
    @pytest.mark.parametrize("state", [Publication.DRAFT, Publication.REVIEW, Publication.INTERNAL])
    def test_a_file_vanishes_with_its_record_or_by_itself(self, client, make_file, state):
        partner = make_partner()
        agreement = make_agreement([partner])
        file = make_file(agreement)
        address = file.get_absolute_url()
        absent = not_found_page(client)
        for record in (file, agreement, partner):
            assert client.get(address).status_code == 200
            record.publication = state
            record.save()
            response = client.get(address)
            assert response.status_code == 404
            assert response.content == absent.content.replace(
                absent.request["PATH_INFO"].encode(), address.encode()
            )
            record.publication = Publication.PUBLIC
            record.save()

    def test_neither_head_nor_a_known_tag_nor_a_range_tells_of_a_hidden_file(self, client):
        document = make_document(make_partner())
        address = document.get_absolute_url()
        tag = client.get(address)["ETag"]
        document.publication = Publication.INTERNAL
        document.save()
        assert client.head(address).status_code == 404
        assert client.get(address, headers={"If-None-Match": tag}).status_code == 404
        assert client.get(address, headers={"Range": "bytes=0-3"}).status_code == 404

    def test_a_missing_file_is_not_there(self, client):
        document = make_document(make_partner())
        Path(default_storage.path(document.file.name)).unlink()
        assert client.get(document.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    "tail",
    [
        "",
        "secret.pdf",
        "decision.exe",
        "decision.pdf/",
        "..%2fdecision.pdf",
        "%2e%2e%2f%2e%2e%2fdb.sqlite3",
        "decision.pdf%00",
        "%00",
        "decision.pdf%0d%0aX-Injected:%201",
        "DECISION.PDF",
    ],
)
def test_no_other_address_leads_to_a_file(client, tail):
    document = make_document(make_partner())
    response = client.get(f"/files/{document.uid}/{tail}")
    assert response.status_code == 404
    assert "X-Injected" not in response


def test_the_storage_has_no_address_of_its_own(client):
    document = make_document(make_partner())
    for prefix in ("/media/", "/static/", "/files/", "/"):
        assert client.get(prefix + document.file.name).status_code == 404


def test_an_address_stays_when_the_kind_is_corrected(client):
    document = make_document(make_partner(), kind="letter")
    address = document.get_absolute_url()
    Document.objects.update(kind="decision")
    assert client.get(address).status_code == 200


def test_files_answer_no_writing_method(client):
    address = make_document(make_partner()).get_absolute_url()
    for method in (client.post, client.put, client.delete, client.patch):
        assert method(address).status_code == 405


class TestPartsAndRepetition:
    @pytest.fixture
    def address(self):
        return make_document(make_partner()).get_absolute_url()

    def test_the_head_tells_the_length_without_the_content(self, client, address):
        response = client.head(address)
        assert response.status_code == 200
        assert response["Content-Length"] == str(len(PDF))
        assert content(response) == b""

    def test_what_the_reader_has_is_not_sent_again(self, client, address):
        first = client.get(address)
        for headers in (
            {"If-None-Match": first["ETag"]},
            {"If-Modified-Since": first["Last-Modified"]},
        ):
            response = client.get(address, headers=headers)
            assert response.status_code == 304
            assert response["ETag"] == first["ETag"]
            assert "sandbox" in response["Content-Security-Policy"]
        assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200
        assert parse_http_date(first["Last-Modified"])

    @pytest.mark.parametrize(
        ("asked", "span"),
        [
            ("bytes=0-3", (0, 4)),
            ("bytes=5-", (5, len(PDF))),
            ("bytes=-6", (len(PDF) - 6, len(PDF))),
            ("bytes=-9999999", (0, len(PDF))),
            ("bytes=2-9999999", (2, len(PDF))),
        ],
    )
    def test_a_part_is_sent_alone(self, client, address, asked, span):
        response = client.get(address, headers={"Range": asked})
        first, end = span
        assert response.status_code == 206
        assert content(response) == PDF[first:end]
        assert response["Content-Range"] == f"bytes {first}-{end - 1}/{len(PDF)}"
        assert "sandbox" in response["Content-Security-Policy"]

    @pytest.mark.parametrize("asked", ["bytes=9999999-", "bytes=5-2", "bytes=-0"])
    def test_a_part_that_is_not_there_is_refused(self, client, address, asked):
        response = client.get(address, headers={"Range": asked})
        assert response.status_code == 416
        assert response["Content-Range"] == f"bytes */{len(PDF)}"

    @pytest.mark.parametrize("asked", ["bytes=-", "bytes=0-1,4-5", "lines=1-2", "bytes=а-б"])
    def test_what_is_no_single_span_of_bytes_gets_the_whole(self, client, address, asked):
        response = client.get(address, headers={"Range": asked})
        assert response.status_code == 200
        assert content(response) == PDF

    def test_a_part_of_another_version_is_not_given(self, client, address):
        headers = {"Range": "bytes=0-3", "If-Range": '"other"'}
        assert client.get(address, headers=headers).status_code == 200


def test_the_web_server_may_send_the_file_itself(client):
    document = make_document(make_partner())
    with override_settings(X_ACCEL_PREFIX="/protected/"):
        response = client.get(document.get_absolute_url())
        assert response["X-Accel-Redirect"] == f"/protected/{document.file.name}"
        assert response.content == b""
        assert response["Content-Type"] == "application/pdf"
        document.public_from = document.created_at.date() + timedelta(days=2)
        document.save()
        assert client.get(document.get_absolute_url()).status_code == 404


class TestArms:
    def test_the_arms_are_shown_from_their_own_address(self, client):
        office = make_office()
        assert client.get("/files/arms.png").status_code == 404
        office.arms.save("arms.png", ContentFile(b"a picture"))
        response = client.get("/files/arms.png")
        assert content(response) == b"a picture"
        assert response["Content-Type"] == "image/png"
        assert "sandbox" in response["Content-Security-Policy"]

    @pytest.mark.django_db(transaction=True)
    def test_new_arms_replace_the_file_of_the_old_ones(self, client):
        office = make_office()
        office.arms.save("arms.png", ContentFile(b"old"))
        old, tag = office.arms.name, client.get("/files/arms.png")["ETag"]
        office.arms.save("arms.png", ContentFile(b"new"))
        assert not default_storage.exists(old)
        assert client.get("/files/arms.png")["ETag"] != tag
        assert Office.objects.get().arms.read() == b"new"
