"""What a server or worker has started ends with it.

A master that is killed can't stop its workers. They would hold its port and its tasks, with the old
version of the code, beside those of the next master.
"""

import ctypes
import signal
import sys

PR_SET_PDEATHSIG = 1


def end_with_parent() -> None:
    """Have Linux send SIGTERM to this process when its parent dies; elsewhere do nothing."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
