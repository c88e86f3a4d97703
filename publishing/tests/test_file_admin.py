"""Staff add, see, publish and delete documents and photographs."""

import errno
import re
from io import BytesIO

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from docx import Document as DocxFile
from PIL import Image

from dolyna_portal.tests.staff import make_staff
from partners.models import Office, Partner
from partners.tests.records import make_agreement, make_office, make_partner
from publishing.models import Document, Photo, Publication
from publishing.storage import StagedFile
from publishing.tests.records import jpeg, make_document, make_photo
from publishing.tests.test_storage import stored_files

pytestmark = pytest.mark.django_db

DOCUMENTS = "publishing-document-owner_type-owner_id"
PHOTOS = "publishing-photo-owner_type-owner_id"


def docx(text):
    file = BytesIO()
    document = DocxFile()
    document.add_paragraph(text)
    document.save(file)
    return SimpleUploadedFile("скан договору.docx", file.getvalue())


def picture(name="IMG_0001.jpg", **options):
    return SimpleUploadedFile(name, jpeg(1000, 600, **options))


def rows(prefix, *forms):
    data = {f"{prefix}-TOTAL_FORMS": len(forms), f"{prefix}-INITIAL_FORMS": 0}
    for number, form in enumerate(forms):
        data |= {f"{prefix}-{number}-{name}": value for name, value in form.items()}
    return data


def new_document(**changes):
    return {
        "upload": docx("Сторони домовилися про співпрацю"),
        "title_uk": "Договір про співпрацю",
        "kind": "agreement",
        "language": "uk",
        "publication": "draft",
    } | changes


def new_photo(**changes):
    return {
        "upload": picture(),
        "alt_uk": "Підписання договору в залі ради",
        "people": "adults",
        "consent": "on",
        "publication": "draft",
    } | changes


def typed(partner, *inlines, **changes):
    """What the form of a partner's page sends with these rows of files."""
    data = {
        "kind": partner.kind,
        "relation": partner.relation,
        "country": partner.country.code,
        "name_uk": partner.name_uk,
        "key": partner.key,
        "status": partner.status,
        "publication": partner.publication,
        "contact-TOTAL_FORMS": 0,
        "contact-INITIAL_FORMS": 0,
    }
    for inline in inlines:
        data |= inline
    return data | changes


def page_of(record, page="change"):
    options = record._meta
    return reverse(f"admin:{options.app_label}_{options.model_name}_{page}", args=[record.pk])


def faults(response):
    """What the rows of files say is wrong, as text."""
    formsets = [inline.formset for inline in response.context["inline_admin_formsets"]]
    return " ".join(str(formset.errors) + str(formset.non_form_errors()) for formset in formsets)


@pytest.fixture
def partner():
    return make_partner(publication="draft")


