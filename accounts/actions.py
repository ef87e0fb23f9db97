"""Changes to an account, and the events that report them to its projects."""

from collections.abc import Callable, Collection
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q, QuerySet

from accounts.avatar import render
from comments.models import CommentMention, FeedbackComment
from eventlog.events import EventType
from eventlog.publish import action, publish
from feedbacks.models import Feedback
from invitations.actions import link_guests
from notifications.preferences import follow_time_zone
from projects.models import Membership
from users.models import User
from users.resources import UserInfo
from videoplanet.api.errors import Forbidden
from videoplanet.api.resources import values_of
from videoplanet.db.changes import apply_changes
from videoplanet.db.ids import new_id
from videoplanet.storage import media_urls, s3
from videoplanet.storage.deletions import forget_objects
from videos.models import Video, VideoReview


@action()
def change_profile(*, user: User, changes: dict[str, Any]) -> User:
    """Change name, language or time zone. A guest has no time zone, a bot may change nothing.

    Raises Forbidden.
    """
    if not user.is_member and (not user.is_guest or "time_zone" in changes):
        raise Forbidden
    locked = User.objects.select_for_update(no_key=True).get(id=user.id)
    name_before, zone_before = locked.name, locked.time_zone
    apply_changes(locked, changes)
    if locked.time_zone != zone_before:
        follow_time_zone(locked)
    if locked.name != name_before:
        publish_profile(locked)
    return locked


def change_avatar(*, user: User, picture: "UploadedFile[Any]") -> User:
    """Set the user's picture. Raises InvalidField, Forbidden."""
    if not user.is_member:
        raise Forbidden
    key = f"{media_urls.AVATARS}/{user.id}/{new_id()}.webp"
    s3.put(key, render(picture), content_type="image/webp")
    return _set_avatar(user, key)


def remove_avatar(*, user: User) -> None:
    """Remove the user's picture, if there is one. Raises Forbidden."""
    if not user.is_member:
        raise Forbidden
    _set_avatar(user, None)


@action()
def _set_avatar(user: User, key: str | None) -> User:
    locked = User.objects.select_for_update(no_key=True).get(id=user.id)
    old = locked.avatar_key
    if apply_changes(locked, {"avatar_key": key}):
        if old:
            forget_objects(old)
        publish_profile(locked)
    return locked


@action()
def confirm_address(*, user_id: UUID, address: str, confirm: Callable[[], bool]) -> bool:
    """Run allauth's `confirm`; tell the projects if the account's address has changed.

    A person who enters the code owns the mailbox, so any other sign-up with the same address that
    was never confirmed is deleted.
    """
    before = User.objects.select_for_update(no_key=True).get(id=user_id).email
    _unconfirmed(address).exclude(id=user_id).delete()
    confirmed = confirm()
    user = User.objects.get(id=user_id)
    if user.email != before:
        publish_profile(user)
    if confirmed:
        link_guests(user=user, address=address)
    return confirmed


@action()
def begin_account(*, proved: Collection[str], save: Callable[[], User]) -> User:
    """Run `save` for a new account, some of whose addresses another service has proved.

    The guests with such an address are the same person.
    """
    user = save()
    for address in proved:
        link_guests(user=user, address=address)
    return user


@action()
def free_address(*, address: str) -> None:
    """Delete the sign-ups with an address that were never confirmed: its owner has come."""
    _unconfirmed(address).delete()


def _unconfirmed(address: str) -> QuerySet[User]:
    found = User.objects.filter(email=address, last_login=None)
    return found.exclude(emailaddress__verified=True)


@action()
def publish_profile(user: User, *, also: Collection[UUID] = ()) -> None:
    """Tell every project that shows the person's name, including those that they have left."""
    for project_id in sorted(projects_showing(user) | set(also)):
        publish(
            EventType.USER_UPDATED,
            project_id=project_id,
            payload=values_of(UserInfo, user),
            actor_id=user.id,
        )


def projects_showing(user: User) -> set[UUID]:
    """Return the projects in which somebody sees this person's name."""
    project_ids = [
        Membership.objects.filter(user=user).values_list("project_id"),
        Video.objects.filter(Q(uploader=user) | Q(reviewed_by=user)).values_list("project_id"),
        VideoReview.objects.filter(Q(reviewer=user) | Q(withdrawn_by=user)).values_list(
            "video__project_id"
        ),
        Feedback.objects.filter(Q(user=user) | Q(assignee=user) | Q(resolved_by=user)).values_list(
            "project_id"
        ),
        Feedback.objects.mentioning(user).values_list("project_id"),
        FeedbackComment.objects.filter(user=user).values_list("project_id"),
        CommentMention.objects.filter(user=user).values_list("comment__project_id"),
    ]
    return {row[0] for row in project_ids[0].union(*project_ids[1:])}
