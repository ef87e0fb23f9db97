"""Background work as a test finds it, and how it comes to be due."""

from uuid import UUID

from django.utils import timezone

from videoplanet.tasks.models import Work
from videoplanet.tasks.work import Kind


def work_of(kind: Kind, subject_id: object) -> Work | None:
    """Return the work that is to be done for a row; None if there is none."""
    return Work.objects.filter(kind=kind.name, subject_id=UUID(str(subject_id))).first()


def make_due(kind: Kind) -> None:
    """Let pauses be over, lost tasks be missed, and the claims of dead workers end."""
    Work.objects.filter(kind=kind.name).update(due_at=timezone.now())
