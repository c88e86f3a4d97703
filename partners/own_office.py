"""The office whose portal this is, read once for each request."""

from partners.models import Office


def own_office(request):
    """The Office, or None before its register is loaded."""
    if not hasattr(request, "own_office"):
        request.own_office = Office.objects.current()
    return request.own_office
