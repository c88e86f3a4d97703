"""The site of the staff: Django's admin behind a second factor."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.admin import AdminSite
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from dolyna_portal import digest, handbook, sign_in
from dolyna_portal.models import DigestRefusal
from dolyna_portal.work_list import work_list
from publishing.admin import NamedChoices
from register.downloads import download_register, may_download_all
from register.uploads import may_upload, upload_page


class StaffSite(AdminSite):
    login_form = sign_in.PasswordForm
    index_title = _("Today")
    index_template = "admin/work_list.html"
    empty_value_display = "—"

    def has_permission(self, request):
        """Whether the request is of active staff, signed in by every factor that is asked."""
        return super().has_permission(request) and (
            not settings.SECOND_FACTOR_REQUIRED or request.user.is_verified()
        )

    def get_urls(self):
        return [
            path("login/code/", self.second_factor, name="second_factor"),
            path("still-here/", self.admin_view(still_here), name="still_here"),
            path("digest/", self.admin_view(digest.choose), name="digest"),
            path("handbook/", self.admin_view(handbook.contents), name="handbook"),
            path("handbook/<slug:name>/", self.admin_view(handbook.page), name="handbook_page"),
            path("register/", self.admin_view(self.upload_register), name="register_upload"),
            path("register/export/", self.admin_view(download_register), name="register_export"),
            *super().get_urls(),
        ]

    def index(self, request, extra_context=None):
        """The work list above the list of all tables."""
        context = {
            "work_list": work_list(self, request),
            "may_upload": may_upload(request.user),
            "wants_digest": not DigestRefusal.objects.filter(user=request.user).exists(),
            "may_download_all": may_download_all(request.user),
        }
        return super().index(request, context)

    def login(self, request, extra_context=None):
        """The page of the password; who has given it is led on to the second factor."""
        if super().has_permission(request) and not self.has_permission(request):
            return sign_in.to_second_factor(request)
        path = urlsplit(request.GET.get(REDIRECT_FIELD_NAME, "")).path
        context = {"was_in_a_form": path.rstrip("/").rpartition("/")[2] in ("add", "change")}
        return super().login(request, context | (extra_context or {}))

    def autocomplete_view(self, request):
        return NamedChoices.as_view(admin_site=self)(request)

    def upload_register(self, request):
        """The page where a register file is looked at and then written."""
        return upload_page(request, self)

    def second_factor(self, request):
        """The page of the code, or of the first enrolment."""
        return sign_in.second_factor(request, self, given_password=super().has_permission(request))


@require_safe
def still_here(request):
    """What the page of a long form asks while somebody types: the session stays alive."""
    return HttpResponse(status=204)
