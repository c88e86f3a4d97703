"""What an import does with sound files: creates, changes, leaves, clears, warns."""

from datetime import date, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command, execute_from_command_line
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from aid.models import (
    Custody,
    Distribution,
    Item,
    Rate,
    Recipient,
    RecipientIdentity,
    RecipientKind,
    Shipment,
)
from partners.models import Agreement, Area, Contact, Office, Partner
from projects.models import Event, FundingLine, Project
from publishing.changes import public_records_changed
from publishing.dates import PartialDate, today
from register import importing
from register.importing import Count, import_file, import_rows
from register.tests.registers import (
    OFFICE_REGISTER,
    OTHER_TOWN,
    changed,
    in_form,
    is_empty,
    json_file,
    only,
    small,
)
from reports.editions import publish
from reports.models import Edition, Report

pytestmark = pytest.mark.django_db


@pytest.fixture
def register():
    """The small register, loaded."""
    assert import_rows(in_form(small())).faults == []


def load(sheet, **cells):
    """Import one row of one sheet."""
    outcome = import_rows(only(sheet, cells))
    assert outcome.faults == []
    return outcome


class TestWhatIsWritten:
    def test_every_kind_of_column_reaches_its_record(self, register):
        partner = Partner.objects.get(key="birch")
        assert (partner.name_uk, partner.country.code, partner.relation) == (
            "Березове",
            "LT",
            "contact",
        )
        assert [area.key for area in partner.areas.all()] == ["culture"]
        agreement = Agreement.objects.get()
        assert agreement.signed_on == PartialDate(2022, 3)
        shipment = Shipment.objects.get()
        assert (shipment.value, shipment.currency) == (Decimal("2000.50"), "EUR")
        assert shipment.need.key == "blankets"
        assert shipment.custody.store == "склад на Довгій"
        assert Event.objects.get().agreement == agreement

    def test_office_stands_for_the_own_council(self, register):
        parties = Agreement.objects.get().parties.all()
        assert [(party.partner and party.partner.key, party.role) for party in parties] == [
            (None, "coordinator"),
            ("birch", "signatory"),
        ]
        assert Agreement.objects.get().reporting_office
        project = Project.objects.get()
        assert project.lead_office and project.lead is None
        assert [partner.key for partner in project.partners.all()] == ["birch"]
        assert FundingLine.objects.get().partner_office
        shipment = Shipment.objects.get()
        assert shipment.donor_office
        assert [partner.key for partner in shipment.donors.all()] == ["birch"]

    def test_the_sum_distributed_is_kept_on_the_item(self, register):
        assert Item.objects.get().distributed == 50
        load(
            "distributions",
            act_number="7/2022",
            shipment="2022/1-А",
            line=1,
            recipient="hospital",
            quantity="20",
        )
        assert Item.objects.get().distributed == 20

    def test_an_item_and_its_acts_may_shrink_or_grow_together(self, register):
        for received, given in ((50, 40), (200, 190), (60, 50)):
            rows = changed("items", 0, quantity=received)
            rows["distributions"][0]["quantity"] = given
            assert import_rows(in_form(rows)).faults == []
            assert Item.objects.get().distributed == given

    def test_acts_may_pass_goods_to_one_another(self, register):
        row = small()["distributions"][0]
        assert (
            import_rows(
                only(
                    "distributions",
                    row | {"act_number": "8", "quantity": 80},
                    row | {"quantity": 10},
                )
            ).faults
            == []
        )
        assert Item.objects.get().distributed == 90

    def test_texts_are_stored_in_nfc_without_spaces_around(self):
        load("areas", key="a", name_uk="  Освіта й наука\u0301 ".replace("й", "и\u0306"))
        assert Area.objects.get().name_uk == "Освіта й наука\u0301"

    def test_the_untranslated_column_holds_ukrainian_whatever_the_language(self):
        with translation.override("en"):
            load("areas", key="a", name_uk="Освіта", name_en="Education")
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, name_uk, name_en FROM partners_area")
            assert cursor.fetchall() == [("Освіта", "Освіта", "Education")]

    def test_sheets_may_come_in_any_order(self):
        assert import_rows(list(reversed(in_form(small())))).faults == []


