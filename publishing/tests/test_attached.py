"""Documents and photographs on the pages of their records."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from aid.tests.records import make_need, make_shipment
from partners.tests.records import make_agreement, make_office, make_partner
from projects.tests.records import make_event, make_project
from publishing.models import Publication
from publishing.tests.records import make_document, make_photo
from publishing.tests.test_files import MAKERS

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client):
    """The text of the page of a record, with ordinary spaces."""

    def get(record, language="uk"):
        with translation.override(language):
            response = client.get(record.get_absolute_url())
        assert response.status_code == 200
        return response.content.decode().replace("\u00a0", " ")

    return get


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("make_file", [make_document, make_photo])
def test_the_page_of_every_record_shows_its_files_and_only_the_public_ones(page, make, make_file):
    record = make()
    shown = make_file(record)
    hidden = make_file(record, publication=Publication.REVIEW)
    for language in ("uk", "en"):
        text = page(record, language)
        assert shown.get_absolute_url() in text
        assert str(hidden.uid) not in text
    shown.publication = Publication.DRAFT
    shown.save()
    text = page(record)
    assert str(shown.uid) not in text
    assert "Документи" not in text
    assert "Світлини" not in text


def test_a_document_tells_its_type_date_languages_pages_and_size(page):
    agreement = make_agreement([make_partner()])
    make_document(
        agreement,
        title_uk="Договір про співпрацю",
        second_language="lt",
        date="2022-07-12",
        pages=6,
        size=1_300_000,
    )
    words = re.search(r'<li data-type="PDF">.*?</li>', page(agreement)).group()
    assert "Договір про співпрацю" in words
    assert "12 липня 2022 року</time>, українська та литовська, 6 сторінок, 1,2 МБ" in words
    words = re.search(r'<li data-type="PDF">.*?</li>', page(agreement, "en")).group()
    assert "12 July 2022</time>, Ukrainian and Lithuanian, 6 pages, 1.2 MB" in words


def test_a_document_says_no_more_than_is_known(page):
    record = make_project()
    make_document(record, type="docx", size=181_000)
    assert "<small>українська, 177 КБ</small>" in page(record)


def test_a_title_without_english_is_marked_as_ukrainian(page):
    record = make_event()
    make_document(record, title_uk="Резолюція громади", title_en="")
    words = re.search(r"<a [^>]*>Резолюція громади", page(record, "en")).group()
    assert 'lang="uk"' in words


def test_a_photograph_comes_in_sizes_and_keeps_its_place(page):
    record = make_event()
    photo = make_photo(
        record,
        width=1200,
        height=800,
        caption_uk="Делегація біля ратуші.",
        author_uk="Олена Приклад",
    )
    figure = re.search(r"<figure>.*?</figure>", page(record), re.DOTALL).group()
    for width in (480, 960, 1200):
        assert f"/files/{photo.uid}/{width}.webp {width}w" in figure
        assert f"/files/{photo.uid}/{width}.jpg {width}w" in figure
    assert 'width="1200" height="800"' in figure
    assert 'alt="Двоє вітаються біля ратуші"' in figure
    assert 'loading="lazy"' in figure
    assert "Делегація біля ратуші. Фото: Олена Приклад" in figure
    assert 'alt="Two people greet each other at the town hall"' in page(record, "en")


def test_the_partners_page_gathers_the_files_of_all_that_was_done_together(page):
    partner = make_partner()
    records = [
        partner,
        make_agreement([partner]),
        make_project([partner]),
        make_project([], lead=partner),
        make_event([partner]),
        make_shipment([partner]),
    ]
    documents = [make_document(record) for record in records]
    other = make_document(make_event([make_partner()]))
    hidden = make_document(make_event([partner], publication=Publication.INTERNAL))
    text = page(partner)
    assert all(str(document.uid) in text for document in documents)
    assert str(other.uid) not in text
    assert str(hidden.uid) not in text


def test_pages_need_the_same_queries_for_one_file_and_for_ten(client):
    partner = make_partner()
    record = make_agreement([partner])

    def queries():
        with CaptureQueriesContext(connection) as captured:
            for shown in (record, partner):
                client.get(shown.get_absolute_url())
        return len(captured)

    make_document(record)
    make_photo(record)
    few = queries()
    for _number in range(9):
        make_document(record)
        make_photo(record)
    assert queries() == few


def test_the_arms_stand_at_the_foot_of_the_page_where_there_are_any(client):
    office = make_office()
    assert "arms.png" not in client.get("/").content.decode()
    office.arms = "ab/arms.png"
    office.save()
    for address in ("/", "/en/"):
        footer = client.get(address).content.decode().partition("<footer")[2]
        assert 'src="/files/arms.png"' in footer


def test_a_need_shows_what_documents_it(page):
    need = make_need()
    document = make_document(need, kind="letter")
    assert document.get_absolute_url() in page(need)
    assert document.get_absolute_url().endswith("/letter.pdf")
