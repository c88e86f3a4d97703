"""The only pages that other sites may frame: the card of one partner, and the map of all."""

from csp.decorators import csp_replace
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from partners.directory import directory, map_of
from partners.distance import in_km, own_place, place_of, way_to
from partners.geography import locator
from partners.models import Partner
from partners.nested import by_position
from partners.own_office import own_office
from publishing.addresses import get_public


def framed(view):
    """A view whose page any site may frame: it takes no input, so nothing can be clicked away."""

    @require_safe
    @xframe_options_exempt
    @csp_replace({"frame-ancestors": ["*"]})
    def opened(request, **kwargs):
        response = view(request, **kwargs)
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return opened


@framed
def partner_card(request, key):
    """Who the partner is, since when, how far away; a link to everything else."""
    partner = get_public(Partner.objects.public(), key)
    home, place = own_place(own_office(request)), place_of(partner)
    context = {
        "partner": partner,
        "page_title": partner.name,
        "way": way_to(partner, home),
        "locator": locator(home, place, in_km) if home and place else None,
        "agreements": partner.agreements.public().count(),
        "events": partner.events.public().count(),
    }
    return render(request, "partners/embed.html", context)


@framed
def map_card(request):
    """The map of all partners, with a link to the directory."""
    home = own_place(own_office(request))
    abroad, at_home = directory(by_position(Partner.objects.public()), home)
    context = {"page_title": _("Partners"), "map": map_of(abroad, at_home, home)}
    return render(request, "partners/embed_map.html", context)
