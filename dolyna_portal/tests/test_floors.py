"""The floors of the house: a file imports only from its own floor and those below."""

import ast
import re

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


# Files that read records by another door than public(), by the reason why they may.
OTHER_DOORS = {
    "serves the staff alone": """
        aid/doubts.py aid/papers/acts.py aid/work.py dolyna_portal/accounts.py
        dolyna_portal/digest.py dolyna_portal/roles.py dolyna_portal/sign_in.py
        dolyna_portal/staff_site.py partners/twins.py publishing/audit.py
        publishing/differences.py publishing/edit_lock.py publishing/history.py publishing/keys.py
        publishing/restoring.py publishing/workflow.py reports/approval.py register/acts.py
        register/changes.py register/importing.py register/restoring.py register/uploads.py
    """,
    "gives the staff more than the public, by who reads": """
        register/sheet.py register/sheets.py reports/brief.py reports/brief_views.py
    """,
    "keeps of each record what the public may know, and reads what was kept": """
        aid/keeping.py aid/standing.py aid/tallies.py aid/totals.py search/asking.py
        search/finding.py search/indexing.py search/nearest.py search/results.py
        search/writing.py
    """,
    "looks at what hides, withdraws or moves a record": """
        publishing/addresses.py publishing/media.py publishing/version.py reports/editions.py
    """,
    "reads what belongs to a record that is known to be public": """
        partners/nested.py projects/funding.py publishing/attached.py
    """,
}
ELSEWHERE = ("admin", "models", "management", "migrations")  # folders and files of the staff


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


def guarded_files():
    """All source files but those of models, the admin and commands, by their paths."""
    return {
        str(path.relative_to(settings.BASE_DIR)): path
        for floor in FLOORS
        for path in source_files(floor)
        if not any(part.startswith(ELSEWHERE) for part in path.relative_to(settings.BASE_DIR).parts)
    }


def test_public_code_enters_by_the_one_door():
    known = {name for names in OTHER_DOORS.values() for name in names.split()}
    assert {name for name, path in guarded_files().items() if unguarded_reads(path)} == known


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
    names = ["Долин", "долин", "Шяуля", "siauliai", "Šiauliai", "guldborg", "Büyük", "dolyna"]
    ours = re.compile(r"dolyna[-_]portal", re.IGNORECASE)  # what the software itself is called
    files = [path for floor in FLOORS for path in source_files(floor)]
    files += (settings.BASE_DIR / "bench").rglob("*.py")
    files += (settings.BASE_DIR / "static").rglob("*.js")
    files += (settings.BASE_DIR / "templates").rglob("*.html")
    files += [path for folder in settings.LOCALE_PATHS for path in folder.rglob("*.po")]
    files += (settings.BASE_DIR / "static").rglob("*.css")
    for path in files:
        text = ours.sub("", path.read_text(encoding="utf-8"))
        assert not [name for name in names if re.search(name, text, re.IGNORECASE)], path
