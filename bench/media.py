"""`python -m bench.media`: what a rendition costs, against PyAV alone doing the same transcode.

Ours reads the video by ranges from the storage in a sandboxed child and stores the result there;
PyAV reads and writes files, with the same codecs, sizes and settings. Both run in turn, round after
round, each in a process of its own, whose memory is measured too.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command

from bench.report import print_table
from bench.stack import engines_of_a_run

SIZE = (1920, 1080)
RATE = 25
LEAST = 0.9
KEY = "bench/video"
SOURCES = {
    "ProRes 422": ("prores_ks", "yuv422p10le"),
    "HEVC": ("libx265", "yuv420p"),
}
"""The codec and the pixel format of each video that is transcoded."""

BARE = """
import os
import sys
from fractions import Fraction
import av
from av.filter import Graph

os.nice(5)  # as ours: other work on the machine must not hit one more than the other
source, target, threads = sys.argv[1], sys.argv[2], sys.argv[3]
with av.open(source) as film, av.open(
    target, "w", format="mp4", options={"movflags": "faststart"}
) as output:
    pictures, sound = film.streams.video[0], film.streams.audio[0]
    pictures.thread_type = "AUTO"
    video = output.add_stream("libx264", rate=25, options={
        "preset": "veryfast", "crf": "21", "profile": "high", "maxrate": "10M", "bufsize": "20M",
        "threads": threads})
    video.width, video.height, video.pix_fmt = pictures.width, pictures.height, "yuv420p"
    video.codec_context.time_base = Fraction(1, 25)
    video.codec_context.gop_size = 25
    voice = output.add_stream("aac", rate=48000, layout="stereo")
    voice.bit_rate = 160000
    graph = Graph()
    graph.threads = int(threads)
    graph.link_nodes(
        graph.add_buffer(template=pictures),
        graph.add("scale", f"{pictures.width}:{pictures.height}:flags=bicubic"),
        graph.add("format", "yuv420p"),
        graph.add("buffersink")).configure()
    for packet in film.demux(pictures, sound):
        for frame in packet.decode():
            if packet.stream.type == "audio":
                output.mux(voice.encode(frame))
                continue
            graph.vpush(frame)
            ready = graph.vpull()
            ready.pict_type = 0
            output.mux(video.encode(ready))
    output.mux(video.encode(None))
    output.mux(voice.encode(None))
"""


def main() -> int:
    """Run it. The exit code is 0 unless something breaks: a missed target is a result too."""
    parser = argparse.ArgumentParser(prog="python -m bench.media", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=30, help="length of a video")
    parser.add_argument("--only", choices=SOURCES, nargs="+", default=list(SOURCES))
    options = parser.parse_args()
    with ExitStack() as stack:
        print("starting engines, making videos …", file=sys.stderr, flush=True)
        folder = stack.enter_context(engines_of_a_run())
        django.setup()
        call_command("ensure_bucket", verbosity=0)
        rows = []
        for name in options.only:
            codec, pixels = SOURCES[name]
            video = _make(folder / f"{codec}.mov", options.seconds, codec, pixels)
            rows.append(_compare(name, video, folder, options))
        heads = ("1080p video", "PyAV, frames/s", "ours", "with storing", "ratio", "")
        print_table((*heads, "MiB PyAV", "MiB ours"), rows)
    return 0


def _make(path: Path, seconds: int, codec: str, pixels: str) -> Path:
    """Make a 1080p video with sound: moving shapes on noise, so that encoders have work."""
    from tests.videos import encoding  # noqa: PLC0415

    encode_video: Any = encoding.encode_video  # tests have no types
    options = {"preset": "ultrafast", "x265-params": "log-level=none"} if codec == "libx265" else {}
    return Path(
        encode_video(
            path,
            frames=seconds * RATE,
            rate=RATE,
            codec=codec,
            pix_fmt=pixels,
            size=SIZE,
            audio="aac",
            codec_options=options,
        )
    )


def _compare(name: str, video: Path, folder: Path, options: Any) -> tuple[str, ...]:
    from videoplanet.storage import s3  # noqa: PLC0415

    s3.put_file(KEY, video, content_type="video/quicktime")
    bare, ours, stored, memory_bare, memory_ours = [], [], [], [], []
    for number in range(options.rounds + 1):
        first = _bare(video, folder / "bare.mp4")
        second = _ours(video)
        if number:  # the first of each is not counted
            bare.append(first[0])
            memory_bare.append(first[1])
            ours.append(second[0])
            stored.append(second[1])
            memory_ours.append(second[2])
    frames = options.seconds * RATE
    ratio = statistics.median(b / o for b, o in zip(bare, stored, strict=True))
    return (
        name,
        f"{frames / statistics.median(bare):.1f}",
        f"{frames / statistics.median(ours):.1f}",
        f"{frames / statistics.median(stored):.1f}",
        f"{ratio:.2f}",
        "met" if ratio >= LEAST else "NOT MET",
        f"{max(memory_bare):.0f}",
        f"{max(memory_ours):.0f}",
    )


def _bare(video: Path, target: Path) -> tuple[float, float]:
    """Return seconds and the process's peak memory in MiB."""
    threads = str(min(os.cpu_count() or 1, 8))
    begun = time.perf_counter()
    child = subprocess.Popen((sys.executable, "-c", BARE, str(video), str(target), threads))
    _pid, status, usage = os.wait4(child.pid, 0)
    if status:
        raise RuntimeError(f"PyAV ended with {status}")
    return time.perf_counter() - begun, usage.ru_maxrss / 1024


def _ours(video: Path) -> tuple[float, float, float]:
    """Return seconds of the step, with its storing, and the child's peak memory in MiB."""
    code = (
        "import sys; from bench.media import once; import django; django.setup(); once(sys.argv[1])"
    )
    answer = subprocess.run(
        (sys.executable, "-c", code, str(video)), capture_output=True, check=True, text=True
    )
    step, stored, memory = json.loads(answer.stdout.splitlines()[-1])
    return step, stored, memory


def once(video: str) -> None:
    """Make a rendition as the worker does, and print how long it took and what memory."""
    from videoplanet.storage import s3  # noqa: PLC0415
    from videos.sandbox import do_step  # noqa: PLC0415

    seconds = 60.0
    with tempfile.TemporaryDirectory() as name:
        begun = time.perf_counter()
        url = s3.internal_url(KEY, expires_in=3600)
        options = {"duration": seconds, "frame_rate": f"{RATE}/1", "variable_frame_rate": False}
        do_step("rendition", url=url, folder=Path(name), options=options)
        step = time.perf_counter() - begun
        s3.put_file("bench/rendition.mp4", Path(name) / "rendition.mp4", content_type="video/mp4")
        stored = time.perf_counter() - begun
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(json.dumps([step, stored, memory]))


if __name__ == "__main__":
    sys.exit(main())
