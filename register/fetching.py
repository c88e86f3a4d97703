"""A file of another site, taken with care: by https, from a public address, no larger than told."""

import socket
import ssl
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from io import BytesIO
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

SECONDS = 20
LARGEST = 20 * 1024 * 1024  # bytes


class NotFetched(Exception):
    """The file can not be had; the message says why."""


def fetched(url):
    """The file at an https address, as an open binary file. Raises NotFetched.

    The name is resolved once, and only that address is asked, so that a name cannot lead to the
    inside of the own network; redirects are not followed. With DEBUG http on this machine is
    allowed too.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise NotFetched(_("This is not a web address")) from None
    address = public_address(parts.hostname or "", port)
    connection = connection_to(parts, port, address)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("GET", path, headers={"Accept": "application/json"})
        response = connection.getresponse()
        if response.status != 200:
            raise NotFetched(_("The site answered %(status)s") % {"status": response.status})
        content = response.read(LARGEST + 1)
    except (OSError, HTTPException, ValueError) as error:
        problem = _("The site cannot be read: %(reason)s") % {"reason": error}
        raise NotFetched(problem) from error
    finally:
        connection.close()
    if len(content) > LARGEST:
        raise NotFetched(_("The file is too large: the limit is %(limit)s MB") % {"limit": 20})
    return BytesIO(content)


def public_address(host, port):
    """The address of a host, where it belongs to the internet."""
    try:
        found = socket.getaddrinfo(host, port or 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotFetched(_("There is no site “%(host)s”") % {"host": host}) from None
    address = ip_address(found[0][4][0])
    if not address.is_global and not (settings.DEBUG and address.is_loopback):
        raise NotFetched(_("“%(host)s” is not on the internet") % {"host": host})
    return address


def connection_to(parts, port, address):
    """A connection to that very address, by https; on this machine by http too."""
    if parts.scheme == "https":
        connection = HTTPSConnection(
            parts.hostname, port, timeout=SECONDS, context=ssl.create_default_context()
        )
    elif parts.scheme == "http" and address.is_loopback:
        connection = HTTPConnection(parts.hostname, port, timeout=SECONDS)
    else:
        raise NotFetched(_("Only addresses that begin with https are read"))
    connection._create_connection = lambda target, *rest: socket.create_connection(
        (str(address), target[1]), *rest
    )
    return connection
