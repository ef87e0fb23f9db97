"""More rows of everything that a page lists."""

from allauth.account.models import EmailAddress

from comments.models import CommentMention, FeedbackComment
from feedbacks.models import FeedbackReaction
from projects.models import Membership
from tests.conftest import make_video
from users.models import User
from videos.models import Video


def more_rows(cast, feedback):
    """Add members, videos, comments, mentions and reactions by other people."""
    for number in range(4):
        user = User.objects.create_user(f"more{number}@example.com", name=f"More {number}")
        Membership.objects.create(project=cast.project, user=user, role="viewer")
        video = make_video(cast.access("owner"), title=f"Cut {number}")
        Video.objects.filter(id=video.id).update(uploader=user)
        FeedbackReaction.objects.create(feedback=feedback, user=user, emoji="🎬")
        comment = FeedbackComment.objects.create(
            project_id=feedback.project_id, feedback=feedback, user=user, content="More"
        )
        CommentMention.objects.create(comment=comment, user=user, position=0)
        EmailAddress.objects.create(user=cast.owner.user, email=f"alias{number}@example.com")
