"""Needs, consignments, the ledger of items and acts, and recipients in the admin."""

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.forms import ModelForm
from django.utils.translation import gettext_lazy as _

from aid.models import (
    Category,
    Custody,
    Distribution,
    Item,
    Need,
    Rate,
    Recipient,
    RecipientIdentity,
    Shipment,
)
from aid.models.ledger import ZERO, exceeds
from publishing.admin import (
    PUBLICATION,
    RecordAdmin,
    RecordStackedInline,
    RecordTabularInline,
    RowsFormSet,
    date_column,
    number_column,
    pair,
    texts,
)


@admin.register(Category)
class CategoryAdmin(RecordAdmin):
    list_display = ("name", "key")
    search_fields = ("name_uk", "name_en", "key")
    prepopulated_fields = {"key": ("name_en",)}
    fieldsets = (texts("name"), (None, {"fields": ("key",)}))


@admin.register(Need)
class NeedAdmin(RecordAdmin):
    list_display = (
        "title",
        number_column("quantity", _("quantity asked for")),
        "unit",
        "urgency",
        "status",
        "publication",
    )
    list_filter = ("publication", "status", "urgency", "category")
    list_select_related = ("category",)
    search_fields = ("title_uk", "title_en", "beneficiary_uk", "beneficiary_en", "key")
    autocomplete_fields = ("category", "partners")
    prepopulated_fields = {"key": ("title_en",)}
    fieldsets = (
        (None, {"fields": (("urgency", "status"), "published_on")}),
        texts("title", "beneficiary", "summary"),
        (
            _("What and how much"),
            {"fields": ("category", ("quantity", "promised", "unit"), "partners", "key")},
        ),
        PUBLICATION,
    )


class IdentityInline(RecordStackedInline):
    """It comes and goes with the mark “sensitive” of its recipient, so nobody adds one here."""

    model = RecipientIdentity
    fieldsets = ((None, {"fields": ("key", *pair("name")), "classes": ("two-languages",)}),)
    can_delete = False

    def has_add_permission(self, request, obj):
        return False


class RecipientForm(ModelForm):
    def clean(self):
        cleaned = super().clean()
        if self.fields.get("name_uk") and not cleaned.get("name_uk"):
            self.add_error("name_uk", ValidationError(_("Fill in this field"), code="required"))
        return cleaned


@admin.register(Recipient)
class RecipientAdmin(RecordAdmin):
    form = RecipientForm
    confidential = ("identity",)
    list_display = ("__str__", "kind", "sensitive", "key")
    list_filter = ("kind", "sensitive")
    search_fields = ("name_uk", "name_en", "public_name_uk", "public_name_en", "key")
    inlines = (IdentityInline,)
    fieldsets = (
        (None, {"fields": ("kind", "sensitive", "key")}),
        texts("name", "public_name"),
    )

    def get_readonly_fields(self, request, obj=None):
        """What a sensitive recipient keeps elsewhere; only those who may see it disclose it."""
        if obj is None or not Recipient.objects.filter(pk=obj.pk, sensitive=True).exists():
            return ()
        hidden = ("key", "name_uk", "name_en")
        if request.user.has_perm("aid.change_recipientidentity"):
            return hidden
        return (*hidden, "sensitive")

    def save_model(self, request, obj, form, change):
        """Let earlier entries of the log forget the name of what has become sensitive."""
        super().save_model(request, obj, form, change)
        if change and obj.sensitive:
            kind = ContentType.objects.get_for_model(Recipient)
            entries = LogEntry.objects.filter(content_type=kind, object_id=obj.pk)
            entries.update(object_repr=str(obj)[:200])

    def save_formset(self, request, form, formset, change):
        """Leave alone an identity that went back into its recipient in this very form."""
        disclosed = formset.model is RecipientIdentity and not form.instance.sensitive
        formset.save(commit=not disclosed)


class ItemFormSet(RowsFormSet):
    """The items of one consignment; what has been distributed stays."""

    numbered = "line"

    def clean(self):
        super().clean()
        for form in self.deleted_forms:
            if form.instance.distributed:
                raise ValidationError(
                    _("“%(item)s” has been distributed: delete its acts first"),
                    code="distributed",
                    params={"item": form.instance.name},
                )


class ItemInline(RecordTabularInline):
    model = Item
    formset = ItemFormSet
    fields = (
        "line",
        "category",
        "name_uk",
        "name_en",
        "announced",
        "quantity",
        "written_off",
        "given",
        "unit",
        "weight_kg",
        "value",
    )
    readonly_fields = ("given",)
    given = staticmethod(number_column("distributed", _("distributed")))
    autocomplete_fields = ("category",)
    show_change_link = True


