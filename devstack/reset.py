"""`make reset`: deletes the data of earlier runs of this clone."""

from __future__ import annotations

import shutil
import sys

from devstack import runs
from devstack.environment import VAR
from devstack.postgres import cluster_folder
from devstack.service import StackError


def main() -> int:
    """Remove var/ and its database cluster, which may lie elsewhere; 1 if a run is alive."""
    try:
        with runs.only_run():
            runs.end_left_overs()
            for folder in (cluster_folder(VAR), VAR):
                if folder.exists():
                    shutil.rmtree(folder)
                    print(f"removed {folder}")
    except PermissionError as error:
        print(f"{error.filename} belongs to another user; reset as that user.", file=sys.stderr)
        return 1
    except StackError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
