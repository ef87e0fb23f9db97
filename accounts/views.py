"""One's own account over HTTP."""

from rest_framework.response import Response

from accounts import serializers
from accounts.actions import change_avatar, change_profile, remove_avatar
from accounts.avatar import MAX_BYTES, AvatarTooLarge
from users.models import User
from users.resources import Me, profile_of
from users.tokens import UserRequest
from videoplanet.api.conditional import is_known, short_hash
from videoplanet.api.operations import ETAG, operation
from videoplanet.api.parsing import FileFormParser
from videoplanet.api.scopes import Scope
from videoplanet.api.serializers import body
from videoplanet.api.views import FileLimit, ViewSet


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
