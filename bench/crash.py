"""Kills what writes, and looks whether anything acknowledged is lost or anything half is left.

    DEBUG=1 python -m bench crash writers --times 50      # R1, R3: SQLite, processes killed
    DEBUG=1 python -m bench crash database --times 10     # R2: a PostgreSQL of its own, killed
    DEBUG=1 python -m bench crash threads                 # R9: fifty write at once, DATABASE_URL
    DEBUG=1 python -m bench crash import --times 10       # R17: an import killed at random points

All but `threads` make a database in a folder of their own and leave the configured one alone.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from glob import glob
from pathlib import Path
from random import Random
from threading import Event as Flag
from threading import Thread
from time import monotonic, sleep

import psutil

from bench.generated import register
from bench.servers import HERE, Server, environment

ROOT = HERE.parent
START = """
from partners.tests.records import make_office, make_partner
make_office(); make_partner(key="remo")
"""
SHIPMENTS = "from aid.models import Shipment; print(Shipment.objects.count())"
KEPT = """
import json, os
from django.conf import settings
from django.core.management import call_command
from pathlib import Path
from publishing.media import kept_files, named_files
from publishing.models import Photo
uids = [str(uid) for uid in Photo.objects.values_list("uid", flat=True)]
kept, named = kept_files(), named_files()
for name in kept - named:
    os.utime(Path(settings.MEDIA_ROOT) / name, (0, 0))
call_command("check_media", stdout=open(os.devnull, "w"))
print(json.dumps({"uids": uids, "strays": len(kept - named), "missing": len(named - kept),
                  "left": len(kept_files() - named)}))
