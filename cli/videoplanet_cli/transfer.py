"""The parts of a file on their way to the storage, several at once.

It goes in rounds: the server says which parts are missing, with fresh URLs, and they are sent. A
part that failed is simply missing in the next round. So a broken line, an expired URL and an answer
that got lost all end the same way.
"""

import queue
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import httpx

from videoplanet_cli.api import USER_AGENT, Api, backoff
from videoplanet_cli.failures import Code, Failure
from videoplanet_cli.output import say
from videoplanet_cli.texts import _

if TYPE_CHECKING:
    from videoplanet_cli.generated import UploadPart, UploadState, VideoResponse

AT_ONCE = 4
PIECE = 256 * 1024
VAIN_ROUNDS = 8
"""So many rounds in a row without a part that arrived, and it is given up: after two minutes."""


class Meter(Protocol):
    """Shows how many bytes have been sent."""

    def __call__(self, sent: int) -> None:
        """Take the bytes of the whole file that have arrived or are on their way."""


class Transfer:
    """Sends one file."""

    def __init__(self, api: Api, path: Path, video_id: str, meter: Meter) -> None:
        self._api, self._path, self._meter = api, path, meter
        self._place = f"videos/{video_id}/upload"
        self._lock = threading.Lock()
        self._arrived = 0
        self._moving: dict[int, int] = {}
        self._part_size = 0
        self._etags: dict[int, str] = {}
        self._reason = ""
        # Not the API's client: the URLs are signed, and the token is nothing for the storage.
        self._storage = httpx.Client(
            headers={"User-Agent": USER_AGENT}, timeout=httpx.Timeout(60, connect=10)
        )

    def run(self) -> "VideoResponse":
        """Send what is missing and have the parts joined; return the video. Raises Failure."""
        vain = 0
        while missing := self._ask():
            before = len(self._etags)
            self._send(missing)
            vain = 0 if len(self._etags) > before else vain + 1
            if vain == VAIN_ROUNDS:
                text = _("The storage takes nothing ({reason}). The same command goes on later.")
                raise Failure(text.format(reason=self._reason), Code.UNAVAILABLE)
            if len(self._etags) < before + len(missing):
                text = _("The line to the storage broke ({reason}). Trying again.")
                say(text.format(reason=self._reason))
                time.sleep(backoff(vain + 1))
        parts = [{"number": number, "etag": etag} for number, etag in self._etags.items()]
        video: VideoResponse = self._api.post(f"{self._place}/complete", {"parts": parts})
        return video

    def _ask(self) -> "list[UploadPart]":
        state: UploadState = self._api.get(self._place)
        self._part_size = state["part_size"]
        self._etags = {part["number"]: part["etag"] for part in state["uploaded"]}
        self._arrived = sum(part["size"] for part in state["uploaded"])
        self._moving.clear()
        self._show()
        return state["parts"]

    def _send(self, parts: "list[UploadPart]") -> None:
        waiting: queue.SimpleQueue[UploadPart] = queue.SimpleQueue()
        for part in parts:
            waiting.put(part)
        # Daemons, so that Ctrl-C does not wait for what they send.
        senders = [
            threading.Thread(target=self._work, args=(waiting,), daemon=True)
            for _number in range(min(AT_ONCE, len(parts)))
        ]
        for sender in senders:
            sender.start()
        for sender in senders:
            sender.join()

    def _work(self, waiting: "queue.SimpleQueue[UploadPart]") -> None:
        while True:
            try:
                part = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                etag = self._put(part)
            except (httpx.HTTPError, OSError) as error:
                self._reason = str(error) or type(error).__name__
                self._moved(part["number"], 0)
                return  # the others may go on; what is left is for the next round
            with self._lock:
                self._etags[part["number"]] = etag
                self._arrived += part["size"]
                self._moving.pop(part["number"], None)

    def _put(self, part: "UploadPart") -> str:
        answer = self._storage.put(
            part["url"],
            content=self._pieces(part),
            headers={"Content-Length": str(part["size"])},
        )
        # A refusal too is for the next round, in which the API says what is wrong.
        answer.raise_for_status()
        return answer.headers["ETag"]

    def _pieces(self, part: "UploadPart") -> Iterator[bytes]:
        left = part["size"]
        with self._path.open("rb") as file:
            file.seek((part["number"] - 1) * self._part_size)
            while left and (piece := file.read(min(PIECE, left))):
                yield piece
                left -= len(piece)
                self._moved(part["number"], part["size"] - left)

    def _moved(self, number: int, sent: int) -> None:
        with self._lock:
            self._moving[number] = sent
            self._show()

    def _show(self) -> None:
        self._meter(self._arrived + sum(self._moving.values()))
