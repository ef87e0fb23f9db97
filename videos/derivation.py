"""From an uploaded file to one that can be reviewed: what is made of a video, in which order."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from boto3.exceptions import S3UploadFailedError
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings

from videoplanet.storage import s3
from videoplanet.tasks.work import Claim
from videos.media_process.playable import why_not
from videos.models import Video
from videos.processing import finish, report_progress, save
from videos.sandbox import Cancelled, do_step
from videos.work_folders import work_folder

logger = logging.getLogger(__name__)

STORAGE_ERRORS = (BotoCoreError, ClientError, S3UploadFailedError)
PROBE_SECONDS = 300
UPLOADS = 6
"""How often it is tried to store what took long to make."""
SPANS = {"facts": (0, 5), "stills": (5, 50), "peaks": (50, 95), "upload": (95, 100)}
LONG_SPANS = {
    "facts": (0, 2),
    "stills": (2, 12),
    "peaks": (12, 20),
    "rendition": (20, 95),
    "upload": (95, 100),
}
"""From which to which per cent a step goes, without and with a rendition."""
KINDS = {
    "poster.webp": "image/webp",
    "sprite.jpg": "image/jpeg",
    "sprite.vtt": "text/vtt",
    "peaks.json": "application/json",
    "rendition.mp4": "video/mp4",
}


@dataclass(slots=True)
class Run:
    """One run over one video: a folder of its own, a claim, and where the progress stands."""

    video: Video
    claim: Claim
    folder: Path
    url: str
    spans: dict[str, tuple[int, int]]

    def do(self, step: str, options: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
        """Do a step in a child, with its share of the progress."""
        return do_step(
            step,
            url=self.url,
            folder=self.folder,
            options=options,
            on_percent=self._progress(step),
            is_cancelled=self.claim.is_lost,
            **more,
        )

    def store(self, *names: str) -> list[str]:
        """Store files under the video's prefix, so that they go with it; return their keys."""
        return [self._store(name) for name in names]

    def _store(self, name: str) -> str:
        key = f"{self.video.object_prefix}{name}"
        for attempt in range(UPLOADS):
            if self.claim.is_lost():
                raise Cancelled
            try:
                s3.put_file(key, self.folder / name, content_type=KINDS[name])
                break
            except STORAGE_ERRORS as error:
                if attempt == UPLOADS - 1:
                    raise
                logger.warning("%s is not stored yet: %s", key, error)
                time.sleep(2**attempt / 2)
        return key

    def _progress(self, step: str) -> Callable[[float], None]:
        first, last = self.spans[step]

        def report(percent: float) -> None:
            report_progress(self.video, first + (last - first) * percent / 100, step)

        return report


def derive(video: Video, claim: Claim) -> None:
    """Probe the video and make what belongs to it; it is ready then.

    Each step may be done again: keys are fixed, rows change only where something differs. Raises
    what `videos.sandbox.do_step` raises, and the storage's errors.
    """
    seconds = settings.VIDEO_PROCESS_SECONDS * 5 + 3600
    url = s3.internal_url(video.object_key, expires_in=min(seconds, 7 * 86_400))
    with work_folder() as folder:
        run = Run(video, claim, folder, url, SPANS)
        facts = run.do("facts", seconds=PROBE_SECONDS)
        save(claim, _columns(facts))
        reason = why_not(facts, video.size)
        run.spans = LONG_SPANS if reason else SPANS
        pictures = _pictures(run, facts)
        if reason:
            logger.info("video %s needs a rendition: %s", video.id, reason)
            # A rendition takes long; the pictures needn't wait for it.
            save(claim, pictures)
            pictures |= _rendition(run, facts)
        finish(claim, pictures)


def _columns(facts: dict[str, Any]) -> dict[str, Any]:
    same = ("duration", "frame_rate", "variable_frame_rate", "width", "height", "video_codec")
    return {
        **{name: facts[name] for name in (*same, "audio_codec", "start_timecode")},
        "has_audio": facts["audio_codec"] is not None,
    }


def _pictures(run: Run, facts: dict[str, Any]) -> dict[str, Any]:
    run.do("stills", facts)
    poster, _sheet, vtt = run.store("poster.webp", "sprite.jpg", "sprite.vtt")
    keys = {"poster_key": poster, "sprite_vtt_key": vtt}
    if facts["audio_codec"] is not None and run.do("peaks", facts)["peaks"]:
        keys["peaks_key"] = run.store("peaks.json")[0]
    return keys


def _rendition(run: Run, facts: dict[str, Any]) -> dict[str, Any]:
    made = run.do("rendition", facts)
    logger.info("video %s: a rendition of %d frames", run.video.id, made["frames"])
    report_progress(run.video, run.spans["upload"][0], "upload")
    return {"rendition_key": run.store("rendition.mp4")[0]}
