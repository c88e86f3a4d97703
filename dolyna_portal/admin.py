"""The staff's accounts and what is noted of them: no secret is shown, no note is changed."""

from django.contrib import admin, messages
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission
from django.forms import CheckboxSelectMultiple
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html_join
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from dolyna_portal.roles import ROLES, permissions_in_use, words_of
from dolyna_portal.sign_in import end_sessions, forget_second_factor
from publishing.dates import KYIV
from publishing.models import AuditEntry

User = get_user_model()
WORDED = {"groups": "role_names"}  # a field: the column that tells it in words

admin.site.unregister(TOTPDevice)  # its pages show the secret that codes are made of
admin.site.unregister([User, Group])


class RoleFilter(admin.RelatedFieldListFilter):
    def field_choices(self, field, request, model_admin):
        choices = super().field_choices(field, request, model_admin)
        return [(key, gettext(name)) for key, name in choices]


class PermissionsAdmin(admin.ModelAdmin):
    """Permissions are chosen among those in use, by names in the language of the page."""

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.related_model is not Permission:
            return super().formfield_for_manytomany(db_field, request, **kwargs)
        kwargs["queryset"] = permissions_in_use()
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        field.label_from_instance = words_of
        return field


@admin.register(User)
class StaffAdmin(PermissionsAdmin, UserAdmin):
    """Only a superuser makes another one, changes one or gives single permissions."""

    list_display = [
        "username",
        "first_name",
        "last_name",
        "email",
        "role_names",
        "is_active",
        "last_login",
    ]
    list_filter = ["is_active", ("groups", RoleFilter)]
    actions = ["sign_out", "reset_second_factor"]
    filter_horizontal = ["user_permissions"]

    @admin.action(description=_("Sign out everywhere"), permissions=["change"])
    def sign_out(self, request, queryset):
        ended = sum(end_sessions(user) for user in self._changeable(request, queryset))
        message = ngettext(
            "%(number)s session was ended.", "%(number)s sessions were ended.", ended
        )
        self.message_user(request, message % {"number": ended}, messages.SUCCESS)

    @admin.action(
        description=_("Ask for a new sign-in app: the phone is lost"), permissions=["change"]
    )
    def reset_second_factor(self, request, queryset):
        for user in self._changeable(request, queryset):
            forget_second_factor(user)
        self.message_user(
            request, _("The next sign-in of these users asks for a new app."), messages.SUCCESS
        )

    def _changeable(self, request, users):
        return [user for user in users if self.has_change_permission(request, user)]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=_("roles"))
    def role_names(self, user):
        return ", ".join(gettext(group.name) for group in user.groups.all())

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name == "groups":
            kwargs["widget"] = CheckboxSelectMultiple
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "groups":
            field.label_from_instance = lambda group: gettext(group.name)
        return field

    def get_fieldsets(self, request, obj=None):
        """Whoever may only read an account reads its roles by their words."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        return [
            (title, part | {"fields": [WORDED.get(name, name) for name in part["fields"]]})
            for title, part in fieldsets
        ]

    def save_model(self, request, obj, form, change):
        """A new account is one of the staff: the portal has no others."""
        obj.is_staff = obj.is_staff or not change
        super().save_model(request, obj, form, change)

    def get_readonly_fields(self, request, obj=None):
        closed = (*super().get_readonly_fields(request, obj), "last_login", "date_joined")
        if request.user.is_superuser:
            return closed
        return (*closed, "is_superuser", "user_permissions")

    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and self._is_within(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self._is_within(request, obj)

    def _is_within(self, request, user):
        return user is None or request.user.is_superuser or not user.is_superuser


@admin.register(Group)
class RoleAdmin(PermissionsAdmin, GroupAdmin):
    list_display = ["role_name"]
    readonly_fields = ["role_name", "allowed"]

    @admin.display(description=_("role"), ordering="name")
    def role_name(self, group):
        return gettext(group.name)

    def get_fields(self, request, obj=None):
        may_change = self.has_change_permission(request, obj)
        if not may_change:
            return ["role_name", "allowed"]
        # The portal finds its own roles by their names.
        is_own = obj is not None and obj.name in ROLES
        return ["role_name" if is_own else "name", "permissions"]

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        if obj is not None:
            context["subtitle"] = self.role_name(obj)
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    @admin.display(description=_("permissions"))
    def allowed(self, group):
        permissions = group.permissions.select_related("content_type")
        return format_html_join("", "<div>{}</div>", ([words_of(one)] for one in permissions))


@admin.register(AuditEntry)
class AuditAdmin(admin.ModelAdmin):
    list_display = ["moment", "act", "username", "subject", "detail", "address"]
    list_filter = ["act"]
    search_fields = ["username", "subject"]
    date_hierarchy = "at"

    @admin.display(description=_("date and time"), ordering="at")
    def moment(self, entry):
        return date_format(timezone.localtime(entry.at, KYIV), "SHORT_DATETIME_FORMAT")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