class TestAdding:
    def test_a_document_and_two_photographs_come_with_one_form(self, admin_client, partner):
        data = typed(
            partner,
            rows(DOCUMENTS, new_document(second_language="lt", date="12.07.2022")),
            rows(PHOTOS, new_photo(), new_photo(alt_uk="Зала ради", people="nobody")),
        )
        response = admin_client.post(page_of(partner), data)
        assert response.status_code == 302, faults(response)
        document = partner.documents.get()
        assert (document.type, document.kind, str(document.date)) == (
            "docx",
            "agreement",
            "2022-07-12",
        )
        assert document.text == "Сторони домовилися про співпрацю"
        assert document.publication == Publication.DRAFT
        photos = list(partner.photos.order_by("pk"))
        assert [photo.alt_uk for photo in photos] == [
            "Підписання договору в залі ради",
            "Зала ради",
        ]
        assert {(photo.width, photo.height) for photo in photos} == {(1000, 600)}
        expected = [document.file.name, *(n for photo in photos for n in photo.stored_names())]
        assert stored_files() == sorted(expected)

    def test_each_of_several_files_in_one_row_becomes_a_row(self, admin_client, partner):
        several = [docx("Перше"), docx("Друге"), docx("Третє")]
        for file, name in zip(several, ("Рішення.docx", "лист_ради.docx", "акт.docx"), strict=True):
            file.name = name
        row = new_document(upload=several, title_uk="Рішення ради", kind="decision", date="2022")
        response = admin_client.post(page_of(partner), typed(partner, rows(DOCUMENTS, row)))
        assert response.status_code == 302, faults(response)
        documents = partner.documents.order_by("pk")
        assert [one.title_uk for one in documents] == ["Рішення ради", "лист ради", "акт"]
        assert [one.text for one in documents] == ["Перше", "Друге", "Третє"]
        assert {(one.kind, str(one.date)) for one in documents} == {("decision", "2022")}

    def test_a_photograph_that_nobody_described_stays_a_draft(self, admin_client, partner):
        several = [picture("площа.jpg"), picture("IMG_0002.jpg")]
        row = new_photo(upload=several, publication="public")
        response = admin_client.post(page_of(partner), typed(partner, rows(PHOTOS, row)))
        assert response.status_code == 302, faults(response)
        states = list(partner.photos.order_by("pk").values_list("alt_uk", "publication"))
        assert states == [("Підписання договору в залі ради", "public"), ("IMG 0002", "draft")]

    def test_one_bad_file_among_several_is_named_beside_its_row(self, admin_client, partner):
        script = SimpleUploadedFile("вірус.pdf", b"<script>alert(1)</script>")
        row = new_document(upload=[docx("Добрий"), script])
        response = admin_client.post(page_of(partner), typed(partner, rows(DOCUMENTS, row)))
        assert response.status_code == 200
        formset = response.context["inline_admin_formsets"][1].formset
        assert [list(errors) for errors in formset.errors] == [[], ["upload"]]
        assert "вірус" in response.content.decode()
        assert not Document.objects.exists()

    def test_every_size_of_a_photograph_can_be_fetched(self, admin_client, client):
        partner = make_partner()
        data = typed(partner, rows(PHOTOS, new_photo(publication="public")))
        assert admin_client.post(page_of(partner), data).status_code == 302
        photo = Photo.objects.get()
        for width in (480, 960, 1000):
            for file_type, name in (("webp", "WEBP"), ("jpg", "JPEG")):
                response = client.get(f"/files/{photo.uid}/{width}.{file_type}")
                image = Image.open(BytesIO(b"".join(response)))
                assert (image.format, image.width) == (name, width)
        assert client.get(f"/files/{photo.uid}/1600.jpg").status_code == 404

    def test_the_page_says_nothing_of_files_and_adds_none(self, admin_client, partner):
        make_document(partner)
        assert admin_client.post(page_of(partner), typed(partner)).status_code == 302
        assert partner.documents.count() == 1

    @pytest.mark.parametrize("language", ["uk", "en"])
    def test_a_refusal_stands_beside_the_field_and_keeps_what_was_typed(
        self, admin_client, partner, language
    ):
        script = SimpleUploadedFile("договір.pdf", b"<script>alert(1)</script>")
        data = typed(
            partner,
            rows(DOCUMENTS, new_document(upload=script, title_uk="Назва, яку шкода втратити")),
            rows(PHOTOS, new_photo()),
            name_uk="Нова назва партнера",
        )
        with translation.override(language):
            response = admin_client.post(page_of(partner), data)
        assert response.status_code == 200
        page = response.content.decode()
        words = {"uk": "Файлів цього виду портал не приймає", "en": "Files of this kind are not"}
        assert words[language] in page
        assert "Назва, яку шкода втратити" in page
        assert "Нова назва партнера" in page
        assert not Document.objects.exists()
        assert not Photo.objects.exists()
        assert stored_files() == []

    def test_a_row_without_a_file_is_refused(self, admin_client, partner):
        row = new_document()
        del row["upload"]
        response = admin_client.post(page_of(partner), typed(partner, rows(DOCUMENTS, row)))
        assert "upload" in str(response.context["inline_admin_formsets"][1].formset.errors)

    def test_a_full_disk_is_said_in_words_and_leaves_nothing(
        self, admin_client, partner, monkeypatch
    ):
        written = []

        def write(file, content):
            if len(written) == 2:
                raise OSError(errno.ENOSPC, "No space left on device")
            written.append(file)
            return file.file.write(content)

        monkeypatch.setattr(StagedFile, "write", write, raising=False)
        data = typed(partner, rows(PHOTOS, new_photo(), new_photo()), name_uk="Нова назва партнера")
        response = admin_client.post(page_of(partner), data)
        assert response.status_code == 200
        assert "На диску немає місця" in response.content.decode()
        assert not Photo.objects.exists()
        assert Partner.objects.get().name_uk != "Нова назва партнера"
        assert stored_files() == []

    def test_what_fails_after_the_files_were_stored_takes_them_away(
        self, admin_client, partner, monkeypatch
    ):
        def fail(*args, **kwargs):
            raise RuntimeError("the log cannot be written")

        monkeypatch.setattr("django.contrib.admin.options.ModelAdmin.log_change", fail)
        data = typed(partner, rows(DOCUMENTS, new_document()))
        with pytest.raises(RuntimeError):
            admin_client.post(page_of(partner), data)
        assert not Document.objects.exists()
        assert stored_files() == []


