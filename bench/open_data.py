"""The open data of a large ledger as files: first byte, duration, memory above idle.

    DEBUG=1 DATABASE_URL=… python -m bench open_data [--shipments 100000] [--items 1]

Fills an empty migrated database once, starts gunicorn with its shipped settings, asks for each
file and samples the memory of its processes (PSS) meanwhile. It is no test and asserts nothing.
"""

import argparse
import os
import tempfile
from statistics import median
from threading import Event, Thread
from time import monotonic

from django.db import connection

from aid.models import Shipment
from bench.ledger import fill
from bench.servers import HOST, Server, environment
from publishing.changes import as_one_change

FILES = ("shipments.csv", "shipments.csv?year=2020", "shipments.json", "items.csv", "donations.csv")
BETWEEN_SAMPLES = 0.05
TRIES = 9
AT_ONCE = 65_536


class Memory(Thread):
    """Samples the memory of a server until it is told to stop; `peak` is the most it took."""

    def __init__(self, server):
        super().__init__(daemon=True)
        self.server, self.peak, self.stopped = server, server.megabytes(), Event()

    def run(self):
        while not self.stopped.wait(BETWEEN_SAMPLES):
            self.peak = max(self.peak, self.server.megabytes())

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *error):
        self.stopped.set()
        self.join()


def asked(server, path):
    """(the answer, of which the first byte has come; seconds until then)"""
    connection = server.connection()
    begun = monotonic()
    connection.request("GET", path, headers={"Host": HOST, "X-Forwarded-Proto": "https"})
    answer = connection.getresponse()
    assert (answer.status, len(answer.read(1))) == (200, 1), path
    return answer, monotonic() - begun


def first_byte(server, path):
    """Median seconds to the first byte; the rest of each answer is not taken."""
    times = []
    for _try in range(TRIES):
        answer, seconds = asked(server, path)
        times.append(seconds)
        answer.close()
    return median(times)


def read(server, path):
    """(seconds, bytes, lines) of the whole answer."""
    begun = monotonic()
    answer, _seconds = asked(server, path)
    size, lines = 1, 0
    while piece := answer.read(AT_ONCE):
        size, lines = size + len(piece), lines + piece.count(b"\n")
    return monotonic() - begun, size, lines


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shipments", type=int, default=100_000)
    parser.add_argument("--items", type=int, default=1)
    options = parser.parse_args()
    if not Shipment.objects.exists():
        with as_one_change():
            fill(options.shipments, options.items)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    print(
        f"{connection.vendor}, {Shipment.objects.count()} consignments, load {os.getloadavg()[0]}"
    )
    print("| file | lines | MB | first byte, ms | all, s | memory above idle, MB |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        env = environment(os.environ["DATABASE_URL"], folder)
        with Server("dolyna_portal.settings", env) as server:
            for _worker in range(4):  # each has loaded all that a file needs
                read(server, "/data/categories.csv")
            for name in FILES:
                path = f"/data/{name}"
                first, idle = first_byte(server, path), server.megabytes()
                with Memory(server) as memory:
                    whole, size, lines = read(server, path)
                print(
                    f"| `{path}` | {lines} | {size / 1e6:.1f} | {first * 1000:.0f} "
                    f"| {whole:.1f} | {memory.peak - idle:.1f} |",
                    flush=True,
                )
