"""The floors of the house: a file imports only from its own floor and those below."""

import ast
from pathlib import Path

import pytest
from django.conf import settings

FLOORS = [
    "publishing",
    "papers",
    "partners",
    "projects",
    "aid",
    "reports",
    "search",
    "register",
    "dolyna_portal",
]


def source_files(package):
    """The Python files of a package that run in production: no tests."""
    return [
        path
        for path in sorted((settings.BASE_DIR / package).rglob("*.py"))
        if "tests" not in path.parts
    ]


def imported_packages(path):
    """The top packages that a file imports, wherever in it the import stands."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.add(node.module.split(".")[0])
        elif isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
    return found


def test_every_package_has_its_floor():
    packages = {
        path.parent.name
        for path in settings.BASE_DIR.glob("*/__init__.py")
        if not path.parent.name.startswith(".")
    }
    assert packages <= set(FLOORS)


@pytest.mark.parametrize("floor", FLOORS)
def test_a_floor_imports_nothing_from_above(floor):
    above = set(FLOORS[FLOORS.index(floor) + 1 :])
    for path in source_files(floor):
        assert not imported_packages(path) & above, path


def test_no_junk_drawers():
    names = {path.stem for floor in FLOORS for path in source_files(floor)}
    assert not names & {"core", "common", "utils", "helpers", "misc"}


PUBLIC_MODULES = [
    "views.py",
    "forms.py",
    "facts.py",
    "composing.py",
    "sitemaps.py",
    "feeds.py",
    "donations.py",
    "agreements_register.py",
    "calendars.py",
    "records.py",
    "embedding.py",
    "iati.py",
]


def links_only(node):
    """Whether `node` is a table that links two models and holds nothing to read."""
    return (isinstance(node, ast.Name) and node.id == "through") or (
        isinstance(node, ast.Attribute) and node.attr == "through"
    )


def unguarded_reads(path):
    """Lines that read `X.objects` of a record with a public state by another door than public().

    Allowed are `Model.objects.public()` and the managers' own narrow questions that name no
    record (`Office.objects.current()`).
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    guarded = {"public", "current"}
    called = {
        id(node.value): node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)
    }
    return sorted(
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr in {"objects", "_default_manager", "_base_manager"}
        and called.get(id(node)) not in guarded
        and not links_only(node.value)
    )


def public_files():
    return [path for floor in FLOORS for path in source_files(floor) if path.name in PUBLIC_MODULES]


@pytest.mark.parametrize("path", public_files(), ids=lambda path: str(Path(*path.parts[-2:])))
def test_public_code_enters_by_the_one_door(path):
    assert unguarded_reads(path) == []


def test_the_guard_sees_an_open_door(tmp_path):
    file = tmp_path / "views.py"
    file.write_text("Partner.objects.all()\nPartner.objects.public()\nx = Partner.objects\n")
    assert unguarded_reads(file) == [1, 3]


def test_no_page_cache_of_django_is_used():
    forbidden = ("cache_page", "UpdateCacheMiddleware", "FetchFromCacheMiddleware")
    for floor in FLOORS:
        for path in source_files(floor):
            text = path.read_text(encoding="utf-8")
            assert not any(name in text for name in forbidden), path


def test_nothing_in_the_code_knows_one_town():
    """Names of the first register stand in its data file and in tests of it, nowhere else."""
    names = ["Долин", "долин", "Шяуля", "Siauliai", "siauliai", "Šiauliai", "Guldborg", "Büyük"]
    files = [path for floor in FLOORS for path in source_files(floor)]
    files += (settings.BASE_DIR / "templates").rglob("*.html")
    files += [path for folder in settings.LOCALE_PATHS for path in folder.rglob("*.po")]
    files += (settings.BASE_DIR / "static").rglob("*.css")
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert not [name for name in names if name in text], path
