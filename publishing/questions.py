"""What a page asked of the database, and whether it would be told the same again.

A public page is made of its address, the day and the answers of the database: of nothing else.
Where every question that it asked is answered as it was, the page is what it was and need not be
drawn, which costs several times what asking does. So a change redraws only the pages that show it.
"""

import pickle
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from sys import intern

from django.db import Error, connections

READS = ("SELECT", "(SELECT", "WITH")

_is_unchanging = ContextVar("is_unchanging", default=False)


@dataclass(frozen=True)
class Question:
    """A query: the alias of its connection, its text, its parameters (None: it has none)."""

    alias: str
    sql: str
    params: tuple | None

    @classmethod
    def of(cls, alias, sql, params):
        """The question of a query; None where it is none, or has parts of a kind unknown."""
        if type(sql) is not str or not isinstance(params, tuple | list | None):
            return None
        if not sql.lstrip().startswith(READS):
            return None
        question = cls(alias, intern(sql), None if params is None else tuple(params))
        try:
            hash(question)
        except TypeError:
            return None
        return question

    def ask(self):
        """What it is answered now.

        It stands in no log of queries: a page that has to be drawn takes the answer from here,
        and the query stands there as one that the drawing asked.
        """
        connection = connections[self.alias]
        connection.ensure_connection()
        with connection.wrap_database_errors:
            cursor = connection.make_cursor(connection.create_cursor())
        cursor.execute(self.sql, self.params)
        return Answered(cursor.cursor, cursor.fetchall())

    @property
    def size(self):
        """Bytes that it takes in memory, about; its text may be shared with other pages."""
        return len(self.sql) + len(repr(self.params)) + 300


class Answered:
    """A cursor of the database whose rows have been fetched, and are given from the first."""

    def __init__(self, cursor, rows):
        self.cursor, self.rows, self.left = cursor, rows, iter(rows)

    def __iter__(self):
        return self.left

    def __getattr__(self, name):
        return getattr(self.cursor, name)

    def fetchone(self):
        return next(self.left, None)

    def fetchmany(self, size):
        return list(islice(self.left, size))

    def fetchall(self):
        return list(self.left)

    def digest(self):
        """Answers that differ have different ones; None where they cannot be told apart."""
        try:
            return blake2b(pickle.dumps(self.rows), digest_size=16).digest()
        except TypeError:  # the bytes of a file, of which psycopg2 gives a view
            return None


class Questions:
    """What one page asks.

    `asked` are its questions with the digests of their answers, None where to ask them again would
    not say whether the page has changed. `told` are answers that are known already, {Question:
    Answered}; each is used once. `size` is what they take in memory, about, in bytes.
    """

    def __init__(self, told=()):
        self.asked, self.told, self.size = [], dict(told), 0

    def note(self, execute, sql, params, many, context):
        """A wrapper of Django's `execute`: takes down the query and its answer."""
        cursor = context["cursor"]
        if isinstance(cursor.cursor, Answered):
            cursor.cursor = cursor.cursor.cursor
        if self.asked is None or _is_unchanging.get():
            return execute(sql, params, many, context)
        question = Question.of(context["connection"].alias, sql, params)
        if question is None:
            self.asked = None
            return execute(sql, params, many, context)
        answered = self.told.pop(question, None)
        if answered is None:
            execute(sql, params, many, context)
            answered = Answered(cursor.cursor, cursor.fetchall())
        cursor.cursor = answered
        self.take_down(question, answered.digest())
        return None

    def take_down(self, question, digest):
        if digest is None:
            self.asked = None
        else:
            self.asked.append((question, digest))
            self.size += question.size

    def are_answered_alike(self, told):
        """Whether each is answered as it was; the first that is not ends the asking.

        What they are answered is put into `told`.
        """
        if self.asked is None:
            return False
        try:
            for question, digest in self.asked:
                told[question] = question.ask()
                if told[question].digest() != digest:
                    return False
        except Error:  # the database is away, or has been migrated
            return False
        return True


@contextmanager
def noted(told=()):
    """Take down what this thread asks within it; gives the Questions, which know what was told."""
    questions = Questions(told)
    with ExitStack() as stack:
        for connection in connections.all():
            stack.enter_context(connection.execute_wrapper(questions.note))
        yield questions
    questions.told.clear()


@contextmanager
def unchanging():
    """Within it nothing is taken down: what is asked here follows from other answers for ever."""
    token = _is_unchanging.set(True)
    try:
        yield
    finally:
        _is_unchanging.reset(token)
