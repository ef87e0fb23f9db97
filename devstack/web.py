"""The web server on a socket that the supervisor bound: `python -m devstack.web --fd 7`.

As `uvicorn --ws websockets-sansio --ws-max-size 65536 --no-proxy-headers
videoplanet.asgi:application` on a port, but the port is ours from the moment it was chosen,
although migrating and loading the demo come first.
(uvicorn's own --fd takes the socket for a Unix one and leaves its answers to Nagle's algorithm.)
"""

from __future__ import annotations

import argparse
import socket

import uvicorn


def main() -> None:
    """Serve until SIGTERM."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fd", type=int, required=True, help="of a listening TCP socket")
    listener = socket.socket(fileno=parser.parse_args().fd)
    config = uvicorn.Config(
        "videoplanet.asgi:application",
        ws="websockets-sansio",
        ws_max_size=65_536,
        proxy_headers=False,
        timeout_graceful_shutdown=3,
    )
    uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()
