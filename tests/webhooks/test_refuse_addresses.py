"""Webhooks reach nothing that only our servers can reach, however its name is dressed up."""

import socket

import pytest

from feedbacks.actions import create_feedback
from tests.webhooks.conftest import Answer, Receiver, hook_of
from webhooks.addresses import Target, parse_target
from webhooks.sending import post

PRIVATE = [
    "127.0.0.1",
    "127.9.9.9",
    "0.0.0.0",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "192.0.0.8",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1",
    "fc00::1",
    "fec0::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::7f00:1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::a00:1",
    "2002:7f00:1::",
    "2001:0:7f00:1::",
    "2001:db8::1",
]


def send(host, port=80):
    return post(Target(False, host, port, "/"), b"{}", {})


def answer_with(monkeypatch, *answers):
    """Have the system's resolver give these addresses, one lookup after the other."""
    waiting = list(answers)
    asked = []

    def getaddrinfo(host, port, *args, **kwargs):
        asked.append(host)
        address = waiting.pop(0)
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        return [(family, socket.SOCK_STREAM, 6, "", (address, port))]

    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *args, **kwargs: (
            getaddrinfo(host, *args, **kwargs)
            if host.endswith(".example")
            else real(host, *args, **kwargs)
        ),
    )
    return asked


@pytest.mark.parametrize("address", PRIVATE)
def test_no_address_of_a_private_network_is_connected_to(settings, monkeypatch, address):
    settings.WEBHOOK_ALLOWED_NETWORKS = []
    answer_with(monkeypatch, address)
    assert send("rebound.example").failure == "forbidden_address"


@pytest.mark.parametrize("address", PRIVATE)
def test_nor_can_it_be_entered(cast, settings, address):
    settings.WEBHOOK_ALLOWED_NETWORKS = []
    host = f"[{address}]" if ":" in address else address
    answer = cast.owner.post(
        f"projects/{cast.project.id}/webhooks", {"name": "Ours", "url": f"https://{host}/"}
    )
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == "url"


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "0177.0.0.1", "127.1", "localhost"])
def test_other_spellings_of_this_machine_are_refused(settings, receiver, host):
    settings.WEBHOOK_ALLOWED_NETWORKS = []
    answer = send(host, receiver.port)
    assert answer.failure in ("forbidden_address", "no_such_host")
    assert receiver.received == []


def test_a_name_is_looked_up_once_and_that_answer_is_used(settings, monkeypatch, receiver):
    # A name server that says one thing to a check and another to the connection.
    settings.WEBHOOK_ALLOWED_NETWORKS = ["127.0.0.1/32"]
    other = Receiver("127.0.0.2", receiver.port)
    try:
        asked = answer_with(monkeypatch, "127.0.0.1", "127.0.0.2")
        assert send("rebound.example", receiver.port).failure == ""
        assert asked == ["rebound.example"]
        assert len(receiver.received) == 1
        assert receiver.received[0].headers["host"] == f"rebound.example:{receiver.port}"

        assert send("rebound.example", receiver.port).failure == "forbidden_address"
        assert other.received == []
    finally:
        other.stop()


def test_redirects_are_not_followed(cast, hook, receiver):
    receiver.always = Answer(307, headers={"Location": f"{receiver.url}/elsewhere"})
    create_feedback(
        access=cast.access("reviewer"), video=cast.video, video_timestamp=1, content="Dark"
    )
    hook.deliver()

    assert [sent.path for sent in receiver.received] == ["/hook"]
    assert hook.deliveries[0]["code"] == 307
    assert hook.now["failure"].startswith("The receiver redirects")


def test_proxies_of_the_environment_are_not_used(monkeypatch, receiver):
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    assert send("127.0.0.1", receiver.port).failure == ""


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.com/",
        "file:///etc/passwd",
        "gopher://example.com/",
        "https://",
        "https:///path",
        "https://name@example.com/",
        "https://name:word@example.com/",
        "https://example.com:22/",
        "https://example.com:99999/",
        "https://example.com:abc/",
        "https://exa mple.com/",
        "https://example.com/\r\nX-Injected: 1",
        "https://example.com/한글",
        "https://[::1/",
        "not a url",
        "https://example.com\\@127.0.0.1/",
    ],
)
def test_an_odd_url_is_refused_with_the_name_of_its_field(cast, url):
    answer = cast.owner.post(f"projects/{cast.project.id}/webhooks", {"name": "Ours", "url": url})
    assert answer.status_code == 400
    assert {error["field"] for error in answer.json()["errors"]} == {"url"}


def test_production_wants_https(cast, settings):
    settings.ENVIRONMENT = "production"
    path = f"projects/{cast.project.id}/webhooks"
    refused = cast.owner.post(path, {"name": "Ours", "url": "http://example.com/"})
    assert refused.status_code == 400
    assert cast.owner.post(path, {"name": "Ours", "url": "https://example.com/"}).status_code == 201


def test_a_host_in_any_script_is_sent_in_ascii():
    target = parse_target("https://한국/a?b=c")
    assert (target.host, target.port, target.path) == ("xn--3e0b707e", 443, "/a?b=c")


def test_a_receiver_that_drips_its_answer_is_cut_off(monkeypatch):
    monkeypatch.setattr("webhooks.sending.TOTAL_SECONDS", 1.0)
    with socket.create_server(("127.0.0.1", 0)) as server:
        import threading
        import time

        def drip():
            line, _address = server.accept()
            with line:
                try:
                    for _ in range(200):
                        line.sendall(b"H")
                        time.sleep(0.05)
                except OSError:
                    return

        thread = threading.Thread(target=drip)
        thread.start()
        answer = send("127.0.0.1", server.getsockname()[1])
        thread.join()
    assert answer.failure == "receiver_timeout"
    assert answer.milliseconds < 5000


def test_only_the_beginning_of_a_long_answer_is_read(receiver):
    receiver.always = Answer(500, b"x" * 1_000_000)
    answer = send("127.0.0.1", receiver.port)
    assert answer.text == "x" * 1000


def test_a_receiver_that_is_not_there_is_named(cast, receiver):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    hook = hook_of(cast, {"name": "Ours", "url": f"http://127.0.0.1:{port}/"})
    create_feedback(
        access=cast.access("reviewer"), video=cast.video, video_timestamp=1, content="Dark"
    )
    hook.deliver()
    assert hook.now["failure"] == "The receiver can't be reached."
