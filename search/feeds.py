"""The feed of a search: what answers it, the records changed last before the others."""

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from partners.own_office import own_office
from search.forms import SearchForm
from search.results import Search

ATOM = "application/atom+xml; charset=utf-8"
LENGTH = 50


def search_feed(request):
    """The search of the address as an Atom feed (RFC 4287), in the portal's first language.

    The roof, which stands above the open data, makes a file of theirs of it.
    """
    form = SearchForm(request.GET)
    search = Search(form.text, form.narrowing, settings.LANGUAGE_CODE)
    query = form.as_query().urlencode()
    council = getattr(own_office(request), "council_uk", "")
    feed = Atom1Feed(
        title=_("Search: %(text)s") % {"text": form.text},
        link=f"{settings.SITE_URL}{reverse('search:results')}?{query}",
        feed_url=f"{settings.SITE_URL}{reverse('search_feed')}?{query}",
        description=None,
        language=settings.LANGUAGE_CODE,
        author_name=council or _("International cooperation"),
    )
    for result in search.newest(LENGTH):
        feed.add_item(
            title=result.title.text,
            link=settings.SITE_URL + result.url,
            unique_id=settings.SITE_URL + result.url,
            description=escape(result.context.text),
            updateddate=result.updated_at,
            categories=[str(result.kind.label)],
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=ATOM)
