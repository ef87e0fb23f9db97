#!/usr/bin/env python
"""Django's command-line entry for operators, and for developers beside `make run`."""

import os
import sys
from pathlib import Path

VAR = Path(__file__).parent / "var"
OPERATOR_VARIABLES = ("ENVIRONMENT", "SECRET_KEY", "DATABASE_URL")
"""If one of these is set, the environment is the operator's, and nothing is added to it."""


def use_development_settings() -> None:
    """Take the settings of `make run`, on a machine where it has been used."""
    if any(name in os.environ for name in OPERATOR_VARIABLES) or not (VAR / "dev.env").exists():
        return
    from devstack.environment import read_env_file  # noqa: PLC0415 - is not there in production

    os.environ["ENVIRONMENT"] = "development"
    # dev.env has the keys and stays; run.env has the addresses and exists while `make run` runs.
    for name in ("run.env", "dev.env"):
        if (VAR / name).exists():
            for variable, value in read_env_file(VAR / name).items():
                os.environ.setdefault(variable, value)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "videoplanet.settings")
    use_development_settings()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
