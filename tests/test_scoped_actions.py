"""Actions by ids: none reaches a row of another project, whoever calls it, and each has its role.

The actions are found by their signatures: a new one that takes an `access` and a row, or its id,
fails until it has a case here.
"""

import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, get_args
from uuid import UUID

import pytest
from django.apps import apps
from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.db.models import Model
from django.forms import model_to_dict

from comments.actions import add_comment, change_comment, delete_comment
from comments.models import CommentReaction
from comments.reading import mark_read, read_state
from feedbacks.actions import change_feedback, change_feedbacks, create_feedback, delete_feedback
from feedbacks.imports import NewRow, import_feedback
from feedbacks.models import Feedback, FeedbackReaction
from feedbacks.reactions import add_reaction, remove_reaction
from invitations.actions import change_invitation, resend_invitation, revoke_invitation
from invitations.links import change_link, revoke_link
from projects.actions import change_role, create_project, remove_member
from projects.models import Access, Membership, Role
from tests.requests import EMOJI, Things
from tokens.actions import end_project_token
from videoplanet.api.errors import Forbidden, InvalidField
from videos.actions import change_video, delete_video
from videos.models import Video
from videos.parts import Part
from videos.uploads import abort_upload, add_video, begin_upload, complete_upload, missing_parts
from videos.versions import review_video
from webhooks.actions import (
    change_webhook,
    delete_webhook,
    rotate_secret,
    send_again,
    send_test,
)

ROOT = Path(__file__).parent.parent
APPS = (
    "projects",
    "videos",
    "feedbacks",
    "comments",
    "invitations",
    "tokens",
    "webhooks",
    "notifications",
    "accounts",
)

type Arguments = Callable[[Things], dict[str, Any]]


def unsaved(video: Video) -> Video:
    """Return a new video like another, of the same project."""
    fields = model_to_dict(video, fields=["title", "filename", "content_type", "size", "part_size"])
    return Video(project_id=video.project_id, uploader_id=video.uploader_id, **fields)


UPLOAD = {"title": "Next", "filename": "cut.mp4", "size": 5, "content_type": "video/mp4"}
NEW_ROW = NewRow("a", 1.0, None, "x", "open", "medium", [])
CASES: list[tuple[Callable[..., Any], Arguments]] = [
    (change_role, lambda it: {"user_id": reviewer(it), "role": Role.EDITOR}),
    (remove_member, lambda it: {"user_id": reviewer(it)}),
    (change_video, lambda it: {"video_id": it.cast.video.id, "changes": {"title": "Other"}}),
    (delete_video, lambda it: {"video_id": it.cast.video.id}),
    (review_video, lambda it: {"video_id": it.cast.video.id, "status": "approved"}),
    (begin_upload, lambda it: {**UPLOAD, "previous_version": it.cast.video.id}),
    (add_video, lambda it: {"video": unsaved(it.cast.video)}),
    (missing_parts, lambda it: {"video_id": UUID(it.uploading)}),
    (complete_upload, lambda it: {"video_id": UUID(it.uploading), "parts": [Part(1, it.etag)]}),
    (abort_upload, lambda it: {"video_id": UUID(it.uploading)}),
    (create_feedback, lambda it: {"video": it.cast.video, "video_timestamp": 1, "content": "x"}),
    (change_feedback, lambda it: {"feedback_id": UUID(it.feedback), "changes": {"content": "x"}}),
    (change_feedbacks, lambda it: {"ids": [UUID(it.feedback)], "changes": {"status": "closed"}}),
    (delete_feedback, lambda it: {"feedback_id": UUID(it.feedback)}),
    (import_feedback, lambda it: {"video": it.cast.video, "rows": [NEW_ROW]}),
    (add_comment, lambda it: {"feedback": Feedback.objects.get(id=it.feedback), "content": "x"}),
    (change_comment, lambda it: {"comment_id": UUID(it.comment), "changes": {"content": "x"}}),
    (delete_comment, lambda it: {"comment_id": UUID(it.comment)}),
    (read_state, lambda it: {"video_id": it.cast.video.id}),
    (mark_read, lambda it: {"video_id": it.cast.video.id, "seen": [UUID(it.feedback)]}),
    (add_reaction, lambda it: reaction(FeedbackReaction, it.feedback)),
    (add_reaction, lambda it: reaction(CommentReaction, it.comment)),
    (remove_reaction, lambda it: reaction(FeedbackReaction, it.feedback)),
    (remove_reaction, lambda it: reaction(CommentReaction, it.comment)),
    (change_invitation, lambda it: {"invitation_id": UUID(it.invitation), "changes": VIEWER}),
    (resend_invitation, lambda it: {"invitation_id": UUID(it.invitation)}),
    (revoke_invitation, lambda it: {"invitation_id": UUID(it.invitation)}),
    (change_link, lambda it: {"link_id": UUID(it.link), "changes": VIEWER}),
    (revoke_link, lambda it: {"link_id": UUID(it.link)}),
    (end_project_token, lambda it: {"token_id": UUID(it.project_token)}),
    (change_webhook, lambda it: {"webhook_id": UUID(it.webhook), "changes": {"name": "Other"}}),
    (delete_webhook, lambda it: {"webhook_id": UUID(it.webhook)}),
    (rotate_secret, lambda it: {"webhook_id": UUID(it.webhook)}),
    (send_test, lambda it: {"webhook_id": UUID(it.webhook)}),
    (
        send_again,
        lambda it: {"webhook_id": UUID(it.webhook), "delivery_id": UUID(it.delivery)},
    ),
]
VIEWER = {"role": "viewer"}
FOR_VIEWERS = {read_state, mark_read}
"""What everybody in a project does for themselves."""


