"""What the portal bears behind its own nginx.

    DEBUG=1 python -m bench load drill --seconds 60 --rate 400   # beside 300 slow connections
    DEBUG=1 python -m bench load soak --seconds 1800 --rate 10   # R19: memory, open files, errors
    DEBUG=1 python -m bench load restart --rate 40 --times 5     # R16: behind a socket that stays
    DEBUG=1 python -m bench load cached --seconds 40 --rate 400  # a kept page beside a static file

Each makes a machine of its own in a folder (SQLite, gunicorn, nginx with the files of deploy/)
with the office's register, on the loopback address.
"""

import argparse
import json
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event as Flag
from threading import Thread
from time import monotonic, sleep

import psutil

from dolyna_portal.tests.machine import HOST, Server, soon

(REGISTER,) = (Path(__file__).parent.parent / "register" / "data").glob("*.json")
PATHS = [
    "/",
    "/partners/",
    "/partners/{partner}/",
    "/en/partners/{partner}/",
    "/agreements/",
    "/projects/",
    "/events/",
    "/aid/",
    "/aid/shipments/",
    "/aid/needs/",
    "/reports/",
    "/reports/{year}/",
    "/data/",
    "/data/partners.csv",
    "/feed.atom",
    "/about/",
]
SENDERS = 24  # connections, each from an address of its own: nginx limits what one may ask


@contextmanager
def machine(folder):
    """The portal with the office's register behind nginx."""
    server = Server(Path(folder))
    try:
        server.run("import_register", str(REGISTER))
        server.start_gunicorn()
        server.start_nginx()
        assert soon(lambda: server.ask("/healthz")[0] == 200)
        yield server
    finally:
        server.stop()


def paths():
    """The addresses of the mix, from the register that is imported."""
    sheets = {sheet["title"]: sheet["data"] for sheet in json.loads(REGISTER.read_text("utf-8"))}
    known = {"partner": sheets["partners"][0]["key"], "year": sheets["reports"][0]["year"]}
    return [path.format(**known) for path in PATHS]


def ask_at(server, rate, seconds, mix):
    """Ask for the addresses of `mix` in turns, at `rate` requests a second.

    Gives (Counter of statuses, sorted waits in ms, seconds).
    """
    statuses, waits = Counter(), []
    start, total = monotonic() + 0.5, int(rate * seconds)

    def sender(number):
        connection = server.connection(source=f"127.0.2.{number + 1}")
        for turn in range(number, total, SENDERS):
            sleep(max(0.0, start + turn / rate - monotonic()))
            began = monotonic()
            connection.request("GET", mix[turn % len(mix)], headers={"Accept-Encoding": "gzip"})
            answer = connection.getresponse()
            answer.read()
            statuses[answer.status] += 1
            waits.append(1000 * (monotonic() - began))
        connection.close()

    with ThreadPoolExecutor(SENDERS) as pool:
        list(pool.map(sender, range(SENDERS)))
    return statuses, sorted(waits), monotonic() - start


