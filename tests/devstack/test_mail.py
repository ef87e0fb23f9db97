"""The mail catcher: nothing is lost, and nothing in a mail runs."""

import asyncio
import smtplib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from aiosmtpd.smtp import SMTP

from devstack.mail import Catcher, write_mail
from devstack.mail_viewer import viewer

type Get = Callable[..., httpx.Response]

HOSTILE = '<script>alert(1)</script><img src=x onerror="alert(2)">'


@contextmanager
def catching(folder: Path) -> Iterator[int]:
    """An SMTP server on a free port that writes into `folder`."""
    catcher = Catcher(folder)
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(
        loop.create_server(lambda: SMTP(catcher, hostname="test", loop=loop), "127.0.0.1", 0)
    )
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@pytest.fixture
def mail() -> EmailMessage:
    message = EmailMessage()
    message["From"] = "VideoPlanet <noreply@example.com>"
    message["To"] = "reviewer@example.com"
    message["Subject"] = f"초대장 {HOSTILE}"
    message.set_content(f"코드 123456 {HOSTILE} https://example.com/a?b=1&c=2.")
    message.add_alternative(f"<p>코드 123456</p>{HOSTILE}", subtype="html")
    return message


@pytest.fixture
def get(tmp_path: Path, browse: Callable[..., Any]) -> Get:
    """GET from the viewer of the mails in `tmp_path`."""
    return partial(browse(viewer(tmp_path), "http://127.0.0.1"), "GET")


def test_a_mail_is_written_before_smtp_answers(tmp_path: Path, mail: EmailMessage) -> None:
    with catching(tmp_path) as port, smtplib.SMTP("127.0.0.1", port) as client:
        client.send_message(mail)
        (file,) = tmp_path.iterdir()

    assert b"Subject: " in file.read_bytes()
    assert file.suffix == ".eml"


def test_file_names_sort_by_arrival_and_none_replaces_another(tmp_path: Path) -> None:
    names = [write_mail(tmp_path, b"Subject: %d\r\n\r\n" % n) for n in range(50)]

    assert names == sorted(set(names))
    assert sorted(file.name for file in tmp_path.iterdir()) == names


def test_a_hostile_subject_and_text_are_shown_as_text(
    tmp_path: Path, mail: EmailMessage, get: Get
) -> None:
    name = write_mail(tmp_path, mail.as_bytes()).removesuffix(".eml")

    for path in ("/", f"/mail/{name}"):
        page = get(path)
        assert "&lt;script&gt;" in page.text
        assert "<script>" not in page.text
        assert "<img" not in page.text
        assert "script-src 'self'" in page.headers["content-security-policy"]


def test_the_html_part_is_served_in_a_sandbox_without_scripts(
    tmp_path: Path, mail: EmailMessage, get: Get
) -> None:
    name = write_mail(tmp_path, mail.as_bytes()).removesuffix(".eml")

    page = get(f"/mail/{name}")
    part = get(f"/mail/{name}/html")

    policy = part.headers["content-security-policy"]
    assert "코드 123456" in part.text
    assert policy.startswith("sandbox ")
    assert "allow-scripts" not in policy + page.text
    assert "allow-same-origin" not in policy + page.text
    assert "default-src 'none'" in policy


def test_web_addresses_in_the_text_become_links(
    tmp_path: Path, mail: EmailMessage, get: Get
) -> None:
    name = write_mail(tmp_path, mail.as_bytes()).removesuffix(".eml")

    page = get(f"/mail/{name}")

    assert 'href="https://example.com/a?b=1&amp;c=2"' in page.text


def test_the_newest_mail_comes_first(tmp_path: Path, get: Get) -> None:
    for subject in (b"first", b"second"):
        write_mail(tmp_path, b"Subject: %s\r\n\r\nhello" % subject)

    page = get("/").text

    assert page.index("second") < page.index("first")


def test_no_other_file_can_be_read(tmp_path: Path, get: Get) -> None:
    (tmp_path / "secret.eml").write_text("Subject: secret")
    (tmp_path.parent / "secret.eml").write_text("Subject: secret")

    for name in ("../secret", "..%2Fsecret", "%2e%2e%2fsecret", "secret"):
        assert get(f"/mail/{name}/raw").status_code == 404


def test_a_page_under_another_name_can_not_read_mails(get: Get) -> None:
    answer = get("/", headers={"host": "rebound.example.com"})

    assert answer.status_code == 400
