"""The weekly letter: how much waits, to whom it may be told, and no names."""

from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.urls import reverse

from dolyna_portal.tests.staff import make_staff
from partners.tests.records import make_partner
from publishing.models import Publication

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    user = make_staff("editor")
    user.email = "editor@lypivka.example"
    user.save()
    return user


def letters(capsys):
    call_command("send_digest")
    return mail.outbox


def test_the_letter_tells_how_much_waits_and_where(editor, capsys, settings):
    settings.SITE_URL = "https://portal.example"
    make_partner(publication=Publication.REVIEW, name_uk="Назва, якої лист не каже")
    (letter,) = letters(capsys)
    assert letter.to == ["editor@lypivka.example"]
    assert "Партнери: 1" in letter.body
    assert "https://portal.example/admin/partners/partner/?work=review" in letter.body
    assert "якої лист не каже" not in letter.body
    assert "Надіслано 1 лист" in capsys.readouterr().out


def test_nobody_gets_an_empty_letter(editor, capsys):
    assert letters(capsys) == []


def test_letters_go_only_to_active_staff_with_an_address(editor, capsys):
    make_partner(publication=Publication.REVIEW)
    make_staff("publisher")
    gone = make_staff("auditor")
    gone.email, gone.is_active = "gone@lypivka.example", False
    gone.save()
    assert [letter.to for letter in letters(capsys)] == [["editor@lypivka.example"]]


def test_who_may_see_nothing_is_told_of_nothing(editor, capsys):
    editor.groups.clear()
    make_partner(publication=Publication.REVIEW)
    assert letters(capsys) == []


def test_a_bad_mailbox_keeps_no_letter_from_the_others(editor, capsys, monkeypatch, caplog):
    make_partner(publication=Publication.REVIEW)
    bad = make_staff("publisher")
    User = type(bad)
    User.objects.filter(pk=editor.pk).update(email="nobody@lypivka.example")
    User.objects.filter(pk=bad.pk).update(email="there@lypivka.example")
    send = EmailBackend.send_messages

    def refusing(self, letters):
        if letters[0].to == ["nobody@lypivka.example"]:
            raise SMTPRecipientsRefused({"nobody@lypivka.example": (550, b"no such user")})
        return send(self, letters)

    monkeypatch.setattr(EmailBackend, "send_messages", refusing)
    with pytest.raises(CommandError):
        call_command("send_digest")
    assert [letter.to for letter in mail.outbox] == [["there@lypivka.example"]]
    assert str(editor.pk) in caplog.text
    assert "Надіслано 1 лист" in capsys.readouterr().out


def test_the_letter_can_be_refused_and_asked_for_again(client, editor, capsys):
    make_partner(publication=Publication.REVIEW)
    client.force_login(editor)
    choose = reverse("admin:digest")
    assert client.get(choose).status_code == 405
    assert "Не надсилати листів" in client.get("/admin/").content.decode()
    client.post(choose)
    assert letters(capsys) == []
    assert "Надсилати лист" in client.get("/admin/").content.decode()
    client.post(choose)
    assert len(letters(capsys)) == 1