def reviewer(it: Things) -> UUID:
    assert it.cast.reviewer.user is not None
    return it.cast.reviewer.user.id


def reaction(model: type[Model], target_id: str) -> dict[str, Any]:
    return {"model": model, "target_id": UUID(target_id), "emoji": EMOJI}


def is_row(annotation: Any) -> bool:
    """Say whether a parameter is a row, an id, or holds ids."""
    if isinstance(annotation, type) and issubclass(annotation, (UUID, Model)):
        return True
    return any(is_row(part) for part in get_args(annotation))


def actions() -> Iterator[Callable[..., Any]]:
    """Yield every public function of the apps that takes an `access` and a row or its id."""
    for app in APPS:
        package = import_module(app)
        for module in pkgutil.walk_packages(package.__path__, f"{app}."):
            if ".migrations" in module.name or module.name.endswith("__main__"):
                continue
            for name, function in inspect.getmembers(
                import_module(module.name), inspect.isfunction
            ):
                if function.__module__ != module.name or name.startswith("_"):
                    continue
                takes = dict(inspect.get_annotations(inspect.unwrap(function)))
                if takes.pop("access", None) is Access:
                    takes.pop("return", None)
                    if any(is_row(annotation) for annotation in takes.values()):
                        yield function


def everything() -> dict[str, list[Any]]:
    """Return all rows of the product, the event log's with them."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values())
        for name in (*APPS, "users", "eventlog")
        for model in apps.get_app_config(name).get_models()
    }


each_action = pytest.mark.parametrize(
    ("action", "arguments"), CASES, ids=[action.__name__ for action, _arguments in CASES]
)


def test_every_action_on_a_row_has_a_case():
    assert {action for action, _arguments in CASES} == set(actions())


def test_views_check_roles_only_where_they_reach_the_row():
    # docs/writes.md: `role=…` of the call that reaches it; the action is the guard.
    views = [path for app in APPS for path in (ROOT / app).glob("*views.py")]
    assert len(views) >= len(APPS)
    checks = [path.name for path in views if re.search(r"\.(require|may)\w*\(", path.read_text())]
    assert checks == []


@each_action
def test_a_row_of_another_project_is_not_found(things, action, arguments):
    # The same person is an admin of both projects: only the access says which one is meant.
    owner = things.cast.owner.user
    elsewhere = Membership.objects.access(owner, create_project(creator=owner, name="Other").id)
    given = arguments(things)
    before = everything()
    with pytest.raises((ObjectDoesNotExist, InvalidField)) as refused:
        action(access=elsewhere, **given)
    assert getattr(refused.value, "error_code", "does_not_exist") == "does_not_exist"
    assert everything() == before


@each_action
def test_a_row_of_its_own_project_is_found(things, action, arguments):
    given = arguments(things)
    with transaction.atomic():
        action(access=things.cast.access("owner"), **given)
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("action", "arguments"), [case for case in CASES if case[0] not in FOR_VIEWERS]
)
def test_a_viewer_may_not_even_without_a_view(things, action, arguments):
    given = arguments(things)
    before = everything()
    with pytest.raises(Forbidden):
        action(access=things.cast.access("viewer"), **given)
    assert everything() == before
