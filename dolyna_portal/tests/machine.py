"""A machine in one folder: nginx and gunicorn with the files of deploy/, as a server has them."""

import http.client
import os
import re
import shutil
import socket
import ssl
import string
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep

from django.conf import settings

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
HOST = "portal.example.org"
NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")

AS_SYSTEMD = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ["LISTEN_PID"] = str(os.getpid())
os.execv(sys.argv[2], sys.argv[2:])
"""


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def of_the_unit():
    """What systemd sets besides the file of settings."""
    unit = (DEPLOY / "systemd" / "portal.service").read_text()
    return dict(re.findall(r"^Environment=(\w+)=(.*)$", unit, re.MULTILINE))


class Server:
    """A machine in one folder: its database, files, certificate, gunicorn and nginx."""

    def __init__(self, folder):
        self.folder = folder
        self.http, self.https = free_port(), free_port()
        self.environment = {
            "PATH": os.environ["PATH"],
            "SECRET_KEY": string.ascii_letters + string.digits,
            "ALLOWED_HOSTS": HOST,
            "SITE_URL": f"https://{HOST}",
            "BEHIND_PROXY": "1",
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
            "MEDIA_ROOT": str(folder / "media"),
            "KEPT_PAGES": str(folder / "kept"),
            "STATIC_ROOT": str(folder / "static"),
            "X_ACCEL_PREFIX": "/protected/",
            "LOG_LEVEL": "WARNING",
        }
        # As systemd does: the socket is open before the portal and stays while it restarts.
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(folder / "gunicorn.sock"))
        self.listener.listen(512)
        (folder / "media").mkdir()
        self.run("migrate", "--verbosity", "0")
        self.run("collectstatic", "--noinput", "--verbosity", "0")
        self.gunicorn = self.nginx = None

    def run(self, *arguments, code=None):
        command = [sys.executable, "manage.py", *arguments]
        subprocess.run(
            command, cwd=settings.BASE_DIR, env=self.environment, input=code, text=True, check=True
        )

    def shell(self, code):
        self.run("shell", "--no-imports", code=code)

    def start_gunicorn(self):
        inherited = os.dup(self.listener.fileno())
        command = [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py"]
        self.gunicorn = subprocess.Popen(
            [sys.executable, "-c", AS_SYSTEMD, str(inherited), *command, "dolyna_portal.wsgi"],
            cwd=settings.BASE_DIR,
            env=self.environment | of_the_unit() | {"LISTEN_FDS": "1"},
            pass_fds=[inherited],
        )
        os.close(inherited)

    def start_nginx(self):
        places = {
            "listen 443 ssl": f"listen 127.0.0.1:{self.https} ssl",
            "listen 80": f"listen 127.0.0.1:{self.http}",
            "unix:/run/portal/": f"unix:{self.folder}/",
            "/etc/ssl/portal/": f"{self.folder}/",
            "/var/cache/nginx/portal": f"{self.folder}/cache",
            "/srv/portal/staticfiles/": f"{self.folder}/static/",
            "/var/lib/portal/media/": f"{self.folder}/media/",
        }
        site = (DEPLOY / "nginx.conf").read_text()
        for place, here in places.items():
            assert place in site
            site = site.replace(place, here)
        (self.folder / "site.conf").write_text(site)
        as_root = "user root; " if os.geteuid() == 0 else ""  # the folder is of whoever tests
        (self.folder / "nginx.conf").write_text(
            f"{as_root}worker_processes 1; daemon off; pid nginx.pid;\n"
            "events { worker_connections 2048; }\n"
            "http { include /etc/nginx/mime.types; access_log off; client_body_temp_path body;\n"
            "proxy_temp_path proxy; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;\n"
            "include site.conf; }\n"
        )
        subject = ["-subj", f"/CN={HOST}", "-days", "2", "-nodes", "-newkey", "rsa:2048", "-x509"]
        keys = ["-keyout", self.folder / "privkey.pem", "-out", self.folder / "fullchain.pem"]
        subprocess.run(["openssl", "req", *subject, *keys], check=True, capture_output=True)
        command = [NGINX, "-p", self.folder, "-c", self.folder / "nginx.conf", "-e", "error.log"]
        subprocess.run([*command, "-t"], check=True, capture_output=True)
        self.nginx = subprocess.Popen(command)

    def stop(self):
        ended(self.nginx)
        self.stop_gunicorn()
        self.listener.close()

    def stop_gunicorn(self):
        """Stop the portal and leave its socket open: who asks meanwhile waits."""
        ended(self.gunicorn)

    def connection(self, host=HOST, source="127.0.0.1"):
        """A connection over TLS, kept open; `source` is the loopback address that it comes from."""
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        place = ("127.0.0.1", self.https)
        raw = socket.create_connection(place, timeout=120, source_address=(source, 0))
        connection = http.client.HTTPConnection(host)
        connection.sock = context.wrap_socket(raw, server_hostname=host)
        return connection

    def ask(self, path, method="GET", body=None, host=HOST, **headers):
        """(status, headers, body) of a request over TLS."""
        connection = self.connection(host)
        try:
            names = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body, names)
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read()
        finally:
            connection.close()


def ended(process):
    """Let a process (None: there is none) finish what it is doing, and wait for its end."""
    if process and process.poll() is None:
        process.terminate()
        process.wait(timeout=120)


def soon(holds, seconds=120):
    """Whether something comes true within some seconds."""
    end = monotonic() + seconds
    while monotonic() < end:
        if holds():
            return True
        sleep(0.1)
    return False
