"""A register file in the browser: look, confirm, and lists that can be downloaded and uploaded."""

import json
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from aid.models import Custody, Distribution, Recipient
from aid.models.recipient import UNDISCLOSED
from dolyna_portal.tests.staff import make_staff
from partners.models import Contact, Partner
from register.importing import import_rows
from register.models import Upload
from register.reading import BROWSER
from register.tests.registers import changed, in_form, is_empty, json_file, only, small

pytestmark = pytest.mark.django_db

PAGE = "/admin/register/"


@pytest.fixture
def signed_in(client):
    def sign_in(*roles):
        client.force_login(make_staff(*roles))
        return client

    return sign_in


def look(client, register, name="register.json"):
    """The page that shows what a file in its JSON form would do."""
    file = SimpleUploadedFile(name, json_file(register).read())
    return client.post(PAGE, {"file": file})


def confirm(client, response):
    return client.post(PAGE, {"confirm": response.context["upload"].sha256}, follow=True)


def told(response):
    return " ".join(str(message) for message in response.context["messages"])


def seen(response):
    """{(sheet, row, column): (before, after, problem)} of the page."""
    return {
        (row.sheet, row.number, cell.column): (cell.before, cell.after, cell.problem)
        for row in response.context["preview"].rows
        for cell in row.cells
    }


def test_a_file_is_looked_at_and_then_that_very_file_is_written(admin_client):
    page = look(admin_client, in_form(small()))
    assert page.status_code == 200
    assert is_empty()
    after = confirm(admin_client, page)
    assert "Записано 19 рядків" in told(after)
    assert Partner.objects.count() == 2
    assert not Upload.objects.exists()


def test_the_page_says_of_each_column_what_it_was_and_will_be(admin_client):
    import_rows(in_form(small()))
    page = look(admin_client, in_form(changed("partners", name_uk="Нова назва", population=1200)))
    assert seen(page) == {
        ("partners", 2, "name_uk"): ("Березове", "Нова назва", ""),
        ("partners", 2, "population"): (None, 1200, ""),
    }
    text = page.content.decode()
    assert "<del>Березове</del> → <ins>Нова назва</ins>" in text
    totals = {sheet.title: vars(count) for sheet, count, _wrong in page.context["preview"].totals}
    assert totals["partners"] == {"created": 0, "changed": 1, "unchanged": 1}


def test_a_new_row_shows_what_it_brings(admin_client):
    page = look(admin_client, only("areas", {"key": "sport", "name_uk": "Спорт"}))
    assert seen(page) == {("areas", 2, "name_uk"): (None, "Спорт", "")}


def test_a_file_with_a_fault_shows_it_and_cannot_be_confirmed(admin_client):
    register = changed("shipments", received_on="2022-13")
    page = look(admin_client, in_form(register))
    problem = seen(page)["shipments", 2, "received_on"][2]
    assert "12.07.2022" in problem
    assert 'name="confirm"' not in page.content.decode()
    again = admin_client.post(PAGE, {"confirm": page.context["upload"].sha256})
    assert again.context["preview"].faults
    assert is_empty()


def test_a_file_that_changes_nothing_is_not_offered_for_writing(admin_client):
    import_rows(in_form(small()))
    page = look(admin_client, in_form(small()))
    assert page.context["preview"].changes == 0
    assert 'name="confirm"' not in page.content.decode()


def test_texts_of_the_file_are_shown_as_text(admin_client):
    page = look(admin_client, only("areas", {"key": "x", "name_uk": "<script>alert(1)</script>"}))
    assert b"<script>alert" not in page.content
    page = look(admin_client, only("<b>partners</b>", {"key": "x"}), name="<i>.json")
    assert b"<b>partners" not in page.content
    assert b"<i>.json" not in page.content


@pytest.mark.parametrize("content", [b"", b"nothing", b"PK\x03\x04 broken", b"[1, 2", b"\xff\xfe"])
def test_what_is_no_register_is_refused_in_words(admin_client, content):
    page = admin_client.post(PAGE, {"file": SimpleUploadedFile("a.xlsx", content)})
    assert page.status_code == 200
    assert page.context["form"].errors or page.context["preview"].faults


