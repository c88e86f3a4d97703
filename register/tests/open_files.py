"""The open data as those read it who take it."""

import csv
import json
from io import BytesIO, StringIO

import openpyxl


def content(response):
    """The bytes of an answer, streamed or not."""
    return b"".join(response) if response.streaming else response.content


def csv_rows(response):
    """The rows of a CSV file as dicts."""
    text = content(response).decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"), newline="")))


def json_of(response):
    return json.loads(content(response))


def workbook_of(response):
    return openpyxl.load_workbook(BytesIO(content(response)))
