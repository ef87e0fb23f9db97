"""Journeys of people through the pages, in Chromium on the real stack: web/e2e/*.spec.ts."""

import json
import os
from pathlib import Path

import pytest

from comments.models import FeedbackComment
from comments.reading import MOST_UNREAD
from devstack import node
from feedbacks.models import Feedback
from tests.videos.encoding import encode_video
from tests.videos.processing import processed

E2E = node.WEB / "e2e"
OUTAGES, RATES = E2E / "outages.spec.ts", E2E / "exact-rates.spec.ts"
LONG_ABSENCE = E2E / "long-absence.spec.ts"
SPECS = sorted({*E2E.glob("*.spec.ts")} - {OUTAGES, RATES, LONG_ABSENCE})


def run(spec: Path, stack, chromium, folder: Path, **variables: str) -> None:
    playwright = node.command("@playwright/test", "cli.js", "test", spec.name)
    given = {"BASE_URL": stack.url, "STACK": stack.given(), **chromium, **variables}
    print(node.run(*playwright, "--output", folder, **given))


@pytest.mark.parametrize("spec", SPECS, ids=lambda path: path.name.removesuffix(".spec.ts"))
def test_a_journey(spec: Path, stack, chromium, tmp_path):
    run(spec, stack, chromium, tmp_path)


def test_a_journey_through_outages(frail_stack, chromium, tmp_path):
    run(OUTAGES, frail_stack, chromium, tmp_path)


def test_a_journey_after_a_long_absence(stack, chromium, tmp_path):
    """More than an answer lists; a client may not write so much so fast."""
    cast = stack.cast
    feedback = Feedback.objects.filter(video_id=stack.video).latest("created_at")
    FeedbackComment.objects.bulk_create(
        FeedbackComment(
            project=cast.project, feedback=feedback, user=cast.owner.user, content=f"No. {n}"
        )
        for n in range(MOST_UNREAD + 10)
    )
    run(LONG_ABSENCE, stack, chromium, tmp_path)


def test_a_journey_over_exact_frames(stack, worker, chromium, tmp_path):
    """The suite tries a few; docs/benchmarks.md says how to try many."""
    frames = int(os.environ.get("FILM_FRAMES", "250"))
    films = []
    for rate in ("24000/1001", "25", "30000/1001", "60000/1001"):
        path = tmp_path / "film.mp4"
        encode_video(path, frames=frames, rate=rate)
        video = processed(stack.cast, worker, path.read_bytes())["id"]
        films.append({"rate": rate, "video": video, "frames": frames})
    run(RATES, stack, chromium, tmp_path, FILMS=json.dumps(films))
