"""Outages that a spec asks for, by an address of its own."""

import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Self

from devstack.service import HOST


class Control:
    """An address at which a spec asks for an outage: POST /<name>."""

    def __init__(self, outages: Mapping[str, Callable[[], object]]) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                outages[self.path[1:]]()
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_args: object) -> None:
                """Say nothing."""

        self.server = HTTPServer((HOST, 0), Handler)
        self.url = f"http://{HOST}:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever)

    def __enter__(self) -> Self:
        self.thread.start()
        return self

    def __exit__(self, *reason: object) -> None:
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()
