"""What the portal is made of: the pinned libraries, their licences, whether they are installed."""

import re
from importlib.metadata import PackageNotFoundError, metadata, version

from django.conf import settings

PIN = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==([^\s\\;]+)", re.MULTILINE)
LICENCE = "License :: "


def pins(file="requirements.txt"):
    """{name: version} of every library that the lock file pins."""
    return dict(PIN.findall((settings.BASE_DIR / file).read_text("utf-8")))


def installed(name):
    """The installed version of a library, None where it is not installed."""
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def licence(name):
    """How an installed library names its licence; empty where it names none."""
    about = metadata(name)
    classifiers = about.get_all("Classifier") or []
    named = [one.rpartition(" :: ")[2] for one in classifiers if one.startswith(LICENCE)]
    return about.get("License-Expression") or "; ".join(named) or short(about.get("License"))


def short(text):
    """The first line of a licence; some libraries give the whole of it."""
    lines = (text or "").strip().splitlines()
    return lines[0] if lines else ""


def bill_of_materials():
    """The list of libraries in the JSON form of CycloneDX 1.5."""
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "components": [
            {
                "type": "library",
                "name": name,
                "version": pinned,
                "purl": f"pkg:pypi/{name.lower()}@{pinned}",
                "licenses": [{"license": {"name": licence(name) or "unknown"}}],
            }
            for name, pinned in sorted(pins().items())
        ],
    }
