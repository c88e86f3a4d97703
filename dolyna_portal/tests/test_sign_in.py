"""Sign-in of the staff: password, second factor, throttle, ends of sessions."""

import time
from unittest import mock

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import get_hashers
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from dolyna_portal.passwords import OfficeWordsValidator
from dolyna_portal.sign_in import BEGAN, SEEN
from dolyna_portal.tests.staff import make_staff
from partners.tests.records import make_office

pytestmark = pytest.mark.django_db

PASSWORD = "long enough for everybody"
LOGIN = "/admin/login/"
CODE_PAGE = "/admin/login/code/"


@pytest.fixture
def person():
    return get_user_model().objects.create_superuser("olena", password=PASSWORD)


@pytest.fixture
def production(settings):
    settings.SECOND_FACTOR_REQUIRED = True


def give_password(client, password=PASSWORD, **extra):
    return client.post(LOGIN, {"username": "olena", "password": password}, **extra)


def code_for(device, drift=0):
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits)
    totp.time = time.time() + drift * device.step
    return f"{totp.token():06d}"


def enrol(client, person):
    """Sign in for the first time; gives the device."""
    give_password(client)
    client.get(CODE_PAGE)
    device = TOTPDevice.objects.get(user=person)
    client.post(CODE_PAGE, {"code": code_for(device)})
    return device


def test_a_password_alone_opens_no_page_of_the_admin(client, person, production):
    give_password(client)
    pages = ["index", "password_change", "auth_user_changelist", "partners_partner_add", "jsi18n"]
    for page in pages:
        response = client.get(reverse(f"admin:{page}"))
        assert response.status_code == 302, page
        assert response.url.startswith(LOGIN)


def test_after_the_password_the_visitor_is_led_to_the_code_and_on_to_the_page_asked_for(
    client, person, production
):
    target = reverse("admin:partners_partner_changelist")
    response = client.post(
        f"{LOGIN}?next={target}",
        {"username": "olena", "password": PASSWORD, "next": target},
        follow=True,
    )
    assert response.request["PATH_INFO"] == CODE_PAGE
    device = TOTPDevice.objects.get(user=person)
    response = client.post(CODE_PAGE, {"code": code_for(device), "next": target})
    assert response.url == target
    assert client.get(target).status_code == 200


def test_the_first_sign_in_shows_the_qr_code_and_the_key_later_ones_do_not(
    client, person, production
):
    give_password(client)
    first = client.get(CODE_PAGE)
    assert b"data:image/svg+xml" in first.content
    enrol(client, person)
    other = Client()
    give_password(other)
    again = other.get(CODE_PAGE)
    assert b"data:image/svg+xml" not in again.content
    assert first.context["secret"].encode() not in again.content


def test_a_code_counts_once(client, person, production):
    device = enrol(client, person)
    code = code_for(device, drift=1)
    first, second = Client(), Client()
    for other in (first, second):
        give_password(other)
    TOTPDevice.objects.update(throttling_failure_count=0)
    assert first.post(CODE_PAGE, {"code": code}).status_code == 302
    replayed = second.post(CODE_PAGE, {"code": code})
    assert replayed.status_code == 200
    assert replayed.context["form"].errors["code"]
    assert second.get(reverse("admin:index")).status_code == 302


def test_wrong_codes_are_slowed_down(client, person, production):
    device = enrol(client, person)
    other = Client()
    give_password(other)
    other.post(CODE_PAGE, {"code": "000000"})
    assert other.post(CODE_PAGE, {"code": code_for(device, drift=1)}).status_code == 200


def test_the_session_gets_a_new_id_at_each_step(client, person, production):
    client.cookies["sessionid"] = "chosen-by-somebody-else"
    give_password(client)
    after_password = client.cookies["sessionid"].value
    client.get(CODE_PAGE)
    client.post(CODE_PAGE, {"code": code_for(TOTPDevice.objects.get(user=person))})
    ids = {"chosen-by-somebody-else", after_password, client.cookies["sessionid"].value}
    assert len(ids) == 3
    assert not Session.objects.filter(pk=after_password).exists()


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:x"])
def test_no_address_leads_away_from_the_portal(client, person, production, target):
    give_password(client)
    client.get(CODE_PAGE)
    code = code_for(TOTPDevice.objects.get(user=person))
    response = client.post(CODE_PAGE, {"code": code, "next": target})
    assert response.url == reverse("admin:index")


def test_the_page_of_the_code_shows_nothing_without_the_password(client, person, production):
    response = client.get(CODE_PAGE)
    assert response.url == LOGIN
    assert not TOTPDevice.objects.exists()


def test_five_wrong_passwords_close_the_sign_in_for_a_quarter_of_an_hour(client, person):
    answers = [
        give_password(client, "wrong", headers={"X-Forwarded-For": f"203.0.113.{number}"})
        for number in range(7)
    ]
    assert [answer.status_code for answer in answers] == [200] * 4 + [429] * 3
    assert answers[-1]["Retry-After"] == "900"
    assert give_password(client).status_code == 429


