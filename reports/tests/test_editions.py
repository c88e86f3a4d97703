"""Editions: frozen, corrected, registered, withdrawn."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from aid.models import Distribution, Item, Recipient, Shipment
from papers.lines import lines
from papers.paper import digest
from papers.pdf import TypesettingError
from papers.typography import NBSP
from partners.models import Agreement, Partner
from publishing.models import Publication
from register.importing import import_rows
from reports.editions import (
    awaiting_first_edition,
    differences,
    publish,
    recognise,
    register_edition,
    withdraw_unfit,
)
from reports.models import Edition, EditionSource, Report
from reports.tests.years import YEAR, agreement, partner, report_of, shipment

pytestmark = pytest.mark.django_db


@pytest.fixture
def report():
    """A report about two partners abroad, one of them with an agreement."""
    return report_of(
        partners=[partner("remo", position=1), partner("sava", position=2)],
        agreements=[agreement("pact", "remo")],
    )


def stored(edition):
    """What the database holds of an edition, byte by byte."""
    return Edition.objects.values().get(pk=edition.pk)


def text(edition, language="uk"):
    return "\n".join(lines(edition.paper(language)))


class TestPublishing:
    def test_freezes_both_languages_under_one_hash(self, report):
        edition = publish(report)
        edition.refresh_from_db()
        assert edition.number == 1
        assert "Місто remo" in text(edition)
        assert "City of remo" in text(edition, "en")
        assert edition.sha256 == digest(edition.content)

    def test_makes_the_report_public(self, report):
        assert not Report.objects.public().exists()
        publish(report)
        assert report.publication == Publication.PUBLIC
        assert Report.objects.public().get() == report

    def test_notes_every_record_that_the_paper_names(self, report):
        edition = publish(report)
        assert set(edition.sources.values_list("model", "label")) >= {
            ("partners.partner", "Місто remo"),
            ("partners.partner", "Місто sava"),
            ("partners.agreement", "Угода pact"),
        }

    def test_an_edit_changes_no_byte_of_an_edition(self, report):
        edition = publish(report)
        before = stored(edition)
        Partner.objects.filter(key="remo").update(name_uk="Інше місто", since="1999")
        named = Agreement.objects.get()
        named.title_uk, named.signed_on = "Зовсім інша угода", "2001"
        named.save()
        report.title_uk = "Звіт про інше"
        report.save()
        assert stored(edition) == before

    def test_refuses_to_repeat_the_same_edition(self, report):
        publish(report)
        with pytest.raises(ValidationError, match="1"):
            publish(report)
        assert report.editions.count() == 1

    def test_a_correction_makes_the_next_edition_and_says_what_differs(self, report):
        first = publish(report)
        agreement = Agreement.objects.get()
        agreement.signed_on = f"{YEAR}-03"
        agreement.save()
        second = publish(report)
        assert second.number == 2
        removed, added = differences(first, second, "uk")
        assert (removed.is_added, added.is_added) == (False, True)
        assert "У 2024 році підписано" in removed.text.replace("\u00a0", " ")
        assert "У березні 2024 року підписано" in added.text.replace("\u00a0", " ")

    def test_the_same_text_after_a_withdrawal_is_an_edition_of_its_own(self, report):
        first = publish(report)
        sava = Partner.objects.get(key="sava")
        for state in (Publication.DRAFT, Publication.PUBLIC):
            sava.publication = state
            sava.save()
        second = publish(report)
        assert second.number == 2
        assert second.sha256 != first.sha256
        assert text(second) == text(first)


class TestImport:
    def test_gives_a_public_report_its_first_edition_and_never_another(self):
        rows = [{"year": YEAR, "title_uk": "Звіт за рік", "publication": "public"}]
        report = report_of(reports=rows, partners=[partner("remo")])
        assert report.editions.get().number == 1
        again = [{"title": "reports", "data": [rows[0] | {"registration_index": "7"}]}]
        again += [{"title": "partners", "data": [partner("remo", since="1999")]}]
        assert not import_rows(again).faults
        assert report.editions.count() == 1

    def test_of_a_report_that_cannot_be_typeset_names_its_row_and_writes_nothing(self, monkeypatch):
        def written(paper, kind, arms):
            raise TypesettingError("документ завеликий")

        monkeypatch.setattr("reports.files.written", written)
        rows = [
            {"year": year, "title_uk": f"Звіт за {year} рік"} | state
            for year, state in ((YEAR - 1, {}), (YEAR, {"publication": "public"}))
        ]
        outcome = import_rows([{"title": "reports", "data": rows}])
        assert list(map(str, outcome.faults)) == [
            "Аркуш «reports», рядок 3, стовпець «publication»:"
            " Не вдалося зверстати видання: документ завеликий"
        ]
        assert not Report.objects.exists()

    def test_dry_run_makes_no_edition(self):
        row = {"year": YEAR, "title_uk": "Звіт за рік", "publication": "public"}
        import_rows([{"title": "reports", "data": [row]}], dry_run=True)
        assert not Edition.objects.exists()

    def test_leaves_drafts_alone(self, report):
        assert not awaiting_first_edition()
        assert not Edition.objects.exists()


class TestRegistration:
    def test_makes_the_next_edition_that_differs_there_alone(self, report):
        first = publish(report)
        Partner.objects.filter(key="remo").update(name_uk="Інше місто")
        report.registered_on, report.registration_index = date(2025, 1, 20), "01-14/25"
        report.save()
        second = report.editions.get(number=2)
        for language in ("uk", "en"):
            assert second.content[language] == first.content[language] | {
                "registered_on": "2025-01-20",
                "registration_index": "01-14/25",
            }
        before, after = differences(first, second, "uk")
        assert "____" in before.text
        assert after.text.replace("\u00a0", " ").startswith("20 січня 2025 року")
        assert "01-14/25" in after.text
        assert set(second.sources.values_list("model", "object_id")) == set(
            first.sources.values_list("model", "object_id")
        )

    def test_saving_anything_else_makes_none(self, report):
        publish(report)
        report.intro_international_uk = "Новий вступ."
        report.save()
        assert report.editions.count() == 1

    def test_of_a_draft_makes_none(self, report):
        report.registration_index = "7"
        report.save()
        assert register_edition(report) is None
        assert not Edition.objects.exists()

    def test_a_later_correction_keeps_it(self, report):
        publish(report)
        report.registration_index = "7"
        report.save()
        Partner.objects.filter(key="remo").update(since="1999")
        assert publish(report).paper("uk").registration_index == "7"


def hide(record, **values):
    for name, value in values.items():
        setattr(record, name, value)
    record.save()


class TestWithdrawal:
    @pytest.mark.parametrize(
        "state",
        [
            {"publication": "draft"},
            {"publication": "review"},
            {"publication": "internal"},
            {"public_from": date(2099, 1, 1)},
        ],
    )
    def test_comes_with_the_save_that_hides_a_named_record(self, report, state):
        edition = publish(report)
        hide(Partner.objects.get(key="sava"), **state)
        edition.refresh_from_db()
        assert edition.withdrawn_at is not None
        assert edition not in Edition.objects.public()

    def test_comes_with_deletion(self, report):
        edition = publish(report)
        Agreement.objects.get().delete()
        edition.refresh_from_db()
        assert edition.withdrawn_at is not None

    def test_comes_with_a_bulk_change_and_with_an_import(self, report):
        edition = publish(report)
        Agreement.objects.update(publication=Publication.DRAFT)
        edition.refresh_from_db()
        assert edition.withdrawn_at is not None
        second = publish(report)
        row = partner("sava", publication="internal")
        assert not import_rows([{"title": "partners", "data": [row]}]).faults
        second.refresh_from_db()
        assert second.withdrawn_at is not None

    def test_comes_when_a_record_is_hidden_by_its_parent(self, report):
        edition = publish(report)
        EditionSource.objects.filter(edition=edition, model="partners.partner").delete()
        hide(Partner.objects.get(key="remo"), publication="draft")
        edition.refresh_from_db()
        assert edition.withdrawn_at is not None

    @pytest.mark.parametrize("by_import", [True, False])
    def test_comes_when_a_recipient_must_not_be_named_any_more(self, client, by_import):
        act = {"act_number": "1", "shipment": "7", "line": 1, "recipient": "clinic", "quantity": 5}
        report = report_of(
            partners=[partner("remo")],
            shipments=[shipment("7", "remo", status="distributed")],
            items=[{"shipment": "7", "line": 1, "name_uk": "ковдри", "unit": "pcs", "quantity": 5}],
            recipients=[{"key": "clinic", "kind": "medical", "name_uk": "Лікарня Святої Анни"}],
            distributions=[act],
        )
        edition = publish(report)
        assert "Лікарня Святої Анни" in client.get(f"/reports/{YEAR}/").text.replace(NBSP, " ")
        row = {"key": "clinic", "sensitive": True, "public_name_uk": "заклад"}
        if by_import:
            assert not import_rows([{"title": "recipients", "data": [row]}]).faults
        else:
            hide(Recipient.objects.get(), sensitive=True)
        edition.refresh_from_db()
        assert edition.withdrawn_at is not None
        assert "Святої Анни" not in client.get(f"/reports/{YEAR}/").text.replace(NBSP, " ")

    @pytest.fixture
    def aid(self):
        """A report about a consignment of two items, a part of one of which went to a clinic."""
        act = {"act_number": "1", "shipment": "7", "line": 1, "recipient": "clinic", "quantity": 5}
        item = {"shipment": "7", "name_uk": "ковдри", "unit": "pcs", "quantity": 50}
        return report_of(
            partners=[partner("remo")],
            shipments=[shipment("7", "remo", status="distributing")],
            items=[item | {"line": 1}, item | {"line": 2}],
            recipients=[
                {"key": "clinic", "kind": "medical", "name_uk": "Лікарня"},
                {"key": "unit", "kind": "defence", "name_uk": "Частина", "sensitive": True},
            ],
            distributions=[act],
        )

    def to_the_forces(self, line, act="2"):
        item = Item.objects.get(line=line)
        unit = Recipient.objects.get(kind="defence")
        Distribution.objects.create(act_number=act, item=item, recipient=unit, quantity=1)

    def test_comes_when_the_forces_get_a_share_of_what_it_tells(self, aid):
        first = publish(aid)
        self.to_the_forces(1)
        first.refresh_from_db()
        assert first.withdrawn_at is not None
        second = publish(aid)
        self.to_the_forces(1, act="3")
        second.refresh_from_db()
        assert second.withdrawn_at is None
        self.to_the_forces(2)
        second.refresh_from_db()
        assert second.withdrawn_at is not None

    def test_comes_when_a_consignment_turns_out_to_be_for_the_forces(self, aid):
        edition = publish(aid)
        hide(Shipment.objects.get(), beneficiaries=["defence"])
        edition.refresh_from_db()
        assert edition.withdrawn_at is not None
        again = publish(aid)
        hide(Shipment.objects.get(), title_uk="Інакше")
        again.refresh_from_db()
        assert again.withdrawn_at is None

    def test_is_undone_with_the_transaction(self, report):
        edition = publish(report)
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            hide(Partner.objects.get(key="sava"), publication="draft")
            raise ZeroDivisionError
        edition.refresh_from_db()
        assert edition.withdrawn_at is None

    def test_spares_editions_that_do_not_name_the_record(self, report):
        hide(Partner.objects.get(key="sava"), publication="draft")
        edition = publish(report)
        Partner.objects.get(key="sava").delete()
        edition.refresh_from_db()
        assert edition.withdrawn_at is None

    def test_keeps_bytes_and_hash_for_the_staff(self, report):
        edition = publish(report)
        before = stored(edition)
        hide(Partner.objects.get(key="sava"), publication="draft")
        assert stored(edition) | {"withdrawn_at": None} == before
        assert recognise(edition.sha256) == edition

    def test_takes_few_queries_whatever_the_number_of_records(self, django_assert_num_queries):
        rows = [partner(f"p{number}") for number in range(50)]
        agreements = [agreement(f"a{number}", f"p{number}") for number in range(50)]
        publish(report_of(partners=rows, agreements=agreements))
        with django_assert_num_queries(2):
            withdraw_unfit()
