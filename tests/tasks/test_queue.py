"""Calls of Celery tasks that leave in one message."""

from contextvars import copy_context

from celery import current_app

from videoplanet.tasks.queue import Call, merged


def call(task: str, *ids: str, countdown: float = 0, together: int = 3) -> Call:
    return Call(copy_context(), current_app.signature(task), ids, countdown, together)


def test_the_ids_of_one_task_go_into_as_few_messages_as_it_takes():
    calls = [call("draw", "1"), call("send", "2"), call("draw", "3", "4"), call("draw", "5")]

    messages = [(each.task.name, each.ids) for each in merged(calls)]

    assert sorted(messages) == [("draw", ("1", "3", "4")), ("draw", ("5",)), ("send", ("2",))]


def test_a_task_for_later_does_not_go_with_one_for_now():
    calls = [call("draw", "1"), call("draw", "2", countdown=5), call("draw", "3")]

    assert sorted(each.ids for each in merged(calls)) == [("1", "3"), ("2",)]


def test_a_task_that_takes_one_id_gets_one():
    calls = [call("draw", str(number), together=1) for number in range(3)]

    assert [each.ids for each in merged(calls)] == [("0",), ("1",), ("2",)]