class TestRights:
    def test_an_editor_adds_drafts_and_publishes_nothing(self, client, partner):
        client.force_login(make_staff("editor"))
        public = rows(DOCUMENTS, new_document(publication="public"))
        response = client.post(page_of(partner), typed(partner, public))
        assert "publication" in faults(response)
        response = client.post(page_of(partner), typed(partner, rows(DOCUMENTS, new_document())))
        assert response.status_code == 302
        document = Document.objects.get()
        response = client.post(page_of(document), {"title_uk": "Договір", "_publish": "1"})
        assert response.status_code == 200
        document.refresh_from_db()
        assert document.publication == Publication.DRAFT

    def test_a_publisher_makes_it_public_by_the_button(self, client):
        document = make_document(make_agreement([make_partner()]), publication="review")
        address = document.get_absolute_url()
        assert client.get(address).status_code == 404
        client.force_login(make_staff("publisher"))
        data = {"title_uk": "Договір", "kind": "decision", "language": "uk", "_publish": "1"}
        response = client.post(page_of(document), data | {"publication": "review"})
        assert response.status_code == 302
        client.logout()
        assert client.get(address).status_code == 200

    @pytest.mark.parametrize("make_file", [make_document, make_photo])
    def test_staff_see_a_draft_before_the_public_and_no_cache_keeps_it(self, client, make_file):
        file = make_file(make_partner(), publication="draft")
        name = "300.jpg" if make_file is make_photo else "file"
        address = reverse(f"admin:publishing_{file._meta.model_name}_file", args=[file.pk, name])
        assert client.get(address).status_code == 302
        client.force_login(make_staff("auditor"))
        response = client.get(address)
        assert response.status_code == 200
        assert "sandbox" in response["Content-Security-Policy"]
        assert {"no-store", "private"} <= set(response["Cache-Control"].split(", "))
        assert client.get(file.get_absolute_url()).status_code == 404

    def test_staff_without_the_right_see_no_file(self, client):
        file = make_document(make_partner(), publication="draft")
        user = User.objects.create_user("clerk", is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename="view_partner"))
        client.force_login(user)
        address = reverse("admin:publishing_document_file", args=[file.pk, "file"])
        assert client.get(address).status_code == 403
        assert client.get(page_of(file)).status_code == 403
        assert file.title_uk not in client.get(page_of(file.owner)).content.decode()

    def test_the_text_of_a_file_answers_no_guesses(self, admin_client):
        make_document(make_partner(), text="таємниця")
        for query in ("text__startswith=т", "sha256__startswith=0", "file__startswith=0"):
            address = reverse("admin:publishing_document_changelist")
            assert admin_client.get(f"{address}?{query}").status_code == 400


