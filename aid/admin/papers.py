"""The papers of a consignment from its page in the admin, as PDF and DOCX."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from aid.models import Distribution, Recipient
from aid.papers.acts import Seen, distribution_act, transfer_act
from aid.papers.letter import letter
from papers.formats import WRITERS, written
from papers.pdf import TypesettingError
from partners.models import Office, Partner
from partners.own_office import arms_of
from publishing.languages import IN_LANGUAGE
from publishing.models import FileType

ACT_RIGHTS = ("aid.view_item", "aid.view_distribution", "aid.view_recipient")


class PapersAdmin:
    """Adds to the admin of consignments a page with their papers."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<path:object_id>/papers/", view(self.papers_view), name="aid_shipment_papers"),
            path(
                "<path:object_id>/papers/<slug:name>/<int:pk>/<str:language>.<str:ending>",
                view(self.paper_view),
                name="aid_shipment_paper",
            ),
            *super().get_urls(),
        ]

    def papers_view(self, request, object_id):
        """What papers there are of the consignment, in which languages and formats."""
        shipment = self._shipment(request, object_id)
        context = self.admin_site.each_context(request) | {
            "title": _("Papers: %(title)s") % {"title": shipment},
            "opts": self.opts,
            "original": shipment,
            "groups": [
                (_("Distribution act"), self._act_rows(request, shipment)),
                (_("Transfer acts"), self._transfer_rows(request, shipment)),
                (_("Letters of thanks"), self._letter_rows(shipment)),
            ],
        }
        return render(request, "admin/aid/shipment/papers.html", context)

    def _shipment(self, request, object_id):
        shipment = self.get_object(request, object_id)
        if shipment is None or not self.has_view_permission(request, shipment):
            raise Http404
        return shipment

    def _act_rows(self, request, shipment):
        if not request.user.has_perms(ACT_RIGHTS):
            return []
        return [(shipment.reference, files(shipment, "distribution-act", shipment.pk))]

    def _transfer_rows(self, request, shipment):
        if not request.user.has_perms(ACT_RIGHTS):
            return []
        rows = {}
        acts = Distribution.objects.filter(item__shipment=shipment).select_related("recipient")
        for act in acts:
            rows.setdefault((act.act_number, act.recipient_id), act)
        recipients = self.admin_site.get_model_admin(Recipient)
        return [
            (
                f"№ {act.act_number}, {recipients.name_for(request, act.recipient)}",
                files(shipment, "transfer-act", act.pk),
            )
            for act in rows.values()
        ]

    def _letter_rows(self, shipment):
        """A letter for every donor, once the consignment that it leads to is public."""
        if not type(shipment).objects.public().filter(pk=shipment.pk).exists():
            return []
        donors = shipment.donors.public().order_by("name_uk", "pk")
        return [(donor.name, files(shipment, "letter", donor.pk)) for donor in donors]

    def paper_view(self, request, object_id, name, pk, language, ending):
        """One paper as a file; 404 for what there is not or the user may not see."""
        shipment = self._shipment(request, object_id)
        if language not in IN_LANGUAGE or ending not in WRITERS:
            raise Http404
        office = Office.objects.current()
        with override(language):
            composed = self._composed(request, shipment, name, pk, office)
        try:
            content = written(composed, ending, arms_of(office))
        except TypesettingError:
            self.message_user(request, _("The paper is too large to be typeset."), messages.ERROR)
            return redirect("admin:aid_shipment_papers", shipment.pk)
        response = HttpResponse(content, content_type=FileType(ending).media_type)
        file = f"{name}-{slugify(shipment.reference) or shipment.pk}-{language}.{ending}"
        response["Content-Disposition"] = f'attachment; filename="{file}"'
        return response

    def _composed(self, request, shipment, name, pk, office):
        """The Paper of that name in the active language."""
        user = request.user
        seen = Seen(user.has_perm("aid.view_custody"), user.has_perm("aid.view_recipientidentity"))
        if name == "letter":
            try:
                return letter(shipment, Partner(pk=pk), office)
            except (type(shipment).DoesNotExist, Partner.DoesNotExist):
                raise Http404 from None
        if not user.has_perms(ACT_RIGHTS):
            raise Http404
        if name == "distribution-act":
            return distribution_act(shipment, office, seen)
        act = Distribution.objects.filter(item__shipment=shipment, pk=pk).first()
        if name != "transfer-act" or act is None:
            raise Http404
        return transfer_act(shipment, act, office, seen)


def files(shipment, name, pk):
    """(language, format, address) of every file of a paper."""
    return [
        (
            language,
            ending.upper(),
            reverse("admin:aid_shipment_paper", args=[shipment.pk, name, pk, language, ending]),
        )
        for language in IN_LANGUAGE
        for ending in WRITERS
    ]
