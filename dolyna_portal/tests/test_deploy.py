"""The files of deploy/, used by the real nginx and gunicorn as a server would use them."""

import gzip
import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
from contextlib import suppress
from pathlib import Path
from time import sleep

import psutil
import pytest

from dolyna_portal.tests.machine import DEPLOY, HOST, NGINX, Server, soon

pytestmark = [
    pytest.mark.skipif(not NGINX, reason="no nginx on this machine (Debian: apt install nginx)"),
    pytest.mark.xdist_group("deploy"),
]

HEADERS = [
    "Content-Security-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
    "Referrer-Policy",
    "Permissions-Policy",
    "Strict-Transport-Security",
]
HIDE = """
from partners.models import Partner
partner = Partner.objects.get(key="remo")
partner.{field} = "{value}"
partner.save()
"""


SMUGGLED = f"GET /privacy/ HTTP/1.1\r\nHost: {HOST}\r\n\r\n"
SMUGGLING = {
    "length and chunks": f"Content-Length: {len(SMUGGLED) + 5}\r\n"
    "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "chunks twice": "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
    "unknown coding": "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "two codings": "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
    "space before the colon": "Transfer-Encoding : chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
    "two lengths": f"Content-Length: 0\r\nContent-Length: {len(SMUGGLED)}\r\n\r\n",
    "signed length": f"Content-Length: +{len(SMUGGLED)}\r\n\r\n",
    "two hosts": "Host: other.example.org\r\nContent-Length: 0\r\n\r\n",
    "folded header": "X-A: b\r\n Transfer-Encoding: chunked\r\nContent-Length: 0\r\n\r\n",
    "NUL in a header": "X-A: b\0c\r\nContent-Length: 0\r\n\r\n",
    "chunk of no number": "Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    found = Server(tmp_path_factory.mktemp("server"))
    try:
        found.shell(
            "from partners.tests.records import make_office, make_partner\n"
            "make_office(); make_partner(key='remo', name_uk='Ремо', country='LT')\n"
        )
        found.start_gunicorn()
        found.start_nginx()
        assert soon(lambda: found.ask("/healthz")[0] == 200)
        yield found
    finally:
        found.stop()


def test_a_page_comes_compressed_and_by_its_etag_alone(server):
    plain = server.ask("/partners/remo/")
    assert plain[0] == 200
    packed = server.ask("/partners/remo/", Accept_Encoding="deflate, gzip")
    assert packed[1]["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed[2]) == plain[2]
    assert server.ask("/partners/remo/", Accept_Encoding="br, gzip")[1]["Content-Encoding"] == "br"
    again = server.ask("/partners/remo/", If_None_Match=plain[1]["ETag"])
    assert (again[0], again[2]) == (304, b"")
    for header in ("Content-Security-Policy", "Strict-Transport-Security", "X-Frame-Options"):
        assert plain[1][header]
    assert "Set-Cookie" not in plain[1]
    assert "nginx/" not in plain[1].get("Server", "")


def test_static_files_are_kept_for_a_year_and_precompressed(server):
    page = server.ask("/")[2].decode()
    path = page.split('rel="stylesheet" href="')[1].split('"')[0]
    status, headers, _body = server.ask(path, Accept_Encoding="gzip")
    assert (status, headers["Content-Encoding"]) == (200, "gzip")
    assert "immutable" in headers["Cache-Control"]
    for header in ("Content-Security-Policy", "Strict-Transport-Security", "X-Frame-Options"):
        assert headers[header]


def test_what_comes_from_elsewhere_or_is_too_much_is_refused(server):
    with pytest.raises((ssl.SSLError, ConnectionError, http.client.HTTPException)):
        server.ask("/", host="other.example.org")
    with socket.create_connection(("127.0.0.1", server.http), timeout=20) as other:
        other.sendall(b"GET / HTTP/1.1\r\nHost: other.example.org\r\n\r\n")
        assert other.recv(100) == b""
    assert server.ask("/", "TRACE")[0] == 405
    assert server.ask("/protected/readyz")[0] == 404
    assert server.ask("/.git/config")[0] == 404
    assert server.ask("/static/../db.sqlite3")[0] in (400, 404)
    connection = server.connection()
    connection.putrequest("POST", "/reports/verify/")
    connection.putheader("Content-Length", str(40 * 1024**2))
    connection.endheaders()
    answer = connection.getresponse()
    assert answer.status == 413
    assert all(name in answer.headers for name in HEADERS)
    connection.close()


def read_all(connection):
    """What comes until the other side closes, or says nothing for half a second."""
    connection.settimeout(0.5)
    answer = b""
    with suppress(TimeoutError, ConnectionError, ssl.SSLError):
        while piece := connection.recv(65536):
            answer += piece
    return answer


@pytest.mark.parametrize("way", ["nginx", "gunicorn"])
@pytest.mark.parametrize("kind", SMUGGLING)
def test_no_request_hides_in_another_one(server, kind, way):
    """A body that the two servers end at different places would carry a request past nginx."""
    if way == "nginx":
        connection = server.connection().sock
    else:
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(str(server.folder / "gunicorn.sock"))
    with connection:
        head = f"POST /about/ HTTP/1.1\r\nHost: {HOST}\r\nX-Forwarded-Proto: https\r\n"
        connection.sendall(f"{head}{SMUGGLING[kind]}{SMUGGLED}".encode())
        answers = re.findall(rb"HTTP/1\.[01] (\d{3})", read_all(connection))
    hidden = answers[1:]  # the first answer is to the POST, which /about/ does not take
    assert answers[:1] in ([], [b"400"], [b"403"], [b"405"], [b"501"]), answers
    assert hidden in ([], [b"400"]), answers
    assert server.ask("/about/")[0] == 200


def test_plain_http_leads_to_https(server):
    connection = http.client.HTTPConnection("127.0.0.1", server.http, timeout=20)
    connection.request("GET", "/partners/?page=2", headers={"Host": HOST})
    answer = connection.getresponse()
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{HOST}/partners/?page=2")
    connection.close()


def test_an_edit_is_seen_and_what_is_hidden_is_gone_within_a_second(server):
    page = "/en/partners/remo/"
    assert server.ask(page)[0] == 200
    server.shell(HIDE.format(field="name_en", value="Renamed"))
    sleep(1.1)
    assert b"Renamed" in server.ask(page)[2]
    server.shell(HIDE.format(field="publication", value="internal"))
    sleep(1.1)
    assert server.ask(page)[0] == 404
    files = [path for path in (server.folder / "cache").rglob("*") if path.is_file()]
    assert b"Renamed" not in b"".join(path.read_bytes() for path in files)
    server.shell(HIDE.format(field="publication", value="public"))


def test_three_hundred_slow_senders_hold_up_nobody(server):
    slow = []
    try:
        for _number in range(300):
            sender = socket.create_connection(("127.0.0.1", server.http), timeout=20)
            sender.sendall(f"POST /reports/verify/ HTTP/1.1\r\nHost: {HOST}\r\n".encode())
            slow.append(sender)
        assert [server.ask("/about/")[0] for _number in range(20)] == [200] * 20
    finally:
        for sender in slow:
            sender.close()


def test_passwords_can_be_tried_ten_times_a_minute(server):
    tries = [
        server.ask("/admin/login/", "POST", "username=a&password=b", Origin=f"https://{HOST}")[0]
        for _number in range(10)
    ]
    assert tries[0] != 429
    assert tries[-1] == 429


def test_a_page_just_seen_is_there_though_the_portal_is_dead(server):
    assert server.ask("/privacy/")[0] == 200
    server.gunicorn.kill()
    server.gunicorn.wait(timeout=120)
    for worker in children_of(server.gunicorn.pid):
        os.kill(worker, 9)
    server.listener.close()
    sleep(1.1)
    assert server.ask("/privacy/")[0] == 200
    status, headers, body = server.ask("/accessibility/")
    assert status in (502, 504)
    assert set(HEADERS) <= headers.keys()
    assert "Спробуйте ще раз" in body.decode()


def children_of(pid):
    """The workers of a master, which outlive it for a moment when it is killed."""
    return [
        process.pid
        for process in psutil.process_iter(["cmdline", "environ"])
        if "gunicorn" in " ".join(process.info["cmdline"] or [])
        and (process.info["environ"] or {}).get("LISTEN_PID") == str(pid)
    ]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd on this machine")
def test_systemd_understands_its_units():
    units = sorted(str(path) for path in (DEPLOY / "systemd").iterdir())
    result = subprocess.run(
        ["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False
    )
    names = tuple(Path(unit).name for unit in units)
    ours = [line for line in result.stderr.splitlines() if line.startswith(names)]
    faults = [line for line in ours if "is not executable" not in line]
    assert faults == []
