"""The briefing note: public facts for everyone, more for the staff, never beyond two pages."""

from io import BytesIO

import pytest
from django.contrib.auth.models import Permission, User
from django.core.cache import cache
from pypdf import PdfReader

from papers.pdf import TypesettingError
from papers.tests.reading import pdf_blocks
from partners.models import Contact, Partner
from reports.tests.years import agreement, event, need, partner, project, report_of, shipment

pytestmark = pytest.mark.django_db

ADDRESS = "/partners/remo/brief.pdf"


def notes(client, address=ADDRESS):
    """The text of the note at an address."""
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(text for _tag, text in pdf_blocks(response.content))


@pytest.fixture
def remo():
    """A partner with something public of everything, and something hidden of everything."""
    hidden = {"publication": "draft"}
    secret = {"publication": "internal"}
    report_of(
        office=[{"code": "UA1", "council_uk": "Липівська міська рада"}],
        partners=[partner("remo", since="2020", summary_uk="Місто садів.", contact_name="Раса")],
        agreements=[
            agreement("pact", "remo", summary_uk="Обмін школярів."),
            agreement("plan", "remo", **hidden),
        ],
        projects=[project("school", "remo"), project("talk", "remo", **hidden)],
        events=[event("visit", "remo"), event("soon", "remo", public_from="2099-01-01")],
        shipments=[
            shipment("1/24", "remo", weight_kg=1200),
            shipment("2/24", "remo", **hidden),
            shipment("3/24", "remo", **secret),
        ],
        needs=[need("beds", "remo", status="promised"), need("tents", "remo", **hidden)],
    )
    return Partner.objects.get()


@pytest.fixture
def unset(monkeypatch):
    """No paper can be typeset."""

    def refuse(*_given):
        raise TypesettingError

    monkeypatch.setattr("reports.brief.pdf", refuse)


def staff(*rights):
    """A client signed in with these rights and those of reading the register."""
    user = User.objects.create_user("office", is_staff=True)
    wanted = {
        "view_partner",
        "view_agreement",
        "view_event",
        "view_project",
        "view_shipment",
        "view_need",
        *rights,
    }
    user.user_permissions.set(Permission.objects.filter(codename__in=wanted))
    return user


class TestPublic:
    def test_tells_who_they_are_and_what_is_between_us(self, client, remo):
        text = notes(client)
        for words in ("ДОВІДКА", "Місто садів.", "Угода pact", "Обмін школярів.", "Розмова visit"):
            assert words in text
        for words in ("Проєкт school", "Вантаж 1/24", "1 200 кг", "Потреба beds", "Обіцяно"):
            assert words in text

    def test_tells_nothing_that_is_not_public(self, client, remo):
        text = notes(client)
        hidden = ("plan", "talk", "soon", "2/24", "3/24", "tents", "Раса", "чернетка")
        assert not [words for words in hidden if words in text]

    def test_is_gone_with_the_partner(self, client, remo):
        assert client.get(ADDRESS).status_code == 200
        remo.publication = "draft"
        remo.save()
        assert client.get(ADDRESS).status_code == 404
        assert client.get("/partners/nobody/brief.pdf").status_code == 404

    def test_is_a_download_that_the_partner_s_page_offers(self, client, remo):
        response = client.get(ADDRESS)
        assert response["Content-Disposition"] == 'attachment; filename="remo-brief.pdf"'
        assert "sandbox" in response["Content-Security-Policy"]
        assert not response.cookies
        assert f'href="{ADDRESS}"' in client.get("/partners/remo/").text

    def test_says_so_where_it_cannot_be_typeset(self, client, remo, unset):
        response = client.get(ADDRESS)
        assert response.status_code == 503
        assert "Папір завеликий, щоб його зверстати." in response.text
        assert "The paper is too large to be typeset." in response.text

    def test_puts_an_event_known_by_its_end_alone_among_the_others(self, client):
        days = {"late": ("2024-09", None), "middle": (None, "2024-06"), "early": ("2024-02", None)}
        report_of(
            partners=[partner("remo")],
            events=[event(key, "remo", start=day[0], end=day[1]) for key, day in days.items()],
        )
        text = notes(client)
        places = [text.index(f"Розмова {key}") for key in days]
        assert places == sorted(places)

    def test_has_two_pages_at_most(self, client):
        count = range(30)
        long = "Дуже довга назва угоди про співпрацю між громадами " * 3
        report_of(
            partners=[partner("remo", summary_uk="Довгий опис міста. " * 60)],
            agreements=[agreement(f"a{n}", "remo", title_uk=f"{long}{n}") for n in count],
            events=[event(f"e{n}", "remo", title_uk=f"{long}{n}") for n in count],
            shipments=[shipment(f"s{n}", "remo", title_uk=f"{long}{n}") for n in count],
        )
        cache.clear()
        note = client.get(ADDRESS).content
        assert len(PdfReader(BytesIO(note)).pages) <= 2
        assert "із 30)" in " ".join(text for _tag, text in pdf_blocks(note))


class TestStaff:
    def test_is_led_back_where_it_cannot_be_typeset(self, client, remo, unset):
        client.force_login(staff())
        response = client.get(f"/admin/partners/{remo.pk}/brief.pdf", follow=True)
        assert response.redirect_chain == [(f"/admin/partners/partner/{remo.pk}/change/", 302)]
        assert "Папір завеликий, щоб його зверстати." in response.text

    def test_also_tells_what_is_not_published_and_marks_it(self, client, remo):
        client.force_login(staff())
        text = notes(client, f"/admin/partners/{remo.pk}/brief.pdf")
        assert "Угода plan (чернетка)" in text
        assert "Розмова soon" in text
        assert "3/24" not in text

    def test_tells_contacts_only_to_those_who_may_see_them(self, client, remo):
        Contact.objects.update(notes_internal="Любить чай.")
        address = f"/admin/partners/{remo.pk}/brief.pdf"
        user = staff()
        client.force_login(user)
        assert "Раса" not in notes(client, address)
        user.user_permissions.add(Permission.objects.get(codename="view_contact"))
        text = notes(client, address)
        assert "Раса" in text
        assert "Любить чай." in text

    def test_is_never_kept_and_never_for_others(self, client, remo):
        address = f"/admin/partners/{remo.pk}/brief.pdf"
        assert client.get(address).status_code == 302
        user = User.objects.create_user("visitor", is_staff=True)
        client.force_login(user)
        assert client.get(address).status_code == 403
        client.force_login(staff())
        assert "no-store" in client.get(address)["Cache-Control"]


def test_a_term_that_renews_itself_says_so(client):
    report_of(
        office=[{"code": "UA1", "council_uk": "Липівська міська рада"}],
        partners=[partner("remo")],
        agreements=[agreement("pact", "remo", valid_until="2024-06-01", renewal="automatic")],
    )
    assert "01.06.2024, далі продовжується автоматично" in notes(client)
