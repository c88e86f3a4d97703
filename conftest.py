"""What every test gets: an empty language state, static files without a manifest."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def ukrainian():
    """Each test begins in the default language, whatever the one before it left active."""
    with translation.override("uk"):
        yield
