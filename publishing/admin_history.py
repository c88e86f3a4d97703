"""The history of a record in the admin: who changed what and when, and the way back."""

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.db.models import Q
from django.forms.models import _get_foreign_key
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from publishing.admin_rights import has_right
from publishing.admin_withdrawal import Unconfirmed, confirmed, unsaid_on_error
from publishing.differences import Words, differences, history
from publishing.history import DELETED, has_history, newest_version, pk_of, versions_of
from publishing.models import ConfidentialRecord
from publishing.restoring import STATE, restore
from publishing.text import sentences

DELETED_ON_A_PAGE = 50


class HistoryAdmin:
    """Adds the pages of versions to the admin of a record that has them."""

    def get_urls(self):
        if not has_history(self.model):
            return super().get_urls()
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        return [
            path("deleted/", view(self.deleted_view), name=f"{name}_deleted"),
            path(
                "<path:object_id>/history/<int:version_id>/",
                view(self.version_view),
                name=f"{name}_version",
            ),
            *super().get_urls(),
        ]

    # What may be seen and done

    @property
    def keeps_versions(self):
        return has_history(self.model)

    def has_history_permission(self, request):
        return has_right(request.user, "view", versions_of(self.model).model)

    def may_restore(self, request, record, version):
        """Whether the user may bring the record (None: deleted) back to the version."""
        if record is None:
            return self.has_add_permission(request)
        return self.may_edit(request, record)

    def row_fields(self):
        """The foreign keys of the rows that belong to the record, confidential ones too."""
        inlines = [inline for inline in self.inlines if has_history(inline.model)]
        keys = [getattr(inline, "fk_name", None) for inline in inlines]
        return [
            _get_foreign_key(self.model, inline.model, fk_name=key)
            for inline, key in zip(inlines, keys, strict=True)
            if not getattr(inline, "only_adds", False)
        ]

    def open_row_fields(self):
        return [
            field for field in self.row_fields() if not issubclass(field.model, ConfidentialRecord)
        ]

    def shown_sources(self, request, record):
        """The pairs (model, condition on its versions) of what the user may see of the history."""
        rows = [
            (field.model, Q(**{field.attname: record.pk}))
            for field in self.row_fields()
            if field in self.open_row_fields()
            or has_right(request.user, "view", versions_of(field.model).model)
        ]
        return [(self.model, pk_of(self.model, [record.pk])), *rows]

    # Pages

    @method_decorator(require_safe)
    def history_view(self, request, object_id, extra_context=None):
        """All acts on the record and its rows, the newest first, each with what it changed."""
        if not has_history(self.model):
            return super().history_view(request, object_id, extra_context)
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_or_change_permission(request, record) or (
            not self.has_history_permission(request)
        ):
            raise PermissionDenied
        page, acts = history(self.shown_sources(request, record), request.GET.get("p"))
        newest = newest_version(record)
        context = self.admin_site.each_context(request) | {
            "title": _("Who changed what and when"),
            "opts": self.opts,
            "module_name": capfirst(self.opts.verbose_name_plural),
            "object": record,
            "page": page,
            "acts": acts,
            "newest": newest.pk if newest else None,
            "may_restore": self.may_edit(request, record),
        }
        return render(request, "admin/record_history.html", context | (extra_context or {}))

    def version_view(self, request, object_id, version_id):
        """What a return to the version would change; on POST the return itself."""
        versions = versions_of(self.model).model.objects
        version = get_object_or_404(
            versions, pk_of(self.model, [unquote(object_id)]), pk=version_id
        )
        record = self.get_object(request, unquote(object_id))
        if record is None and version.history_type != DELETED:
            raise Http404
        if not self.has_history_permission(request) or not self.may_restore(
            request, record, version
        ):
            raise PermissionDenied
        if request.method == "POST":
            try:
                with unsaid_on_error(request):
                    return self._restore(request, version)
            except Unconfirmed as error:
                return self._version_page(request, record, version, error.names)
        return self._version_page(request, record, version)

    def _version_page(self, request, record, version, withdrawn=()):
        """What changes; with `withdrawn` what is published that falls with it."""
        pair = (version if record is None else newest_version(record), version)
        context = self.admin_site.each_context(request) | {
            "title": _("Restore version"),
            "opts": self.opts,
            "object": record or Words(pair).name(self.model, version),
            "is_deleted": record is None,
            "version": version,
            "withdrawn": withdrawn,
            "differences": differences(self.model, *pair, Words(pair), without=STATE),
        }
        return render(request, "admin/record_version.html", context)

    def _restore(self, request, version):
        try:
            with confirmed(request):
                record = restore(version, self.open_row_fields())
        except ValidationError as error:
            refusal = sentences(error.messages)
        except IntegrityError:
            refusal = _("Nothing was restored: a key, number or line here is already taken.")
        else:
            text = _("“%(record)s” has been restored.") % {"record": record}
            self.log_change(request, record, str(_("Restore version")))
            self.message_user(request, text, messages.SUCCESS)
            change = reverse(
                f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[record.pk]
            )
            return HttpResponseRedirect(change)
        self.message_user(request, refusal, messages.ERROR)
        return HttpResponseRedirect(request.get_full_path())

    @method_decorator(require_safe)
    def deleted_view(self, request):
        """The records that were deleted, the last first, each with its way back."""
        if not self.has_history_permission(request) or not self.has_add_permission(request):
            raise PermissionDenied
        standing = self.model.objects.order_by().values("pk")
        gone = versions_of(self.model).model.objects.filter(history_type=DELETED)
        gone = gone.exclude(**{f"{self.opts.pk.attname}__in": standing})
        gone = gone.select_related("history_user").order_by("-history_id")
        page = Paginator(gone, DELETED_ON_A_PAGE).get_page(request.GET.get("p"))
        words = Words(page)
        context = self.admin_site.each_context(request) | {
            "title": _("Deleted records"),
            "opts": self.opts,
            "page": page,
            "deleted": [(version, words.name(self.model, version)) for version in page],
        }
        return render(request, "admin/deleted_records.html", context)