class TestSensitiveRecipients:
    def rows(self, table):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table}")
            return str(cursor.fetchall())

    def test_key_and_name_stand_only_in_the_table_of_identities(self, register):
        stored = self.rows("aid_recipient")
        assert "shelter" not in stored and "Тихій" not in stored and "Прихисток" in stored
        assert RecipientIdentity.objects.get().key == "shelter"

    def test_they_are_found_again_by_their_own_key(self, register):
        before = Recipient.objects.get(sensitive=True)
        outcome = load("recipients", key="shelter", public_name_uk="Дім")
        assert outcome.counts["recipients"] == Count(changed=1)
        after = Recipient.objects.get(sensitive=True)
        assert (after.pk, after.key, after.public_name_uk) == (before.pk, before.key, "Дім")
        assert RecipientIdentity.objects.get().name_uk == "Прихисток на Тихій"

    def test_they_can_be_distributed_to(self, register):
        load(
            "distributions",
            act_number="9",
            shipment="2022/1-А",
            line=1,
            recipient="shelter",
            quantity=1,
        )
        assert Distribution.objects.get(act_number="9").recipient.identity.key == "shelter"

    def test_one_that_is_no_longer_sensitive_takes_key_and_name_back(self, register):
        load("recipients", key="shelter", sensitive="no")
        recipient = Recipient.objects.get(key="shelter")
        assert recipient.name_uk == "Прихисток на Тихій"
        assert not RecipientIdentity.objects.exists()

    def test_one_that_becomes_sensitive_leaves_nothing_behind(self, register):
        load("recipients", key="hospital", sensitive=True)
        assert "hospital" not in self.rows("aid_recipient")
        assert "Лікарня" not in self.rows("aid_recipient")
        assert RecipientIdentity.objects.get(key="hospital").name_uk == "Лікарня"


class TestAbsentAndEmpty:
    def test_an_absent_column_leaves_what_is_stored(self, register):
        load("partners", key="birch", name_en="Birch Town")
        partner = Partner.objects.get(key="birch")
        assert (partner.name_uk, partner.publication) == ("Березове", "public")
        assert partner.areas.count() == 1

    @pytest.mark.parametrize("empty", ["", None, "  "])
    def test_an_empty_cell_clears_to_the_default(self, register, empty):
        load("partners", key="birch", publication=empty, areas=empty, relation=empty)
        partner = Partner.objects.get(key="birch")
        assert (partner.publication, partner.relation) == ("draft", "contact")
        assert partner.areas.count() == 0
        load("shipments", reference="2022/1-А", need=empty, donors=empty, store=empty, value=empty)
        shipment = Shipment.objects.get()
        assert shipment.need is None and shipment.value is None
        assert not shipment.donor_office and shipment.donors.count() == 0
        assert shipment.custody.store == ""

    def test_empty_contacts_make_no_record(self, register):
        assert not Contact.objects.exists()
        load("partners", key="birch", contact_name="Хтось")
        assert Contact.objects.get().partner.key == "birch"

    def test_an_empty_number_is_unknown_and_not_zero(self, register):
        load("items", shipment="2022/1-А", line=1, written_off="")
        assert Item.objects.get().written_off is None

    def test_nothing_is_ever_deleted(self, register):
        load("areas", key="sport", name_uk="Спорт")
        assert Partner.objects.count() == 2
        assert Office.objects.count() == 1


class TestCounts:
    def test_a_second_import_changes_nothing(self, register):
        stamps = dict(Partner.objects.values_list("key", "updated_at"))
        outcome = import_rows(in_form(small()))
        for title, rows in small().items():
            assert outcome.counts[title] == Count(unchanged=len(rows)), title
        assert dict(Partner.objects.values_list("key", "updated_at")) == stamps

    def test_rows_are_counted_as_created_changed_and_unchanged(self, register):
        rows = changed("partners", 0, name_en="Birch")["partners"]
        rows.append(rows[1] | {"key": "oak"})
        outcome = import_rows(only("partners", *rows))
        assert outcome.counts == {"partners": Count(created=1, changed=1, unchanged=1)}

    def test_a_changed_row_gets_a_new_time_stamp(self, register):
        before = Partner.objects.get(key="birch")
        load("partners", key="birch", areas="")
        after = Partner.objects.get(key="birch")
        assert after.updated_at > before.updated_at
        assert after.created_at == before.created_at

    @pytest.mark.parametrize("file", [OFFICE_REGISTER, OTHER_TOWN], ids=lambda file: file.stem)
    def test_whole_registers_load_once_and_then_stay(self, file):
        first, second = import_file(file), import_file(file)
        assert first.faults == second.faults == []
        assert sum(count.created for count in first.counts.values()) > 40
        assert {(c.created, c.changed) for c in second.counts.values()} == {(0, 0)}


class TestDryRun:
    def test_it_counts_and_writes_nothing(self):
        outcome = import_rows(in_form(small()), dry_run=True)
        assert outcome.counts["partners"] == Count(created=2)
        assert is_empty()

    def test_it_tells_what_would_change(self, register):
        outcome = import_rows(
            only("areas", {"key": "culture", "name_uk": "Мистецтво"}), dry_run=True
        )
        assert outcome.counts["areas"] == Count(changed=1)
        assert "Мистецтво" not in str(Office.objects.values()) + str(
            Partner.objects.values_list("areas__name_uk")
        )


