"""Many clerks give out the same item at once: never more than there is, and nobody is cut off."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, connections
from django.test import Client
from django.urls import reverse

from aid.models import Distribution, Item
from aid.tests.records import make_item, make_recipient
from partners.tests.records import next_key

pytestmark = pytest.mark.django_db(transaction=True)

CLERKS = {"sqlite": 16, "postgresql": 50}


@pytest.fixture
def many_connections(transactional_db, tmp_path):
    """A database that many threads may open at once: SQLite's test database as a file."""
    if connection.vendor != "sqlite":
        yield
        return
    file = tmp_path / "register.sqlite3"
    with sqlite3.connect(file) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
    copy.close()
    in_memory = connection.settings_dict["NAME"]
    connection.settings_dict["NAME"] = str(file)
    assert in_thread(lambda: connection.settings_dict["NAME"]) == str(file)
    yield
    connection.settings_dict["NAME"] = in_memory


def in_thread(act):
    """What `act` returns, done over a connection of its own."""

    def done():
        try:
            return act()
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(done).result()


def at_once(act):
    """The results of all clerks who do `act(number)` at the same moment; an error is a result."""
    number = CLERKS[connection.vendor]
    start = Barrier(number)

    def done(clerk):
        try:
            start.wait()
            return act(clerk)
        except Exception as error:
            return error
        finally:
            connections["default"].close()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(done, range(number)))


def give(item, recipient, quantity):
    return Distribution.objects.create(
        act_number=next_key("act"), item_id=item.pk, recipient_id=recipient.pk, quantity=quantity
    )


def test_no_more_is_given_out_than_there_is(many_connections):
    item, recipient = in_thread(lambda: (make_item(quantity=30), make_recipient()))
    results = at_once(lambda _clerk: give(item, recipient, 7))
    given = [result for result in results if isinstance(result, Distribution)]
    refused = [result for result in results if isinstance(result, ValidationError)]
    assert len(given) == 4
    assert len(given) + len(refused) == len(results), results
    assert all("7" in error.messages[0] for error in refused)
    assert in_thread(lambda: Item.objects.get(pk=item.pk).distributed) == 28


def test_an_item_edited_meanwhile_keeps_what_was_given_out(many_connections):
    item, recipient = in_thread(lambda: (make_item(quantity=100), make_recipient()))
    copies = in_thread(lambda: [Item.objects.get(pk=item.pk) for _ in range(50)])

    def act(clerk):
        if clerk % 2:
            copies[clerk].name_uk = f"назва {clerk}"
            return copies[clerk].save()
        return give(item, recipient, 1)

    results = at_once(act)
    errors = [result for result in results if isinstance(result, Exception)]
    assert not errors
    assert in_thread(lambda: Item.objects.get(pk=item.pk).distributed) == len(results) / 2


def test_what_is_given_out_is_not_written_off_too(many_connections):
    item, recipient = in_thread(lambda: (make_item(quantity=10), make_recipient()))
    copies = in_thread(lambda: [Item.objects.get(pk=item.pk) for _ in range(50)])

    def act(clerk):
        if clerk % 2:
            copies[clerk].written_off = 6
            return copies[clerk].save()
        return give(item, recipient, 6)

    results = at_once(act)
    errors = [result for result in results if isinstance(result, Exception)]
    assert all(isinstance(error, ValidationError) for error in errors), errors
    left = in_thread(lambda: Item.objects.get(pk=item.pk))
    assert left.distributed + (left.written_off or 0) == 6


def test_clerks_who_give_out_the_same_goods_by_the_form_are_told_and_keep_what_they_typed(
    many_connections, django_user_model
):
    def prepare():
        user = django_user_model.objects.create_superuser("clerk")
        clients = [Client() for _ in range(CLERKS[connection.vendor])]
        for client in clients:
            client.force_login(user)
        return make_item(quantity=30), make_recipient(), clients

    item, recipient, clients = in_thread(prepare)

    def act(clerk):
        data = {
            "act_number": f"акт-{clerk}",
            "item": item.pk,
            "recipient": recipient.pk,
            "quantity": 7,
        }
        response = clients[clerk].post(reverse("admin:aid_distribution_add"), data)
        return clerk, response.status_code, response.content.decode()

    results = at_once(act)
    refused = [result for result in results if result[1] == 200]
    assert len([result for result in results if result[1] == 302]) == 4, results
    assert len(refused) == len(results) - 4
    for clerk, _status, page in refused:
        assert f"акт-{clerk}" in page and "є 2" in page.replace("\xa0", " ")
    assert in_thread(lambda: Item.objects.get(pk=item.pk).distributed) == 28
