"""What vp says: tables in a terminal, sentences in Korean, what is wrong with which field."""

import os
import pty

import pytest
from videoplanet_cli.api import Api
from videoplanet_cli.credentials import Server

from comments.models import FeedbackComment
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


def test_a_table_shows_words_and_obeys_none_of_them(vp, feedback):
    evil = "[red]\x1b[31mred[/red] 하늘"
    Feedback.objects.filter(id=feedback.id).update(content=evil)
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


def test_too_many_requests_are_waited_for(vp, cast, feedback, capsys):
    api = Api(Server(vp.url, vp.token))
    sent: list[str] = []
    while "asks to wait" not in capsys.readouterr().err:
        sent.append(f"Number {len(sent)}")
        assert len(sent) < 100
        api.create("comments", {"feedback_id": str(feedback.id), "content": sent[-1]})

    assert len(sent) > 20
    written = FeedbackComment.objects.order_by("created_at").values_list("content", flat=True)
    assert list(written) == sent
