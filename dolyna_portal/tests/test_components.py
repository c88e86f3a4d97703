"""The libraries: pinned with hashes, installed as pinned, listed with their licences."""

import json
import re
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import call_command

from dolyna_portal.components import installed, pins


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_what_is_installed_is_what_is_pinned(file):
    assert pins(file)
    assert {name: installed(name) for name in pins(file)} == pins(file)


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_every_pin_has_its_hashes_and_no_other_source(file):
    text = (settings.BASE_DIR / file).read_text("utf-8")
    entries = re.split(r"\n(?=[A-Za-z0-9])", re.sub(r"(?m)^\s*#.*\n?", "", text).strip())
    assert all("--hash=sha256:" in entry for entry in entries)
    assert "://" not in re.sub(r"(?m)#.*$", "", text)


def test_images_are_read_by_a_library_without_the_known_holes():
    assert tuple(map(int, pins()["pillow"].split(".")[:2])) >= (12, 3)


def test_the_list_of_libraries_tells_version_and_licence():
    out = StringIO()
    call_command("sbom", stdout=out)
    listed = {one["name"]: one for one in json.loads(out.getvalue())["components"]}
    assert listed.keys() == pins().keys()
    assert listed["django"]["version"] == pins()["django"]
    assert "BSD" in listed["django"]["licenses"][0]["license"]["name"]
