"""Several processes keep their pages in Redis; without it each keeps its own."""

import os
from shutil import which
from socket import socket
from subprocess import DEVNULL, Popen
from time import monotonic, sleep

import pytest
import redis
from django.test import Client

from partners.tests.records import make_office, make_partner
from publishing.page_store import Entry, ProcessStore, page_store
from publishing.questions import Questions
from publishing.shared_store import SharedStore

pytestmark = pytest.mark.django_db


def free_port():
    with socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A Redis of our own: (its address, its process)."""
    if not which("redis-server"):
        pytest.skip("no redis-server on this machine (Debian: apt install redis-server)")
    port, folder = free_port(), tmp_path_factory.mktemp("redis")
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    process = Popen(command, cwd=folder, stdout=DEVNULL, stderr=DEVNULL, env=os.environ)
    client, end = redis.Redis(port=port), monotonic() + 20
    while True:
        try:
            client.ping()
            break
        except redis.ConnectionError:
            assert monotonic() < end
            sleep(0.05)
    yield f"redis://127.0.0.1:{port}/0"
    process.terminate()
    process.wait(timeout=20)


@pytest.fixture
def shared(server, settings):
    redis.Redis.from_url(server).flushall()
    settings.CACHE_URL = server
    return server


@pytest.fixture
def partner():
    make_office()
    return make_partner(key="remo", name_uk="Ремо")


def test_a_page_that_one_process_rendered_serves_the_others(
    shared, partner, django_assert_num_queries
):
    first = Client().get("/partners/remo/")
    with django_assert_num_queries(1):
        second = Client().get("/partners/remo/")
    assert (second.content, dict(second.items())) == (first.content, dict(first.items()))


def test_a_change_is_seen_by_the_next_request_in_every_process(shared, partner):
    processes = [Client(), Client()]
    for number in range(10):
        partner.name_uk = f"Назва {number}"
        partner.save()
        for process in processes:
            assert f"Назва {number}" in process.get("/partners/remo/").content.decode()


def test_what_is_hidden_is_not_found_in_redis_either(shared, partner):
    Client().get("/partners/remo/")
    partner.publication = "internal"
    partner.save()
    for process in (Client(), Client()):
        assert process.get("/partners/remo/").status_code == 404
        assert "Ремо" not in process.get("/partners/").content.decode()


def test_pages_are_there_though_redis_is_not(settings, partner):
    settings.CACHE_URL = f"redis://127.0.0.1:{free_port()}/0"
    process = Client()
    assert process.get("/partners/remo/").status_code == 200
    assert process.get("/partners/remo/").status_code == 200


def test_redis_that_does_not_answer_is_left_alone_for_a_while(caplog):
    store = SharedStore(f"redis://127.0.0.1:{free_port()}/0")
    store.put("a", "key", Entry.of([], b"page"))
    with store.turn("b"):
        assert store.get("a", "key").body("") == b"page"
    assert store.get("b", "key") is None
    assert len(caplog.records) == 1


def test_of_two_processes_one_renders_at_a_time(shared):
    one, other = SharedStore(shared), SharedStore(shared)
    with one.turn("page"):
        assert one.redis.exists("turn:page")
        assert not other.redis.set("turn:page", 1, nx=True)
        one.put("place", "page", Entry.of([], b"page"))
    with other.turn("page"):
        assert other.get("place", "page").body("") == b"page"
    assert not one.redis.exists("turn:page")


def test_a_process_keeps_its_own_page_where_another_one_has_put_the_same(shared):
    """Its own page knows its questions, and can be found right after the next change too."""
    one, other = SharedStore(shared), SharedStore(shared)
    own = Entry.of([], b"page", Questions())
    one.put("place", "version 1", own)
    for body, is_own in ((b"page", True), (b"another page", False)):
        other.put("place", "version 2", Entry.of([], body))
        one.put("place", "version 1", own)
        found = one.get("place", "version 2")
        assert (found.body(""), found is own) == (body, is_own)


@pytest.mark.parametrize("url", ["", "locmemcache://", "dummycache://"])
def test_without_redis_each_process_keeps_its_own(url):
    assert type(page_store(url)) is ProcessStore
