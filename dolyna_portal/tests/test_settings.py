"""Production refuses to start until it is told what it must know."""

import os
import string
import subprocess
import sys

import pytest
from django.conf import settings

from dolyna_portal.preloading import preload
from partners.terrain import load_world
from publishing.checks import FOLDERS

LONG = string.ascii_letters + string.digits
GOOD = {
    "SECRET_KEY": LONG,
    "ALLOWED_HOSTS": "portal.example.org",
    "SITE_URL": "https://portal.example.org",
}


def run(*arguments, **environment):
    """The result of a command of `manage.py` under production settings and nothing else set."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=kept | {"DATABASE_URL": "sqlite://:memory:"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("command", ["check", "migrate", "import_register"])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "a" * 60),
        ("SECRET_KEY", "django-insecure-" + LONG),
        ("ALLOWED_HOSTS", ""),
        ("ALLOWED_HOSTS", "*"),
        ("SITE_URL", ""),
        ("SITE_URL", "http://portal.example.org"),
    ],
)
def test_production_refuses_to_start_and_says_what_to_set(command, name, value):
    result = run(command, **(GOOD | {name: value}))
    assert result.returncode != 0
    assert name in result.stderr
    assert "Traceback" not in result.stderr


def test_the_deployment_check_is_silent_under_production_settings():
    result = run("check", "--deploy", "--fail-level", "WARNING", **GOOD)
    assert result.returncode == 0, result.stderr
    assert "no issues" in result.stdout + result.stderr


def test_debug_needs_nothing_set():
    assert run("check", DEBUG="1").returncode == 0


def test_what_every_worker_needs_is_loaded_without_a_database():
    preload()
    assert load_world.cache_info().currsize == 1


def test_a_worker_shows_pages_without_the_libraries_of_office_files():
    libraries = "{'docx', 'icalendar', 'lxml', 'openpyxl'}"
    code = f"import sys, dolyna_portal.wsgi; print({libraries} & set(sys.modules))"
    assert run("shell", "--no-imports", "-c", code, **GOOD).stdout == "set()\n"


def test_the_service_may_write_where_the_portal_asks_to_write():
    """systemd shuts all but StateDirectory; a folder outside it would stop the start."""
    deploy = settings.BASE_DIR / "deploy"
    lines = (deploy / "portal.env").read_text().splitlines()
    named = dict(line.split("=", 1) for line in lines if not line.startswith("#"))
    assert "StateDirectory=portal\n" in (deploy / "systemd" / "portal.service").read_text()
    assert all(named[name].startswith("/var/lib/portal/") for name in FOLDERS)
