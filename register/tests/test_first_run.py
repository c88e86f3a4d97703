"""What `make run` prepares, once."""

from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command

from partners.models import Office, Partner
from register.importing import import_rows
from register.tests.registers import in_form, small

pytestmark = pytest.mark.django_db


def prepare():
    out = StringIO()
    call_command("prepare_first_run", stdout=out, stderr=out)
    return out.getvalue()


def passwords_in(printed):
    """The words of the last line, where the account is named, that may be a password."""
    return [word for word in printed.splitlines()[-1].split() if len(word) >= 15]


def test_an_empty_portal_gets_a_register_and_an_account_whose_password_is_shown_once():
    printed = prepare()
    assert Office.objects.exists() and Partner.objects.exists()
    user = get_user_model().objects.get()
    assert user.username == "office" and user.is_superuser
    assert any(user.check_password(word) for word in passwords_in(printed))
    assert prepare() == ""


def test_every_password_is_another():
    prepare()
    first = get_user_model().objects.get().password
    get_user_model().objects.all().delete()
    prepare()
    assert get_user_model().objects.get().password != first


def test_a_second_run_keeps_edits():
    prepare()
    Partner.objects.order_by("key").first().delete()
    number = Partner.objects.count()
    Partner.objects.update(name_uk="Змінено")
    prepare()
    assert Partner.objects.filter(name_uk="Змінено").count() == number == Partner.objects.count()


def test_another_town_s_register_stays_alone():
    import_rows(in_form(small()))
    prepare()
    assert Office.objects.get().code == "UA00000000000000001"
    assert Partner.objects.count() == 2