class TestWarnings:
    def test_a_public_record_may_refer_to_a_hidden_one_with_a_warning(self, register):
        outcome = load(
            "events", key="talks", kind="meeting", title_uk="Розмова", partners="birch;maple",
            publication="public",
        )  # fmt: skip
        (warning,) = outcome.warnings
        assert (warning.sheet, warning.row, warning.column) == ("events", 2, "partners")
        assert "maple" in warning.problem
        assert Event.objects.get(key="talks").partners.count() == 2

    def test_a_day_that_has_not_come_hides_as_well(self, register):
        later = today() + timedelta(days=1)
        outcome = import_rows(in_form(changed("partners", 0, public_from=later.isoformat())))
        assert ("shipments", "donors") in [(w.sheet, w.column) for w in outcome.warnings]

    def test_hidden_records_may_refer_to_hidden_ones_in_silence(self, register):
        assert load("events", key="camp", partners="maple").warnings == []

    def test_a_file_that_withdraws_a_published_report_says_so_before_and_after(self, register):
        edition = publish(Report.objects.get())
        row = {"key": "birch", "publication": "draft"}
        told = []
        for dry_run in (True, False):
            outcome = import_rows(only("partners", row), dry_run=dry_run)
            told.append([str(one) for one in outcome.warnings if "видання 1" in str(one)])
            edition.refresh_from_db()
            assert (edition.withdrawn_at is None) == dry_run
        assert told[0] == told[1] == ["Цей файл відкликає: звіт за 2022 рік, видання 1"]
        assert import_rows(only("partners", row)).warnings == []

    def test_so_does_a_text_about_a_hidden_partner_in_a_published_report(self, register):
        row = {"year": 2022, "partner": "maple", "place": "after", "text_uk": "Ще."}
        assert load("report_texts", **row).warnings == []
        Report.objects.update(publication="public")
        (warning,) = load("report_texts", **row | {"text_uk": "Ще раз."}).warnings
        assert (warning.sheet, warning.row, warning.column) == ("report_texts", 2, "partner")

    def test_coordinates_are_rounded_to_what_a_settlement_has(self, register):
        load("partners", key="maple", latitude="54.90272411234", longitude="-23.8923567")
        maple = Partner.objects.get(key="maple")
        assert (maple.latitude, maple.longitude) == (Decimal("54.902724"), Decimal("-23.892357"))

    def test_an_act_to_another_kind_of_recipient_is_worth_a_warning(self, register):
        load("shipments", reference="2022/1-А", beneficiaries="medical")
        row = small()["distributions"][0] | {"act_number": "8", "quantity": 5}
        assert load("distributions", **row).warnings == []
        (warning,) = load("distributions", **row | {"recipient": "shelter"}).warnings
        assert (warning.sheet, warning.row, warning.column) == ("distributions", 2, "recipient")
        assert str(RecipientKind.IDP.label) in warning.problem
        assert Distribution.objects.count() == 3

    def test_more_kilograms_than_the_item_weighs_are_worth_a_warning(self, register):
        row = {"shipment": "2022/1-А", "line": 2, "name_uk": "борошно", "unit": "t"}
        assert load("items", **row, quantity=2, weight_kg=2000).warnings == []
        (warning,) = load("items", **row, quantity=2, weight_kg=2).warnings
        assert (warning.sheet, warning.row, warning.column) == ("items", 2, "unit")


class TestAsOneChange:
    def test_listeners_are_told_once_of_all_models(self):
        told = []
        public_records_changed.connect(listener := lambda changed, **kw: told.append(changed))
        try:
            import_rows(in_form(small()))
        finally:
            public_records_changed.disconnect(listener)
        assert Partner in told[0] and Item in told[0]
        assert [list(changed) for changed in told[1:]] in ([], [[Edition]])

    def test_no_listener_hears_of_a_refused_file_or_a_dry_run(self):
        told = []
        public_records_changed.connect(listener := lambda changed, **kw: told.append(changed))
        try:
            import_rows(in_form(small()), dry_run=True)
            import_rows(in_form(changed("rates", 0, uah="x")))
        finally:
            public_records_changed.disconnect(listener)
        assert told == []


def test_an_import_that_breaks_off_leaves_nothing(monkeypatch):
    def break_off(*args):
        raise ConnectionError

    monkeypatch.setitem(importing.WRITERS, "distributions", break_off)
    with pytest.raises(ConnectionError):
        import_rows(in_form(small()))
    assert is_empty()


def queries_of_importing(count):
    row = {"kind": "hromada", "name_uk": "Г", "country": "UA", "status": "active"}
    rows = [{"key": f"p{count}-{number}"} | row for number in range(count)]
    with CaptureQueriesContext(connection) as queries:
        import_rows(only("partners", *rows))
    return len(queries)