@pytest.mark.parametrize("row", [{"a\ud800": 1}, {"key": "a", "name_uk": "\udfff"}])
@pytest.mark.parametrize("title", ["areas", "a\ud800"])
def test_characters_that_no_page_can_hold_are_told_of(admin_client, title, row):
    file = json.dumps([{"title": title, "data": [row]}]).encode()
    page = admin_client.post(PAGE, {"file": SimpleUploadedFile("register.json", file)})
    assert page.status_code == 200 and page.context["preview"].faults


def test_a_file_beyond_the_limit_is_refused_before_it_is_kept(admin_client, monkeypatch):
    monkeypatch.setattr("register.uploads.BROWSER", BROWSER.__class__(size=10, unpacked=1, rows=1))
    page = look(admin_client, in_form(small()))
    assert page.context["form"].errors["file"]
    assert not Upload.objects.exists()


def test_nobody_confirms_the_file_of_somebody_else(client, admin_client):
    page = look(admin_client, in_form(small()))
    client.force_login(make_staff("publisher"))
    after = confirm(client, page)
    assert "завантажте його знову" in told(after)
    assert is_empty()


def test_a_file_is_kept_for_a_day(admin_client):
    page = look(admin_client, in_form(small()))
    Upload.objects.update(at=timezone.now() - timedelta(days=1, minutes=1))
    assert "завантажте його знову" in told(confirm(admin_client, page))
    look(admin_client, only("areas"))
    assert Upload.objects.count() == 1


def test_an_editor_publishes_nothing_by_a_file(signed_in):
    client = signed_in("editor")
    partner = small()["partners"][0]
    page = look(client, only("partners", partner | {"areas": ""}))
    assert seen(page)["partners", 2, "publication"][2]
    confirm(client, page)
    assert is_empty()
    draft = partner | {"areas": "", "publication": "draft"}
    confirm(client, look(client, only("partners", draft)))
    assert Partner.objects.get().publication == "draft"


def test_a_row_that_is_refused_does_not_tell_what_is_stored(signed_in):
    import_rows(in_form(small()))
    Contact.objects.create(partner=Partner.objects.get(key="maple"), phone="+48 600 111 222")
    page = look(signed_in("editor"), only("partners", {"key": "maple", "contact_phone": "+48 1"}))
    assert seen(page)["partners", 2, "contact_phone"][2]
    assert "600 111 222" not in page.content.decode()


class TestSensitiveRecipients:
    """Who may not know them learns nothing of their keys by any row."""

    ROWS = (
        ("recipients", {"kind": "idp", "name_uk": "Назва"}),
        ("recipients", {"kind": "idp", "name_uk": "Назва", "sensitive": "no"}),
        ("recipients", {"kind": "idp", "name_uk": "Назва", "sensitive": "yes"}),
        ("recipients", {"public_name_uk": "Прихисток"}),
        ("distributions", {"quantity": 1}),
        ("distributions", {"quantity": "1.5"}),
        ("distributions", {"quantity": 1000, "date": "2022-01"}),
        ("distributions", {}),
    )

    @pytest.fixture
    def hidden(self):
        import_rows(in_form(small()))
        act = Distribution.objects.get()
        hidden = Recipient.objects.get(sensitive=True)
        Distribution.objects.create(act_number="8", item=act.item, recipient=hidden, quantity=1)
        return hidden

    @pytest.fixture
    def editor(self):
        return make_staff("editor")

    def answer(self, user, sheet, key, cells):
        """All that an import tells of one row, with KEY in the place of the key."""
        act = {"act_number": "8", "shipment": "2022/1-А", "line": 1, "recipient": key}
        row = cells | (act if sheet == "distributions" else {"key": key})
        outcome = import_rows(only(sheet, row), dry_run=True, user=user)
        assert outcome.faults, "nothing of the kind is written"
        told = [*outcome.faults, *outcome.warnings, *map(vars, outcome.counts.values())]
        return [str(one).replace(key, "KEY") for one in told]

    @pytest.mark.parametrize(("sheet", "cells"), ROWS)
    def test_hidden_and_absent_keys_get_the_same_answer(self, hidden, editor, sheet, cells):
        for key, nobodys in (("shelter", "nobody"), (hidden.key, f"{UNDISCLOSED}-{'0' * 16}")):
            absent = self.answer(editor, sheet, nobodys, cells)
            assert self.answer(editor, sheet, key, cells) == absent

    def test_both_sheets_of_one_file_tell_no_more(self, hidden, editor):
        def faults(key):
            file = small()
            file["recipients"] = [{"key": key, "kind": "idp", "name_uk": "Назва"}]
            file["distributions"][0] |= {"recipient": key, "act_number": "8"}
            outcome = import_rows(in_form(file), dry_run=True, user=editor)
            return [str(fault).replace(key, "KEY") for fault in outcome.faults]

        assert faults("shelter") == faults("nobody") != []

    def test_who_may_write_identities_reaches_them_by_their_keys(self, hidden):
        row = {"key": "shelter", "public_name_uk": "Притулок"}
        for user in (make_staff("publisher", "custodian"), None):
            outcome = import_rows(only("recipients", row), dry_run=True, user=user)
            assert (outcome.faults, outcome.counts["recipients"].changed) == ([], 1)

    def test_open_ones_are_changed_by_their_keys(self, hidden):
        row = {"key": "hospital", "name_uk": "Лікарня міста"}
        outcome = import_rows(only("recipients", row), user=make_staff("publisher"))
        assert outcome.faults == []
        assert Recipient.objects.get(key="hospital").name_uk == "Лікарня міста"


