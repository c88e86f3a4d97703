"""From an address to its record: public, moved, or not there."""

from contextlib import suppress

from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.http import urlencode

from publishing.models import FormerAddress


class Moved(Exception):
    """The record that had the key `old` has the key `new` now."""

    def __init__(self, old, new):
        super().__init__(f"{old} → {new}")
        self.old, self.new = old, new


def get_public(records, key):
    """The record of the queryset `records` (already narrowed by `public()`) with this key.

    Raises Moved where a public record had the key before, Http404 where there is none, with
    one answer, and the same queries, for records that do not exist and those that are not public.
    """
    model = records.model
    with suppress(model.DoesNotExist):
        return records.get(**{model.address_field: key})
    former = FormerAddress.objects.filter(model=model._meta.label_lower, key=key)
    if record := records.filter(pk__in=former.values("object_id")).first():
        raise Moved(key, getattr(record, model.address_field))
    raise Http404


class MovedMiddleware:
    """Leads an old address to the new one of the same thing, and keeps its query.

    Browsers may not keep the answer: a key that is given back would send them round in circles.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, Moved):
            return None
        match = request.resolver_match
        keys = {
            name: exception.new if value == exception.old else value
            for name, value in match.kwargs.items()
        }
        query = f"?{urlencode(request.GET, doseq=True)}" if request.GET else ""
        response = HttpResponsePermanentRedirect(reverse(match.view_name, kwargs=keys) + query)
        response["Cache-Control"] = "no-cache"
        return response
