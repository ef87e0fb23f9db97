"""The commands of docs/tokens.md, as they stand there."""

import re

import pytest

from devstack.engines import CHECKOUT
from tests.users.test_follow_the_docs import COMMAND, run
from users.access_tokens import new_secret

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_documented_commands_make_use_and_end_tokens(serve, cast):
    text = (CHECKOUT / "docs" / "tokens.md").read_text()
    [block] = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    make, read, make_bot, say, list_tokens, end = COMMAND.findall(block)
    given = {
        "API": str(serve("").base_url).removesuffix("/"),
        "json": "Content-Type: application/json",
        "ACCESS": cast.owner.token,
        "PROJECT": str(cast.project.id),
        "VIDEO": str(cast.video.id),
    }
    made = run(make, given)
    given |= {"TOKEN": made["token"], "ID": made["id"]}
    assert [row["name"] for row in run(read, given)] == ["Spring film"]
    given["BOT"] = run(make_bot, given)["token"]
    assert run(say, given)["user"]["name"] == "Quality check"
    [listed] = run(list_tokens, given)
    assert listed["last_used_at"]
    with pytest.raises(ValueError, match="Expecting value"):
        run(end, given)  # a 204 has no body
    assert run(read, given)["status"] == 401


def test_the_documented_form_matches_new_secrets():
    text = (CHECKOUT / "docs" / "tokens.md").read_text()
    [pattern] = re.findall(r"regular expression `(.*)`", text)
    assert all(re.fullmatch(pattern, new_secret()) for _number in range(20))
