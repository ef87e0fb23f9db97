"""Feedback over HTTP."""

from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from rest_framework.response import Response

from feedbacks import serializers
from feedbacks.actions import change_feedback, change_feedbacks, create_feedback, delete_feedback
from feedbacks.models import Feedback, FeedbackReaction
from feedbacks.pictures import TooLarge
from feedbacks.reactions import ReactionRequest, add_reaction, remove_reaction
from feedbacks.resources import FEEDBACK, REACTIONS, FeedbackReactions, FeedbackResponse
from feedbacks.screenshots import (
    NewPicture,
    StoredPicture,
    require_reviewer,
    store,
    upload_screenshot,
)
from feedbacks.summary import OpenFeedback, ProjectSummary, read_open_feedback, read_summary
from projects.models import Membership, Role
from users.tokens import UserRequest
from videoplanet.api.conditional import if_match
from videoplanet.api.errors import InvalidField
from videoplanet.api.operations import PROJECT_SEQ, operation
from videoplanet.api.pagination import Known, Order, Page, fetch
from videoplanet.api.parsing import FileFormParser
from videoplanet.api.rendering import RawJSON, dumps
from videoplanet.api.responses import project_list, resource, resource_of_row, written
from videoplanet.api.serializers import body, query
from videoplanet.api.stored_lists import fetch_stored
from videoplanet.api.views import FileLimit, ViewSet
from videoplanet.idempotency.decorator import StorageWrite, Write, idempotent
from videos.models import Video

VIDEO_COLUMNS = (
    *("id", "project_id", "uploader_id", "status", "duration"),
    *("frame_rate", "variable_frame_rate", "start_timecode"),
)
"""The columns of the video that creating feedback needs."""


def _feedback(request: UserRequest, id: UUID) -> Response:
    rows = Feedback.objects.visible_to(request.user).filter(id=id)
    return resource(request, FEEDBACK.annotate(rows))


class FeedbackViewSet(ViewSet):
    """The feedback in your projects."""

    tag = "Feedback"
    body_limits: ClassVar = {"create": settings.SCREENSHOT_BODY_MAX_BYTES}

    @operation(
        "listFeedbacks",
        drawings=True,
        summary="List feedbacks",
        parameters=[serializers.FeedbackQuery],
        responses=FeedbackResponse(many=True),
    )
    def list(self, request: UserRequest) -> Response:
        """List a project's feedback, filtered and in the order asked for."""
        params = query(serializers.FeedbackQuery, request)
        access = Membership.objects.access(request.user, params["project_id"])

        def read(known: Known) -> Page:
            limit, cursor = params.pop("limit"), params.pop("cursor", None)
            order = Order.parse(params.pop("order"), serializers.ORDERS)
            return fetch_stored(
                *(FEEDBACK, Feedback.objects.matching, params, order),
                limit=limit,
                cursor=cursor,
                known=known,
            )

        return project_list(request, seq=access.seq, read=read)

    @operation(
        "createFeedback",
        drawings=True,
        summary="Create new feedback",
        request=serializers.CreateFeedbackRequest,
        responses={201: FeedbackResponse},
    )
    @idempotent
    def create(self, request: UserRequest) -> Write | StorageWrite[StoredPicture]:
        """Give feedback at a moment of a video."""
        data = body(serializers.CreateFeedbackRequest, request)
        video, access = Video.objects.get_for_user(
            request.user,
            data.pop("video_id"),
            columns=VIDEO_COLUMNS,
            role=Role.REVIEWER,
            field="video_id",
        )
        video_timestamp = data.pop("timestamp", None)
        screenshot = data.pop("screenshot", None)

        def write(picture: StoredPicture | UUID | None) -> Response:
            feedback = create_feedback(
                access=access,
                video=video,
                video_timestamp=video_timestamp,
                picture=picture,
                **data,
            )
            return written(request, feedback, status=201)

        if isinstance(screenshot, NewPicture):
            return StorageWrite(prepare=lambda: store(screenshot), write=write)
        return lambda: write(screenshot)

    @operation(
        "getFeedback",
        drawings=True,
        summary="Get feedback by ID",
        responses=FeedbackResponse,
    )
    def retrieve(self, request: UserRequest, id: UUID) -> Response:
        """Read a feedback."""
        return _feedback(request, id)

    @operation(
        "updateFeedback",
        drawings=True,
        summary="Update feedback",
        request=serializers.UpdateFeedbackRequest,
        responses=FeedbackResponse,
    )
    def partial_update(self, request: UserRequest, id: UUID) -> Response:
        """Change a feedback."""
        access = Feedback.objects.access(request.user, id, role=Role.REVIEWER)
        changes: Any = body(serializers.UpdateFeedbackRequest, request)
        feedback = change_feedback(
            access=access, feedback_id=id, changes=changes, versions=if_match(request)
        )
        return written(request, feedback) if feedback.published else _feedback(request, id)

    @operation("deleteFeedback", responses={204: None})
    def destroy(self, request: UserRequest, id: UUID) -> Response:
        """Delete a feedback with its comments."""
        access = Feedback.objects.access(request.user, id)
        delete_feedback(access=access, feedback_id=id, versions=if_match(request))
        return Response(status=204)

    @operation(
        "updateFeedbacks",
        drawings=True,
        request=serializers.BulkUpdateRequest,
        responses=FeedbackResponse(many=True),
        headers=(PROJECT_SEQ,),
        if_match=False,
    )
    def bulk(self, request: UserRequest) -> Response:
        """Change up to 200 feedbacks of one project: all of them, or none."""
        changes: Any = body(serializers.BulkUpdateRequest, request)
        ids: list[UUID] = list(dict.fromkeys(changes.pop("ids")))
        access = Feedback.objects.access(request.user, ids[0], field="ids[0]")
        change_feedbacks(access=access, ids=ids, changes=changes)
        rows = Feedback.objects.filter(project_id=access.project_id, id__in=ids)
        page = fetch(
            FEEDBACK.annotate(rows),
            Order("created_at"),
            limit=len(ids),
            cursor=None,
            seq=FEEDBACK.seq,
        )
        headers = {"X-Project-Seq": str(page.seq)}
        return Response(RawJSON(page.text.encode()), headers=headers)


