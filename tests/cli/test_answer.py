"""What vp says: tables in a terminal, sentences in Korean, what is wrong with which field."""

import os
import pty
from threading import Thread

import pytest

from feedbacks.models import Feedback
from tests.cli.test_log_in import read
from tests.tokens.conftest import make_token

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_is_refused_names_the_field_and_its_limit(vp, cast):
    long = vp.run("feedback", "add", str(cast.video.id), "x" * 5001, "--at", "1:02.5")
    assert long.returncode == 6
    assert "content: " in long.stderr
    assert "5000" in long.stderr

    vp.env["LANGUAGE"] = "ko"
    vp.token = make_token(cast.outsider)["token"]
    unseen = vp.run("feedback", "list", str(cast.video.id))
    assert unseen.returncode == 5
    assert not unseen.stderr.isascii()


def test_a_table_shows_words_and_obeys_none_of_them(vp, cast):
    evil = "[red]\x1b[31mred[/red] 하늘"
    Feedback.objects.filter(id=give(cast).id).update(content=evil)
    terminal, its = pty.openpty()
    vp.env |= {"COLUMNS": "160", "TERM": "xterm"}
    with vp.start("feedback", "list", "-p", "Spring film", stdout=its) as process:
        os.close(its)
        shown = b""
        while piece := read(terminal):
            shown += piece
        assert process.wait() == 0, process.stderr.read()
    os.close(terminal)

    assert "[red]\N{REPLACEMENT CHARACTER}[31mred[/red] 하늘" in shown.decode()
    assert b"Comments" in shown


def test_too_many_requests_are_waited_for(vp, cast):
    give(cast)
    vp.env["LANGUAGE"] = "ko"
    command = ("export", str(cast.video.id), "-f", "pdf", "-o")
    both = [vp.start(*command, f"{number}.pdf") for number in range(2)]
    said = {}

    def follow(process):
        said[process] = process.communicate(timeout=60)[1]

    threads = [Thread(target=follow, args=(process,)) for process in both]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [process.returncode for process in both] == [0, 0], said
    assert sum("초" in text for text in said.values()) >= 1
    assert (vp.folder / "1.pdf").read_bytes()[:5] == b"%PDF-"
    assert vp.run(*command, "1.pdf").returncode == 2


def give(cast):
    """Give a feedback as the reviewer."""
    from tests.conftest import give_a_feedback

    return give_a_feedback(cast)
