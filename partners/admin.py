"""The office, its partners and the agreements with them in the admin."""

from django.contrib import admin
from django.contrib.admin.widgets import AdminFileWidget
from django.core.exceptions import ValidationError
from django.forms import ChoiceField, FileInput
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from papers.templatetags.papers import picture
from partners.models import Agreement, Area, Contact, Office, Partner, Party
from partners.twins import likely_twins
from partners.work import AGREEMENT_WORK, PARTNER_WORK
from publishing.admin import (
    PUBLICATION,
    RecordAdmin,
    RecordStackedInline,
    RecordTabularInline,
    date_column,
    pair,
    texts,
)
from publishing.admin_rights import GuardedForm
from publishing.admin_rows import RowsFormSet
from publishing.admin_states import PublishableAdmin, PublishableForm
from publishing.collation import sort_key
from publishing.file_admin import FILES
from publishing.speech import named_languages
from publishing.uploads import Upload, arms_field


class PictureInput(AdminFileWidget):
    """Shows the picture that is stored itself: it has no address of its own."""

    def render(self, name, value, attrs=None, renderer=None):
        chosen = FileInput().render(name, None, attrs, renderer)
        if not self.is_initial(value):
            return chosen
        with value.open() as stored:
            address = picture(stored.read())
        clear = self.clear_checkbox_name(name)
        return format_html(
            '<div><p><img src="{}" alt="{}" height="120"></p><p class="clearable-file-input">'
            '<label><input type="checkbox" name="{}"> {}</label></p><p>{}: {}</p></div>',
            *(address, _("Coat of arms"), clear, self.clear_checkbox_label),
            *(self.input_text, chosen),
        )


class OfficeForm(GuardedForm):
    arms = arms_field(
        label=_("coat of arms"),
        required=False,
        widget=PictureInput,
        help_text=_("PNG with a transparent background; shown on reports and at the foot of pages"),
    )

    def clean_arms(self):
        """The new picture alone: of the upload the office keeps nothing else."""
        arms = self.cleaned_data["arms"]
        return arms.file if isinstance(arms, Upload) else arms


@admin.register(Office)
class OfficeAdmin(RecordAdmin):
    form = OfficeForm
    list_display = ("__str__", "code", "email", "phone")
    search_fields = ("code", "municipality_uk", "municipality_en", "council_uk", "council_en")
    fieldsets = (
        (None, {"fields": (("code", "edrpou"),)}),
        texts(
            "municipality",
            "council",
            "department",
            "head_position",
            "head_name",
            "region",
            "place",
            "address",
            rest=(("municipality_genitive_uk", "council_genitive_uk"),),
        ),
        (_("Contacts"), {"fields": ("email", "phone", "website")}),
        (_("Coat of arms"), {"fields": ("arms",)}),
        (_("Place on the map"), {"fields": (("latitude", "longitude"),)}),
    )

    def has_add_permission(self, request):
        return super().has_add_permission(request) and not Office.objects.exists()

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Area)
class AreaAdmin(RecordAdmin):
    list_display = ("name", "key")
    search_fields = ("name_uk", "name_en", "key")
    prepopulated_fields = {"key": ("name_en",)}
    fieldsets = (texts("name"), (None, {"fields": ("key",)}))


class ContactInline(RecordStackedInline):
    model = Contact
    fieldsets = ((None, {"fields": (("name", "role"), ("email", "phone"), "notes_internal")}),)


class CountryFilter(admin.SimpleListFilter):
    """The countries that have partners, by name: not all that there are."""

    title = _("country")
    parameter_name = "country"

    def lookups(self, request, model_admin):
        codes = Partner.objects.order_by().values_list("country", flat=True).distinct()
        named = [(code, countries.name(code)) for code in codes]
        return sorted(named, key=lambda pair: sort_key(pair[1]))

    def queryset(self, request, queryset):
        return queryset.filter(country=self.value()) if self.value() else queryset


