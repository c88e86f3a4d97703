"""The office whose portal this is, read once for each request."""

from partners.models import Office


def own_office(request):
    """The Office, or None before its register is loaded."""
    if not hasattr(request, "own_office"):
        request.own_office = Office.objects.current()
    return request.own_office


def arms_of(office):
    """The bytes of the office's coat of arms (PNG); empty where it has uploaded none."""
    if not office or not office.arms:
        return b""
    with office.arms.open() as picture:
        return picture.read()
