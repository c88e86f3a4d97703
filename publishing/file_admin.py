"""Documents and photographs in the admin: added on the page of their record, kept on their own.

On the record's page stand all its files with a preview, and rows for new ones. A file has a
page of its own too, where it goes from draft to the public like any other record.
"""

from django.contrib import admin
from django.contrib.admin.templatetags.admin_urls import admin_urlname
from django.contrib.contenttypes.admin import GenericStackedInline
from django.contrib.contenttypes.forms import BaseGenericInlineFormSet
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from publishing.admin import ClerksFields, date_column, pair
from publishing.admin_rights import GuardedForm, GuardedInline
from publishing.admin_rows import NewRows
from publishing.admin_states import PublishableAdmin
from publishing.models import Document, Photo
from publishing.serving import answer, stored_document, stored_photo
from publishing.several_files import SEVERAL, Parting, SeveralFiles
from publishing.speech import language_name
from publishing.uploads import document_field, photo_field
from publishing.work import Group, Work
from publishing.workflow import refusal

DESCRIPTION = (*pair("title"), ("kind", "date"), ("language", "second_language"))
PICTURE = (*pair("alt", "caption", "author"), ("taken_on", "people", "consent"))


class NewFileForm(GuardedForm):
    """A row with a new file, in one of the states that the user may give."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if state := self.fields.get("publication"):
            model, user = self._meta.model, self.user
            state.choices = [
                choice for choice in state.choices if not refusal(user, model, "", choice[0])
            ]

    def clean(self):
        cleaned = super().clean()
        if upload := cleaned.get("upload"):
            self.instance.take(upload)
        return cleaned


class NewDocumentForm(NewFileForm):
    called = "title_uk"

    upload = document_field(widget=SeveralFiles, help_text=SEVERAL)


class NewPhotoForm(NewFileForm):
    called = "alt_uk"

    upload = photo_field(widget=SeveralFiles, help_text=SEVERAL)


class NewFiles(NewRows, BaseGenericInlineFormSet):
    """New files of a record."""

    advice = ()  # what is to be said once they are saved

    def __init__(self, data=None, files=None, *args, prefix=None, **kwargs):
        if files:
            parting = Parting(data, files, prefix, self.form.called)
            data, files = parting.parted()
            text = _("“%(file)s” is a draft: describe it, then publish it")
            self.advice = [text % {"file": name} for name in parting.drafts]
        super().__init__(self.spoken_of(data, prefix), files, *args, prefix=prefix, **kwargs)


class FileInline(GuardedInline, ClerksFields, GenericStackedInline):
    """The files of a record: those that are there to look at, with rows for new ones."""

    formset = NewFiles
    only_adds = True
    ct_field = "owner_type"
    ct_fk_field = "owner_id"
    extra = 1  # a row to choose files in, also without a script
    can_delete = False
    show_change_link = True
    view_on_site = False

    class Media:
        js = ("js/several-files.js",)

    def has_change_permission(self, request, obj=None):
        return False  # a file is changed on its own page

    def get_queryset(self, request):
        return super().get_queryset(request).order_by("pk")

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        formset.form.user = request.user
        return formset

    @admin.display(description=_("file"))
    def upload(self, attachment):
        """What stands in the place of the upload once the file is there."""
        return look(attachment)


class DocumentInline(FileInline):
    model = Document
    form = NewDocumentForm
    fieldsets = (
        (
            None,
            {
                "fields": ("upload", *DESCRIPTION, ("publication", "public_from")),
                "classes": ("two-languages",),
            },
        ),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).defer("text")


class PhotoInline(FileInline):
    model = Photo
    form = NewPhotoForm
    fieldsets = (
        (
            None,
            {
                "fields": ("upload", *PICTURE, ("publication", "public_from")),
                "classes": ("two-languages",),
            },
        ),
    )


FILES = (DocumentInline, PhotoInline)


def look(attachment):
    """A link to the stored file for staff, with its type and size; a photograph as a picture."""
    words = f"{attachment.get_type_display()}, {attachment.size_in_words}"
    if isinstance(attachment, Document):
        address = reverse("admin:publishing_document_file", args=[attachment.pk, "file"])
        return format_html('<a href="{}">{}</a>', address, words)
    width, whole = attachment.widths[0], attachment.widths[-1]
    small, large = (
        reverse("admin:publishing_photo_file", args=[attachment.pk, f"{size}.jpg"])
        for size in (width, whole)
    )
    picture = '<a href="{}"><img src="{}" width="240" alt="{}" loading="lazy"></a> {}'
    return format_html(picture, large, small, attachment.alt, words)


def owner_link(attachment):
    """The record that the file belongs to, as a link to its page in the admin."""
    owner = attachment.owner
    if owner is None:
        return None
    address = reverse(admin_urlname(owner._meta, "change"), args=[owner.pk])
    return format_html('<a href="{}">{}</a>', address, owner)


def behind_their_record(files):
    """Files that are not published although their record is, the oldest first."""
    return (
        files.exclude(publication__in=("public", "internal"))
        .filter(files.model.owned_by_public())
        .order_by("created_at")
    )


def without_their_bytes(files):
    """Files that the storage has lost; each is added anew on the page of its record."""
    stored = files.order_by().prefetch_related(None).values_list("pk", "file")
    exists = files.model._meta.get_field("file").storage.exists
    lost = [pk for pk, name in stored if not exists(name)]
    return files.filter(pk__in=lost).order_by("pk")


FILE_WORK = (
    Work(
        "lost",
        Group.FILES,
        _("The file is missing"),
        _("Delete it and add the file again"),
        without_their_bytes,
    ),
    Work(
        "file",
        Group.FILES,
        _("Not published with their record"),
        _("Publish or mark as internal"),
        behind_their_record,
    ),
)


class FileAdmin(PublishableAdmin):
    """A file is added on the page of its record; here it is described, published and deleted."""

    work = FILE_WORK
    readonly_fields = ("owner_named", "stored_file")

    def has_add_permission(self, request):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("owner")

    @admin.display(description=_("file"))
    def stored_file(self, attachment):
        return look(attachment)

    @admin.display(description=_("record"))
    def owner_named(self, attachment):
        return owner_link(attachment)

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_file"
        view = self.admin_site.admin_view(self.file_view)
        return [path("<int:pk>/file/<str:name>", view, name=name), *super().get_urls()]

    def file_view(self, request, pk, name):
        """The stored file for staff who may see it, whatever its state; never kept by a cache."""
        attachment = self.get_object(request, str(pk))
        if attachment is None:
            raise Http404
        if not self.has_view_permission(request, attachment):
            raise PermissionDenied
        return answer(request, self.stored(attachment, name))


class LanguageFilter(admin.AllValuesFieldListFilter):
    """Offers the languages that there are, by their names."""

    def choices(self, changelist):
        every, *languages = super().choices(changelist)
        yield every
        for choice in languages:
            yield choice | {"display": language_name(choice["display"])}


@admin.register(Document)
class DocumentAdmin(FileAdmin):
    list_display = (
        "title",
        "owner_named",
        "kind",
        "language",
        date_column("date", _("date of the document")),
        "type",
        "publication",
    )
    list_filter = ("publication", "kind", ("language", LanguageFilter), "type")
    search_fields = ("title_uk", "title_en")
    fieldsets = (
        (None, {"fields": ("owner_named", "stored_file")}),
        (_("Description"), {"fields": DESCRIPTION, "classes": ("two-languages",)}),
        (_("Publication"), {"fields": (("publication", "public_from"),)}),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).defer("text")

    def stored(self, document, name):
        return stored_document(document)


@admin.register(Photo)
class PhotoAdmin(FileAdmin):
    list_display = (
        "alt",
        "owner_named",
        "people",
        "consent",
        date_column("taken_on", _("taken on")),
        "publication",
    )
    list_filter = ("publication", "people", "consent")
    search_fields = ("alt_uk", "alt_en", "caption_uk", "caption_en", "author_uk", "author_en")
    fieldsets = (
        (None, {"fields": ("owner_named", "stored_file")}),
        (_("Description"), {"fields": PICTURE, "classes": ("two-languages",)}),
        (_("Publication"), {"fields": (("publication", "public_from"),)}),
    )

    def stored(self, photo, name):
        return stored_photo(photo, name)
