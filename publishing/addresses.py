"""From an address to its record: public, moved, or not there."""

from django.http import Http404, HttpResponsePermanentRedirect
from django.utils.http import urlencode

from publishing.models import FormerAddress


class Moved(Exception):
    """The record that had this address has another one now."""

    def __init__(self, url):
        super().__init__(url)
        self.url = url


def get_public(records, key):
    """The record of the queryset `records` (already narrowed by `public()`) with this key.

    Raises Moved where a public record had the key before, Http404 where there is none, with
    one answer, and the same queries, for records that do not exist and those that are not public.
    """
    model = records.model
    if record := records.filter(**{model.address_field: key}).first():
        return record
    former = FormerAddress.objects.filter(model=model._meta.label_lower, key=key)
    if record := records.filter(pk__in=former.values("object_id")).first():
        raise Moved(record.get_absolute_url())
    raise Http404


class MovedMiddleware:
    """Leads an old address to the new one, and keeps its query."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, Moved):
            query = f"?{urlencode(request.GET, doseq=True)}" if request.GET else ""
            return HttpResponsePermanentRedirect(exception.url + query)
        return None
