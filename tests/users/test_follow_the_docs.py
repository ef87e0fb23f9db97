"""The commands of docs/api.md, from sign-up to a fresh token, as they stand there."""

import json
import os
import re
import subprocess

import pytest

from devstack.engines import CHECKOUT

pytestmark = pytest.mark.django_db(transaction=True)

COMMAND = re.compile(r"^curl .*?(?:\n  .*?)*$", re.MULTILINE)


def run(command: str, variables: dict[str, str]):
    """Run a command of the document in a shell and return its JSON."""
    done = subprocess.run(
        ["sh", "-euc", command],
        env={"PATH": os.environ["PATH"], "NO_PROXY": "127.0.0.1"} | variables,
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_the_documented_commands_lead_from_sign_up_to_a_fresh_token(serve, mailbox):
    [block] = re.findall(r"```sh\n(.*?)```", (CHECKOUT / "docs" / "api.md").read_text(), re.DOTALL)
    sign_up, verify, log_in, read, refresh = COMMAND.findall(block)
    box = mailbox("kim@example.com")
    api = str(serve("").base_url).removesuffix("/")
    given = {"API": api, "json": "Content-Type: application/json"}

    asked = run(sign_up, given)
    assert asked["status"] == 401
    given |= {"SESSION": asked["meta"]["session_token"], "CODE": box.code()}
    assert run(verify, given)["status"] == 200
    meta = run(log_in, given)["meta"]
    given |= {"ACCESS": meta["access_token"], "REFRESH": meta["refresh_token"]}
    assert run(read, given) == []
    fresh = run(refresh, given)["data"]

    assert run(read, given | {"ACCESS": fresh["access_token"]}) == []
