"""Measures the portal beside bare Django views: `python -m bench.run`, see bench/README.md.

A generated register in an empty database, gunicorn with its shipped settings, the cases one
after the other in turns: pages that are kept, pages after a change of something else, and after
one of the office, which stands in each of them.
"""

import argparse
import os
import platform
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from random import randrange
from statistics import quantiles
from time import monotonic
from urllib.parse import quote

from bench.generated import register
from bench.servers import Server, database_seconds, environment

HERE = Path(__file__).resolve().parent

PARTNER = "/partners/partner-7/"
PAGES = {
    "partner page": PARTNER,
    "list of partners": "/partners/",
    "list of consignments": "/aid/shipments/",
    "aid overview": "/aid/",
    "report of a year": "/reports/{year}/",
    "search": "/search/?q=ковдри",
}
STREAMED = {"CSV of consignments of a year": "/data/shipments.csv?year={year}"}


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--partners", type=int, default=60)
    parser.add_argument("--years", type=int, default=10)
    parser.add_argument("--shipments-a-year", type=int, default=10_000)
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--requests", type=int, default=100, help="of each case in each turn")
    parser.add_argument("--seconds", type=float, default=3, help="of each load")
    parser.add_argument("--database", default="", help="an empty one, by DATABASE_URL")
    parser.add_argument("--filled", action="store_true", help="the database has that register")
    parser.add_argument("--kept", action="store_true", help="nothing but kept pages and 304")
    parser.add_argument("--output", type=Path, default=HERE / "RESULTS.md")
    parser.add_argument("--append", action="store_true", help="add to the output")
    return parser.parse_args()


