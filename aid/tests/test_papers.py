"""The papers of aid: what acts tell the staff, and what a letter to a donor never tells."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils.translation import override

from aid.models import Custody, Shipment
from aid.papers.acts import Seen, distribution_act, transfer_act
from aid.papers.letter import letter
from aid.tests.records import make_distribution, make_item, make_recipient, make_shipment
from papers.lines import lines
from papers.tests.reading import pdf_blocks
from partners.models import Contact, Office, Partner
from partners.tests.records import make_office, make_partner
from publishing.models import Publication

pytestmark = pytest.mark.django_db

SECRETS = (
    "UA-КОД", "Таємний склад", "Перевізник", "Примітка", "Контактна", "Прихисток на Тихій",
    "Прихисток", "Частина А0000", "ПРИХОВАНИЙ",
)  # fmt: skip


@pytest.fixture
def shipment():
    """A consignment with a school, a sensitive recipient and the defence forces among others."""
    make_office()
    donor = make_partner(name_uk="Лунд", name_en="Lund")
    Contact.objects.create(partner=donor, name="Контактна особа", notes_internal="Примітка")
    shipment = make_shipment(
        [donor, make_partner(name_uk="Мальме", name_en="Malmo")],
        title_uk="Генератори й ліжка",
        title_en="Generators and beds",
        received_on="2024-03-15",
        value="1000",
        currency="EUR",
    )
    Custody.objects.create(
        shipment=shipment, declaration_code="UA-КОД", store="Таємний склад", carrier="Перевізник"
    )
    beds = make_item(
        shipment, name_uk="ліжка", name_en="beds", quantity=30, value=900, weight_kg=60
    )
    make_item(shipment, name_uk="генератори", name_en="generators", quantity=3)
    school = make_recipient(kind="education", name_uk="Школа № 2", name_en="School No. 2")
    shelter = make_recipient(
        kind="idp", name_uk="Прихисток на Тихій", public_name_uk="Прихисток", sensitive=True
    )
    unit = make_recipient(kind="defence", name_uk="Частина А0000", name_en="Unit A0000")
    for number, recipient in enumerate((school, shelter, unit), 1):
        make_distribution(beds, recipient, act_number=f"{number}/24", quantity=5)
    return shipment


def donor_of(shipment):
    return shipment.donors.get(name_uk="Лунд")


def text_of(paper):
    return "\n".join(lines(paper)).replace("\xa0", " ")


def thanks(shipment, language="uk"):
    with override(language):
        return letter(shipment, donor_of(shipment), Office.objects.current())


class TestLetter:
    @pytest.mark.parametrize(
        ("language", "told"),
        [
            ("uk", ("Лунд", "Генератори й ліжка", "15 березня 2024 року", "ліжка | 30 шт.",
                    "генератори | 3 шт.", "Допомогу отримали: Школа № 2.", "1 000 євро",
                    "інші донори: Мальме")),
            ("en", ("Lund", "Generators and beds", "15 March 2024", "beds | 30 pcs",
                    "generators | 3 pcs", "Institutions helped: School No. 2.", "EUR 1,000",
                    "Given together with: Malmo")),
        ],
    )  # fmt: skip
    def test_tells_quantities_and_institutions(self, shipment, language, told):
        text = text_of(thanks(shipment, language))
        for words in told:
            assert words in text

    @pytest.mark.parametrize("language", ["uk", "en"])
    def test_never_tells_what_is_not_public(self, shipment, language):
        hidden = make_partner(name_uk="ПРИХОВАНИЙ", name_en="ПРИХОВАНИЙ")
        hidden.publication = Publication.INTERNAL
        hidden.save()
        text = text_of(thanks(shipment, language))
        for secret in SECRETS:
            assert secret not in text
        assert "1/24" not in text and "A0000" not in text

    def test_its_code_leads_to_the_page_of_the_consignment(self, shipment, settings):
        settings.SITE_URL = "https://portal.example"
        for language, prefix in (("uk", ""), ("en", "/en")):
            mark = thanks(shipment, language).mark
            address = f"{prefix}/aid/shipments/{shipment.reference}/"
            assert mark.address == f"https://portal.example{address}"

    def test_there_is_none_of_what_is_not_public(self, shipment):
        donor = donor_of(shipment)
        Shipment.objects.update(publication="draft")
        with pytest.raises(Shipment.DoesNotExist):
            letter(shipment, donor, None)
        Shipment.objects.update(publication="public")
        with pytest.raises(Partner.DoesNotExist):
            letter(shipment, make_partner(), None)

    def test_of_help_for_the_forces_alone_it_tells_the_title(self, shipment):
        Shipment.objects.update(beneficiaries=("defence",))
        text = text_of(thanks(shipment))
        assert "Генератори й ліжка" in text
        for secret in ("30", "1 000", "Школа"):
            assert secret not in text


class TestActs:
    def test_the_distribution_act_tells_who_got_how_much_and_what_is_left(self, shipment):
        text = text_of(distribution_act(shipment, Office.objects.current(), Seen()))
        assert "ліжка | 30 шт. | Школа № 2 | № 1/24, 20 березня 2024 року | 5 шт. | 15 шт." in text
        assert "генератори | 3 шт. |" in text

    @pytest.mark.parametrize("seen", [Seen(), Seen(custody=True), Seen(identities=True)])
    def test_what_has_rights_of_its_own_is_told_only_with_them(self, shipment, seen):
        office = Office.objects.current()
        acts = shipment.items.first().distributions.order_by("act_number")
        for text in (
            text_of(distribution_act(shipment, office, seen)),
            text_of(transfer_act(shipment, acts[1], office, seen)),
        ):
            assert ("UA-КОД" in text) == seen.custody
            assert ("Таємний склад" in text) == seen.custody
            assert ("Прихисток на Тихій" in text) == seen.identities
            assert "Прихисток" in text

    @pytest.mark.parametrize(
        ("language", "cleared", "best_before"),
        [("uk", "10.03.2024", "31.05.2025"), ("en", "10 March 2024", "31 May 2025")],
    )
    def test_days_are_figures_in_ukrainian_and_words_in_english(
        self, shipment, language, cleared, best_before
    ):
        Custody.objects.update(cleared_on="2024-03-10")
        shipment.items.update(expires_on="2025-05-31")
        act = shipment.items.first().distributions.first()
        with override(language):
            paper = transfer_act(shipment, act, Office.objects.current(), Seen(custody=True))
            text = text_of(paper)
        assert f": {cleared}." in text and f"| {best_before}" in text

    def test_the_transfer_act_holds_all_that_one_act_gives_one_recipient(self, shipment):
        act = shipment.items.first().distributions.get(act_number="1/24")
        other = make_item(shipment, name_uk="матраци", quantity=4, unit="set", value=100)
        make_distribution(other, act.recipient, act_number="1/24", quantity=4)
        paper = transfer_act(shipment, act, Office.objects.current(), Seen())
        text = text_of(paper)
        assert "ліжка | 5 шт. | 30 | 150 | 10 кг" in text
        assert "матраци | 4 комплекти | 25 | 100" in text and "Разом |  |  | 250" in text
        assert "Прихисток" not in text and "Частина" not in text
        assert (paper.registered_on, paper.registration_index) == ("2024-03-20", "1/24")
        assert [signature.role for signature in paper.signatures] == ["Передано", "Прийнято"]


class TestPage:
    def address(self, shipment, name, pk, language="uk", ending="pdf"):
        return reverse("admin:aid_shipment_paper", args=[shipment.pk, name, pk, language, ending])

    def test_lists_every_paper_and_each_opens(self, admin_client, shipment):
        page = admin_client.get(reverse("admin:aid_shipment_papers", args=[shipment.pk]))
        groups = dict(page.context["groups"])
        assert [len(rows) for rows in groups.values()] == [1, 3, 2]
        for rows in groups.values():
            for language, ending, url in rows[0][1]:
                response = admin_client.get(url)
                assert response.status_code == 200, url
                start = {"PDF": b"%PDF-", "DOCX": b"PK"}[ending]
                assert response.content.startswith(start)
                assert f"-{language}.{ending.lower()}" in response["Content-Disposition"]

    def test_the_letter_reads_in_its_file(self, admin_client, shipment):
        url = self.address(shipment, "letter", donor_of(shipment).pk)
        said = [text for _tag, text in pdf_blocks(admin_client.get(url).content)]
        assert "Допомогу отримали: Школа № 2." in said

    def test_papers_ask_for_the_rights_to_what_they_tell(self, client, shipment, django_user_model):
        user = django_user_model.objects.create_user("clerk", is_staff=True)
        client.force_login(user)
        letter_url = self.address(shipment, "letter", donor_of(shipment).pk)
        act_url = self.address(shipment, "distribution-act", shipment.pk, ending="docx")
        assert client.get(letter_url).status_code == 404
        user.user_permissions.add(Permission.objects.get(codename="view_shipment"))
        assert client.get(letter_url).status_code == 200
        assert client.get(act_url).status_code == 404
        page = client.get(reverse("admin:aid_shipment_papers", args=[shipment.pk]))
        assert [len(rows) for _name, rows in page.context["groups"]] == [0, 0, 2]

    def test_what_is_not_there_is_not_found(self, admin_client, shipment):
        other = make_distribution()
        for args in (
            ("transfer-act", other.pk),
            ("transfer-act", 0),
            ("letter", other.pk + 10**6),
            ("invoice", shipment.pk),
            ("letter", donor_of(shipment).pk, "de"),
            ("letter", donor_of(shipment).pk, "uk", "exe"),
        ):
            assert admin_client.get(self.address(shipment, *args)).status_code == 404
