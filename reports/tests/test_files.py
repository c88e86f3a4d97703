"""The files of an edition: what the page says, byte by byte as on the day of publication."""

import re
import subprocess
from base64 import b64decode
from datetime import date
from hashlib import sha256
from io import BytesIO
from shutil import which
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from lxml import html
from PIL import Image
from pypdf import PdfReader

from papers.tests.reading import docx_blocks, pdf_blocks, plain
from partners.models import Office, Partner
from register.importing import import_file
from register.tests.registers import OFFICE_REGISTER, OTHER_TOWN
from reports.editions import publish, withdraw_unfit
from reports.figures import figures_of
from reports.models import EditionFile, Report
from reports.tests.years import (
    YEAR,
    agreement,
    event,
    need,
    partner,
    project,
    report_of,
    shipment,
)

pytestmark = [pytest.mark.django_db, pytest.mark.typesets]

OFFICE_WRITER = which("soffice")
SITE = "https://portal.example"
PDF, DOCX = f"/reports/{YEAR}.pdf", f"/reports/{YEAR}.docx"
FILES = [PDF, DOCX, f"/en{PDF}", f"/en{DOCX}"]
READERS = {"pdf": pdf_blocks, "docx": docx_blocks}


@pytest.fixture(autouse=True)
def own_address(settings):
    settings.SITE_URL = SITE


@pytest.fixture
def report():
    """A report about two partners, one of them with an agreement; not published yet."""
    return report_of(
        office=[{"code": "UA1", "council_uk": "Липівська міська рада", "place_uk": "м. Липівка"}],
        partners=[partner("remo", since="2020"), partner("sava")],
        agreements=[agreement("pact", "remo")],
    )


def printed(client, address):
    """The paragraphs, heads and cells of a printout, in order."""
    page = html.fromstring(client.get(address).content.decode())
    wanted = "//main//*[self::p or self::h1 or self::h2 or self::h3 or self::li or self::td or "
    wanted += "self::th or self::caption or self::span[parent::div[@class='o-reg']]]"
    found = []
    for element in page.xpath(wanted):
        text = plain(element.text_content())
        if element.get("class") == "o-org":
            text = text.upper()
        elif element.get("class") == "o-head":
            text = plain(" ".join(element.itertext()))
        found.append(text)
    return [text for text in found if text]


@pytest.fixture(params=[OFFICE_REGISTER, OTHER_TOWN], ids=["office", "other"])
def years(request):
    """The years of a register, each with a published report."""
    with request.param.open("rb") as file:
        assert not import_file(file).faults
    reports = list(Report.objects.order_by("year"))
    for report in reports:
        if not report.editions.exists():
            publish(report)
    return [report.year for report in reports]


def test_pdf_and_docx_say_what_the_page_says_paragraph_by_paragraph(client, years):
    for year in years:
        for language in ("", "/en"):
            page = printed(client, f"{language}/reports/{year}/print/")
            assert len(page) > 12
            for kind, read in READERS.items():
                data = client.get(f"{language}/reports/{year}.{kind}").content
                assert [text for _tag, text in read(data)] == page


