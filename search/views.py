"""The page of results."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from publishing.public_page import public_page
from search.forms import SearchForm
from search.results import Search

PAGE_SIZE = 20
LAST_PAGE = 400  # what is farther is found by more words, not by more pages


@public_page(SearchForm, "page")
@require_safe
def results(request):
    """What answers `?q=`: the best of each kind, or all of one kind by pages."""
    form = SearchForm(request.GET)
    request.GET = form.as_query(request.GET.get("page"))  # no link repeats what is not read
    search = Search(form.text, form.narrowing, get_language())
    form.offer_years(search.years())
    page = None
    if form.data["kind"] and search.count:
        among = range(1, min(search.count, PAGE_SIZE * LAST_PAGE) + 1)
        page = Paginator(among, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page_title": _("Search: %(text)s") % {"text": form.text} if form.text else _("Search"),
        "page_description": _("Search all public records by any form of a word."),
        "breadcrumbs": [(_("Search"), None)],
        "form": form,
        "search": search,
        "groups": search.groups(page) if search.count else [],
        "page": page,
        "clear_url": form.clear_url(request.path),
        "feed": feed_url(request),
        "offers": search.offers(),
    }
    return render(request, "search/results.html", context)


def feed_url(request):
    """The address of the feed of the same search."""
    return f"{reverse('search_feed')}?{request.GET.urlencode()}"
