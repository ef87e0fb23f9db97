"""`vp` as its users start it, a served product, and proxies that break its lines."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from devstack.service import HOST
from tests.cli.gate import Gate
from tests.conftest import Cast
from tests.realtime.conftest import start_sockets
from tests.tokens.conftest import make_token
from tests.videos.storage_proxy import StorageProxy

VP = Path(sys.executable).with_name("vp")


@dataclass
class Served:
    """The product as a server, behind one proxy; the storage behind another."""

    api: StorageProxy
    storage: Gate


@pytest.fixture(scope="session")
def _served(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with ExitStack() as stack:
        storage = Gate(os.environ["S3_ENDPOINT_URL"])
        stack.callback(storage.end)
        process = start_sockets(
            stack,
            tmp_path_factory.mktemp("cli"),
            S3_PUBLIC_ENDPOINT_URL=storage.url,
            WRITE_RATE="20/2second",
        )
        api = StorageProxy(f"http://{HOST}:{process.port}")
        stack.callback(api.end)
        yield Served(api, storage)


@pytest.fixture
def served(_served: Served, transactional_db: None) -> Served:
    """The product as a server whose lines the test may break."""
    _served.api.is_open = True
    _served.storage.open()
    return _served


@dataclass
class Vp:
    """Starts `vp` in a folder of its own, as one person."""

    folder: Path
    url: str
    token: str
    env: dict[str, str] = field(default_factory=dict)

    def environment(self) -> dict[str, str]:
        """Return the environment: the machine's own, and neither its language nor its files."""
        own = {name: value for name, value in os.environ.items() if name[:3] not in ("LC_", "VP_")}
        home = {"HOME": str(self.folder), "XDG_CONFIG_HOME": str(self.folder / ".config")}
        named = {"VP_URL": self.url, "VP_TOKEN": self.token}
        return own | home | {"LANG": "C.UTF-8", "LANGUAGE": "", "NO_PROXY": HOST} | named | self.env

    def start(self, *argv: str, **options: object) -> subprocess.Popen[str]:
        """Start a command whose end is not waited for."""
        streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE}
        streams |= {"stderr": subprocess.PIPE, **options}
        command = [str(VP), *argv]
        return subprocess.Popen(
            command, cwd=self.folder, env=self.environment(), text=True, **streams
        )

    def run(self, *argv: str, given: str = "") -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        with self.start(*argv, stdin=subprocess.PIPE) as process:
            out, err = process.communicate(given, timeout=60)
        return subprocess.CompletedProcess(argv, process.returncode, out, err)

    def ok(self, *argv: str, given: str = "") -> str:
        """Run a command that must succeed; return what it prints."""
        done = self.run(*argv, given=given)
        assert done.returncode == 0, done.stderr
        return done.stdout


@pytest.fixture
def vp(served: Served, cast: Cast, tmp_path: Path) -> Vp:
    """`vp` of the editor, whose token may write."""
    return Vp(tmp_path, served.api.url, make_token(cast.editor)["token"])