"""


class Portal:
    """The portal on a database of its own, in a folder."""

    def __init__(self, folder, database):
        self.folder = folder
        self.env = environment(database, folder) | {
            "KEPT_PAGES": f"{folder}/kept",
            "LOG_LEVEL": "CRITICAL",
            "DJANGO_SETTINGS_MODULE": "dolyna_portal.settings",
        }
        self.run("migrate", "-v0")

    def command(self, *arguments):
        return [sys.executable, "manage.py", *arguments]

    def run(self, *arguments):
        done = subprocess.run(
            self.command(*arguments),
            cwd=ROOT,
            env=self.env,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        return done.stdout

    def python(self, code):
        return self.run("shell", "--no-imports", "-c", code)

    def start(self, *command, **options):
        return subprocess.Popen(command, cwd=ROOT, env=self.env, **options)

    @contextmanager
    def writers(self, number):
        """So many writers, killed at the end where they are not killed before."""
        command = [sys.executable, "-m", "bench", "writer"]
        running = [
            self.start(*command, stdout=subprocess.PIPE, text=True, start_new_session=True)
            for _number in range(number)
        ]
        try:
            yield running
        finally:
            for process in running:
                kill(process)

    def kept(self):
        return json.loads(self.python(KEPT))

    def shipments(self):
        return int(self.python(SHIPMENTS))


def kill(process):
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def told_by(running):
    """Kill the writers; the uids of what they said is kept."""
    for process in running:
        kill(process)
    return {uid for process in running for uid in process.stdout.read().split()}


def writers(folder, options, random):
    """R1 and R3: writers of rows with files are killed, on SQLite."""
    portal = Portal(folder, f"sqlite:///{folder}/portal.sqlite3")
    portal.python(START)
    told, strays = set(), 0
    for _time in range(options.times):
        with portal.writers(2) as running:
            told.add(running[0].stdout.readline().strip())
            sleep(random.uniform(0.05, 0.6))
            told |= told_by(running)
        kept = portal.kept()
        strays += kept["strays"]
        assert told <= set(kept["uids"]), "an acknowledged row is lost"
        assert not kept["missing"], "a row has no file"
        assert not kept["left"], "check_media left a file without a row"
    sound = portal.python(
        "from django.db import connection; cursor = connection.cursor(); "
        "cursor.execute('pragma integrity_check'); print(cursor.fetchone()[0])"
    )
    assert sound.strip() == "ok"
    return (
        f"{options.times} kills of 2 writers: {len(told)} acknowledged, 0 lost, 0 rows without "
        f"file; {strays} stray files, 0 after check_media; integrity ok"
    )


class Cluster:
    """A PostgreSQL in a folder, run by the user `postgres` where we are root."""

    def __init__(self, folder, port):
        self.folder, self.port = Path(folder) / "cluster", port
        self.bin = Path(sorted(glob("/usr/lib/postgresql/*/bin"))[-1])
        self.folder.mkdir()
        if os.geteuid() == 0:
            subprocess.run(["chown", "postgres", self.folder], check=True)
        self.do("initdb", "-D", self.folder, "-U", "postgres", "-A", "trust")
        with (self.folder / "postgresql.conf").open("a") as conf:
            conf.write(f"port = {port}\nlisten_addresses = '127.0.0.1'\n")
            conf.write(f"unix_socket_directories = '{self.folder}'\n")

    def do(self, program, *arguments):
        who = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        command = [*who, self.bin / program, *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")

    def start(self):
        self.do("pg_ctl", "-D", self.folder, "-l", self.folder / "log", "-w", "start")

    def kill(self):
        postmaster = psutil.Process(int((self.folder / "postmaster.pid").read_text().split()[0]))
        killed = [postmaster, *postmaster.children(recursive=True)]
        for process in killed:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(killed, timeout=30)

    def stop(self):
        self.do("pg_ctl", "-D", self.folder, "-m", "immediate", "stop")


def database(folder, options, random):
    """R2: the database is killed under four writers and a visitor, and started again."""
    os.chmod(folder, 0o755)
    cluster = Cluster(folder, port=54_329)
    cluster.start()
    try:
        name = "postgres://postgres@127.0.0.1:54329/postgres"
        portal = Portal(folder, name)
        portal.run("collectstatic", "--noinput", "-v0")
        portal.python(START)
        with Server("dolyna_portal.settings", portal.env) as server:
            return _killed_under(portal, server, cluster, options, random)
    finally:
        cluster.stop()


def _killed_under(portal, server, cluster, options, random):
    statuses, recovered = Counter(), []
    with portal.writers(4) as running, visitor(server, statuses):
        running[0].stdout.readline()
        for _time in range(options.times):
            sleep(random.uniform(0.5, 2))
            cluster.kill()
            sleep(1)
            cluster.start()
            back = monotonic()
            while server.get("/readyz")[0] != 200:
                sleep(0.05)
            recovered.append(monotonic() - back)
        sleep(1)
        told = told_by(running)
    kept = portal.kept()
    assert told <= set(kept["uids"]), "an acknowledged row is lost"
    assert not kept["missing"], "a row has no file"
    assert statuses[500] == 0, statuses
    return (
        f"{options.times} kills under 4 writers: {len(told)} acknowledged, 0 lost; answers "
        f"meanwhile {dict(sorted(statuses.items()))}; ready again after at most "
        f"{max(recovered):.1f} s"
    )


@contextmanager
def visitor(server, statuses):
    """Somebody who asks for a page and for the sign-in again and again; `statuses` counts."""
    ended = Flag()

    def visit():
        while not ended.wait(0.1):
            for path in ("/partners/remo/", "/admin/login/"):
                statuses[server.get(path)[0]] += 1

    thread = Thread(target=visit)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def threads(_folder, _options, _random):
    """R9: fifty threads write fifteen events each of a partner of the configured register."""
    from django.db import connection

    from partners.models import Partner
    from projects.models import Event
    from publishing.models import Publication

    partner, faults = Partner.objects.earliest("pk"), Counter()
    before = Event.objects.count()

    def write(thread):
        for number in range(15):
            try:
                event = Event(key=f"bench-{thread}-{number}", title_uk="Зустріч", kind="meeting")
                event.publication = Publication.PUBLIC
                event.save()
                event.partners.add(partner)
            except Exception as error:  # noqa: BLE001 - whatever goes wrong is counted
                faults[type(error).__name__] += 1
        connection.close()

    with ThreadPoolExecutor(50) as pool:
        list(pool.map(write, range(50)))
    written = Event.objects.count() - before
    Event.objects.filter(key__startswith="bench-").delete()
    return (
        f"50 threads × 15 events on {connection.vendor}: {written} written, faults {dict(faults)}"
    )


def interrupted(folder, options, random):
    """R17: an import is killed at random points; then two of them run at once."""
    portal = Portal(folder, f"sqlite:///{folder}/portal.sqlite3")
    file = Path(folder) / "register.json"
    file.write_text(json.dumps(register(20, 2, options.shipments)), "utf-8")
    rows = sum(len(sheet["data"]) for sheet in json.loads(file.read_text()))
    command = portal.command("import_register", str(file))
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "start_new_session": True}
    started = monotonic()
    assert portal.start(*command, "--dry-run", **quiet).wait() == 0
    whole = monotonic() - started
    for _time in range(options.times):
        process = portal.start(*command, **quiet)
        sleep(random.uniform(0.2, 0.95) * whole)
        if process.poll() is None:
            kill(process)
            assert portal.shipments() == 0, "a part of an import is left"
    both = [portal.start(*command, **quiet) for _number in range(2)]
    ends = sorted(process.wait() for process in both)
    assert portal.shipments() == 2 * options.shipments
    return (
        f"{options.times} kills of an import of {rows} rows: nothing left of any; two at once "
        f"end with {ends}, the register is there once"
    )


EXPERIMENTS = {
    "writers": writers,
    "database": database,
    "threads": threads,
    "import": interrupted,
}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("experiment", choices=EXPERIMENTS)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--shipments", type=int, default=2500, help="of each of two years")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(EXPERIMENTS[options.experiment](folder, options, Random(options.seed)))