class TestKeeping:
    def test_children_are_published_only_with_consent(self, admin_client):
        photo = make_photo(make_partner(), people="children", publication="draft")
        data = {"alt_uk": "Діти в таборі", "people": "children", "publication": "public"}
        response = admin_client.post(page_of(photo), data)
        assert "consent" in response.context["adminform"].form.errors
        assert admin_client.post(page_of(photo), data | {"consent": "on"}).status_code == 302

    def test_the_records_page_shows_its_files_to_staff(self, admin_client):
        partner = make_partner()
        document, photo = make_document(partner), make_photo(partner)
        page = admin_client.get(page_of(partner)).content.decode()
        assert reverse("admin:publishing_document_file", args=[document.pk, "file"]) in page
        assert reverse("admin:publishing_photo_file", args=[photo.pk, "300.jpg"]) in page
        assert "PDF, 1 КБ" in page
        assert not re.search(r"\sstyle=", page)

    def test_the_list_names_languages_and_narrows_to_them(self, admin_client):
        lithuanian = make_document(make_partner(), language="lt")
        make_document(make_partner())
        address = reverse("admin:publishing_document_changelist")
        page = admin_client.get(address, {"language": "lt"})
        rows = page.context["cl"]
        assert list(rows.queryset) == [lithuanian]
        (languages,) = (one for one in rows.filter_specs if one.title == "мова")
        offered = [choice["display"] for choice in languages.choices(rows)]
        assert offered == ["Всі", "литовська", "українська"]
        assert "литовська</td>" in page.content.decode()

    def test_the_file_leads_back_to_its_record(self, admin_client):
        document = make_document(make_agreement([make_partner()], title_uk="Договір «Міст»"))
        page = admin_client.get(page_of(document)).content.decode()
        assert f'<a href="{page_of(document.owner)}">Договір «Міст»</a>' in page

    def test_files_behind_their_published_record_wait_in_the_list(self, admin_client):
        waiting = make_document(make_partner(), publication="draft")
        make_document(make_partner(), publication="internal")
        make_document(make_partner(publication="draft"), publication="draft")
        address = reverse("admin:publishing_document_changelist")
        page = admin_client.get(address, {"work": "file"})
        assert list(page.context["cl"].queryset) == [waiting]

    @pytest.mark.django_db(transaction=True)
    def test_a_deleted_photograph_takes_all_its_sizes_along(self, admin_client):
        partner = make_partner()
        admin_client.post(page_of(partner), typed(partner, rows(PHOTOS, new_photo())))
        photo = Photo.objects.get()
        assert len(stored_files()) == 6
        admin_client.post(page_of(photo, "delete"), {"post": "yes"})
        assert not Photo.objects.exists()
        assert stored_files() == []


class TestArms:
    def post(self, client, office, **changes):
        data = {"code": office.code, "council_uk": office.council_uk}
        data |= {"municipality_uk": office.municipality_uk, "place_uk": office.place_uk}
        return client.post(page_of(office), data | changes)

    def test_the_office_uploads_its_arms_once(self, admin_client, client):
        office = make_office()
        file = BytesIO()
        Image.new("RGBA", (2000, 2500), (10, 80, 60, 120)).save(file, "PNG")
        upload = SimpleUploadedFile("Герб (остаточний).png", file.getvalue())
        assert self.post(admin_client, office, arms=upload).status_code == 302
        image = Image.open(BytesIO(b"".join(client.get("/files/arms.png"))))
        assert (image.format, image.mode, image.size) == ("PNG", "RGBA", (360, 450))
        assert self.post(admin_client, office, email="rada@example.org").status_code == 302
        assert Office.objects.get().arms
        self.post(admin_client, office, **{"arms-clear": "on"})
        assert not Office.objects.get().arms

    def test_arms_that_are_no_picture_are_refused(self, admin_client):
        office = make_office()
        upload = SimpleUploadedFile("arms.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>")
        response = self.post(admin_client, office, arms=upload)
        assert "arms" in response.context["adminform"].form.errors
        assert stored_files() == []
