"""Who may be assigned feedback, and what happens to it when they leave the project."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from eventlog.events import EventType
from feedbacks.events import publish_feedbacks
from feedbacks.models import Feedback
from projects.models import Access, Membership
from videoplanet.api.errors import InvalidField


class Assignee:
    """The person named by a request, looked up before any feedback is locked.

    The membership stays locked until the end of the transaction, so nobody who leaves at the same
    moment is assigned anything. The removal of a member locks in the same order: the membership,
    then the feedback.
    """

    def __init__(self, access: Access, user_id: UUID | None) -> None:
        self.named = user_id
        self.member: UUID | None = None
        if user_id:
            locked = Membership.objects.select_for_update(no_key=True)
            self.member = locked.representing(access.project_id, [user_id]).get(user_id)

    def id_after(self, current: UUID | None) -> UUID | None:
        """Return the assignee to set on feedback that is now assigned to `current`.

        For a guest who has an account in the project this is the account. Naming the current
        assignee again is always allowed. Raises InvalidField for somebody outside of the project.
        """
        if self.named is None or self.named == current:
            return self.named
        if self.member is None:
            raise InvalidField("assignee", "not_a_member", _("Not a member of this project."))
        return self.member


def unassign(*, project_id: UUID, user_id: UUID, actor_id: UUID | None) -> None:
    """Unassign all feedback of somebody who has left the project. Part of an action.

    A guest's feedback is assigned to the guest's account if that is in the project.
    """
    successor = Membership.objects.representing(project_id, [user_id]).get(user_id)
    rows = Feedback.objects.filter(project=project_id, assignee=user_id).order_by("id")
    ids = [feedback.id for feedback in rows.only("id").select_for_update(no_key=True)]
    Feedback.objects.filter(id__in=ids).update(assignee=successor, updated_at=timezone.now())
    publish_feedbacks(EventType.FEEDBACK_UPDATED, ids, project_id=project_id, actor_id=actor_id)
