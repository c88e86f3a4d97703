"""Where rendered pages are kept: compressed, in this process, and in Redis for many of them.

Nothing here decides what may be kept or for how long it is right: a page's key names the
content version and the day, so that an entry which is found is right, and one that is no
longer asked for makes room.
"""

import gzip
import json
import logging
from collections import OrderedDict
from contextlib import contextmanager
from dataclasses import dataclass
from struct import Struct
from threading import Lock
from time import monotonic, sleep

import brotli
import redis

logger = logging.getLogger(__name__)

BYTES_IN_PROCESS = 24 * 1024**2
SECONDS_IN_REDIS = 36 * 60 * 60  # longer than the day that a key names
LONGEST_RENDER = 20  # seconds after which another process no longer waits
LONGEST_WAIT = 10
SECONDS_OF_REST = 5
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

    def clear(self):
        with self.lock:
            self.entries.clear()
            self.used = 0

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


class SharedStore(ProcessStore):
    """The pages of many processes and machines: in Redis, those asked for here in memory too.

    Where Redis does not answer, it is left alone for a while and each process keeps its own.
    """

    def __init__(self, url, capacity=BYTES_IN_PROCESS):
        super().__init__(capacity)
        self.redis = redis.Redis.from_url(url, socket_timeout=0.5, socket_connect_timeout=0.5)
        self.rests_until = 0

    def get(self, key):
        entry = super().get(key)
        if entry is None and (data := self.ask(self.redis.get, f"page:{key}")):
            entry = Entry.unpacked(data)
            super().put(key, entry)
        return entry

    def put(self, key, entry):
        super().put(key, entry)
        self.ask(self.redis.set, f"page:{key}", entry.packed(), ex=SECONDS_IN_REDIS)

    @contextmanager
    def turn(self, key):
        """As in one process; of the processes too, one renders and the others wait for a while."""
        with super().turn(key):
            is_ours = self.ask(self.redis.set, f"turn:{key}", 1, nx=True, ex=LONGEST_RENDER)
            if not is_ours:
                self.wait_for(key)
            try:
                yield
            finally:
                if is_ours:
                    self.ask(self.redis.delete, f"turn:{key}")

    def wait_for(self, key):
        """Wait until another process has put the page, given up, or taken too long."""
        end = monotonic() + LONGEST_WAIT
        while monotonic() < end and self.ask(self.redis.exists, f"turn:{key}"):
            sleep(0.02)

    def ask(self, command, *args, **kwargs):
        """What Redis answers; None where it does not."""
        if monotonic() < self.rests_until:
            return None
        try:
            return command(*args, **kwargs)
        except redis.RedisError:
            logger.warning("Redis does not answer; each process keeps its own pages", exc_info=True)
            self.rests_until = monotonic() + SECONDS_OF_REST
            return None


def page_store(url):
    """The store that `CACHE_URL` names: Redis by `redis://…`, else the process itself."""
    return SharedStore(url) if url.startswith(("redis://", "rediss://")) else ProcessStore()
