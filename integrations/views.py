"""Exports over HTTP."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import StreamingHttpResponse
from drf_spectacular.types import OpenApiTypes
from rest_framework.response import Response

from feedbacks.imports import import_feedback
from integrations import serializers
from integrations.downloads import download
from integrations.exports.formats import FORMATS, Format, refuse
from integrations.exports.rows import VIDEO_ORDER, Selection
from integrations.imports.reading import answer_of, mark_known, read
from projects.models import Membership, Project, Role
from users.tokens import UserRequest
from videoplanet.api.operations import operation
from videoplanet.api.parsing import FileFormParser
from videoplanet.api.serializers import body, query
from videoplanet.api.throttles import ExportThrottle, ImportThrottle, WriteThrottle
from videoplanet.api.views import FileLimit, Negotiation, ViewSet
from videoplanet.idempotency.decorator import Write, idempotent
from videos.models import Video

FILE = {
    (200, content_type): {"type": "object"}
    if content_type == "application/json"
    else OpenApiTypes.BINARY
    for content_type in sorted({each.content_type for each in FORMATS.values()})
}


class ByFormat(Negotiation):
    """The parameter `format` says what is sent, whatever `Accept` says; errors are JSON."""

    def select_renderer(self, request: Any, renderers: Any, format_suffix: Any = None) -> Any:
        """Return the first."""
        return renderers[0], renderers[0].media_type


IMPORT_LIMIT = FileLimit(settings.IMPORT_MAX_BYTES, serializers.too_large)


class ImportViewSet(ViewSet):
    """Feedback from files of other programs."""

    tag = "Imports"
    parser_classes = (FileFormParser,)
    file_limit = IMPORT_LIMIT
    throttle_classes = (WriteThrottle, ImportThrottle)

    @operation(
        "importFeedback",
        summary="Import feedback",
        request=serializers.ImportRequest,
        responses={200: serializers.ImportResponse},
        headers=(),
        errors=(429,),
    )
    @idempotent
    def create(self, request: UserRequest, id: UUID) -> Write:
        """Read a file and create its feedback, or with `dry_run` only say what would be created.

        Lines with errors are left out, and listed.
        """
        video, access = Video.objects.get_for_user(request.user, id, role=Role.EDITOR)
        data = body(serializers.ImportRequest, request)
        plan = read(data["file"], video, data["start_timecode"])

        def write() -> Response:
            if not data["dry_run"]:
                mark_known(plan, import_feedback(access=access, video=video, rows=plan.new))
            return Response(answer_of(plan, video, dry_run=data["dry_run"]))

        return write


class ExportViewSet(ViewSet):
    """Feedback as files for other programs."""

    tag = "Exports"
    throttle_classes = (ExportThrottle,)
    content_negotiation_class = ByFormat

    @operation(
        "exportVideo",
        summary="Export a video's feedback",
        parameters=[serializers.VideoExportQuery],
        responses=FILE,
        headers=(),
        errors=(429,),
    )
    def video(self, request: UserRequest, id: UUID) -> StreamingHttpResponse:
        """Download the feedback of a video as a file, sorted by time."""
        params = query(serializers.VideoExportQuery, request)
        video, access = Video.objects.get_for_user(request.user, id)
        chosen = FORMATS[params.pop("format")]
        filters = {**params, "video_id": id}
        selection = Selection(access.project_id, [video], filters, one_video=True)
        return _export(request, chosen, selection, f"{video.title} v{video.version}")

    @operation(
        "exportVersions",
        summary="Export the feedback on all versions",
        parameters=[serializers.ExportQuery],
        responses=FILE,
        headers=(),
        errors=(429,),
    )
    def versions(self, request: UserRequest, id: UUID) -> StreamingHttpResponse:
        """Download the feedback on all versions of a video as one file."""
        params = query(serializers.ExportQuery, request)
        video, access = Video.objects.get_for_user(request.user, id)
        chosen = FORMATS[params.pop("format")]
        videos = list(Video.objects.in_stack(video.stack_id).order_by(*VIDEO_ORDER))
        selection = Selection(access.project_id, videos, params)
        first, last = videos[0].version, videos[-1].version
        return _export(request, chosen, selection, f"{video.title} v{first}-{last}")

    @operation(
        "exportProject",
        summary="Export a project's feedback",
        parameters=[serializers.ExportQuery],
        responses=FILE,
        headers=(),
        errors=(429,),
    )
    def project(self, request: UserRequest, id: UUID) -> StreamingHttpResponse:
        """Download the feedback on all videos of a project as one file."""
        params = query(serializers.ExportQuery, request)
        access = Membership.objects.access(request.user, id)
        project = Project.objects.get(id=id)
        chosen = FORMATS[params.pop("format")]
        videos = list(Video.objects.within(access).order_by(*VIDEO_ORDER))
        selection = Selection(access.project_id, videos, params)
        return _export(request, chosen, selection, project.name)


def _export(
    request: UserRequest, chosen: Format, selection: Selection, name: str
) -> StreamingHttpResponse:
    timelines = selection.timelines()
    refuse(chosen, timelines)
    pieces = chosen.write(selection.with_markers(timelines), timelines, name)
    return download(request, chosen, pieces, name)