class TestAnswer:
    @pytest.mark.parametrize("address", FILES)
    def test_is_a_download_that_runs_nothing(self, client, report, address):
        publish(report)
        response = client.get(address)
        name = "report-2024-edition-1" if "/en/" in address else "zvit-2024-vydannia-1"
        kind = address.rpartition(".")[2]
        assert response["Content-Disposition"] == f'attachment; filename="{name}.{kind}"'
        assert response["Content-Type"].startswith("application/")
        assert "sandbox" in response["Content-Security-Policy"]
        assert response["X-Content-Type-Options"] == "nosniff"
        assert not response.cookies
        assert client.post(address).status_code == 405

    def test_differs_by_language_alone(self, client, report):
        publish(report)
        titles = [
            PdfReader(BytesIO(client.get(address).content)).root_object["/Lang"]
            for address in (PDF, f"/en{PDF}")
        ]
        assert titles == ["uk", "en"]

    @pytest.mark.parametrize("address", FILES)
    def test_is_not_sent_again_to_those_who_have_it(self, client, report, address):
        publish(report)
        first = client.get(address)
        assert first["ETag"] == f'"{sha256(first.content).hexdigest()}"'
        again = client.get(address, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        since = client.get(address, headers={"If-Modified-Since": first["Last-Modified"]})
        assert since.status_code == 304

    @pytest.mark.parametrize("address", FILES)
    def test_is_404_before_publication_and_after_withdrawal(self, client, report, address):
        assert client.get(address).status_code == 404
        publish(report)
        assert client.get(address).status_code == 200
        Partner.objects.get(key="sava").delete()
        assert client.get(address).status_code == 404
        assert EditionFile.objects.count() == 4  # the staff keep the bytes

    def test_of_a_year_without_a_report_is_404(self, client):
        assert client.get("/reports/1999.pdf").status_code == 404

    def test_comes_from_the_newest_edition_that_is_not_withdrawn(self, client, report):
        publish(report)
        report.registration_index = "7"
        report.save()
        assert "№ 7" in {text for _tag, text in pdf_blocks(client.get(PDF).content)}
        assert report.editions.get(number=1).files.count() == 4

    def test_takes_as_many_queries_as_ever(self, client, report, django_assert_max_num_queries):
        publish(report)
        with django_assert_max_num_queries(6):
            client.get(PDF)


class TestFrozen:
    def test_an_edit_changes_no_byte(self, client, report):
        publish(report)
        before = [client.get(address).content for address in FILES]
        changed = Partner.objects.get(key="remo")
        changed.name_uk, changed.since = "Інше місто", "1999"
        changed.save()
        report.title_uk = "Звіт про інше"
        report.save()
        Office.objects.update(council_uk="Інша рада")
        withdraw_unfit()
        assert [client.get(address).content for address in FILES] == before

    def test_the_code_leads_to_the_edition(self, client, report):
        publish(report)
        for address in FILES:
            prefix = "/en" if "/en/" in address else ""
            read = READERS[address.rpartition(".")[2]]
            texts = [text for _tag, text in read(client.get(address).content)]
            assert f"{SITE}{prefix}/reports/{YEAR}/1/" in texts
        page = client.get(f"/reports/{YEAR}/print/").content.decode()
        assert f"{SITE}/reports/{YEAR}/1/" in page
        assert "<svg" in page


class TestVerify:
    def test_knows_every_file_by_itself_and_by_its_hash(self, client, report):
        publish(report)
        for address in FILES:
            data = client.get(address).content
            upload = {"file": SimpleUploadedFile("lyst.bin", data)}
            assert "Так, це чинне видання" in client.post("/reports/verify/", upload).text
            asked = client.get("/reports/verify/", {"sha256": sha256(data).hexdigest()})
            assert "Так, це чинне видання" in asked.text

    def test_calls_the_file_of_a_withdrawn_edition_withdrawn(self, client, report):
        publish(report)
        asked = {"sha256": sha256(client.get(PDF).content).hexdigest()}
        Partner.objects.get(key="sava").delete()
        assert "відкликан" in client.get("/reports/verify/", asked).text.lower()

    def test_knows_no_file_that_differs_by_a_byte(self, client, report):
        publish(report)
        upload = {"file": SimpleUploadedFile("zvit.pdf", client.get(PDF).content + b" ")}
        assert "Такого файла ми не" in client.post("/reports/verify/", upload).text


def test_the_pages_offer_the_files_with_their_hashes(client, report):
    edition = publish(report)
    for address in ("/reports/", f"/reports/{YEAR}/"):
        text = client.get(address).text
        for file in edition.files.all():
            assert f'href="{file.get_absolute_url()}"' in text
        for file in edition.files.filter(language="uk"):
            assert file.fingerprint in text


@pytest.mark.skipif(not OFFICE_WRITER, reason="LibreOffice is not installed")
def test_docx_opens_in_an_office_suite_and_has_as_many_pages(client, years, tmp_path):
    year = years[0]
    (tmp_path / "report.docx").write_bytes(client.get(f"/reports/{year}.docx").content)
    command = [OFFICE_WRITER, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"]
    command += ["--convert-to", "pdf", "--outdir", tmp_path, tmp_path / "report.docx"]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    pages = len(PdfReader(tmp_path / "report.pdf").pages)
    ours = len(PdfReader(BytesIO(client.get(f"/reports/{year}.pdf").content)).pages)
    assert abs(pages - ours) <= 1


def picture(colour):
    """A PNG as the office uploads its arms."""
    file = BytesIO()
    Image.new("RGB", (12, 17), colour).save(file, "PNG")
    return file.getvalue()


def test_the_arms_of_the_day_of_publication_stand_on_every_printout(client, report):
    office = Office.objects.get()
    old, new = picture("blue"), picture("red")
    office.arms.save("arms.png", ContentFile(old))
    publish(report)
    office.arms.save("arms.png", ContentFile(new))
    report.registered_on = date(2025, 1, 20)
    report.save()
    assert report.editions.count() == 2
    page = client.get("/reports/2024/print/").text
    (source,) = html.fromstring(page).xpath("//main//img/@src")
    assert b64decode(source.removeprefix("data:image/png;base64,")) == old
    (shown,) = PdfReader(BytesIO(client.get("/reports/2024.pdf").content)).pages[0].images
    assert shown.image.convert("RGB").getpixel((0, 0)) == (0, 0, 255)
    package = ZipFile(BytesIO(client.get("/reports/2024.docx").content))
    media = [package.read(name) for name in package.namelist() if name.startswith("word/media/")]
    assert old in media
    assert new not in media


def test_the_printout_of_an_office_without_arms_has_no_picture(client, report):
    publish(report)
    assert "<img" not in client.get("/reports/2024/print/").text


@pytest.mark.parametrize(
    "state", [{"publication": "draft"}, {"publication": "internal"}, {"public_from": "2099-01-01"}]
)
def test_what_is_not_public_stands_in_no_rendering_and_in_no_figure(client, state):
    weighed = {"weight_kg": "100", "value": "70", "currency": "EUR"}
    hidden = {"weight_kg": "777777", "value": "777777", "currency": "EUR", **state}
    report = report_of(
        partners=[partner("remo"), partner("ghost-city", **state)],
        agreements=[
            agreement("pact", "remo", number="5"),
            agreement("ghost-pact", "remo", **state, number="777777"),
        ],
        projects=[
            project("bridge", "remo", start=str(YEAR)),
            project("ghost-bridge", "remo", start=str(YEAR), **state),
        ],
        events=[event("fair", "remo"), event("ghost-fair", "remo", **state, participants=777777)],
        shipments=[shipment("s-1", "remo", **weighed), shipment("ghost-1", "remo", **hidden)],
        needs=[need("ghost-need", "remo", status="promised", **state)],
    )
    for name in ("agreements", "projects", "events", "shipments"):
        setattr(report, f"with_{name}", True)
    publish(report)
    pages = [client.get(f"{path}/reports/{YEAR}/").text for path in ("", "/en")]
    pages += [client.get(f"{path}/reports/{YEAR}/print/").text for path in ("", "/en")]
    for address in FILES:
        read = READERS[address.rpartition(".")[2]]
        pages.append("\n".join(text for _tag, text in read(client.get(address).content)))
    for page in pages:
        told = page.replace("\u00a0", "").replace(" ", "").replace(",", "")
        assert "remo" in told
        assert "ghost" not in told
        assert not re.search("777777|777877|777847", told)  # hidden, or in a sum with what is shown
    assert [row.year.count for row in figures_of(report)] == [1, 1, 1, 1]