class SummaryViewSet(ViewSet):
    """A project at a glance."""

    tag = "Projects"

    @operation("getProjectSummary", responses=ProjectSummary)
    def retrieve(self, request: UserRequest, id: UUID) -> Response:
        """Read the summary at the top of a project's page."""
        return resource_of_row(request, read_summary(request.user.pk, id))

    @operation("getOpenFeedback", responses=OpenFeedback)
    def open_feedback(self, request: UserRequest, id: UUID) -> Response:
        """Read how much open feedback each video of a project has."""
        return resource_of_row(request, read_open_feedback(request.user.pk, id))


def _screenshot_too_large() -> InvalidField:
    error = TooLarge()
    return InvalidField("screenshot", error.code, error.message)


SCREENSHOT_LIMIT = FileLimit(settings.SCREENSHOT_MAX_BYTES, _screenshot_too_large)


class ScreenshotViewSet(ViewSet):
    """Screenshots for feedback to come."""

    tag = "Feedback"
    parser_classes = (FileFormParser,)
    file_limit = SCREENSHOT_LIMIT

    @operation(
        "uploadScreenshot",
        request=serializers.ScreenshotRequest,
        responses={201: serializers.ScreenshotResponse},
        headers=(),
    )
    @idempotent
    def create(self, request: UserRequest) -> StorageWrite[StoredPicture]:
        """Upload a screenshot: multipart field `screenshot`.

        Anybody who may give feedback in some project may upload one. Unless a feedback takes it, it
        is deleted after a day.
        """
        return _screenshot_upload(request)


class ScreenshotAliasViewSet(ViewSet):
    """The same endpoint at the address that the front end uses."""

    tag = "Feedback"
    parser_classes = (FileFormParser,)
    file_limit = SCREENSHOT_LIMIT

    @operation(
        "upload",
        request=serializers.ScreenshotRequest,
        responses={201: serializers.ScreenshotResponse},
        headers=(),
    )
    @idempotent
    def create(self, request: UserRequest) -> StorageWrite[StoredPicture]:
        """Upload a screenshot, as `POST screenshots` does."""
        return _screenshot_upload(request)


def _screenshot_upload(request: UserRequest) -> StorageWrite[StoredPicture]:
    picture = body(serializers.ScreenshotRequest, request)["screenshot"]
    require_reviewer(request.user)

    def write(picture: StoredPicture) -> Response:
        screenshot = upload_screenshot(user=request.user, picture=picture)
        # The kept answer (Idempotency-Key) has a key, so that it is sent again with a valid URL.
        answer = dumps({"id": screenshot.id, "url": screenshot.upload_key})
        return Response(RawJSON(answer), status=201)

    return StorageWrite(prepare=lambda: store(picture), write=write)


class FeedbackReactionViewSet(ViewSet):
    """Reactions to a feedback."""

    tag = "Feedback"

    @operation(
        "addFeedbackReaction",
        request=ReactionRequest,
        responses={200: FeedbackReactions},
        headers=(),
    )
    def create(self, request: UserRequest, id: UUID) -> Response:
        """React to a feedback; a second time changes nothing."""
        access = Feedback.objects.access(request.user, id, role=Role.REVIEWER)
        add_reaction(
            access=access,
            model=FeedbackReaction,
            target_id=id,
            **body(ReactionRequest, request),
        )
        return Response(RawJSON(REACTIONS.text(id).encode()))

    @operation(
        "removeFeedbackReaction",
        parameters=[ReactionRequest],
        responses={200: FeedbackReactions},
        headers=(),
        if_match=False,
    )
    def destroy(self, request: UserRequest, id: UUID) -> Response:
        """Remove your reaction."""
        access = Feedback.objects.access(request.user, id)
        remove_reaction(
            access=access,
            model=FeedbackReaction,
            target_id=id,
            **query(ReactionRequest, request),
        )
        return Response(RawJSON(REACTIONS.text(id).encode()))
