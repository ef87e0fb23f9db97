"""`python -m bench.legacy_import`: lines a second and memory of `manage.py import_legacy_feedback`.

The command runs in a process of its own, as operators run it, so that the peak of memory is its
own. A file of a tenth of the rows goes first: if memory grew with the file, the two would differ.
"""

import argparse
import json
import os
import random
import resource
import sys
import time
from pathlib import Path

import django
from django.core.management import call_command

from bench.stack import engines_of_a_run
from devstack.engines import CHECKOUT

AUTHORS = 5000
COMMENTS = 2
WORDS = ("하늘이", "너무", "어두워요", "too", "dark", "here", "please", "raise", "the", "cut")


def main() -> int:
    """Measure and print; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.legacy_import", description=__doc__)
    parser.add_argument("--rows", type=int, default=200_000, help="feedbacks")
    rows = parser.parse_args().rows
    with engines_of_a_run() as folder:
        django.setup()
        call_command("migrate", verbosity=0)
        project, video = _make()
        for name, count in (("a tenth", rows // 10), ("all", rows)):
            if not count:
                continue
            file = folder / f"{count}.jsonl"
            _write(file, project, video, count)
            size = file.stat().st_size / 1024**2
            print(f"{name}: {count:,} lines, {COMMENTS} comments each, {size:.0f} MiB")
            for what, options in (("import", ()), ("again", ()), ("revert", ("--revert",))):
                _run(what, count, file, *options)
    return 0


def _make() -> tuple[str, str]:
    from projects.actions import create_project  # noqa: PLC0415 - models come after the setup
    from users.models import User  # noqa: PLC0415
    from videos.models import Video  # noqa: PLC0415

    owner = User.objects.create_user("owner@example.com", name="Owner")
    project = create_project(creator=owner, name="Old work")
    video = Video.objects.create(
        project=project,
        uploader=owner,
        title="First cut",
        filename="cut.mp4",
        content_type="video/mp4",
        size=1,
        part_size=1,
        frame_rate="30000/1001",
    )
    return project.name, video.title


def _write(file: Path, project: str, video: str, count: int) -> None:
    draw = random.Random(1)
    at = "2024-05-01T09:00:00+09:00"

    def text(id: int) -> dict[str, object]:
        author = draw.randrange(AUTHORS)
        fields = {"id": id, "user_email": f"{author}@old.example", "user_name": f"Author {author}"}
        words = " ".join(draw.choices(WORDS, k=12))
        return {
            **fields,
            "content": f"{words} timestamp: {draw.random() * 600:.3f}",
            "created_at": at,
        }

    with file.open("w") as out:
        for number in range(count):
            threads = [
                {
                    **text(COMMENTS * number + reply),
                    "parent_id": COMMENTS * number if reply else None,
                }
                for reply in range(COMMENTS)
            ]
            line = {**text(number), "project": project, "video": video, "comments": threads}
            out.write(json.dumps(line, ensure_ascii=False) + "\n")


def _run(what: str, count: int, file: Path, *options: str) -> None:
    begun = time.monotonic()
    argv = [sys.executable, "manage.py", "import_legacy_feedback", str(file), *options]
    pid = os.posix_spawn(sys.executable, argv, os.environ | {"PYTHONPATH": str(CHECKOUT)})
    _pid, status, used = os.wait4(pid, 0)
    seconds = time.monotonic() - begun
    if status:
        raise SystemExit(f"{what} ended with {os.waitstatus_to_exitcode(status)}")
    peak = _mib(used)
    print(
        f"  {what}: {seconds:.1f} s, {count / seconds:,.0f} lines/s, peak {peak:.0f} MiB",
        flush=True,
    )


def _mib(used: resource.struct_rusage) -> float:
    return used.ru_maxrss / (1024 if sys.platform == "linux" else 1024**2)


if __name__ == "__main__":
    sys.exit(main())
