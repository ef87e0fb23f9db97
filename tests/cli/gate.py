"""A proxy to the storage that holds or breaks the upload of one part."""

import re
import socket
import threading
from contextlib import suppress

from tests.videos.storage_proxy import StorageProxy, close

PART = re.compile(rb"PUT \S*[?&]partNumber=(\d+)")


class Gate(StorageProxy):
    """Passes everything on, and keeps which parts were sent. A held part waits, a broken is cut."""

    def __init__(self, target: str) -> None:
        self.open()
        super().__init__(target)

    def open(self) -> None:
        """Hold and break nothing, and begin to count anew."""
        self.is_open = True
        self.held: int | None = None
        self.broken: int | None = None
        self.waits = threading.Event()
        self.sent: list[int] = []

    def send(self, client: socket.socket, server: socket.socket) -> None:
        """Pass on what the client sends, but for the part that is held or broken."""
        with suppress(OSError):
            while piece := client.recv(65_536):
                if match := PART.search(piece):
                    number = int(match[1])
                    self.sent.append(number)
                    if number == self.broken:
                        self.broken = None
                        break
                    if number == self.held:
                        self.waits.set()
                        while client.recv(65_536):  # until the sender gives up
                            pass
                        break
                server.sendall(piece)
        close(server)
