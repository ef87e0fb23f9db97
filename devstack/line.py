"""A line to a server on this machine that may be cut: between a browser or a process and it."""

import socket
import threading
from typing import Self

from devstack.service import HOST


class Line:
    """A line to a port that may be cut, or that lets no WebSockets through, as some networks."""

    def __init__(self, port: int) -> None:
        self.target = port
        self.server = socket.create_server((HOST, 0))
        self.port = int(self.server.getsockname()[1])
        self.is_cut = self.blocks_sockets = False
        self.open: set[socket.socket] = set()
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *reason: object) -> None:
        self.server.close()
        self.cut()

    def cut(self) -> None:
        """End every connection, and let no new one through."""
        self.is_cut = True
        for end in list(self.open):
            _shut(end)

    def mend(self) -> None:
        """Let connections through again."""
        self.is_cut = self.blocks_sockets = False

    def block_sockets(self) -> None:
        """Let everything through but WebSockets."""
        self.blocks_sockets = True

    def _accept(self) -> None:
        while True:
            try:
                client = self.server.accept()[0]
            except OSError:
                return
            threading.Thread(target=self._carry, args=[client], daemon=True).start()

    def _carry(self, client: socket.socket) -> None:
        """Carry one connection. A browser opens a connection of its own for a WebSocket."""
        try:
            first = b"" if self.is_cut else client.recv(65536)
            if not first or (self.blocks_sockets and first.startswith(b"GET /ws/")):
                client.close()
                return
            server = socket.create_connection((HOST, self.target))
            server.sendall(first)
        except OSError:
            client.close()
            return
        self.open |= {client, server}
        back = threading.Thread(target=_pump, args=[server, client], daemon=True)
        back.start()
        _pump(client, server)
        back.join()
        self.open -= {client, server}
        client.close()
        server.close()


def _pump(source: socket.socket, sink: socket.socket) -> None:
    try:
        while data := source.recv(65536):
            sink.sendall(data)
    except OSError:
        pass  # one of them is gone, or the line is cut
    _shut(source)
    _shut(sink)


def _shut(end: socket.socket) -> None:
    try:
        end.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it is closed already
