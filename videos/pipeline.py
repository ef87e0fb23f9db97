"""The processing of an uploaded video: what is made from it, and in which order."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from boto3.exceptions import S3UploadFailedError
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings

from videoplanet.instruments import FILM_SECONDS, MEDIA_SECONDS
from videoplanet.storage import s3
from videoplanet.tasks.work import Claim
from videos.media_process.browser_support import rendition_reason
from videos.models import Video
from videos.processing import finish, report_progress, save
from videos.sandbox import Cancelled, do_step
from videos.warnings import warnings_of
from videos.work_folders import work_folder

logger = logging.getLogger(__name__)

STORAGE_ERRORS = (BotoCoreError, ClientError, S3UploadFailedError)
PROBE_SECONDS = 300
UPLOAD_ATTEMPTS = 6
"""How often we try to store a file; making it may have taken hours."""
PROGRESS_RANGES = {"facts": (0, 5), "stills": (5, 50), "peaks": (50, 95), "upload": (95, 100)}
RENDITION_PROGRESS_RANGES = {
    "facts": (0, 2),
    "stills": (2, 12),
    "peaks": (12, 20),
    "rendition": (20, 95),
    "upload": (95, 100),
}
"""The per cent at which each step begins and ends, without and with a rendition."""
TYPE_BY_CONTAINER = {"mp4": "video/mp4", "mov": "video/quicktime", "webm": "video/webm"}
TYPE_BY_FILE = {
    "poster.webp": "image/webp",
    "sprite.jpg": "image/jpeg",
    "sprite.vtt": "text/vtt",
    "peaks.json": "application/json",
    "rendition.mp4": "video/mp4",
}


@dataclass(slots=True)
class Run:
    """One run over one video: its claim, a folder, and each step's share of the progress."""

    video: Video
    claim: Claim
    folder: Path
    url: str
    progress_ranges: dict[str, tuple[int, int]]

    def do(
        self, step: str, options: dict[str, Any] | None = None, *, seconds: float | None = None
    ) -> dict[str, Any]:
        """Run a step in a child process, for at most `seconds` (None: as long as any step)."""
        began, result = time.monotonic(), "failed"
        try:
            answer = do_step(
                step,
                url=self.url,
                folder=self.folder,
                seconds=seconds,
                options=options,
                on_percent=self._progress(step),
                is_cancelled=self.claim.is_lost,
            )
            result = "done"
        finally:
            MEDIA_SECONDS.labels(step, result).inc(time.monotonic() - began)
        return answer

    def store(self, *names: str) -> list[str]:
        """Store files under the video's prefix, to be deleted with it; return their keys."""
        return [self._store(name) for name in names]

    def _store(self, name: str) -> str:
        key = f"{self.video.object_prefix}{name}"
        for attempt in range(UPLOAD_ATTEMPTS):
            if self.claim.is_lost():
                raise Cancelled
            try:
                s3.put_file(key, self.folder / name, content_type=TYPE_BY_FILE[name])
                break
            except STORAGE_ERRORS as error:
                if attempt == UPLOAD_ATTEMPTS - 1:
                    raise
                logger.warning("%s is not stored yet: %s", key, error)
                time.sleep(2**attempt / 2)
        return key

    def _progress(self, step: str) -> Callable[[float], None]:
        first, last = self.progress_ranges[step]

        def report(percent: float) -> None:
            report_progress(self.video, first + (last - first) * percent / 100, step)

        return report


def process(video: Video, claim: Claim) -> None:
    """Probe the video and make its stills, peaks and rendition; then it is ready.

    Each step may be repeated: keys are fixed, and the row changes only where something differs.
    Raises what `videos.sandbox.do_step` raises, and STORAGE_ERRORS.
    """
    seconds = settings.VIDEO_PROCESS_SECONDS * 5 + 3600
    url = s3.internal_url(video.object_key, expires_in=min(seconds, 7 * 86_400))
    with work_folder() as folder:
        run = Run(video, claim, folder, url, PROGRESS_RANGES)
        facts = run.do("facts", seconds=PROBE_SECONDS)
        save(claim, _columns(facts) | {"warnings": warnings_of(facts)})
        reason = rendition_reason(facts, video.size)
        run.progress_ranges = RENDITION_PROGRESS_RANGES if reason else PROGRESS_RANGES
        keys = _stills_and_peaks(run, facts)
        if reason:
            logger.info("video %s needs a rendition: %s", video.id, reason)
            # A rendition takes long; show the stills meanwhile.
            save(claim, keys)
            keys |= _rendition(run, facts)
        finish(claim, keys)
        FILM_SECONDS.inc(facts["duration"] or 0)


def _columns(facts: dict[str, Any]) -> dict[str, Any]:
    unchanged = (
        *("duration", "frame_rate", "variable_frame_rate", "start_timecode"),
        *("width", "height", "color", "video_codec", "audio_codec"),
    )
    content_type = TYPE_BY_CONTAINER.get(facts["container"])
    return {
        # The type is that of the content, whatever the uploader's system took the file for.
        **({"content_type": content_type} if content_type else {}),
        **{name: facts[name] for name in unchanged},
        "has_audio": facts["audio_codec"] is not None,
    }


def _stills_and_peaks(run: Run, facts: dict[str, Any]) -> dict[str, Any]:
    run.do("stills", facts)
    poster, _sprite, vtt = run.store("poster.webp", "sprite.jpg", "sprite.vtt")
    keys = {"poster_key": poster, "sprite_vtt_key": vtt}
    if facts["audio_codec"] is not None and run.do("peaks", facts)["peaks"]:
        keys["peaks_key"] = run.store("peaks.json")[0]
    return keys


def _rendition(run: Run, facts: dict[str, Any]) -> dict[str, Any]:
    result = run.do("rendition", facts)
    logger.info("video %s: a rendition of %d frames", run.video.id, result["frames"])
    report_progress(run.video, run.progress_ranges["upload"][0], "upload")
    return {"rendition_key": run.store("rendition.mp4")[0]}
