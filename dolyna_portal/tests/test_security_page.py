"""SECURITY.md tells what protects against what, and which tests show it."""

import ast
import re

import pytest
from django.conf import settings

PAGE = (settings.BASE_DIR / "SECURITY.md").read_text()
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in PAGE.splitlines()
    if re.match(r"\| [0-9]+ \|", line)
]
NAMED = re.compile(r"`((?:[a-z_]+/)*test_[a-z_]+\.py)(?:::(test_[a-z0-9_]+))?`")


def names_in(path):
    tree = ast.parse(path.read_text())
    names = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    return {name for name in names if name.startswith("test_")}


def test_every_abuse_case_has_a_mitigation_and_a_test():
    assert [int(row[0]) for row in ROWS] == list(range(1, len(ROWS) + 1))
    assert len(ROWS) >= 23
    for _number, case, mitigation, tests in ROWS:
        assert case and mitigation
        assert NAMED.search(tests), case


@pytest.mark.parametrize(("file", "test"), sorted(set(NAMED.findall(PAGE))))
def test_every_test_that_the_page_names_is_there(file, test):
    path = settings.BASE_DIR / (file if "/" in file else f"dolyna_portal/tests/{file}")
    assert path.is_file()
    assert not test or test in names_in(path)