class CustodyInline(RecordStackedInline):
    model = Custody
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "declaration_code",
                    ("cleared_on", "reported_on"),
                    ("store", "carrier"),
                    "notes_internal",
                )
            },
        ),
    )


@admin.register(Shipment)
class ShipmentAdmin(RecordAdmin):
    confidential = ("custody",)
    list_display = (
        "reference",
        "title",
        date_column("received_on", _("received on")),
        "status",
        "publication",
    )
    list_filter = ("publication", "status", ("donors", admin.RelatedOnlyFieldListFilter))
    search_fields = (
        "reference",
        "title_uk",
        "title_en",
        "donors__name_uk",
        "donors__name_en",
        "donors__name_native",
        "donors__aliases",
    )
    autocomplete_fields = ("donors", "need", "project")
    inlines = (ItemInline, CustodyInline)
    fieldsets = (
        (None, {"fields": (("reference", "status"), "received_on")}),
        texts("title", "summary"),
        (
            _("From whom and for whom"),
            {"fields": ("donors", "donor_office", "beneficiaries", "need", "project")},
        ),
        (_("Weight and value"), {"fields": ("weight_kg", ("value", "currency"))}),
        PUBLICATION,
    )


class DistributionFormSet(RowsFormSet):
    """The acts of one item: together, as they now stand in the form, no more than there is."""

    def clean(self):
        super().clean()
        rows = self.staying()
        for form in rows:
            if form.has_error("quantity", "exceeds_available"):  # seen with the acts as stored
                del form.errors["quantity"]
        if any(form.errors for form in rows):
            return
        asked = sum((form.instance.quantity or ZERO for form in rows), ZERO)
        available = (self.instance.quantity or ZERO) - (self.instance.written_off or ZERO)
        if asked > max(available, ZERO):
            raise exceeds(self.instance, available, asked)

    def save(self, commit=True):
        """Save what became less before what became more, so that the sum never is too much."""
        stored = self.initial_forms
        self.forms[: len(stored)] = sorted(stored, key=self._growth)
        return super().save(commit)

    def _growth(self, form):
        now = ZERO if self._should_delete_form(form) else form.instance.quantity
        return now - form.initial["quantity"]


class DistributionInline(RecordTabularInline):
    model = Distribution
    formset = DistributionFormSet
    fields = ("act_number", "date", "recipient", "quantity")
    autocomplete_fields = ("recipient",)


@admin.register(Item)
class ItemAdmin(RecordAdmin):
    list_display = (
        "name",
        "shipment",
        number_column("quantity", _("received")),
        number_column("distributed", _("distributed")),
        "unit",
        "expires_on",
    )
    list_filter = ("category", "unit", "shipment__status")
    list_select_related = ("shipment", "category")
    search_fields = ("name_uk", "name_en", "shipment__reference")
    autocomplete_fields = ("shipment", "category")
    readonly_fields = ("given",)
    given = staticmethod(number_column("distributed", _("distributed")))
    inlines = (DistributionInline,)
    fieldsets = (
        (None, {"fields": (("shipment", "line"), "category")}),
        texts("name"),
        (
            _("Quantity"),
            {"fields": (("quantity", "unit"), ("announced", "written_off"), "given")},
        ),
        (_("Weight and value"), {"fields": ("weight_kg", "value", "expires_on")}),
    )


@admin.register(Distribution)
class DistributionAdmin(RecordAdmin):
    list_display = (
        "act_number",
        date_column("date", _("date")),
        "item",
        number_column("quantity", _("quantity")),
        "unit",
        "recipient",
    )
    list_filter = ("recipient__kind",)
    list_select_related = ("item", "recipient")
    search_fields = (
        "act_number",
        "item__name_uk",
        "item__name_en",
        "item__shipment__reference",
        "recipient__name_uk",
        "recipient__public_name_uk",
    )
    autocomplete_fields = ("item", "recipient")
    fields = (("act_number", "date"), "item", "recipient", "quantity")

    @admin.display(description=_("unit"))
    def unit(self, act):
        return act.item.get_unit_display()


@admin.register(Rate)
class RateAdmin(RecordAdmin):
    list_display = ("currency", "date", "uah", "source")
    list_filter = ("currency",)
    date_hierarchy = "date"
    search_fields = ("currency", "source")
    fields = (("currency", "date"), "uah", "source")