def test_who_may_only_read_uploads_nothing(signed_in):
    client = signed_in("auditor")
    assert client.get(PAGE).status_code == 403
    assert look(client, in_form(small())).status_code == 403


def rows_of(response):
    """The rows of a downloaded workbook: {sheet: [{column: cell}, …]}."""
    assert "attachment" in response["Content-Disposition"]
    content = b"".join(response.streaming_content) if response.streaming else response.content
    workbook = load_workbook(BytesIO(content))
    sheets = {}
    for worksheet in workbook:
        names, *rows = worksheet.values
        sheets[worksheet.title] = [dict(zip(names, row, strict=True)) for row in rows]
    return sheets


def downloaded(client, model):
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
    chosen = [record.pk for record in model.objects.all()]
    return client.post(reverse(name), {"action": "download", "_selected_action": chosen})


def test_a_downloaded_list_is_edited_and_uploaded_again(admin_client):
    import_rows(in_form(small()))
    response = downloaded(admin_client, Partner)
    workbook = load_workbook(BytesIO(response.content))
    worksheet = workbook["partners"]
    column = [cell.value for cell in worksheet[1]].index("name_en") + 1
    worksheet.cell(row=2, column=column, value="Birch Town")
    edited = BytesIO()
    workbook.save(edited)
    page = admin_client.post(PAGE, {"file": SimpleUploadedFile("p.xlsx", edited.getvalue())})
    assert seen(page) == {("partners", 2, "name_en"): (None, "Birch Town", "")}
    confirm(admin_client, page)
    assert Partner.objects.get(key="birch").name_en == "Birch Town"


def test_a_download_holds_no_column_and_no_row_that_its_user_may_not_see(signed_in):
    import_rows(in_form(small()))
    Contact.objects.create(partner=Partner.objects.get(key="maple"), phone="+48 600 111 222")
    hidden = Recipient.objects.get(sensitive=True)
    act = Distribution.objects.get()
    Distribution.objects.create(act_number="8", item=act.item, recipient=hidden, quantity=1)
    editor = signed_in("editor")
    told = json.dumps(
        [
            rows_of(downloaded(editor, model))
            for model in (
                Partner,
                Recipient,
                Distribution,
                Custody._meta.get_field("shipment").related_model,
            )
        ],
        ensure_ascii=False,
        default=str,
    )
    for secret in ("600 111 222", "contact_phone", "Тихій", "shelter", "Довгій", "store"):
        assert secret not in told
    assert "hospital" in told


def test_the_whole_register_is_for_those_who_may_see_all_of_it(signed_in, admin_client):
    import_rows(in_form(small()))
    address = f"{PAGE}export/"
    everything = rows_of(admin_client.get(address))
    assert everything["shipments"][0]["store"] == "склад на Довгій"
    assert signed_in("editor").get(address).status_code == 403
