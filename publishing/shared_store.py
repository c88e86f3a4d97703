"""Where the pages of several processes and machines are kept: in Redis."""

import logging
from contextlib import contextmanager
from time import monotonic, sleep

import redis

from publishing.page_store import BYTES_IN_PROCESS, Entry, ProcessStore

logger = logging.getLogger(__name__)

SECONDS_IN_REDIS = 36 * 60 * 60  # longer than the day that a key names
LONGEST_RENDER = 20  # seconds after which another process no longer waits
LONGEST_WAIT = 10
SECONDS_OF_REST = 5


class SharedStore(ProcessStore):
    """The pages of many processes and machines: in Redis, those asked for here in memory too.

    Where Redis does not answer, it is left alone for a while and each process keeps its own.
    """

    def __init__(self, url, capacity=BYTES_IN_PROCESS):
        super().__init__(capacity)
        self.redis = redis.Redis.from_url(url, socket_timeout=0.5, socket_connect_timeout=0.5)
        self.rests_until = 0

    def get(self, place, key):
        entry = super().get(place, key)
        if entry is None and (data := self.ask(self.redis.get, f"page:{key}")):
            entry, ours = Entry.unpacked(data), self.earlier(place)
            if ours and ours.shows_the_same(entry):
                entry = ours  # which knows its questions
            super().put(place, key, entry)
        return entry

    def put(self, place, key, entry):
        super().put(place, key, entry)
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
