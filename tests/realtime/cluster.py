"""A PostgreSQL server for one test, which may stop it: a copy of the tests' server."""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from devstack import postgres
from devstack.service import HOST, Running, Service
from tests.engines import free_port
from tests.worker import environment


class Cluster:
    """A copy of the tests' cluster; `url` leads to its copy of the tests' database."""

    def __init__(self) -> None:
        self.place = Path(tempfile.mkdtemp())
        self.place.chmod(0o711)  # when root runs the tests, PostgreSQL has another account
        self.log, self.folder = self.place / "log", postgres.cluster_folder(self.place)
        port = free_port()
        source = environment()["DATABASE_URL"]
        given = urlsplit(source)
        self.url = given._replace(
            netloc=given.netloc.replace(f":{given.port}", f":{port}")
        ).geturl()
        # Not `throwaway`: answered writes must survive a crash.
        self.service = postgres.service(
            folder=self.folder, port=port, password=given.password or "", throwaway=False
        )
        copy_cluster(source, self.folder, self.service)
        self.start()

    def start(self) -> None:
        """Start the server and wait until it answers."""
        self.service.prepare()
        self.running = Running.start(self.service, self.log)
        self.running.wait_until_ready()

    def stop(self, number: signal.Signals) -> None:
        """Stop the server: SIGINT is its "fast" shutdown, SIGQUIT "immediate", as in a crash."""
        self.running.ask_to_stop(number)
        self.running.wait_stopped()

    def remove(self) -> None:
        """Stop the server and delete its files."""
        self.stop(signal.SIGQUIT)
        for folder in (self.folder, self.place):
            shutil.rmtree(folder, ignore_errors=True)

    def read(self, query: str, *values: object) -> list[tuple]:
        """Return the rows of a query."""
        with psycopg.connect(self.url) as connection:
            return connection.execute(query, values).fetchall()


def copy_cluster(url: str, folder: Path, service: Service) -> None:
    """Copy the running cluster that `url` names into a new folder of the account of `service`."""
    folder.mkdir(mode=0o700)
    if service.account:
        os.chown(folder, *service.account)
    given = urlsplit(url)
    options = service.popen_options()
    subprocess.run(
        [
            *(Path(service.argv[0]).with_name("pg_basebackup"), "--pgdata", folder),
            *("--host", HOST, "--port", f"{given.port}", "--username", given.username),
            *("--checkpoint", "fast", "--no-sync", "--no-manifest"),
        ],
        check=True,
        capture_output=True,
        **options | {"env": os.environ | {"PGPASSWORD": given.password}},
    )
