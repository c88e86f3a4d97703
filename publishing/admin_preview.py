"""The public page of a record before it is published, for staff alone and never kept."""

from urllib.parse import unquote as decoded

from django.conf import settings
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import path, resolve, reverse, translate_url
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from publishing.models import previewing


class PreviewingAdmin:
    """Adds the preview to the admin of records that have a public page."""

    def get_urls(self):
        view = self.admin_site.admin_view(require_safe(self.preview_view))
        return [
            path("<path:object_id>/preview/", view, name=self._preview_name),
            *super().get_urls(),
        ]

    @property
    def _preview_name(self):
        return f"{self.opts.app_label}_{self.opts.model_name}_preview"

    def preview_view(self, request, object_id):
        """The page as visitors will see it, made by the very view that makes it for them."""
        record = self.get_object(request, unquote(object_id))
        if record is None:
            raise Http404
        if not self.has_view_or_change_permission(request, record):
            raise PermissionDenied
        match = resolve(decoded(record.get_absolute_url()))
        with previewing(record):
            return match.func(request, *match.args, **match.kwargs)

    def preview_links(self, record):
        """(code, name of the language, address of the preview), that of this page first."""
        address = reverse(f"admin:{self._preview_name}", args=[record.pk])
        links = [(code, name, translate_url(address, code)) for code, name in settings.LANGUAGES]
        return sorted(links, key=lambda link: link[0] != get_language())
