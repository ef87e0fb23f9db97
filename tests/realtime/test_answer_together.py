"""Questions that share an answer: an error reaches each, and nobody's leaving concerns the others.

These run without a server: over sockets, nobody can say which question comes first.
"""

import asyncio

import pytest

from realtime.batches import FEW, Batches, SharedCalls, Turns


class DatabaseDownError(Exception):
    """Stands for any error."""


def outcomes(*questions):
    """Wait for all; return their answers and errors."""
    return asyncio.gather(*questions, return_exceptions=True)


def batches_of(sizes, *, fail=None):
    """Return batches that double numbers, and note how many were asked together."""

    async def answer(numbers):
        sizes.append(len(numbers))
        await asyncio.sleep(0)
        if fail in numbers:
            raise DatabaseDownError
        return [2 * number for number in numbers]

    return Batches(answer)


def test_questions_that_come_at_once_are_answered_together_and_each_gets_its_answer():
    async def run():
        sizes = []
        batches = batches_of(sizes)
        answers = await outcomes(*(batches.ask(number) for number in range(100)))
        assert answers == [2 * number for number in range(100)]
        assert len(sizes) == 1

    asyncio.run(run())


def test_a_crowd_is_waited_for():
    async def run():
        sizes = []
        batches = batches_of(sizes)
        asked = []
        for number in range(5 * FEW):
            asked.append(asyncio.create_task(batches.ask(number)))
            if number >= FEW:
                await asyncio.sleep(0.001)
        await outcomes(*asked)
        assert len(sizes) < FEW

    asyncio.run(run())


def test_the_error_of_a_batch_reaches_each_of_its_questions_and_no_other():
    async def run():
        batches = batches_of([], fail=1)
        errors = await outcomes(*(batches.ask(number) for number in range(3)))
        assert [type(error) for error in errors] == [DatabaseDownError] * 3
        assert await batches.ask(5) == 10

    asyncio.run(run())


def test_a_question_is_not_answered_by_what_was_read_before_it():
    async def run():
        state = ["old"]
        reading, go_on = asyncio.Event(), asyncio.Event()

        async def answer(questions):
            read = state[0]
            reading.set()
            await go_on.wait()
            return [read] * len(questions)

        batches = Batches(answer)
        first = asyncio.create_task(batches.ask("before"))
        await reading.wait()
        state[0] = "new"
        second = asyncio.create_task(batches.ask("after"))
        go_on.set()
        assert await outcomes(first, second) == ["old", "new"]

    asyncio.run(run())


def test_a_batch_that_hangs_does_not_hold_up_the_next():
    async def run():
        async def answer(questions):
            if "hangs" in questions:
                await asyncio.Event().wait()
            return questions

        batches = Batches(answer)
        hanging = asyncio.create_task(batches.ask("hangs"))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert await batches.ask("next") == "next"
        hanging.cancel()

    asyncio.run(run())


@pytest.mark.parametrize("shared", [True, False], ids=["call", "batch"])
@pytest.mark.parametrize("leaving", [0, 1])
def test_one_that_leaves_takes_the_answer_from_nobody(leaving, shared):
    async def run():
        begun, go_on = asyncio.Event(), asyncio.Event()

        async def read(key):
            begun.set()
            await go_on.wait()
            return key

        async def read_each(keys):
            return [await read(key) for key in keys]

        ask = SharedCalls(read).get if shared else Batches(read_each).ask
        tasks = [asyncio.create_task(ask("a")) for _ in range(3)]
        await begun.wait()
        tasks[leaving].cancel()
        await asyncio.sleep(0)
        go_on.set()

        answers = await outcomes(*tasks)
        assert isinstance(answers.pop(leaving), asyncio.CancelledError)
        assert answers == ["a", "a"]

    asyncio.run(run())


def test_the_error_of_a_shared_call_reaches_each_and_the_next_call_is_a_new_one():
    async def run():
        calls = []

        async def read(key):
            calls.append(key)
            await asyncio.sleep(0)
            if len(calls) == 1:
                raise DatabaseDownError
            return key

        shared = SharedCalls(read)
        errors = await outcomes(*(shared.get("a") for _ in range(3)))
        assert [type(error) for error in errors] == [DatabaseDownError] * 3
        assert await shared.get("a") == "a"
        assert calls == ["a", "a"]

    asyncio.run(run())


def test_nobody_has_a_turn_before_all_who_came_together_wait_for_one():
    async def run():
        turns, came, seen = Turns(2), [], []

        async def come(number):
            came.append(number)
            await turns.wait()
            seen.append(len(came))

        await outcomes(*map(come, range(7)))
        assert seen == [7] * 7

    asyncio.run(run())
