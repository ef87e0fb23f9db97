"""A proxy to the storage that a test can close. It works below HTTP, so signatures stay valid."""

import socket
import threading
from contextlib import suppress
from urllib.parse import urlsplit

REFUSAL = b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class StorageProxy:
    """Passes connections on while `is_open`, answers 503 to each while not."""

    def __init__(self, target: str) -> None:
        self.target = (urlsplit(target).hostname, urlsplit(target).port)
        self.is_open = True
        self.refused = 0
        self.sockets: set[socket.socket] = set()
        self.server = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.server.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def shut(self) -> None:
        """Break the open connections and refuse new ones."""
        self.is_open = False
        for connection in list(self.sockets):
            close(connection)

    def end(self) -> None:
        """Close everything, the listening socket too."""
        self.shut()
        close(self.server)

    def _accept(self) -> None:
        while True:
            try:
                client = self.server.accept()[0]
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        self.sockets.add(client)
        if not self.is_open:
            self.refused += 1
            with suppress(OSError):
                client.recv(65_536)
                client.sendall(REFUSAL)
            close(client)
            return
        server = socket.create_connection(self.target)
        self.sockets.add(server)
        back = threading.Thread(target=pump, args=(server, client), daemon=True)
        back.start()
        self.send(client, server)
        back.join()
        self.sockets -= {client, server}

    def send(self, client: socket.socket, server: socket.socket) -> None:
        """Pass on what the client sends, until one of them closes."""
        pump(client, server)


def pump(source: socket.socket, to: socket.socket) -> None:
    """Pass on everything from one connection to another."""
    with suppress(OSError):
        while piece := source.recv(65_536):
            to.sendall(piece)
    close(to)


def close(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
    with suppress(OSError):
        one.close()
