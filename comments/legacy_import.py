"""Importing feedback from an older system, and reverting an import, batch by batch.

A batch is one transaction, so a run that is killed leaves only whole batches. The next run finds
what is there already by the old ids. Rows are not logged one by one: each batch truncates the log
of its projects (`eventlog.publish.truncate_log`), so that clients read everything again.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db.models import Exists, OuterRef

from comments.legacy import Author, Entry, RefusedLine, Reply, Text, Unreadable
from comments.models import MAX_DEPTH, FeedbackComment, LegacyAuthor, after_parent
from eventlog.publish import action, truncate_log
from feedbacks.models import Feedback
from feedbacks.timing import computed_columns, number_later
from projects.models import Project
from users.models import User
from videoplanet.tasks.work import Kind
from videos.models import Video

BATCH_ROWS = 500
BATCH_BYTES = 4 * 1024**2
CACHED_PLACES = 4096
IMPORT = Kind("import_legacy_feedback", lease=timedelta(seconds=15))
"""Imports exclude each other: two at once would both create the same authors."""
IMPORT_ID = UUID("01985f4e-0000-7000-8000-0000001e6ac1")
"""All imports have the same subject, so only one runs in the whole database."""


@dataclass(frozen=True, slots=True)
class Place:
    """A video that feedback is on."""

    project_id: UUID
    video: Video


@dataclass(slots=True)
class Counts:
    """What a batch has written or found."""

    feedback: int = 0
    comments: int = 0
    skipped: int = 0
    """Feedback that was imported before; for a revert, feedback that was not imported."""
    refused: list[RefusedLine] = field(default_factory=list)


class Places:
    """Finds projects and videos by the names in the file, and remembers them."""

    def __init__(self, project_id: UUID | None = None) -> None:
        """Put all lines into one project if `project_id` is given."""
        self.fixed = project_id
        self.project = lru_cache(CACHED_PLACES)(self._project)
        self.video = lru_cache(CACHED_PLACES)(self._video)

    def _project(self, name: str) -> UUID:
        """Return a project by id, or else by name. Raises Unreadable for none or several."""
        if self.fixed:
            return self.fixed
        rows = Project.objects.order_by("id").values_list("id", flat=True)
        found = list(rows.filter(id=given)) if (given := _as_id(name)) else []
        found = found or list(rows.filter(name=name)[:2])
        if len(found) != 1:
            raise Unreadable(f"project: {'several are' if found else 'none is'} called {name!r}")
        return found[0]

    def _video(self, project_id: UUID, name: str) -> Place:
        """Return a project's video by id, or else by title; of its versions the oldest.

        Raises Unreadable for none, and for several videos that are not versions of each other.
        """
        rows = Video.objects.filter(project_id=project_id).order_by("version")
        found = list(rows.filter(id=given)) if (given := _as_id(name)) else []
        found = found or list(rows.filter(title=name))
        if len({video.stack_id for video in found}) != 1:
            raise Unreadable(f"video: {'several are' if found else 'none is'} called {name!r}")
        return Place(project_id, found[0])


def _as_id(name: str) -> UUID | None:
    try:
        return UUID(name)
    except ValueError:
        return None


def batches(lines: Iterable[Entry | RefusedLine]) -> Iterator[list[Entry | RefusedLine]]:
    """Group lines by number and size, so that memory stays bounded."""
    batch, size = list[Entry | RefusedLine](), 0
    for line in lines:
        batch.append(line)
        size += line.size if isinstance(line, Entry) else 0
        if len(batch) == BATCH_ROWS or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def import_batch(lines: list[Entry | RefusedLine], places: Places, *, dry_run: bool) -> Counts:
    """Write one batch; what was imported before stays as it is. With `dry_run`, only count."""
    counts = Counts(refused=[line for line in lines if isinstance(line, RefusedLine)])
    placed: dict[tuple[UUID, str], tuple[Entry, Place]] = {}
    for entry in (line for line in lines if isinstance(line, Entry)):
        try:
            place = places.video(places.project(entry.project), entry.video)
        except Unreadable as error:
            counts.refused.append(RefusedLine(entry.line, str(error)))
            continue
        if placed.setdefault((place.project_id, entry.text.id), (entry, place))[0] is not entry:
            counts.skipped += 1
    imported = _imported(placed)
    counts.skipped += len(imported)
    new = [row for key, row in placed.items() if key not in imported]
    counts.feedback = len(new)
    counts.comments = sum(len(entry.comments) for entry, _place in new)
    if new and not dry_run:
        _write(rows=new)
    return counts


def _imported(keys: Iterable[tuple[UUID, str]]) -> set[tuple[UUID, str]]:
    """Return those of the old ids, with their projects, that have been imported."""
    wanted = set(keys)
    rows = Feedback.objects.filter(
        project_id__in={project_id for project_id, _id in wanted},
        legacy_id__in={legacy_id for _project_id, legacy_id in wanted},
    )
    return wanted & {
        (project_id, str(legacy_id))
        for project_id, legacy_id in rows.values_list("project_id", "legacy_id")
    }


@action()
def _write(*, rows: list[tuple[Entry, Place]]) -> None:
    texts = [entry.text for entry, _place in rows]
    texts += [comment.text for entry, _place in rows for comment in entry.comments]
    authors = _users({text.author.key: text.author for text in texts})
    feedback = [
        Feedback(
            project_id=place.project_id,
            video_id=place.video.id,
            video_timestamp=entry.timestamp,
            **computed_columns(place.video, entry.timestamp, None),
            **_columns(entry.text, authors),
        )
        for entry, place in rows
    ]
    comments = [
        comment
        for row, (entry, _place) in zip(feedback, rows, strict=True)
        for comment in _thread(row, entry.comments, authors)
    ]
    Feedback.objects.bulk_create(feedback)
    number_later({row.video_id for row in feedback if row.frame is None})
    FeedbackComment.objects.bulk_create(comments)
    for project_id in {place.project_id for _entry, place in rows}:
        truncate_log(project_id)


def _columns(text: Text, authors: dict[str, UUID]) -> dict[str, Any]:
    return {
        "legacy_id": text.id,
        "user_id": authors[text.author.key],
        "content": text.content,
        "created_at": text.created_at,
        "updated_at": text.created_at,
    }


def _thread(
    feedback: Feedback, replies: list[Reply], authors: dict[str, UUID]
) -> Iterator[FeedbackComment]:
    """Yield a feedback's comments. A reply that is too deep becomes its parent's sibling."""
    comments: dict[str, FeedbackComment] = {}
    for reply in replies:
        parent = comments[reply.parent_id] if reply.parent_id else None
        if parent and parent.depth == MAX_DEPTH:
            parent = parent.parent
        columns = _columns(reply.text, authors)
        comments[reply.text.id] = FeedbackComment(
            project_id=feedback.project_id,
            feedback=feedback,
            parent=parent,
            root_id=(parent.root_id or parent.id) if parent else None,
            depth=parent.depth + 1 if parent else 1,
            **columns | {"created_at": after_parent(parent, columns["created_at"])},
        )
        yield comments[reply.text.id]


def _users(authors: dict[str, Author]) -> dict[str, UUID]:
    """Return each author's user by key: an account with the address, or a LegacyAuthor's.

    A LegacyAuthor is created for an author who has neither.
    """
    known = LegacyAuthor.objects.filter(key__in=authors)
    users: dict[str, UUID] = dict(known.values_list("key", "user_id"))
    accounts = EmailAddress.objects.filter(email__in=authors, verified=True)
    users |= dict(accounts.values_list("email", "user_id"))
    new_users = {
        key: User(
            kind=User.Kind.GUEST, name=author.name, is_active=False, password=make_password(None)
        )
        for key, author in authors.items()
        if key not in users
    }
    User.objects.bulk_create(new_users.values())
    LegacyAuthor.objects.bulk_create(
        LegacyAuthor(key=key, user=user) for key, user in new_users.items()
    )
    return users | {key: user.id for key, user in new_users.items()}


def revert_batch(lines: list[Entry | RefusedLine], places: Places, *, dry_run: bool) -> Counts:
    """Delete the feedback that was imported from these lines, with its comments."""
    counts = Counts(refused=[line for line in lines if isinstance(line, RefusedLine)])
    keys = set()
    for entry in (line for line in lines if isinstance(line, Entry)):
        try:
            keys.add((places.project(entry.project), entry.text.id))
        except Unreadable as error:
            counts.refused.append(RefusedLine(entry.line, str(error)))
    imported = _imported(keys)
    counts.feedback, counts.skipped = len(imported), len(keys) - len(imported)
    if imported and not dry_run:
        _delete(keys=imported)
    return counts


@action()
def _delete(*, keys: set[tuple[UUID, str]]) -> None:
    for project_id in sorted({project_id for project_id, _id in keys}):
        legacy_ids = [legacy_id for place_id, legacy_id in keys if place_id == project_id]
        Feedback.objects.filter(project_id=project_id, legacy_id__in=legacy_ids).delete()
        truncate_log(project_id)


def forget_authors() -> int:
    """Delete authors whom imports created and of whom no text is left; return how many."""
    count = 0
    while ids := _authors_without_texts()[:BATCH_ROWS]:
        _forget(ids=list(ids))
        count += len(ids)
    return count


def _authors_without_texts() -> Any:
    models = (Feedback, FeedbackComment)
    rows = LegacyAuthor.objects.filter(
        *(~Exists(model.objects.filter(user=OuterRef("user"))) for model in models)
    )
    return rows.order_by("key").values_list("user_id", flat=True)


@action()
def _forget(*, ids: list[UUID]) -> None:
    LegacyAuthor.objects.filter(user__in=ids).delete()
    User.objects.filter(id__in=ids).delete()