def test_thirty_tries_from_one_place_under_rotating_names_of_places_are_refused_unhashed(
    client, person, settings, monkeypatch
):
    hashed = []
    monkeypatch.setattr(
        get_user_model(), "check_password", lambda user, password: hashed.append(password)
    )
    for behind in (False, True):
        settings.BEHIND_PROXY = behind
        forged = ["203.0.113.{0}", "203.0.113.{0}, 127.0.0.1"][behind]
        answers = [
            give_password(
                client, f"wrong {number}", headers={"X-Forwarded-For": forged.format(number)}
            )
            for number in range(30)
        ]
        assert {answer.status_code for answer in answers[5:]} == {429}
    assert len(hashed) <= 5


def test_an_unknown_name_costs_a_hash_as_a_known_one_does(client, person):
    """The time of the answer does not tell whether there is such an account."""
    hashers = get_hashers()
    for username in ("olena", "nobody"):
        with mock.patch.object(hashers[0], "encode", wraps=hashers[0].encode) as encode:
            client.post(LOGIN, {"username": username, "password": "wrong"})
        assert encode.call_count == 1, username


def test_a_locked_out_attacker_locks_nobody_else_out(client, person):
    for _try in range(6):
        give_password(client, "wrong", REMOTE_ADDR="203.0.113.7")
    assert give_password(client, REMOTE_ADDR="203.0.113.7").status_code == 429
    assert give_password(client, REMOTE_ADDR="198.51.100.1").status_code == 302


def test_behind_the_proxy_only_its_own_word_about_the_address_counts(client, person, settings):
    settings.BEHIND_PROXY = True
    for number in range(6):
        forged = f"203.0.113.{number}, 198.51.100.1"
        answer = give_password(client, "wrong", headers={"X-Forwarded-For": forged})
    assert answer.status_code == 429


def test_wrong_user_and_wrong_password_are_told_alike(client, person):
    wrong = give_password(client, "wrong")
    unknown = client.post(LOGIN, {"username": "nobody", "password": PASSWORD})
    told = [list(answer.context["form"].non_field_errors()) for answer in (wrong, unknown)]
    assert told[0] == told[1]
    assert len(told[0]) == 1


def session_with(client, **values):
    session = client.session
    session.update(values)
    session.save()


@pytest.mark.parametrize("key", [SEEN, BEGAN])
def test_an_idle_or_old_session_ends(client, person, settings, key):
    client.force_login(person)
    index = reverse("admin:index")
    assert client.get(index).status_code == 200
    limit = settings.SESSION_IDLE_AGE if key == SEEN else settings.SESSION_COOKIE_AGE
    session_with(client, **{key: int(time.time()) - limit - 1})
    assert client.get(index).status_code == 302
    assert not Session.objects.exists()


def test_who_types_a_long_text_stays_signed_in(client, person, settings):
    client.force_login(person)
    client.get(reverse("admin:index"))
    session_with(client, **{SEEN: int(time.time()) - settings.SESSION_IDLE_AGE + 5})
    assert client.head(reverse("admin:still_here")).status_code == 204
    assert time.time() - client.session[SEEN] < 5


def test_a_disabled_user_is_out_with_the_next_request(client, person):
    client.force_login(person)
    get_user_model().objects.update(is_active=False)
    assert client.get(reverse("admin:index")).status_code == 302


def test_sign_out_takes_a_post(client, person):
    client.force_login(person)
    assert client.get(reverse("admin:logout")).status_code == 405
    client.post(reverse("admin:logout"))
    assert client.get(reverse("admin:index")).status_code == 302


def test_a_lost_phone_is_answered_by_a_command(client, person, production, capsys):
    enrol(client, person)
    call_command("otp_reset", "olena")
    assert client.get(reverse("admin:index")).status_code == 302
    give_password(client)
    assert b"data:image/svg+xml" in client.get(CODE_PAGE).content
    with pytest.raises(CommandError):
        call_command("otp_reset", "nobody")


@pytest.mark.parametrize("action", ["sign_out", "reset_second_factor"])
def test_an_administrator_can_end_sessions(client, person, admin_client, action):
    client.force_login(person)
    changelist = reverse("admin:auth_user_changelist")
    admin_client.post(changelist, {"action": action, "_selected_action": [person.pk]})
    assert client.get(reverse("admin:index")).status_code == 302
    assert admin_client.get(changelist).status_code == 200


@pytest.mark.parametrize("action", ["sign_out", "reset_second_factor"])
def test_who_is_no_superuser_signs_no_superuser_out(client, person, action):
    client.force_login(person)
    other = Client()
    other.force_login(make_staff("administrator"))
    changelist = reverse("admin:auth_user_changelist")
    other.post(changelist, {"action": action, "_selected_action": [person.pk]})
    assert client.get(reverse("admin:index")).status_code == 200


def test_no_page_of_the_admin_shows_the_secrets_of_the_app(admin_client):
    assert b"otp_totp" not in admin_client.get(reverse("admin:index")).content


def test_a_password_of_the_offices_own_words_is_refused():
    make_office(place_uk="м. Зелений Яр", place_en="Zelenyi Yar")
    validator = OfficeWordsValidator()
    validator.validate("four sheep cross the bridge")
    for password in ("Зелений місто відділ", "zelenyi-office-2031"):
        with pytest.raises(ValidationError):
            validator.validate(password)


@pytest.mark.parametrize("language", ["", "/en"])
def test_both_languages_have_both_pages(client, person, production, language):
    client.post(f"{language}/admin/login/", {"username": "olena", "password": PASSWORD})
    page = client.get(f"{language}/admin/login/code/")
    assert page.status_code == 200
    assert page["Cache-Control"].startswith("max-age=0")
