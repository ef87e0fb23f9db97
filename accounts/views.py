"""One's own account over HTTP."""

from contextlib import ExitStack
from tempfile import SpooledTemporaryFile

from allauth.account.adapter import get_adapter
from django.http import StreamingHttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from rest_framework.response import Response

from accounts import serializers
from accounts.actions import change_avatar, change_profile, remove_avatar
from accounts.avatar import MAX_BYTES, AvatarTooLarge
from accounts.erasure import erase_person
from accounts.export import write_export
from users.models import User
from users.reauthentication import require_reauthentication
from users.resources import Me, profile_of
from users.tokens import UserRequest
from videoplanet.api.conditional import is_known, short_hash
from videoplanet.api.downloads import IN_MEMORY, send_file
from videoplanet.api.errors import Forbidden
from videoplanet.api.operations import ETAG, operation
from videoplanet.api.parsing import FileFormParser
from videoplanet.api.scopes import Scope
from videoplanet.api.serializers import body
from videoplanet.api.throttles import PersonExportThrottle
from videoplanet.api.views import FileLimit, ViewSet

ZIP = "application/zip"


def _me(request: UserRequest, user: User) -> Response:
    profile = profile_of(user)
    tag = f'"{short_hash(*profile.values())}"'
    if request.method in ("GET", "HEAD") and is_known(request, tag):
        return Response(status=304, headers={"ETag": tag})
    return Response(profile, headers={"ETag": tag})


class MeViewSet(ViewSet):
    """The signed-in person's profile."""

    tag = "Account"

    @operation("getMe", responses=Me, headers=(ETAG,))
    def retrieve(self, request: UserRequest) -> Response:
        """Read one's profile."""
        return _me(request, request.user)

    @operation(
        "updateMe",
        scope=Scope.ADMIN,
        request=serializers.ChangeMe,
        responses=Me,
        headers=(ETAG,),
        if_match=False,
    )
    def partial_update(self, request: UserRequest) -> Response:
        """Change one's name, language or time zone. Guests have no time zone."""
        changes = body(serializers.ChangeMe, request)
        if "language" in changes:
            changes["language"] = changes["language"] or ""
        return _me(request, change_profile(user=request.user, changes=changes))

    @operation(
        "eraseMe",
        scope=Scope.SESSION,
        responses={204: None},
        if_match=False,
        errors=(409,),
        may_be_missing=False,
    )
    def destroy(self, request: UserRequest) -> Response:
        """Delete one's account for good: what one said stays, without the name.

        401 `reauthentication_required` unless the password or a code was confirmed within five
        minutes (`auth/reauthenticate`, `auth/2fa/reauthenticate`, `auth/webauthn/reauthenticate`).
        409 `sole_admin` with the `projects` in which others would be left without an admin.
        Projects without other members are deleted.
        """
        if not request.user.is_member:
            raise Forbidden
        require_reauthentication(request)
        person = request.user
        erase_person(user=person)
        get_adapter().send_notification_mail("account/email/account_deleted", person)
        return Response(status=204)


class PersonExportViewSet(ViewSet):
    """All that is stored of oneself."""

    tag = "Account"
    throttle_classes = (PersonExportThrottle,)

    @operation(
        "exportMe",
        scope=Scope.SESSION,
        responses={(200, ZIP): OpenApiTypes.BINARY},
        headers=(),
        errors=(403, 429),
    )
    def retrieve(self, request: UserRequest) -> StreamingHttpResponse:
        """Download all that is stored of oneself: a ZIP file of JSON."""
        if not request.user.is_member:
            raise Forbidden
        with ExitStack() as unfinished:
            file = unfinished.enter_context(SpooledTemporaryFile(IN_MEMORY))
            write_export(request.user, file)
            file.seek(0)
            unfinished.pop_all()
        name = f"videoplanet-{timezone.now().date().isoformat()}.zip"
        disposition = f'attachment; filename="{name}"'
        return send_file(request, file, content_type=ZIP, disposition=disposition)


class AvatarViewSet(ViewSet):
    """One's picture."""

    tag = "Account"
    parser_classes = (FileFormParser,)
    file_limit = FileLimit(MAX_BYTES, AvatarTooLarge)

    @operation(
        "putAvatar", scope=Scope.ADMIN, request=serializers.Avatar, responses=Me, headers=(ETAG,)
    )
    def update(self, request: UserRequest) -> Response:
        """Set one's picture: multipart field `avatar`, PNG, JPEG or WebP, at most 5 MiB."""
        picture = body(serializers.Avatar, request)["avatar"]
        return _me(request, change_avatar(user=request.user, picture=picture))

    @operation("deleteAvatar", scope=Scope.ADMIN, responses={204: None}, if_match=False)
    def destroy(self, request: UserRequest) -> Response:
        """Remove one's picture."""
        remove_avatar(user=request.user)
        return Response(status=204)
