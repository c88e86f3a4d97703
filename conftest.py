"""What every test gets: an empty language state, files of its own, no index to keep."""

from os import environ
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection
from django.test import override_settings
from django.utils import translation
from hypothesis import HealthCheck, settings

from publishing.changes import public_record_changing, public_records_changed
from publishing.tests.browsing import CHROMIUM
from reports import files

# Examples are the same in every run, so that a test fails by a change and never by chance;
# EXAMPLES=new looks for others, and for more. No deadlines: the machine may be busy.
EVERYWHERE = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
}
settings.register_profile("same", derandomize=True, max_examples=25, **EVERYWHERE)
settings.register_profile("new", max_examples=100, **EVERYWHERE)
settings.load_profile(environ.get("EXAMPLES", "same"))


def pytest_collection_modifyitems(items):
    """Skip what needs a browser where there is none; REQUIRE_BROWSER=1 lets it fail instead."""
    if CHROMIUM or environ.get("REQUIRE_BROWSER") == "1":
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """What Django asks a database once must not count among the queries of the first page."""
    with django_db_blocker.unblock():
        assert connection.features.supports_json_field


@pytest.fixture(autouse=True)
def ukrainian():
    """Each test begins in the default language, whatever the one before it left active."""
    with translation.override("uk"):
        yield


@pytest.fixture(autouse=True, scope="session")
def quick_hashes():
    """The real hash takes a third of a second each, which is its purpose and not the tests'."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(autouse=True)
def media(tmp_path_factory):
    """Each test stores files in a folder of its own, made when the first one comes."""
    folder = tmp_path_factory.getbasetemp() / "media" / uuid4().hex
    with override_settings(MEDIA_ROOT=folder, KEPT_PAGES=""):
        yield


@pytest.fixture(autouse=True)
def nothing_drawn():
    """No frozen text is kept drawn from another test."""
    cache.clear()


@pytest.fixture(autouse=True)
def plain_files(request, monkeypatch):
    """Editions get files of a few bytes, but in the tests that read real ones (`typesets`)."""
    if not request.node.get_closest_marker("typesets"):
        monkeypatch.setattr(files, "written", lambda paper, kind, arms: f"{kind} {paper}".encode())


@pytest.fixture(autouse=True)
def idle_index(request):
    """The index of the search is kept in its own tests and in those marked `indexes` alone.

    To keep it at every record that a test makes takes as long as all else together.
    """
    if "search" in request.path.parts or request.node.get_closest_marker("indexes"):
        yield
        return
    public_record_changing.disconnect(dispatch_uid="index-before")
    public_records_changed.disconnect(dispatch_uid="index-after")
    yield
    apps.get_app_config("search").ready()
