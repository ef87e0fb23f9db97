"""A front end's client, generated from the document: it compiles strictly, and it works.

The packages are those of web/, whose own client is generated and compiled by `make check`.
"""

import json
import re
import shutil
from pathlib import Path

import pytest

from devstack import node
from devstack.engines import CHECKOUT
from tests.conftest import PASSWORD

HERE = Path(__file__).parent
SOURCES = ("baseApi.ts", "client.ts", "config.cjs", "tsconfig.json")


@pytest.fixture(scope="module")
def client(tmp_path_factory) -> Path:
    """The client, generated and compiled by `tsc --strict`."""
    node.install_packages()
    folder = tmp_path_factory.mktemp("client")
    (folder / "node_modules").symlink_to(node.PACKAGES)
    for name in SOURCES:
        shutil.copy(HERE / name, folder / name)
    shutil.copy(CHECKOUT / "docs" / "openapi.yaml", folder / "openapi.yaml")
    cli = "lib/bin/cli.mjs"
    node.run(*node.command("@rtk-query/codegen-openapi", cli, "config.cjs"), cwd=folder)
    node.run(*node.command("typescript", "bin/tsc", "--project", "."), cwd=folder)
    return folder


def test_no_answer_is_of_an_unknown_type(client):
    generated = (client / "api.ts").read_text()
    # What a GraphQL query asks for, and with which variables, only the query says.
    told = re.sub(
        r"export type GraphQl(Answer|Request) = \{.*?\n\};", "", generated, flags=re.DOTALL
    )
    untyped = [
        line
        for line in told.splitlines()
        if ": any" in line or ("unknown;" in line and "ApiResponse" not in line)
    ]
    assert untyped == []
    assert generated.count(": Blob;") == 3


def test_the_client_signs_in_refreshes_and_gives_feedback(cast, serve, client):
    address = str(serve("", S3_PUBLIC_ENDPOINT_URL="").base_url).removesuffix("/api/v1/")
    given = {
        "address": address,
        "email": "reviewer@example.com",
        "password": PASSWORD,
        "project": str(cast.project.id),
        "video": str(cast.video.id),
    }

    printed = json.loads(
        # In development the store warns on a slow machine, among what is printed.
        node.run(node.NODE, "out/client.js", json.dumps(given), cwd=client, NODE_ENV="production")
    )

    assert printed.pop("picture")
    assert printed == {
        "plain": {"shapes": []},
        "texts": ["Here"],
        "contents": ["Too dark", "Too dark"],
        "resolved": 0,
    }
