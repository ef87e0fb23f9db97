"""Videos over HTTP."""

from typing import Any
from uuid import UUID

from rest_framework.response import Response

from projects.models import Access, Membership, Role
from users.tokens import UserRequest
from videoplanet.api.conditional import if_match
from videoplanet.api.operations import PROJECT_SEQ, operation
from videoplanet.api.pagination import Known, Order, Page, PageQuery, fetch
from videoplanet.api.responses import created_with, project_list, resource
from videoplanet.api.serializers import body, query
from videoplanet.api.views import ViewSet
from videoplanet.idempotency.decorator import StorageWrite, idempotent
from videoplanet.storage import s3
from videos import serializers
from videos.actions import change_video, delete_video, playback
from videos.models import Video, VideoReview
from videos.parts import Part
from videos.resources import VIDEO, VIDEO_REVIEW, VideoResponse, VideoReviewResponse
from videos.uploads import (
    abort_upload,
    add_video,
    begin_upload,
    complete_upload,
    missing_parts,
    plan,
)
from videos.versions import review_video


def _video(request: UserRequest, id: UUID) -> Response:
    rows = Video.objects.visible_to(request.user).filter(id=id)
    return resource(request, VIDEO.annotate(rows))


def _seq(access: Access) -> dict[str, str]:
    return {"X-Project-Seq": str(access.seq)}


class VideoViewSet(ViewSet):
    """The videos of your projects."""

    tag = "Videos"

    @operation(
        "listVideos",
        parameters=[serializers.VideosQuery],
        responses=VideoResponse(many=True),
    )
    def list(self, request: UserRequest) -> Response:
        """List a project's videos, newest first or in another order."""
        params = query(serializers.VideosQuery, request)
        access = Membership.objects.access(request.user, params["project_id"])
        wanted = {name: params[name] for name in ("status", "review_status") if name in params}

        def read(_known: Known) -> Page:
            return fetch(
                VIDEO.annotate(Video.objects.filter(project_id=access.project_id, **wanted)),
                Order.parse(params["order"], serializers.ORDERS),
                limit=params["limit"],
                cursor=params.get("cursor"),
                seq=VIDEO.seq,
            )

        return project_list(request, seq=access.seq, read=read)

    @operation(
        "createVideo",
        request=serializers.CreateVideo,
        responses={201: serializers.VideoUpload},
    )
    @idempotent
    def create(self, request: UserRequest) -> StorageWrite[Video]:
        """Plan an upload: PUT each part to its URL, keep the ETags, then complete."""
        data = body(serializers.CreateVideo, request)
        access = Membership.objects.access(
            request.user, data.pop("project_id"), role=Role.EDITOR, field="project_id"
        )

        def write(video: Video) -> Response:
            add_video(access=access, video=video)
            rows = Video.objects.filter(id=video.id)
            return created_with(request, VIDEO.annotate_begun(rows), {"upload": plan(video)})

        return StorageWrite(
            prepare=lambda: begin_upload(access=access, **data),
            write=write,
            undo=lambda video: s3.abort_multipart_upload(video.object_key, video.upload_id),
        )

    @operation("getVideo", responses=VideoResponse)
    def retrieve(self, request: UserRequest, id: UUID) -> Response:
        """Read a video."""
        return _video(request, id)

    @operation(
        "updateVideo",
        request=serializers.ChangeVideo,
        responses=VideoResponse,
    )
    def partial_update(self, request: UserRequest, id: UUID) -> Response:
        """Rename a video."""
        access = Video.objects.access(request.user, id, role=Role.EDITOR)
        changes = body(serializers.ChangeVideo, request)
        change_video(access=access, video_id=id, changes=changes, versions=if_match(request))
        return _video(request, id)

    @operation("deleteVideo", responses={204: None})
    def destroy(self, request: UserRequest, id: UUID) -> Response:
        """Delete a video with its feedback."""
        access = Video.objects.access(request.user, id)
        delete_video(access=access, video_id=id, versions=if_match(request))
        return Response(status=204)

    @operation(
        "listVersions",
        parameters=[PageQuery],
        responses=VideoResponse(many=True),
    )
    def versions(self, request: UserRequest, id: UUID) -> Response:
        """List a video's stack, newest first."""
        params = query(PageQuery, request)
        video, access = Video.objects.get_for_user(request.user, id)

        def read(_known: Known) -> Page:
            return fetch(
                VIDEO.annotate(Video.objects.in_stack(video.stack_id)),
                Order("version", descending=True),
                limit=params["limit"],
                cursor=params.get("cursor"),
                seq=VIDEO.seq,
            )

        return project_list(request, seq=access.seq, read=read)


