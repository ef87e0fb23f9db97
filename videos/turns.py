"""Whose video is next, so that one person's many videos don't hold up everybody else's.

The tasks in the queue only say that a worker is free; which video it takes is decided here. First
come the person and project with the fewest videos that are being processed now, then those for
which no worker has begun a video for longest. So somebody who uploads one video after another
person's twenty waits only for the next free worker.
"""

from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from videoplanet.tasks.models import Work
from videoplanet.tasks.work import Claim, claim
from videos.models import Video
from videos.processing import PROCESSING

# One worker chooses at a time: two would count the same videos, and both take one person's.
_LOCK = "SELECT pg_advisory_xact_lock(hashtext('videos.turns'))"
# Work is ready when its pause is over; the sweep's patience comes on top of that in `due_at`.
_NEXT = f"""
    WITH begun AS (
        SELECT video.uploader_id, video.project_id, video.processing_began_at AS began_at,
            (work.claim IS NOT NULL AND work.due_at > %(now)s)::int AS running
        FROM {Video._meta.db_table} video
        LEFT JOIN {Work._meta.db_table} work ON work.subject_id = video.id AND work.kind = %(kind)s
        WHERE video.processing_began_at > %(now)s - interval '1 day'
    ), person AS (
        SELECT uploader_id, sum(running) AS running, max(began_at) AS began_at
        FROM begun GROUP BY uploader_id
    ), project AS (
        SELECT project_id, sum(running) AS running, max(began_at) AS began_at
        FROM begun GROUP BY project_id
    )
    SELECT video.id
    FROM {Work._meta.db_table} work
    JOIN {Video._meta.db_table} video ON video.id = work.subject_id
    LEFT JOIN person USING (uploader_id)
    LEFT JOIN project USING (project_id)
    WHERE work.kind = %(kind)s AND CASE
        WHEN work.claim IS NULL THEN work.due_at <= %(now)s + %(patience)s
        ELSE work.due_at <= %(now)s
    END
    ORDER BY greatest(person.running, project.running, 0),
        greatest(person.began_at, project.began_at) NULLS FIRST,
        coalesce(person.running, 0), person.began_at NULLS FIRST,
        work.created_at, work.id
    LIMIT 1
"""  # noqa: S608 - only the names of our own tables


def claim_next(offered: UUID) -> Claim | None:
    """Claim the video whose turn it is; `offered`, the task's own, if none is ready.

    Returns None if that video is done or another worker has it.
    """
    now = timezone.now()
    values: dict[str, Any] = {
        "now": now,
        "kind": PROCESSING.name,
        "patience": PROCESSING.patience,
    }
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_LOCK)
            cursor.execute(_NEXT, values)
            row = cursor.fetchone()
        video_id = row[0] if row else offered
        held = claim(PROCESSING, video_id)
        if held:
            Video.objects.filter(id=video_id).update(processing_began_at=now)
    return held
