"""What a page costs in Django at the least: a ready answer, and some queries before it."""

import os

from django.http import HttpResponse
from django.urls import path

from aid.models import Need
from partners.models import Agreement, Office, Partner
from projects.models import Event, Project
from publishing.version import content_version

BODY = b"x" * int(os.environ.get("BARE_BYTES", "8000"))


def ready(request):
    """One read of the version, and bytes that are there already."""
    content_version()
    return HttpResponse(BODY)


def five(request):
    """Five queries of one row each, and bytes that are there already."""
    for model in (Office, Partner, Agreement, Project, Event):
        list(model.objects.all()[:1])
    return HttpResponse(BODY)


def ten(request):
    """Ten queries: as many as a partner's page asks."""
    for model in (Office, Partner, Agreement, Project, Event, Need):
        list(model.objects.all()[:1])
    for model in (Partner, Agreement, Project, Event):
        list(model.objects.all()[:1])
    return HttpResponse(BODY)


urlpatterns = [path("ready", ready, name="home"), path("five", five), path("ten", ten)]
