"""Recipients in the admin; what must stay unnamed has rights of its own."""

from secrets import token_hex

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from aid.models import Recipient, RecipientIdentity, RecipientKind
from publishing.admin import RecordAdmin, RecordStackedInline, pair, texts
from publishing.admin_rights import GuardedForm, has_right
from publishing.audit import note
from publishing.models import AuditEntry
from publishing.workflow import DISCLOSE


class IdentityInline(RecordStackedInline):
    """It comes and goes with the mark “sensitive” of its recipient, so nobody adds one here."""

    model = RecipientIdentity
    fieldsets = ((None, {"fields": ("key", *pair("name")), "classes": ("two-languages",)}),)
    can_delete = False

    def has_add_permission(self, request, obj):
        return False


def is_taken(key, recipient):
    """Whether another recipient, a sensitive one, has this key."""
    return RecipientIdentity.objects.filter(key=key).exclude(recipient=recipient.pk).exists()


class RecipientForm(GuardedForm):
    class Meta:
        help_texts = {
            "sensitive": _(
                "Visitors then see the public name alone, and of the staff only those who may know"
                " see the name. Always for the security and defence forces"
            )
        }

    def clean(self):
        cleaned = super().clean()
        is_open = "sensitive" in self.fields and not cleaned.get("sensitive")
        if is_open and cleaned.get("kind") == RecipientKind.DEFENCE:
            self.add_error("sensitive", _("Mark recipients of the defence forces as sensitive"))
        knows = has_right(self.user, "change", RecipientIdentity)
        if knows and is_taken(cleaned.get("key"), self.instance):
            self.add_error("key", _("This key already exists"))
        if self.fields.get("name_uk") and not cleaned.get("name_uk"):
            self.add_error("name_uk", ValidationError(_("Fill in this field"), code="required"))
        return cleaned


def knows(request):
    """Whether the user may see who sensitive recipients are."""
    return has_right(request.user, "view", RecipientIdentity)


def note_reading(request):
    """Note, once a request, that names of sensitive recipients were shown in a list."""
    if not request.__dict__.setdefault("identities_noted", False):
        request.identities_noted = True
        names = RecipientIdentity._meta.verbose_name_plural
        note(AuditEntry.Act.READING, Recipient._meta.verbose_name_plural, names)


@admin.register(Recipient)
class RecipientAdmin(RecordAdmin):
    form = RecipientForm
    confidential = ("identity",)
    list_filter = ("kind", "sensitive")
    search_fields = ("name_uk", "name_en", "public_name_uk", "public_name_en", "key")
    inlines = (IdentityInline,)
    fieldsets = (
        (None, {"fields": ("kind", "sensitive", "key")}),
        texts("name", "public_name"),
    )

    def get_list_display(self, request):
        @admin.display(description=_("recipient"))
        def called(recipient):
            return self.name_for(request, recipient)

        return called, "kind", "sensitive", "key"

    def get_queryset(self, request):
        return self.with_names(request, super().get_queryset(request))

    def get_search_fields(self, request):
        known = ("identity__name_uk", "identity__name_en", "identity__key")
        return (*self.search_fields, *(known if knows(request) else ()))

    def get_inlines(self, request, obj):
        """The identity, where there is one."""
        stored = obj and RecipientIdentity.objects.filter(recipient=obj.pk).exists()
        return self.inlines if stored else ()

    def with_names(self, request, records):
        return records.select_related("identity") if knows(request) else records

    def name_for(self, request, recipient):
        """A sensitive one by its true name for who may know it, else with a key that says nothing.

        Who is shown a true name is noted in the audit, once for a page.
        """
        if not recipient.sensitive:
            return str(recipient)
        if knows(request) and (identity := getattr(recipient, "identity", None)):
            note_reading(request)
            return f"{identity.name} ({recipient})"
        return f"{recipient} ({recipient.key})"

    def get_readonly_fields(self, request, obj=None):
        """What a sensitive recipient keeps elsewhere; only those who may see it disclose it."""
        closed = super().get_readonly_fields(request, obj)
        if obj is not None and obj.is_of_defence() and not request.user.has_perm(DISCLOSE):
            closed = (*closed, "kind")
        if obj is None or not Recipient.objects.filter(pk=obj.pk, sensitive=True).exists():
            return closed
        hidden = ("key", "name_uk", "name_en")
        if request.user.has_perm("aid.change_recipientidentity"):
            return (*closed, *hidden)
        return (*closed, *hidden, "sensitive")

    def may_restore(self, request, record, version):
        """A version of before or after would disclose a sensitive recipient, or conceal one."""
        sensitive = version.sensitive or (record is not None and record.sensitive)
        leaves = record is not None and record.is_of_defence() and version.kind != record.kind
        if leaves and not request.user.has_perm(DISCLOSE):
            return False
        return not sensitive and super().may_restore(request, record, version)

    def save_model(self, request, obj, form, change):
        """Let earlier entries of the log forget the name of what has become sensitive.

        Whoever may not know that a key is taken is not told so: the key, which nobody but those
        who may know sees from now on, gets an ending.
        """
        if obj.sensitive and is_taken(obj.key, obj):
            obj.key = f"{obj.key[:70]}-{token_hex(4)}"
        super().save_model(request, obj, form, change)
        if change and obj.sensitive:
            kind = ContentType.objects.get_for_model(Recipient)
            entries = LogEntry.objects.filter(content_type=kind, object_id=obj.pk)
            entries.update(object_repr=str(obj)[:200])

    def save_formset(self, request, form, formset, change):
        """Leave alone an identity that went back into its recipient in this very form."""
        disclosed = formset.model is RecipientIdentity and not form.instance.sensitive
        formset.save(commit=not disclosed)