class PartnerForm(PublishableForm):
    """The language of a partner is picked; what a register file has brought in stays."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        language, code = self.fields.get("native_language"), self.instance.native_language
        if language and code and code not in dict(language.choices):
            language.choices = [*language.choices, (code, code)]


@admin.register(Partner)
class PartnerAdmin(PublishableAdmin):
    form = PartnerForm
    likely_twins = staticmethod(likely_twins)
    confidential = ("contact",)
    work = PARTNER_WORK
    list_display = ("name", "country", "relation", "status", "publication")
    list_filter = ("publication", "status", "relation", "kind", CountryFilter, "areas")
    search_fields = ("name_uk", "name_en", "name_native", "aliases", "key", "code")
    autocomplete_fields = ("areas",)
    prepopulated_fields = {"key": ("name_en",)}
    inlines = (ContactInline, *FILES)
    fieldsets = (
        (None, {"fields": (("kind", "relation"), "country")}),
        texts("name", "region", "summary"),
        (
            _("Names and codes"),
            {"fields": (("name_native", "native_language"), "aliases", "key", "code", "website")},
        ),
        (_("Cooperation"), {"fields": (("since", "until"), "status", "areas")}),
        (
            _("Beginning and state in words"),
            {"fields": pair("origin", "status_reason"), "classes": ("two-languages",)},
        ),
        (
            _("Place on the map"),
            {"fields": (("latitude", "longitude"), ("population", "population_year"))},
        ),
        (
            _("Order and colours"),
            {"fields": ("position", ("colour_ground", "colour_mark"))},
        ),
        PUBLICATION,
    )

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "native_language":
            return ChoiceField(
                label=field.label,
                required=False,
                choices=[("", "—"), *named_languages()],
            )
        return field


class PartyFormSet(RowsFormSet):
    """The parties of one agreement; the row without a partner is the own council."""

    numbered = "position"
    once = "partner"
    repeated = _("This partner is named as a party already")

    def put_aside(self, rows, beyond):
        """Let go of the rows, which come back as they are stored: no partner stands for none."""
        rows._raw_delete(rows.db)

    def clean(self):
        super().clean()
        if any(self.errors):
            return
        partners = [form.instance.partner_id for form in self.staying()]
        if partners.count(None) > 1:
            raise ValidationError(_("Our council can be a party only once"), code="office_twice")
        if not any(partners):
            raise ValidationError(_("Name at least one partner as a party"), code="no_partner")


class PartyInline(RecordTabularInline):
    model = Party
    formset = PartyFormSet
    fields = ("partner", "role", "position")
    autocomplete_fields = ("partner",)


@admin.register(Agreement)
class AgreementAdmin(PublishableAdmin):
    twin_fields = ("title_uk", "signed_on")
    work = AGREEMENT_WORK
    list_display = (
        "title",
        "kind",
        date_column("signed_on", _("signed on")),
        date_column("valid_until", _("valid until")),
        "state_today",
        "publication",
    )
    list_filter = ("publication", "status", "kind", "territorial_kind", "term", "areas")
    search_fields = (
        "title_uk",
        "title_en",
        "number",
        "register_number",
        "key",
        "partners__name_uk",
        "partners__name_en",
        "partners__name_native",
        "partners__aliases",
    )
    autocomplete_fields = ("reporting_party", "areas")
    inlines = (PartyInline, *FILES)
    fieldsets = (
        (None, {"fields": (("kind", "territorial_kind"), "form", ("key", "number"))}),
        texts("title", "summary", "legal_basis"),
        (
            _("Talks and approval"),
            {
                "fields": (
                    "talks_from",
                    ("council_decision", "council_decision_on"),
                    ("ministry_approval", "ministry_approval_on"),
                )
            },
        ),
        (
            _("Signing"),
            {"fields": ("signed_on", *pair("signed_place")), "classes": ("two-languages",)},
        ),
        (
            _("Registration and term"),
            {
                "fields": (
                    ("register_number", "registered_on"),
                    ("in_force_from", "valid_until"),
                    ("term", "renewal"),
                )
            },
        ),
        (
            _("State"),
            {
                "fields": (("status", "status_on"), *pair("status_reason")),
                "classes": ("two-languages",),
            },
        ),
        (
            _("Cooperation"),
            {"fields": ("areas", "reporting_party", "reporting_office")},
        ),
        PUBLICATION,
    )

    @admin.display(description=_("state"), ordering="status")
    def state_today(self, agreement):
        """The state that pages show: what is recorded, seen with the dates."""
        return agreement.state.label
