"""The annual report of years of any size: queries, processor time and memory.

    DEBUG=1 DATABASE_URL=… python -m bench paper [--shipments 20 5000] [--partners 60]

Fills an empty migrated database with one year for each number of consignments, composes its
report and typesets it. Prints processor seconds, not those of the clock, so that others on the
machine change little; of the child process that makes the PDF, its highest memory. It is no test
and asserts nothing.
"""

import argparse
import threading
import time
from resource import RUSAGE_CHILDREN, getrusage

import psutil
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench.generated import register
from papers.docx import docx
from papers.pdf import pdf
from register.importing import import_rows
from reports.composing import compose
from reports.models import Report

MEGABYTE = 1024**2
FIRST_YEAR = 2020
HEAD = "| year | queries | compose, CPU s | PDF, CPU s | PDF, peak MB | PDF, MB | DOCX, CPU s |"


class Highest:
    """The highest resident memory of the child processes that end inside, in bytes."""

    def __enter__(self):
        self.bytes = 0
        self._is_over = threading.Event()
        self._watch = threading.Thread(target=self._look)
        self._watch.start()
        return self

    def __exit__(self, *_error):
        self._is_over.set()
        self._watch.join()

    def _look(self):
        me = psutil.Process()
        while not self._is_over.wait(0.01):
            for child in me.children():
                try:
                    self.bytes = max(self.bytes, child.memory_info().rss)
                except psutil.NoSuchProcess:
                    continue


def processor_time():
    """Processor seconds of this process and of the children that ended."""
    children = getrusage(RUSAGE_CHILDREN)
    return time.process_time(), children.ru_utime + children.ru_stime


def measured(year):
    """The cells of a report's row in the table."""
    report = Report.objects.get(year=year)
    start = time.process_time()
    with CaptureQueriesContext(connection) as queries:
        paper = compose(report, "uk")
    composed = time.process_time() - start
    own, children = processor_time()
    with Highest() as highest:
        file = pdf(paper)
    typeset = sum(processor_time()) - own - children
    start = time.process_time()
    docx(paper)
    written = time.process_time() - start
    return (
        f"{len(queries)} | {composed:.2f} | {typeset:.2f} | {highest.bytes / MEGABYTE:.0f}"
        f" | {len(file) / MEGABYTE:.1f} | {written:.2f}"
    )


def fill(year, shipments, partners):
    """The register of one year, its report a draft."""
    sheets = register(partners, 1, shipments, first_year=year)
    for sheet in sheets:
        if sheet["title"] == "reports":
            sheet["data"] = [row | {"publication": "draft"} for row in sheet["data"]]
    outcome = import_rows(sheets)
    if outcome.faults:
        raise SystemExit("\n".join(map(str, outcome.faults[:5])))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--shipments", type=int, nargs="+", default=[20, 5000])
    parser.add_argument("--partners", type=int, default=60)
    options = parser.parse_args()
    print(HEAD, "| --- |" + " ---: |" * 6, sep="\n")
    for year, shipments in enumerate(options.shipments, FIRST_YEAR):
        fill(year, shipments, options.partners)
        print(f"| {options.partners} partners, {shipments} consignments | {measured(year)} |")
