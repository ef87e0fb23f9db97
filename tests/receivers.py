"""Servers to which operators have traces and errors sent."""

import gzip
import json
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import brotli
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from devstack.service import HOST

DECODED = {None: bytes, "gzip": gzip.decompress, "br": brotli.decompress}
"""Sentry's SDK takes Brotli where that is installed, as it is with Locust."""


class Receiver:
    """What came: spans of OTLP/HTTP, and events of Sentry's envelopes."""

    def __init__(self, port):
        self.url = f"http://{HOST}:{port}"
        self.dsn = f"http://key@{HOST}:{port}/1"
        self.spans = []
        self.events = []
        self.raw = b""

    def take(self, path, body):
        """Read a request."""
        self.raw += body
        if path == "/v1/traces":
            request = ExportTraceServiceRequest.FromString(body)
            for of_resource in request.resource_spans:
                for scope in of_resource.scope_spans:
                    self.spans += scope.spans
        else:
            items = [json.loads(line) for line in body.splitlines() if line.startswith(b"{")]
            self.events += [item for item in items if "level" in item]

    def span(self, name):
        """Return the one span of this name, None while it has not come."""
        return next((span for span in self.spans if span.name == name), None)


@contextmanager
def receiver():
    """Start a receiver."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found.take(self.path, DECODED[self.headers.get("Content-Encoding")](body))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer((HOST, 0), Handler)
    found = Receiver(server.server_address[1])
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield found
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
