"""Comments over HTTP."""

from typing import Any, ClassVar
from uuid import UUID

from rest_framework.response import Response

from comments import serializers
from comments.actions import add_comment, change_comment, delete_comment, require_alive
from comments.models import CommentReaction, FeedbackComment
from comments.reading import mark_read, read_state
from comments.resources import REACTIONS, CommentEvent, CommentReactions, CommentResponse
from comments.threads import read_comment, read_replies, read_threads, without_replies
from feedbacks.models import Feedback
from feedbacks.reactions import ReactionRequest, add_reaction, remove_reaction
from projects.models import Role
from projects.scope import asks_access, asks_row
from users.tokens import UserRequest
from videoplanet.api.conditional import if_match
from videoplanet.api.operations import PROJECT_SEQ, operation
from videoplanet.api.pagination import Known, Page, PageQuery
from videoplanet.api.rendering import RawJSON
from videoplanet.api.responses import project_list, respond
from videoplanet.api.serializers import body, query
from videoplanet.api.views import ViewSet
from videoplanet.idempotency.decorator import Write, idempotent
from videos.models import Video


def _comment(request: UserRequest, comment: FeedbackComment) -> Response:
    text, seq, updated_at = read_comment(comment)
    return respond(request, text, seq=seq, updated_at=updated_at)


class CommentViewSet(ViewSet):
    """Threads under the feedback that you can see."""

    tag = "Comments"
    asks: ClassVar = {
        "create": asks_row(Feedback, "feedback_id"),
        "retrieve": asks_row(FeedbackComment),
        "partial_update": asks_row(FeedbackComment),
        "destroy": asks_access(FeedbackComment),
    }

    @operation(
        "listComments",
        parameters=[serializers.CommentsQuery],
        responses=CommentResponse(many=True),
    )
    def list(self, request: UserRequest) -> Response:
        """List a feedback's comments as a tree: roots, oldest first, with their first `replies`."""
        params = query(serializers.CommentsQuery, request)
        feedback_id = params["feedback_id"]
        access = Feedback.objects.access(request.user, feedback_id)

        def read(_known: Known) -> Page:
            return read_threads(
                feedback_id,
                limit=params["limit"],
                replies=params["replies"],
                cursor=params.get("cursor"),
            )

        return project_list(request, seq=access.seq, read=read)

    @operation(
        "createComment",
        summary="Create comment",
        request=serializers.CreateCommentRequest,
        responses={201: CommentResponse},
    )
    @idempotent
    def create(self, request: UserRequest) -> Write:
        """Comment on a feedback, or reply."""
        data = body(serializers.CreateCommentRequest, request)
        feedback, access = Feedback.objects.get_for_user(
            request.user, data.pop("feedback_id"), role=Role.REVIEWER, field="feedback_id"
        )

        def write() -> Response:
            comment = add_comment(access=access, feedback=feedback, **data)
            published = comment.published
            return respond(
                request,
                without_replies(published.payload),
                seq=published.seq,
                updated_at=comment.updated_at,
                status=201,
            )

        return write

    @operation("getComment", parameters=[serializers.RepliesQuery], responses=CommentResponse)
    def retrieve(self, request: UserRequest, id: UUID) -> Response:
        """Read a comment with its first replies."""
        comment, _access = FeedbackComment.objects.get_for_user(request.user, id)
        params = query(serializers.RepliesQuery, request)
        text, seq, updated_at = read_comment(comment, params["replies"])
        return respond(request, text, seq=seq, updated_at=updated_at)

    @operation(
        "updateComment",
        request=serializers.UpdateCommentRequest,
        responses=CommentResponse,
    )
    def partial_update(self, request: UserRequest, id: UUID) -> Response:
        """Change a comment."""
        comment, access = FeedbackComment.objects.get_for_user(request.user, id, role=Role.REVIEWER)
        changes: Any = body(serializers.UpdateCommentRequest, request)
        change_comment(access=access, comment_id=id, changes=changes, versions=if_match(request))
        return _comment(request, comment)

    @operation("deleteComment", responses={204: None})
    def destroy(self, request: UserRequest, id: UUID) -> Response:
        """Delete a comment; one with replies stays in the thread, empty."""
        access = FeedbackComment.objects.access(request.user, id)
        delete_comment(access=access, comment_id=id, versions=if_match(request))
        return Response(status=204)


class ReplyViewSet(ViewSet):
    """The replies to a comment."""

    tag = "Comments"

    @operation("listReplies", parameters=[PageQuery], responses=CommentEvent(many=True))
    def list(self, request: UserRequest, id: UUID) -> Response:
        """List a comment's replies, at any depth, oldest first; `parent_id` links them.

        With a comment's `replies_cursor` as `cursor`, the list begins after the replies that the
        comment came with.
        """
        comment, access = FeedbackComment.objects.get_for_user(request.user, id)
        params = query(PageQuery, request)

        def read(_known: Known) -> Page:
            return read_replies(comment, limit=params["limit"], cursor=params.get("cursor"))

        return project_list(request, seq=access.seq, read=read)


class CommentReactionViewSet(ViewSet):
    """Reactions to a comment."""

    asks: ClassVar = {
        "create": asks_row(FeedbackComment),
        "destroy": asks_access(FeedbackComment),
    }

    tag = "Comments"

    @operation(
        "addReaction",
        summary="Add reaction to comment",
        request=ReactionRequest,
        responses={200: CommentReactions},
        headers=(),
    )
    def create(self, request: UserRequest, id: UUID) -> Response:
        """React to a comment; a second time changes nothing."""
        comment, access = FeedbackComment.objects.get_for_user(request.user, id, role=Role.REVIEWER)
        data = body(ReactionRequest, request)
        require_alive(comment)
        add_reaction(
            access=access,
            model=CommentReaction,
            target_id=id,
            **data,
        )
        return Response(RawJSON(REACTIONS.text(id).encode()))

    @operation(
        "removeReaction",
        parameters=[ReactionRequest],
        responses={200: CommentReactions},
        headers=(),
        if_match=False,
    )
    def destroy(self, request: UserRequest, id: UUID) -> Response:
        """Remove your reaction."""
        access = FeedbackComment.objects.access(request.user, id)
        remove_reaction(
            access=access,
            model=CommentReaction,
            target_id=id,
            **query(ReactionRequest, request),
        )
        return Response(RawJSON(REACTIONS.text(id).encode()))


class ReadViewSet(ViewSet):
    """What you have not read of what others have said of a video."""

    tag = "Videos"

    @operation("getReadState", responses=serializers.ReadState, headers=(PROJECT_SEQ,))
    def retrieve(self, request: UserRequest, id: UUID) -> Response:
        """Read which feedback and comments you have not seen. Your own are none of them."""
        access = Video.objects.access(request.user, id)
        state = read_state(access=access, video_id=id)
        return Response(state, headers={"X-Project-Seq": str(access.seq)})

    @operation("markRead", request=serializers.MarkRead, responses={204: None})
    def update(self, request: UserRequest, id: UUID) -> Response:
        """Add to what you have seen; nobody else learns of it."""
        access = Video.objects.access(request.user, id)
        mark_read(access=access, video_id=id, **body(serializers.MarkRead, request))
        return Response(status=204)