class Bench:
    """The measurements on one database."""

    def __init__(self, options, database, folder):
        self.options, self.database = options, database
        self.env = environment(database, folder)
        self.name = database.rsplit("/", 1)[-1] if database.startswith("postgres") else ""
        self.year = 2015 + options.years - 1
        self.rows, self.loads, self.imported = {}, {}, ""

    def prepare(self):
        for command in (["migrate", "-v0"], ["collectstatic", "--noinput", "-v0"]):
            self.manage(*command)
        # Everything below runs in this process, on the same database.
        os.environ.update(self.env | {"DJANGO_SETTINGS_MODULE": "dolyna_portal.settings"})
        import django

        django.setup()

        if not self.options.filled:
            self.fill()

    def fill(self):
        from django.db import connection

        from register.importing import import_rows

        options = self.options
        started = monotonic()
        outcome = import_rows(register(options.partners, options.years, options.shipments_a_year))
        assert not outcome.faults, outcome.faults[:3]
        self.imported = f"Import {monotonic() - started:.0f} s. "
        if self.name:  # what PostgreSQL does of itself within some minutes
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")

    def manage(self, *command):
        subprocess.run(
            [sys.executable, "manage.py", *command], cwd=HERE.parent, env=self.env, check=True
        )

    def run(self):
        with Server("dolyna_portal.settings", self.env) as portal:
            self.first_page = self.first(portal)
            size = len(portal.get(PARTNER)[2])
            with Server("bench.bare_settings", self.env | {"BARE_BYTES": str(size)}) as bare:
                self.measure(portal, bare)
                loaded = [
                    ("bare ready answer", bare, "/ready"),
                    ("partner page, kept", portal, PARTNER),
                ]
                for case, server, path in loaded:
                    for connections in (1, 8, 64):
                        found = server.requests_a_second(path, connections, self.options.seconds)
                        self.loads[case, connections] = found
            self.memory = portal.megabytes()

    def first(self, portal):
        portal.get("/")
        return monotonic() - portal.started

    def measure(self, portal, bare):
        """Each case in each turn; the first turn warms up and is not counted."""
        for turn in range(self.options.turns + 1):
            self.rows = {} if turn == 1 else self.rows
            for view in ("ready", "five", "ten"):
                self.ask(f"bare {view}", bare, f"/{view}")
            tag = portal.get(PARTNER)[1]["ETag"]
            self.ask("304", portal, PARTNER, headers={"If-None-Match": tag}, expected=304)
            self.ask("partner page, kept", portal, PARTNER)
            if self.options.kept:
                continue
            for page, path in PAGES.items():
                self.ask(f"{page}, after a change elsewhere", portal, path, change_elsewhere)
                self.ask(f"{page}, drawn anew", portal, path, change_office)
            for page, path in STREAMED.items():
                self.ask(page, portal, path, change_elsewhere)

    def ask(self, case, server, path, change=None, headers=None, expected=200):
        """Ask some times, and note the CPU seconds of server and database and all waiting times.

        `change` is made before each request, of which there are a quarter as many then; what so
        many changes alone cost the database is taken off. The first request is not counted, since
        each worker keeps its own pages.
        """
        connection, path = server.connection(), quote(path.format(year=self.year), safe="/?=&")
        number = max(2, self.options.requests // 4) if change else self.options.requests
        changes = self.cost_of(change, number) if change else 0
        server.get(path, connection)
        before, waited = server.seconds() + database_seconds(self.name), []
        for _number in range(number):
            if change:
                change()
            asked = monotonic()
            status, _headers, _body = server.get(path, connection, **(headers or {}))
            waited.append(1000 * (monotonic() - asked))
            assert status == expected, (case, status)
        cost = server.seconds() + database_seconds(self.name) - before - changes
        connection.close()
        total, earlier = self.rows.get(case, (0.0, []))
        self.rows[case] = (total + cost, earlier + waited)

    def cost_of(self, change, number):
        before = database_seconds(self.name)
        for _number in range(number):
            change()
        return database_seconds(self.name) - before

    def table(self):
        def cost(case):
            total, waited = self.rows[case]
            return 1000 * total / len(waited)

        lines = [
            "| case | requests | CPU ms | ms, median | 95 of 100 | × bare ready | × bare five |"
        ]
        lines += ["| --- | ---: | ---: | ---: | ---: | ---: | ---: |"]
        for case, (_total, waited) in self.rows.items():
            ready, five = cost(case) / cost("bare ready"), cost(case) / cost("bare five")
            within = quantiles(waited, n=20)
            lines.append(
                f"| {case} | {len(waited)} | {cost(case):.2f} | {within[9]:.1f} | {within[18]:.1f}"
                f" | {ready:.2f} | {five:.2f} |"
            )
        lines += ["", "| case | connections | requests a second | errors |"]
        lines += ["| --- | ---: | ---: | ---: |"]
        for (case, connections), (rate, errors) in self.loads.items():
            lines.append(f"| {case} | {connections} | {rate:.0f} | {errors} |")
        return "\n".join(lines)


def change_elsewhere():
    """A change of which no page shows anything."""
    from publishing.version import move

    move()


def change_office():
    """A change of what stands in every page."""
    from partners.models import Office

    Office.objects.update(phone=str(randrange(10**9)))


def main():
    options = arguments()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(options, options.database or f"sqlite:///{folder}/bench.sqlite3", folder)
        bench.prepare()
        bench.run()
    text = "\n\n".join(
        [
            head(options, "PostgreSQL" if bench.name else "SQLite"),
            bench.table(),
            f"{bench.imported}First page {bench.first_page:.2f} s after the start of gunicorn; "
            f"two workers take {bench.memory:.0f} MB (PSS) at the end.\n\n",
        ]
    )
    with options.output.open("a" if options.append else "w") as output:
        output.write(text)
    print(text)


def head(options, kind):
    import django
    import gunicorn

    size = f"{options.partners} partners, {options.years} years × {options.shipments_a_year}"
    versions = f"Python {platform.python_version()}, Django {django.get_version()}, gunicorn"
    return (
        f"# What the portal costs on {kind}\n\n"
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC; {os.cpu_count()} cores, load "
        f"{os.getloadavg()[0]:.1f} at the start; {versions} {gunicorn.__version__}; "
        f"{size} consignments.\n\nRepeat: `python -m bench.run {' '.join(sys.argv[1:])}`"
    )


if __name__ == "__main__":
    main()
