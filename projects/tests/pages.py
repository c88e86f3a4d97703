"""Reading the pages of projects and events in tests."""

import re
from html import unescape

from django.db import connection
from django.test.utils import CaptureQueriesContext


def page_of(client, address, **query):
    """The page at this address, its no-break spaces made plain."""
    response = client.get(address, query)
    assert response.status_code == 200
    return unescape(response.content.decode()).replace("\xa0", " ")


def main_of(client, address, **query):
    """The matter of the page as text: no head, menu, filter, footer or markup."""
    main = re.search(r"<main.*?</main>", page_of(client, address, **query), re.S)[0]
    main = re.sub(r"<select.*?</select>", "", main, flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def queries(client, address):
    """How many queries the page needs."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)
