"""`make shell`: a manage.py command (the shell by default) against the running stack."""

from __future__ import annotations

import os
import sys

from devstack.engines import CHECKOUT
from devstack.environment import RUN_ENV_FILE, read_env_file
from devstack.runs import is_running


def main() -> None:
    """Replace this process by the command."""
    if not RUN_ENV_FILE.exists() or not is_running():
        sys.exit("The stack is not running. Start it in another terminal: make run")
    os.chdir(CHECKOUT)
    command = [sys.executable, "manage.py", *(sys.argv[1:] or ["shell"])]
    os.execve(sys.executable, command, {**os.environ, **read_env_file(RUN_ENV_FILE)})


if __name__ == "__main__":
    main()
