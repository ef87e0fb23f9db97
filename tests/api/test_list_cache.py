"""What a process keeps of the lists that it sent: bounded, and nobody fills it for others."""

from uuid import UUID

import pytest

from videoplanet.api.list_cache import ROW_BYTES, SHARE, KeptList, ListCache
from videoplanet.api.pagination import NOTHING

ONE, OTHER = UUID(int=1), UUID(int=2)
ROW = 1000 - 2 * ROW_BYTES


def kept(size=ROW):
    return KeptList(1, [b"x" * size], NOTHING, None)


@pytest.fixture
def lists():
    return ListCache(SHARE * 10_000)


def test_a_list_is_kept_and_counted_with_what_python_needs(lists):
    lists.keep("a", kept(), ONE)
    assert lists.get("a") == kept()
    assert lists.bytes == 1000


def test_one_person_takes_at_most_their_share_and_from_nobody_else(lists):
    lists.keep("other", kept(), OTHER)
    for number in range(50):
        lists.keep(number, kept(), ONE)

    assert lists.bytes == 11_000
    assert lists.get("other")
    assert [number for number in range(50) if lists.get(number)] == list(range(40, 50))


def test_the_whole_has_a_bound_and_what_was_used_last_stays(lists):
    for number in range(20):
        for name in range(10):
            lists.keep((number, name), kept(), UUID(int=number))
        assert lists.get((0, 0))

    assert lists.bytes <= lists.max_bytes
    assert lists.get((19, 9))
    assert lists.get((1, 0)) is None


def test_a_list_larger_than_a_share_is_not_kept_and_the_one_before_it_goes(lists):
    lists.keep("a", kept(), ONE)
    lists.keep("a", kept(20_000), ONE)
    assert lists.get("a") is None
    assert lists.bytes == 0


def test_the_same_list_counts_once_and_for_who_asked_last(lists):
    lists.keep("a", kept(), ONE)
    lists.keep("a", kept(), OTHER)
    assert lists.bytes == 1000
    for number in range(10):
        lists.keep(number, kept(), ONE)
    assert lists.get("a")
