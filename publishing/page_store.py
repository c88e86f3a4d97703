"""Where rendered pages are kept: compressed, in this process; for many in Redis (shared_store.py).

Nothing here decides what may be kept or for how long it is right. A place is an address on a day;
the key under which its page lies names the content version too, so that an entry which is found
is right. An earlier one stays in its place until it is found right again, or makes room.
"""

import gzip
import json
from collections import OrderedDict
from contextlib import contextmanager
from dataclasses import dataclass
from struct import Struct
from threading import Lock

import brotli

from publishing.questions import Questions

BYTES_IN_PROCESS = 24 * 1024**2
LENGTHS = Struct(">III")


@dataclass
class Entry:
    """A rendered page: its headers, its body in gzip and, once asked for, in Brotli.

    Only the process that rendered it knows its questions, and can find it right again later.
    """

    headers: tuple
    gzipped: bytes
    brotlied: bytes = b""
    questions: Questions | None = None

    @classmethod
    def of(cls, headers, body, questions=None):
        gzipped = gzip.compress(body, compresslevel=6, mtime=0)
        return cls(tuple(headers), gzipped, questions=questions)

    def is_still_right(self, told):
        """Whether a page that was rendered earlier on this day would be the same now.

        What was found out about that is put into `told`, for its rendering.
        """
        return self.questions is not None and self.questions.are_answered_alike(told)

    def shows_the_same(self, other):
        return (self.headers, self.gzipped) == (other.headers, other.gzipped)

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
        """Bytes that it takes in memory, about: both encodings, headers, questions."""
        return 2 * len(self.gzipped) + 1000 + (self.questions.size if self.questions else 0)

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
        self.entries = OrderedDict()  # {place: (key, Entry)}
        self.used = 0
        self.lock = Lock()
        self.turns = {}  # {key: [Lock, how many hold or wait for it]}

    def get(self, place, key):
        """The page under this key; None where there is none, or an earlier one."""
        with self.lock:
            found, entry = self.entries.get(place, (None, None))
            if found != key:
                return None
            self.entries.move_to_end(place)
            return entry

    def earlier(self, place):
        """The page that was right once on its day, in this process; None where there is none."""
        with self.lock:
            return self.entries.get(place, (None, None))[1]

    def put(self, place, key, entry):
        with self.lock:
            if place in self.entries:
                self.used -= self.entries.pop(place)[1].size
            self.entries[place] = (key, entry)
            self.used += entry.size
            while self.used > self.capacity and self.entries:
                _place, (_key, dropped) = self.entries.popitem(last=False)
                self.used -= dropped.size

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