@contextmanager
def slow_connections(server, number):
    """So many that send one byte of a request a second, opened again when nginx closes them."""
    ended = Flag()

    def drip(which):
        while not ended.is_set():
            with suppress(OSError):
                connection = server.connection(source=f"127.0.3.{which % 250 + 1}")
                for byte in f"POST /reports/verify/ HTTP/1.1\r\nHost: {HOST}\r\nX: ".encode():
                    connection.sock.sendall(bytes([byte]))
                    if ended.wait(1):
                        break
                connection.close()

    threads = [Thread(target=drip, args=[which], daemon=True) for which in range(number)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        ended.set()
        for thread in threads:
            thread.join(timeout=10)


def drill(server, options):
    with slow_connections(server, options.slow):
        statuses, waits, took = ask_at(server, options.rate, options.seconds, paths())
    return (
        f"{options.rate} requests a second for {options.seconds} s beside {options.slow} slow "
        f"connections: {dict(sorted(statuses.items()))} in {took:.0f} s; waiting in ms: median "
        f"{waits[len(waits) // 2]:.1f}, 99 of 100 within {waits[len(waits) * 99 // 100]:.1f}"
    )


def soak(server, options):
    """The mix with an edit every five seconds; memory and open files every tenth of the time."""
    every = options.seconds / 10
    for step in range(10):
        ended = Flag()
        editor = Thread(target=edit_until, args=[server, ended])
        editor.start()
        statuses, waits, _took = ask_at(server, options.rate, every, paths())
        ended.set()
        editor.join()
        megabytes, files = held_by(server)
        print(
            f"{(step + 1) * every:5.0f} s: {dict(sorted(statuses.items()))}, median "
            f"{waits[len(waits) // 2]:.1f} ms, {megabytes:.0f} MB (PSS), {files} open files",
            flush=True,
        )
    return f"{options.rate} requests a second for {options.seconds} s, an edit every five seconds"


def restart(server, options):
    """The portal stopped, migrated and started again and again while the mix is asked for."""
    lengths = []

    def restarts():
        for _ in range(options.times):
            sleep(2)
            began = monotonic()
            server.stop_gunicorn()
            server.run("migrate", "--verbosity", "0")
            server.start_gunicorn()
            server.ask("/healthz")
            lengths.append(monotonic() - began)

    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(restarts)
        statuses, waits = Counter(), []
        while not done.done():
            more, waited, _took = ask_at(server, options.rate, 5, paths())
            statuses, waits = statuses + more, sorted(waits + waited)
        done.result()
    return (
        f"{options.times} restarts of {min(lengths):.1f} to {max(lengths):.1f} s at "
        f"{options.rate} requests a second: {dict(sorted(statuses.items()))}; the longest wait "
        f"{waits[-1] / 1000:.1f} s, median {waits[len(waits) // 2]:.1f} ms"
    )


def cached(server, options):
    """A page that nginx keeps beside the static file nearest to it in size, packed both."""
    page = next(path for path in paths() if path.startswith("/partners/") and path != "/partners/")
    size = len(server.ask(page, Accept_Encoding="gzip")[2])
    packed = (server.folder / "static").rglob("*.gz")
    nearest = min(packed, key=lambda file: abs(file.stat().st_size - size))
    file = f"/static/{nearest.relative_to(server.folder / 'static').with_suffix('')}"
    seconds, lengths = Counter(), {}
    for path in [page, file] * 4:
        before = busy_seconds(server)
        statuses, _waits, _took = ask_at(server, options.rate, options.seconds / 8, [path])
        assert set(statuses) == {200}, (path, statuses)
        seconds[path] += busy_seconds(server) - before
        lengths[path] = len(server.ask(path, Accept_Encoding="gzip")[2])
    asked = options.rate * options.seconds / 2
    told = ", ".join(
        f"{path} ({lengths[path]} bytes) {1000 * seconds[path] / asked:.2f} ms" for path in seconds
    )
    return (
        f"nginx and gunicorn, CPU a request at {options.rate} a second: {told}; the page costs "
        f"{seconds[page] / seconds[file]:.2f} times the file"
    )


def busy_seconds(server):
    """CPU seconds of nginx and gunicorn with their workers."""
    masters = [psutil.Process(process.pid) for process in (server.nginx, server.gunicorn)]
    processes = [one for master in masters for one in (master, *master.children(recursive=True))]
    return sum(sum(process.cpu_times()[:2]) for process in processes)


def edit_until(server, ended):
    while not ended.wait(5):
        server.shell("from partners.models import Partner; Partner.objects.first().save()")


def held_by(server):
    """(megabytes of PSS, open files) of gunicorn and its workers."""
    master = psutil.Process(server.gunicorn.pid)
    processes = [master, *master.children(recursive=True)]
    megabytes = sum(process.memory_full_info().pss for process in processes) / 1024**2
    return megabytes, sum(process.num_fds() for process in processes)


EXPERIMENTS = {"drill": drill, "soak": soak, "restart": restart, "cached": cached}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("experiment", choices=EXPERIMENTS)
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--rate", type=int, default=400)
    parser.add_argument("--slow", type=int, default=300)
    parser.add_argument("--times", type=int, default=5)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, machine(folder) as server:
        print(EXPERIMENTS[options.experiment](server, options))
