"""What docs/integrations.md has receivers copy works on what we send."""

import json
import re
import subprocess

import pytest

from devstack.engines import CHECKOUT
from devstack.node import NODE
from feedbacks.actions import create_feedback

DOCUMENT = (CHECKOUT / "docs" / "integrations.md").read_text()
RUN = """
import { verify } from "./verify.mjs";
const [secret, headers, body] = JSON.parse(process.argv[2]);
try {
  verify(secret, headers, Buffer.from(body, "base64"));
} catch (error) {
  process.stdout.write(error.message);
}
"""


def block(language):
    [text] = re.findall(rf"```{language}\n(.*?)```", DOCUMENT, re.DOTALL)
    return text


def in_python(_folder, secret, headers, body):
    names = {}
    exec(compile(block("python"), "integrations.md", "exec"), names)
    try:
        names["verify"](secret, headers, body)
    except ValueError as error:
        return str(error)
    return ""


def in_node(folder, secret, headers, body):
    import base64

    (folder / "verify.mjs").write_text(block("js"))
    (folder / "run.mjs").write_text(RUN)
    given = json.dumps([secret, headers, base64.b64encode(body).decode()])
    argv = [NODE, folder / "run.mjs", given]
    return subprocess.run(argv, check=True, capture_output=True, text=True, timeout=60).stdout


@pytest.mark.parametrize("verify", [in_python, in_node])
def test_the_examples_tell_ours_from_others(cast, hook, receiver, tmp_path, verify):
    old = hook.secret
    new = cast.owner.post(f"{hook.path}/rotate").json()["secret"]
    create_feedback(
        access=cast.access("reviewer"), video=cast.video, video_timestamp=1, content="어두워요"
    )
    hook.deliver()
    [sent] = receiver.received

    assert verify(tmp_path, old, sent.headers, sent.body) == ""
    assert verify(tmp_path, new, sent.headers, sent.body) == ""
    other = "whsec_" + "A" * 43 + "="
    assert verify(tmp_path, other, sent.headers, sent.body) == "not signed by us"
    assert verify(tmp_path, new, sent.headers, sent.body + b" ") == "not signed by us"
    late = sent.headers | {"webhook-timestamp": "1000000000"}
    assert verify(tmp_path, new, late, sent.body) == "too old"


def test_the_curl_example_has_the_body_that_the_api_takes(cast):
    body = re.search(r"-d '(\{.*?\})'", DOCUMENT)[1]
    answer = cast.owner.post(f"projects/{cast.project.id}/webhooks", body)
    assert answer.status_code == 201, answer.content
