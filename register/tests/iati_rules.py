"""The rules of IATI 2.03: its XML Schema, and its ruleset as the JSON file words it."""

import json
import re
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import product
from pathlib import Path

from lxml import etree

from publishing.dates import today

STANDARDS = Path(__file__).parent / "standards"


@cache
def schema():
    return etree.XMLSchema(etree.parse(STANDARDS / "iati-activities-schema.xsd"))


@cache
def ruleset():
    return json.loads((STANDARDS / "iati-ruleset.json").read_text("utf-8"))


def faults(content):
    """What schema and ruleset find wrong in the bytes of an activities file."""
    document = etree.fromstring(content)
    schema().validate(document)
    found = [str(error) for error in schema().error_log]
    for context, rules in ruleset().items():
        for element in document.xpath(context):
            for name, rule in rules.items():
                for case in rule["cases"]:
                    if not RULES[name](element, case):
                        found.append(f"{context} {name} {case}")
    return found + of_the_standard(document)


def values(element, paths):
    """The texts, or elements, that the paths find."""
    return [found for path in paths for found in element.xpath(path)]


def at_least_one(element, case):
    return bool(values(element, case["paths"]))


def no_more_than_one(element, case):
    return len(values(element, case["paths"])) <= 1


def in_order(element, case):
    def days(path):
        return [today()] if path == "NOW" else map(date.fromisoformat, element.xpath(path))

    pairs = product(days(case["less"]), days(case["more"]))
    return all(first <= last for first, last in pairs)


def matching(element, case):
    texts = [getattr(found, "text", found) for found in values(element, case["paths"])]
    return all(re.fullmatch(case["regex"], text) for text in texts)


def adding_up(element, case):
    numbers = [Decimal(number) for number in values(element, case["paths"])]
    return not numbers or sum(numbers) == case["sum"]


RULES = {
    "atleast_one": at_least_one,
    "no_more_than_one": no_more_than_one,
    "date_order": in_order,
    "regex_matches": matching,
    "sum": adding_up,
}


def of_the_standard(document):
    """Rules that the standard states in words: places, sectors, languages, currencies, names."""
    found = []
    identifiers = document.xpath("//iati-identifier/text()")
    if len(identifiers) != len(set(identifiers)):
        found.append("an identifier stands twice")
    for activity in document.xpath("//iati-activity"):
        reporter = activity.find("reporting-org").get("ref")
        name = activity.findtext("iati-identifier")
        if not name.startswith(f"{reporter}-"):
            found.append(f"{name} does not begin with {reporter}")
        if not activity.xpath("sector") or activity.xpath("transaction/sector"):
            found.append(f"{name}: sector of activity and transaction")
        if len(activity.xpath("recipient-country | recipient-region")) != 1:
            found.append(f"{name}: no place, or several without percentages")
        if not activity.get("{http://www.w3.org/XML/1998/namespace}lang"):
            found.append(f"{name}: no language")
        if activity.xpath("transaction/value[not(@currency)]"):
            found.append(f"{name}: a value without currency")
        if activity.xpath(".//narrative[not(normalize-space())]"):
            found.append(f"{name}: an empty narrative")
    return found
