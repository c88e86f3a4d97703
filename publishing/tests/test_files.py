"""Documents and photographs are public only with their record."""

import re
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from aid.tests.records import make_need, make_shipment
from partners.tests.records import make_agreement, make_partner
from projects.tests.records import make_event, make_project
from publishing.collation import sort_key
from publishing.dates import today
from publishing.models import Document, Photo, Publication
from publishing.models.file import documented_models
from publishing.speech import OURS, LanguageCodeField, language_name
from publishing.storage import undone_on_error
from publishing.tests.records import make_document, make_photo
from publishing.tests.test_storage import stored_files
from reports.editions import publish
from reports.models import Report

pytestmark = pytest.mark.django_db


def make_report():
    report = Report.objects.create(year=2024, title_uk="Звіт за 2024 рік")
    publish(report)
    return report


MAKERS = [
    make_partner,
    make_agreement,
    make_project,
    make_event,
    make_need,
    make_shipment,
    make_report,
]
HIDDEN = [Publication.DRAFT, Publication.REVIEW, Publication.INTERNAL]


def test_every_kind_of_record_that_can_have_files_is_tried_here():
    assert {type(make()) for make in MAKERS} == set(documented_models())


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("make_file", [make_document, make_photo])
def test_a_file_is_public_with_its_record_and_vanishes_with_it(make, make_file):
    record = make()
    file = make_file(record)
    public = type(file).objects.public()
    assert list(public.of(record)) == [file]
    for state in HIDDEN:
        record.publication = state
        record.save()
        assert not public.exists(), state


@pytest.mark.parametrize("make_file", [make_document, make_photo])
def test_a_file_has_its_own_state_and_day(make_file):
    record = make_partner()
    for state in HIDDEN:
        make_file(record, publication=state)
    make_file(record, public_from=today() + timedelta(days=1))
    shown = make_file(record, public_from=today())
    assert list(type(shown).objects.public()) == [shown]


def test_a_hidden_partner_hides_the_files_of_the_agreement():
    partner = make_partner()
    make_document(make_agreement([partner]))
    assert Document.objects.public().exists()
    partner.publication = Publication.INTERNAL
    partner.save()
    assert not Document.objects.public().exists()


def test_records_of_two_models_with_the_same_number_keep_their_files_apart():
    partner = make_partner()
    need = make_need(pk=partner.pk)
    make_document(partner)
    assert not Document.objects.of(need).exists()
    assert not need.documents.exists()


def test_what_went_to_the_defence_forces_alone_shows_no_files():
    shipment = make_shipment(beneficiaries=["defence"])
    make_document(shipment)
    make_photo(shipment)
    assert not Document.objects.public().exists()
    assert not Photo.objects.public().exists()
    shipment.beneficiaries = ["medical"]
    shipment.save()
    assert Document.objects.public().exists()


def test_the_public_documents_of_a_record_need_one_query():
    record = make_agreement([make_partner()])
    make_document(record)
    make_document(make_partner())
    with CaptureQueriesContext(connection) as captured:
        assert len(Document.objects.public().of(record)) == 1
    assert len(captured) == 1


def test_people_are_shown_only_with_their_consent():
    photo = make_photo(make_partner(), people="children", publication="draft")
    photo.publication = Publication.PUBLIC
    with pytest.raises(ValidationError) as refused:
        photo.full_clean()
    assert set(refused.value.message_dict) == {"consent"}
    with pytest.raises(IntegrityError), transaction.atomic():
        photo.save()
    photo.consent = True
    photo.full_clean()
    photo.save()


def test_a_photograph_says_in_ukrainian_what_it_shows():
    with pytest.raises(IntegrityError), transaction.atomic(), undone_on_error():
        make_photo(make_partner(), alt_uk="")
    assert stored_files() == []


@pytest.mark.django_db(transaction=True)
def test_a_deleted_record_takes_its_files_along():
    partner = make_partner()
    make_document(partner)
    make_photo(partner)
    kept = make_document(make_need())
    assert len(stored_files()) == 4  # a photograph is kept as JPEG and WebP
    partner.delete()
    assert not Photo.objects.exists()
    assert stored_files() == [kept.file.name]


def test_a_file_that_came_with_a_name_is_stored_without_it():
    document = make_document(make_partner())
    assert "file" not in document.file.name
    assert stored_files() == [document.file.name]


@pytest.mark.parametrize(
    ("code", "uk", "en"),
    [
        ("lt", "литовська", "Lithuanian"),
        ("uk", "українська", "Ukrainian"),
        ("nb", "норвезька (букмол)", "Norwegian Bokmål"),
    ],
)
def test_a_language_is_named_in_the_language_of_the_page(code, uk, en):
    assert language_name(code) == uk
    with translation.override("en"):
        assert language_name(code) == en


def test_every_language_has_a_ukrainian_name_in_ukrainian_order():
    names = [name for _code, name in LanguageCodeField().formfield().choices]
    assert all(re.fullmatch(r"[а-щьюяєіїґ’ ()]+", name) for name in names)
    others = names[len(OURS) :]
    assert others == sorted(others, key=sort_key)
    assert others[0] == "азербайджанська"
