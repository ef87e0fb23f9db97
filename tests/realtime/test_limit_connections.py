"""One person has only so many sockets and streams open."""

import httpx
import pytest

from devstack.service import HOST
from realtime.close_codes import CloseCode
from tests.waiting import eventually


@pytest.fixture
def process(sockets):
    return sockets(SOCKETS_PER_PERSON="2")


def first(process, cast, person):
    """Open a socket; return it with its first frame's type, or the close code."""
    opened = process.open(cast.project.id, person.token)
    answer = opened.next_or_code()
    return opened, answer if isinstance(answer, int) else answer["type"]


def test_one_socket_too_many_is_closed_and_the_others_stay(process, cast):
    sockets = [first(process, cast, cast.viewer) for _number in range(2)]
    _socket, code = first(process, cast, cast.viewer)

    assert [answer for _socket, answer in sockets] == ["connection.ready"] * 2
    assert code == CloseCode.TOO_MANY_CONNECTIONS
    for socket, _answer in sockets:
        socket.send(type="ping")
        assert socket.next()["type"] == "pong"


def test_others_connect_while_one_has_too_many(process, cast):
    for _number in range(3):
        first(process, cast, cast.viewer)

    assert first(process, cast, cast.editor)[1] == "connection.ready"


def test_a_closed_socket_makes_room(process, cast):
    (socket, _ready), _other = (first(process, cast, cast.viewer) for _number in range(2))
    socket.close()

    assert eventually(lambda: first(process, cast, cast.viewer)[1] == "connection.ready")


def test_a_server_believes_no_forwarded_address_that_no_gateway_set(sockets):
    process = sockets(ANONYMOUS_RATE="2/hour", TRUSTED_PROXY_COUNT="0")
    url = f"http://{HOST}:{process.port}/api/v1/tokens/exchange"
    statuses = [
        httpx.post(url, headers={"X-Forwarded-For": f"203.0.113.{number}"}).status_code
        for number in range(4)
    ]

    assert statuses == [401, 401, 429, 429]


def test_a_stream_counts_and_is_refused_too(process, cast):
    url = f"http://{HOST}:{process.port}/api/v1/projects/{cast.project.id}/events"
    headers = {
        "Accept": "text/event-stream",
        "Authorization": f"Bearer {cast.viewer.token}",
    }
    first(process, cast, cast.viewer)
    with httpx.stream("GET", url, headers=headers) as stream:
        texts = stream.iter_text()  # kept: the stream ends with it
        assert "connection" in next(texts)

        assert first(process, cast, cast.viewer)[1] == CloseCode.TOO_MANY_CONNECTIONS
        refused = httpx.get(url, headers=headers)
        assert (refused.status_code, refused.json()["code"]) == (429, "too_many_connections")
        assert refused.headers["Content-Type"] == "application/problem+json"