def test_fifty_rows_more_are_no_fifty_queries_more():
    queries_of_importing(1)  # what a process asks once
    few, many = queries_of_importing(10), queries_of_importing(60)
    assert few < 80
    assert many - few < 10  # SQLite takes them in batches; by the row there would be fifty more


def test_many_rows_are_counted_for_those_that_plan_queries():
    areas = [{"key": f"a{number}", "name_uk": f"Напрям {number}"} for number in range(1200)]
    import_rows(only("areas", *areas))
    statistics = {
        "sqlite": "SELECT stat FROM sqlite_stat1 WHERE tbl = 'partners_area' LIMIT 1",
        "postgresql": "SELECT reltuples::int FROM pg_class WHERE relname = 'partners_area'",
    }
    with connection.cursor() as cursor:
        cursor.execute(statistics[connection.vendor])
        assert str(cursor.fetchone()[0]).split()[0] == "1200"


def test_what_only_the_admin_enters_stays():
    import_rows(in_form(small()))
    Office.objects.update(arms="arms/some.svg")
    report = {"year": 2031, "title_uk": "Звіт"}
    import_rows(only("reports", report))
    Report.objects.update(with_agreements=True, with_shipments=True)
    code = Office.objects.get().code
    import_rows(only("office", {"code": code, "municipality_uk": "Інша"}))
    import_rows(only("reports", report | {"title_uk": "Інший звіт"}))
    assert Office.objects.get().municipality_uk == "Інша"
    assert Office.objects.get().arms.name == "arms/some.svg"
    report = Report.objects.get(year=2031)
    assert (report.title_uk, report.with_agreements) == ("Інший звіт", True)
    assert (report.with_shipments, report.with_projects) == (True, False)


class TestCommand:
    def run(self, *args):
        out, err = StringIO(), StringIO()
        try:
            call_command("import_register", *args, stdout=out, stderr=err)
        except CommandError as error:
            return out.getvalue(), f"{err.getvalue()}{error}", error.returncode
        return out.getvalue(), err.getvalue(), 0

    def file(self, tmp_path, register):
        path = tmp_path / "register.json"
        path.write_bytes(json_file(in_form(register)).read())
        return str(path)

    def test_it_prints_the_counts_of_every_sheet(self, tmp_path):
        out, err, status = self.run(self.file(tmp_path, small()))
        assert status == 0
        assert all("shipments" in line for line in err.splitlines())  # warnings alone
        assert len(out.splitlines()) == 17
        (line,) = [line for line in out.splitlines() if line.startswith("partners")]
        assert "2" in line
        assert Partner.objects.count() == 2

    def test_a_dry_run_prints_them_too_and_says_so(self, tmp_path):
        out, _err, status = self.run(self.file(tmp_path, small()), "--dry-run")
        assert status == 0
        assert len(out.splitlines()) == 18
        assert is_empty()

    def test_faults_are_lines_and_the_exit_status_is_one(self, tmp_path):
        register = changed("partners", 0, country="XX", since="spring\u202e")
        with translation.override("en"):
            out, err, status = self.run(self.file(tmp_path, register))
        assert status == 1 and out == ""
        lines = err.splitlines()
        assert len(lines) == 3
        for line, column in zip(lines, ("country", "since"), strict=False):
            assert line.startswith(f"Sheet “partners”, row 2, column “{column}”: ")
        assert "\u202e" not in err
        assert is_empty()

    def test_a_file_that_is_not_there_is_named(self, tmp_path):
        _out, err, status = self.run(str(tmp_path / "none.xlsx"))
        assert status == 1 and err


def test_full_dates_are_days():
    load("areas", key="a", name_uk="А")
    load("rates", currency="EUR", date="2022-05-31", uah="31.4159")
    assert Rate.objects.get().date == date(2022, 5, 31)


def test_the_last_day_that_there_is_may_have_a_rate():
    load("shipments", reference="1", title_uk="А", currency="EUR", received_on="2022-05")
    load("rates", currency="EUR", date="9999-12-31", uah="31.4159")
    assert Rate.objects.get().date == date.max


def test_custody_is_one_row_for_each_shipment(register):
    load("shipments", reference="2022/1-А", carrier="перевізник")
    custody = Custody.objects.get()
    assert (custody.store, custody.carrier) == ("склад на Довгій", "перевізник")


@pytest.mark.parametrize("command", ["import_register", "export_register", "prepare_first_run"])
def test_every_command_explains_itself(command, capsys):
    with pytest.raises(SystemExit):
        execute_from_command_line(["manage.py", command, "--help", "--skip-checks"])
    assert command in capsys.readouterr().out
