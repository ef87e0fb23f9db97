"""A real Chromium for tests, which they bring themselves.

On Linux x86-64 it is npm's `@sparticuz/chromium` (it plays H.264 and needs no system library),
one of the packages of web/, inflated once into `var/browser`. Elsewhere it is an installed Chrome
or Chromium; CHROMIUM may name one anywhere.
"""

import json
import os
import platform
import shutil
import signal
import subprocess
import sys
import tarfile
import tempfile
from base64 import b64decode, b64encode
from contextlib import contextmanager, suppress
from io import BytesIO

from PIL import Image
from websockets.sync.client import connect

from devstack import node
from devstack.environment import VAR

FOLDER = VAR / "browser"
PACKED = node.PACKAGES / "@sparticuz" / "chromium" / "bin"
INFLATE = (
    "const [from, to] = process.argv.slice(1), fs = require('fs');"
    "require('stream').pipeline(fs.createReadStream(from),"
    " require('zlib').createBrotliDecompress(), fs.createWriteStream(to),"
    " error => { if (error) throw error })"
)
INSTALLED = (
    *("google-chrome", "google-chrome-stable", "chromium", "chromium-browser", "chrome"),
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--mute-audio"),
    *("--remote-debugging-port=0", "--disable-dev-shm-usage", "--force-color-profile=srgb"),
    *("--autoplay-policy=no-user-gesture-required", "--disable-background-timer-throttling"),
)


class NoBrowser(Exception):
    """There is no Chromium here, and none can be fetched."""


def executable():
    """Return the path of a Chromium and the environment it needs. Raises NoBrowser."""
    if named := os.environ.get("CHROMIUM"):
        return named, {}
    if (sys.platform, platform.machine()) == ("linux", "x86_64"):
        with suppress(OSError, node.NodeError, subprocess.SubprocessError):
            return _fetched()
    for name in INSTALLED:
        if path := shutil.which(name):
            return path, {}
    raise NoBrowser(
        "There is no Chrome or Chromium on this machine, and npm's could not be fetched: "
        "install one, or name it in CHROMIUM."
    )


def _fetched():
    FOLDER.mkdir(parents=True, exist_ok=True)
    chromium, libraries = FOLDER / "chromium", FOLDER / "libraries"
    node.install_packages()
    with node.locked("browser"):  # tests run in several processes
        if not chromium.exists():
            _inflate(PACKED / "al2023.tar.br", FOLDER / "libraries.tar")
            with tarfile.open(FOLDER / "libraries.tar") as archive:
                archive.extractall(libraries, filter="data")
            _inflate(PACKED / "chromium.br", FOLDER / "chromium.part")
            (FOLDER / "chromium.part").chmod(0o755)
            (FOLDER / "chromium.part").rename(chromium)
    return str(chromium), {"LD_LIBRARY_PATH": str(libraries / "lib")}


def _inflate(source, target):
    node.run(node.NODE, "-e", INFLATE, source, target)


@contextmanager
def open_page():
    """Start a browser and give an empty page of it. Raises NoBrowser."""
    path, env = executable()
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile,
        subprocess.Popen(
            (path, *FLAGS, f"--user-data-dir={profile}"),
            env=os.environ | env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        ) as process,
    ):
        try:
            with connect(_address_of(process), max_size=None, compression=None) as socket:
                yield Page(socket)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def _address_of(process):
    for line in process.stderr:
        if "DevTools listening on " in line:
            return line.split("DevTools listening on ")[1].strip()
    raise NoBrowser(f"Chromium ended with status {process.wait()}.")


class Page:
    """A page, driven by the Chrome DevTools Protocol."""

    def __init__(self, socket):
        self.socket, self.session, self.number = socket, None, 0
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self.session = attached["sessionId"]

    def call(self, method, **params):
        """Call a method of the Chrome DevTools Protocol and return its result."""
        self.number += 1
        message = {"id": self.number, "method": method, "params": params}
        if self.session:
            message["sessionId"] = self.session
        self.socket.send(json.dumps(message))
        while True:
            answer = json.loads(self.socket.recv(timeout=300))
            if answer.get("id") == self.number:
                assert "error" not in answer, answer
                return answer["result"]

    def evaluate(self, script):
        """Return the value of an expression, awaited if it is a promise."""
        answer = self.call(
            "Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True
        )
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def open_video(self, content):
        """Show a video; `video`, `seek(seconds)` and `picture()` are then there for scripts.

        `seek` gives the time of the frame that is then on the screen, as the file has it.
        """
        self.evaluate(PLAYER)
        self.evaluate("chunks = []")
        for start in range(0, len(content), 3 * 2**20):
            piece = b64encode(content[start : start + 3 * 2**20]).decode()
            self.evaluate(f"chunks.push(Uint8Array.from(atob('{piece}'), c => c.charCodeAt(0)))")
        return self.evaluate("load()")

    def picture(self):
        """Return the picture on the screen, in the colours that a canvas gets."""
        url = self.evaluate("picture()")
        image = Image.open(BytesIO(b64decode(url.partition(",")[2])))
        return image.convert("RGB")


PLAYER = """
document.body.innerHTML = '<video muted></video><canvas></canvas>';
var video = document.querySelector('video'), canvas = document.querySelector('canvas'), chunks;
function load() {
  return new Promise((resolve, reject) => {
    video.onerror = () => reject(new Error(video.error.message));
    video.requestVideoFrameCallback((now, frame) => resolve(frame.mediaTime));
    video.src = URL.createObjectURL(new Blob(chunks));
  });
}
function seek(seconds) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no frame at ' + seconds)), 10000);
    video.requestVideoFrameCallback((now, frame) => {
      clearTimeout(timer);
      resolve(frame.mediaTime);
    });
    video.currentTime = seconds;
  });
}
function picture() {
  canvas.width = video.videoWidth; canvas.height = video.videoHeight;
  canvas.getContext('2d', {colorSpace: 'srgb'}).drawImage(video, 0, 0);
  return canvas.toDataURL('image/png');
}
"""
