"""Data of an earlier release, brought up by the migrations of this one.

    DEBUG=1 DATABASE_URL=… python -m bench upgrade 438a7cc [--shipments 1000]

Takes the code of a commit out of the repository and lets it fill an empty database with ten years
of a generated register, old dates, decomposed letters and empty columns among them. Then it
migrates with the code that is here. Prints how long that took, every table whose rows or columns
are not as before, and what the pages answer. It needs the libraries of both releases.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import unicodedata
from hashlib import sha256
from pathlib import Path
from time import monotonic

from django.core.management import call_command
from django.db import connection
from django.test import Client

from bench.generated import register

ROOT = Path(__file__).resolve().parent.parent
FIRST_YEAR, YEARS = 2008, 10
LAST_YEAR = FIRST_YEAR + YEARS - 1
PAGES = ("/", "/partners/", "/partners/partner-7/", "/events/", "/aid/", "/aid/shipments/")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("commit", help="of the earlier release")
    parser.add_argument("--shipments", type=int, default=1000, help="a year")
    parser.add_argument("--partners", type=int, default=60)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        fill(options, Path(folder))
    before = tables()
    started = monotonic()
    call_command("migrate", verbosity=0)
    print(f"Migrated in {monotonic() - started:.1f} s")
    compare(before, tables())
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
    call_command("check_totals")
    client = Client(headers={"host": "localhost"})
    for address in (*PAGES, f"/reports/{LAST_YEAR}/", f"/reports/{LAST_YEAR}.pdf"):
        print(address, client.get(address).status_code)


def fill(options, folder):
    """Let the earlier release migrate the database and import the register."""
    code, file = folder / "code", folder / "register.json"
    code.mkdir()
    packed = ["git", "archive", options.commit]
    archive = subprocess.run(packed, cwd=ROOT, check=True, capture_output=True).stdout
    subprocess.run(["tar", "-x"], cwd=code, check=True, input=archive)
    file.write_text(json.dumps(strange_register(options.partners, options.shipments)))
    for command in (["migrate", "-v0"], ["import_register", file]):
        subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=code,
            env=os.environ | {"MEDIA_ROOT": str(folder / "media")},
            check=True,
            stdout=subprocess.DEVNULL,
        )


def strange_register(partners, shipments):
    """Ten years with what old files have: decomposed letters, years alone, no English texts."""
    sheets = register(partners, YEARS, shipments, first_year=FIRST_YEAR)
    for sheet in sheets:
        for number, row in enumerate(sheet["data"]):
            if number % 3 == 0 and "title_uk" in row:
                row["title_uk"] = unicodedata.normalize("NFD", f"Її {row['title_uk']}")
            if number % 5 == 0:
                row.pop("name_en", None)
            if sheet["title"] == "agreements" and number % 2:
                row["signed_on"] = row["signed_on"][:4]
    return sheets


def tables():
    """{table: {column: (rows, digest of its values by the first column)}} of the database."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} ORDER BY 1")
            names, rows = [column[0] for column in cursor.description], cursor.fetchall()
            found[table] = {
                name: (len(rows), digest_of([row[place] for row in rows]))
                for place, name in enumerate(names)
            }
    return found


def digest_of(values):
    """The hash of a column; PostgreSQL gives bytes as a view that is another each time."""
    told = [bytes(value) if isinstance(value, memoryview) else value for value in values]
    return sha256(repr(told).encode()).hexdigest()


def compare(before, after):
    """Print what is not as it was: tables and columns that are gone, rows, values."""
    kept = 0
    for table, columns in before.items():
        now = after.get(table, {})
        unlike = sorted(name for name, values in columns.items() if now.get(name) != values)
        kept += not unlike
        if unlike:
            print(f"{table}: {', '.join(unlike)}")
    print(f"{kept} of {len(before)} tables hold all that they held")
