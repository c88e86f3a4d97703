"""Where rendered pages are kept: compressed, in this process; for many in Redis (shared_store.py).

Nothing here decides what may be kept or for how long it is right: a page's key names the
content version and the day, so that an entry which is found is right, and one that is no
longer asked for makes room.
"""

import gzip
import json
from collections import OrderedDict
from contextlib import contextmanager
from dataclasses import dataclass
from struct import Struct
from threading import Lock

import brotli

BYTES_IN_PROCESS = 24 * 1024**2
LENGTHS = Struct(">III")


@dataclass
class Entry:
    """A rendered page: its headers, its body in gzip and, once asked for, in Brotli."""

    headers: tuple
    gzipped: bytes
    brotlied: bytes = b""

    @classmethod
    def of(cls, headers, body):
        return cls(tuple(headers), gzip.compress(body, compresslevel=6, mtime=0))

    def body(self, encoding):
        """The body in an encoding: `br`, `gzip`, or as it is (an empty string)."""
        if encoding == "gzip":
            return self.gzipped
        plain = gzip.decompress(self.gzipped) if not encoding or not self.brotlied else b""
        if encoding == "br":
            self.brotlied = self.brotlied or brotli.compress(plain, quality=5)
            return self.brotlied
        return plain

    @property
    def size(self):
        """Bytes that it takes in memory, about: the body in both encodings, the headers."""
        return 2 * len(self.gzipped) + 1000

    def packed(self):
        headers = json.dumps(self.headers).encode()
        lengths = LENGTHS.pack(len(headers), len(self.gzipped), len(self.brotlied))
        return b"".join((lengths, headers, self.gzipped, self.brotlied))

    @classmethod
    def unpacked(cls, data):
        parts, start = [], LENGTHS.size
        for length in LENGTHS.unpack_from(data):
            parts.append(data[start : start + length])
            start += length
        headers = tuple((name, value) for name, value in json.loads(parts[0]))
        return cls(headers, parts[1], parts[2])


class ProcessStore:
    """The pages of one process: those asked for last, within a number of bytes."""

    def __init__(self, capacity=BYTES_IN_PROCESS):
        self.capacity = capacity
        self.entries = OrderedDict()
        self.used = 0
        self.version = None
        self.lock = Lock()
        self.turns = {}  # {key: [Lock, how many hold or wait for it]}

    def get(self, key):
        with self.lock:
            entry = self.entries.get(key)
            if entry:
                self.entries.move_to_end(key)
            return entry

    def put(self, key, entry):
        with self.lock:
            if key in self.entries:
                self.used -= self.entries.pop(key).size
            self.entries[key] = entry
            self.used += entry.size
            while self.used > self.capacity and self.entries:
                self.used -= self.entries.popitem(last=False)[1].size

    def move_to(self, version):
        """Drop the pages of another content version: nobody will ask for them any more."""
        with self.lock:
            if version != self.version:
                self.entries.clear()
                self.used, self.version = 0, version

    @contextmanager
    def turn(self, key):
        """Held by one thread at a time for each page: the others find what it has put."""
        with self.lock:
            turn = self.turns.setdefault(key, [Lock(), 0])
            turn[1] += 1
        try:
            with turn[0]:
                yield
        finally:
            with self.lock:
                turn[1] -= 1
                if not turn[1]:
                    self.turns.pop(key, None)


def page_store(url):
    """The store that `CACHE_URL` names: Redis by `redis://…`, else the process itself."""
    if not url.startswith(("redis://", "rediss://")):
        return ProcessStore()
    # Its client takes 7 MB of memory, which one process on one machine does not need.
    from publishing.shared_store import SharedStore

    return SharedStore(url)
