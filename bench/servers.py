"""gunicorn with the portal or with the bare views, and what its processes have cost."""

import http.client
import os
import socket
import string
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic, sleep

import psutil

from dolyna_portal.tests.machine import of_the_unit

HERE = Path(__file__).resolve().parent
HOST = "portal.example.org"


def environment(database, folder):
    """What production sets, for a database and a folder of our own."""
    told = {
        "SECRET_KEY": string.ascii_letters + string.digits,
        "ALLOWED_HOSTS": HOST,
        "SITE_URL": f"https://{HOST}",
        "BEHIND_PROXY": "1",
        "DEBUG": "0",
        "DATABASE_URL": database,
        "MEDIA_ROOT": f"{folder}/media",
        "STATIC_ROOT": f"{folder}/static",
        "LOG_LEVEL": "WARNING",
        "PYTHONPATH": str(HERE.parent),
    }
    return os.environ | of_the_unit() | told


class Server:
    """One gunicorn; used as a context. `settings` is the settings module that it serves."""

    def __init__(self, settings, env):
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            self.port = listener.getsockname()[1]
        env = env | {"DJANGO_SETTINGS_MODULE": settings, "BIND": f"127.0.0.1:{self.port}"}
        config = ["-c", str(HERE.parent / "deploy" / "gunicorn.conf.py")]
        command = [sys.executable, "-m", "gunicorn", *config, "dolyna_portal.wsgi"]
        self.started = monotonic()
        self.process = subprocess.Popen(command, cwd=HERE.parent, env=env)

    def __enter__(self):
        while True:
            try:
                self.get("/healthz")
                return self
            except OSError:
                sleep(0.05)

    def __exit__(self, *error):
        self.process.terminate()
        self.process.wait(timeout=60)

    def connection(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def get(self, path, connection=None, **headers):
        """(status, headers, body)"""
        connection = connection or self.connection()
        told = {"Host": HOST, "X-Forwarded-Proto": "https", "Accept-Encoding": "gzip"}
        connection.request("GET", path, headers=told | headers)
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()

    def processes(self):
        master = psutil.Process(self.process.pid)
        return [master, *master.children(recursive=True)]

    def seconds(self):
        """CPU seconds of master and workers."""
        return sum(sum(process.cpu_times()[:2]) for process in self.processes())

    def megabytes(self):
        """Their memory, each shared page counted once (PSS)."""
        return sum(process.memory_full_info().pss for process in self.processes()) / 1024**2

    def requests_a_second(self, path, connections, seconds):
        """(requests a second, errors) of so many connections that each ask at once again."""
        end = monotonic() + seconds

        def ask(_number):
            connection, done, errors = self.connection(), 0, 0
            while monotonic() < end:
                done += 1
                errors += self.get(path, connection)[0] != 200
            connection.close()
            return done, errors

        with ThreadPoolExecutor(connections) as pool:
            results = list(pool.map(ask, range(connections)))
        return sum(done for done, _ in results) / seconds, sum(errors for _, errors in results)


SECONDS = {}  # of each process of PostgreSQL that was seen, those that have ended among them


def database_seconds(name):
    """CPU seconds of PostgreSQL's processes that serve the database `name`, or have served it.

    Those of one that ends between two calls are known up to the first of them.
    """
    for process in psutil.process_iter(["pid", "create_time", "cmdline", "cpu_times"]):
        words = " ".join(process.info["cmdline"] or [])
        if words.startswith("postgres:") and f" {name} " in words:
            key = (name, process.info["pid"], process.info["create_time"])
            SECONDS[key] = sum(process.info["cpu_times"][:2])
    return sum(seconds for (served, *_process), seconds in SECONDS.items() if served == name)