class ReviewViewSet(ViewSet):
    """Reviews: editors approve a version or ask for changes."""

    tag = "Videos"

    @operation("listReviews", parameters=[PageQuery], responses=VideoReviewResponse(many=True))
    def list(self, request: UserRequest, id: UUID) -> Response:
        """List the decisions on a version, newest first, with those that were withdrawn."""
        params = query(PageQuery, request)
        access = Video.objects.access(request.user, id)

        def read(_known: Known) -> Page:
            return fetch(
                VIDEO_REVIEW.annotate(VideoReview.objects.filter(video_id=id)),
                Order("created_at", descending=True),
                limit=params["limit"],
                cursor=params.get("cursor"),
            )

        return project_list(request, seq=access.seq, read=read)

    @operation(
        "reviewVideo",
        request=serializers.ReviewVideo,
        responses={200: VideoResponse},
    )
    def create(self, request: UserRequest, id: UUID) -> Response:
        """Approve a version, or send it back with a note."""
        access = Video.objects.access(request.user, id, role=Role.EDITOR)
        review_video(access=access, video_id=id, **body(serializers.ReviewVideo, request))
        return _video(request, id)

    @operation("withdrawReview", responses={204: None})
    def destroy(self, request: UserRequest, id: UUID) -> Response:
        """Withdraw a review."""
        access = Video.objects.access(request.user, id)
        review_video(
            access=access,
            video_id=id,
            status=Video.Review.PENDING,
            versions=if_match(request),
        )
        return Response(status=204)


class UploadViewSet(ViewSet):
    """Uploads and playback."""

    tag = "Videos"

    @operation(
        "getUpload", responses=serializers.UploadState, headers=(PROJECT_SEQ,), errors=(403, 409)
    )
    def retrieve(self, request: UserRequest, id: UUID) -> Response:
        """Read which parts are missing, with fresh URLs, to resume an upload."""
        access = Video.objects.access(request.user, id)
        state = missing_parts(access=access, video_id=id)
        return Response(state, headers=_seq(access))

    @operation(
        "completeUpload",
        request=serializers.CompleteUpload,
        responses={200: VideoResponse},
    )
    def complete(self, request: UserRequest, id: UUID) -> Response:
        """Join the parts. Repeating the call changes nothing and gets the same answer."""
        access = Video.objects.access(request.user, id, role=Role.EDITOR)
        data: list[dict[str, Any]] = body(serializers.CompleteUpload, request)["parts"]
        complete_upload(access=access, video_id=id, parts=[Part(**part) for part in data])
        return _video(request, id)

    @operation("abortUpload", responses={204: None})
    def destroy(self, request: UserRequest, id: UUID) -> Response:
        """Abort an upload and delete its video."""
        access = Video.objects.access(request.user, id)
        abort_upload(access=access, video_id=id, versions=if_match(request))
        return Response(status=204)

    @operation(
        "getPlayback",
        parameters=[serializers.PlaybackQuery],
        responses=serializers.Playback,
        headers=(PROJECT_SEQ,),
        errors=(409,),
    )
    def playback(self, request: UserRequest, id: UUID) -> Response:
        """Get a URL that plays the video."""
        download = query(serializers.PlaybackQuery, request)["download"]
        video, access = Video.objects.get_for_user(request.user, id)
        return Response(playback(video=video, download=download), headers=_seq(access))
