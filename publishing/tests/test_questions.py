"""What a page asked of the database is taken down whole, and asked again with the same sense."""

import pytest
from django.db import OperationalError, connection, connections

from publishing.models import FormerAddress
from publishing.questions import Question, noted, unchanging

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows():
    return FormerAddress.objects.bulk_create(
        FormerAddress(model="town", key=f"key-{number}", object_id=number) for number in range(250)
    )


def keys():
    return FormerAddress.objects.order_by("object_id").values_list("key", "object_id")


class TestWhatIsAskedWithin:
    def test_is_answered_as_ever(self, rows):
        expected = list(keys())
        with noted():
            assert list(keys()) == list(keys().iterator(chunk_size=7)) == expected
            assert keys().first() == ("key-0", 0)
            assert FormerAddress.objects.count() == len(rows)
            with connection.cursor() as cursor:
                for number in (3, 4):
                    cursor.execute(
                        "SELECT object_id FROM publishing_formeraddress WHERE key = %s",
                        [f"key-{number}"],
                    )
                    assert cursor.description[0][0] == "object_id"
                    assert cursor.fetchone() == (number,)
                    assert cursor.fetchone() is None
                cursor.execute("SELECT key, object_id FROM publishing_formeraddress ORDER BY 2")
                assert [*cursor.fetchmany(2), next(iter(cursor)), *cursor.fetchall()] == expected

    def test_is_taken_down_and_nothing_else(self, rows):
        list(keys())
        with noted() as questions:
            list(keys()[:1])
            keys().filter(key="key-1").exists()
        list(keys())
        assert len(questions.asked) == 2
        assert questions.size > sum(len(question.sql) for question, _digest in questions.asked)


class TestTheSameQuestions:
    @pytest.fixture
    def questions(self, rows):
        with noted() as questions:
            list(keys()[:5])
            list(keys().filter(key="key-9"))
        return questions

    def test_are_answered_alike_while_nothing_of_theirs_changes(self, questions):
        assert questions.are_answered_alike({})
        FormerAddress.objects.filter(key="key-8").delete()
        assert questions.are_answered_alike({})

    @pytest.mark.parametrize("changes", [{"key": "key-x"}, {"object_id": -1}])
    @pytest.mark.parametrize("key", ["key-2", "key-9"])
    def test_are_answered_otherwise_after_any_change_of_it(self, questions, key, changes):
        FormerAddress.objects.filter(key=key).update(**changes)
        assert not questions.are_answered_alike({})

    def test_are_not_answered_while_the_database_is_away(self, questions, monkeypatch):
        def refuse(*args, **kwargs):
            raise OperationalError("connection refused")

        monkeypatch.setattr(connections["default"], "create_cursor", refuse)
        assert not questions.are_answered_alike({})

    def test_are_asked_once_where_the_page_has_to_be_drawn(self, questions):
        told, asked = {}, []

        def count(execute, sql, *rest):
            asked.append(sql)
            return execute(sql, *rest)

        FormerAddress.objects.filter(key="key-9").update(object_id=1000)
        assert not questions.are_answered_alike(told)
        with noted(told) as drawing, connection.execute_wrapper(count):
            first = list(keys()[:5])
            assert list(keys().filter(key="key-9")) == [("key-9", 1000)]
            assert asked == []
            assert list(keys()[:5]) == first
            assert len(asked) == 1
        assert len(drawing.asked) == 3
        assert drawing.are_answered_alike({})

    def test_that_has_none_is_the_same_for_ever(self):
        with noted() as questions:
            pass
        assert questions.are_answered_alike({})


class TestWhatCannotBeAskedAgain:
    def test_is_never_answered_alike_where_something_was_written(self, rows):
        with noted() as questions:
            list(keys())
            rows[0].delete()
            list(keys())
        assert not questions.are_answered_alike({})

    def test_nor_where_the_answer_has_the_bytes_of_a_file(self):
        with noted() as questions, connection.cursor() as cursor:
            cursor.execute(
                "SELECT %s" if connection.vendor == "sqlite" else "SELECT %s::bytea", [b"file"]
            )
            assert bytes(cursor.fetchone()[0]) == b"file"
        assert questions.are_answered_alike({}) == (connection.vendor == "sqlite")

    @pytest.mark.parametrize(
        ("sql", "params"),
        [
            ("UPDATE town SET key = %s", ("a",)),
            ("SAVEPOINT s", None),
            ("SELECT %(key)s", {"key": "a"}),
            ("SELECT %s", ([1, 2],)),
            (object(), ()),
        ],
    )
    def test_what_is_no_plain_question_is_none(self, sql, params):
        assert Question.of("default", sql, params) is None

    def test_what_follows_from_other_answers_for_ever_is_not_asked_again(self, rows):
        with noted() as questions:
            list(keys()[:1])
            with unchanging():
                list(keys())
        assert len(questions.asked) == 1
        FormerAddress.objects.filter(key="key-8").delete()
        assert questions.are_answered_alike({})
