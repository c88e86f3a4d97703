"""Consignments, their items and the acts by which they are given out, in the admin."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from aid.admin.acts import NewActInline, NewActs
from aid.admin.custody import CustodyInline
from aid.admin.papers import PapersAdmin
from aid.admin.recipients import knows
from aid.doubts import doubts
from aid.models import Distribution, Item, Recipient, Shipment
from aid.models.ledger import ZERO, exceeds
from aid.work import SHIPMENT_WORK
from publishing.admin import (
    PUBLICATION,
    RecordAdmin,
    RecordTabularInline,
    date_column,
    number_column,
    texts,
)
from publishing.admin_rows import RowsFormSet
from publishing.admin_states import PublishableAdmin
from publishing.file_admin import FILES

ROWS_TO_TYPE = 10


class DoubtsTold:
    """A page of the ledger: once saved, it says what should be looked at once more."""

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        for doubt in doubts(self.shipment_of(form.instance)):
            self.message_user(request, doubt, messages.WARNING)

    def shipment_of(self, record):
        """The consignment that a record of this page belongs to."""
        return record.shipment


class ItemFormSet(RowsFormSet):
    """The items of one consignment; what has been distributed stays."""

    numbered = once = "line"

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
    template = "admin/aid/shipment/items.html"
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

    class Media:
        js = ("js/paste-rows.js",)

    def get_extra(self, request, obj=None, **kwargs):
        """A new consignment has rows to type into at once, also without a script."""
        return 0 if obj else ROWS_TO_TYPE


@admin.register(Shipment)
class ShipmentAdmin(PapersAdmin, DoubtsTold, PublishableAdmin):
    confidential = ("custody",)
    twin_fields = ("title_uk", "received_on")
    work = SHIPMENT_WORK
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
    inlines = (ItemInline, NewActInline, CustodyInline, *FILES)
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

    def shipment_of(self, record):
        return record

    def _create_formsets(self, request, obj, change):
        """The tables of the page, of which the acts give out what stands among the items."""
        formsets, inlines = super()._create_formsets(request, obj, change)
        items = next((rows for rows in formsets if isinstance(rows, ItemFormSet)), None)
        for rows in formsets:
            if isinstance(rows, NewActs):
                rows.items = items
        return formsets, inlines


class DistributionFormSet(RowsFormSet):
    """The acts of one item: together, as they now stand in the form, no more than there is."""

    def clean(self):
        super().clean()
        rows = self.staying()
        for form in rows:
            forget(form, "quantity", "exceeds_available")  # seen with the acts as stored
        if any(form.errors for form in rows):
            return
        asked = sum((form.instance.quantity or ZERO for form in rows), ZERO)
        available = (self.instance.quantity or ZERO) - (self.instance.written_off or ZERO)
        if asked > max(available, ZERO):
            raise exceeds(self.instance, available, asked)

    def save(self, commit=True):
        """Save what became less before what became more, so that the sum never is too much."""
        self.store_in_order(self._growth)
        return super().save(commit)

    def _growth(self, form):
        now = ZERO if self._should_delete_form(form) else form.instance.quantity
        return now - form.initial["quantity"]


def forget(form, field, code):
    """Take the errors of this code back from a field of the form."""
    if form.has_error(field, code):
        errors = form.errors.pop(field).as_data()
        if left := [error for error in errors if error.code != code]:
            form.add_error(field, left)


class DistributionInline(RecordTabularInline):
    model = Distribution
    formset = DistributionFormSet
    fields = ("act_number", "date", "recipient", "quantity")
    autocomplete_fields = ("recipient",)


@admin.register(Item)
class ItemAdmin(DoubtsTold, RecordAdmin):
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
class DistributionAdmin(DoubtsTold, RecordAdmin):
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

    def get_list_display(self, request):
        recipients = self.admin_site.get_model_admin(Recipient)

        @admin.display(description=_("recipient"))
        def recipient(act):
            return recipients.name_for(request, act.recipient)

        return (
            "act_number",
            date_column("date", _("date")),
            "item",
            number_column("quantity", _("quantity")),
            "unit",
            recipient,
        )

    def get_list_select_related(self, request):
        known = ("recipient__identity",) if knows(request) else ()
        return (*self.list_select_related, *known)

    def shipment_of(self, record):
        return record.item.shipment

    @admin.display(description=_("unit"))
    def unit(self, act):
        return act.item.get_unit_display()
