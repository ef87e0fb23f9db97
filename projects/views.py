"""Projects and members over HTTP."""

from uuid import UUID

from rest_framework.response import Response

from projects import serializers
from projects.actions import (
    add_or_invite,
    change_project,
    change_role,
    create_project,
    delete_project,
    remove_member,
)
from projects.models import Membership, Project, Role
from projects.resources import MEMBER, Member, ProjectResponse, annotate_for, read_project
from users.tokens import UserRequest
from videoplanet.api.conditional import if_match
from videoplanet.api.operations import ETAG, operation
from videoplanet.api.pagination import Known, Order, Page, PageQuery, fetch, link_header
from videoplanet.api.responses import by_content, project_list, resource, resource_of_row
from videoplanet.api.scopes import Scope
from videoplanet.api.serializers import body, query
from videoplanet.api.views import ViewSet
from videoplanet.idempotency.decorator import Write, idempotent


def _project(request: UserRequest, id: UUID, status: int = 200) -> Response:
    return resource_of_row(request, read_project(request.user.pk, id), status=status)


class ProjectViewSet(ViewSet):
    """The projects that you are a member of."""

    tag = "Projects"

    @operation(
        "listProjects",
        parameters=[PageQuery],
        responses=ProjectResponse(many=True),
        headers=(ETAG,),
    )
    def list(self, request: UserRequest) -> Response:
        """List your projects, newest first."""
        params = query(PageQuery, request)
        rows = annotate_for(Project.objects.visible_to(request.user), request.user)
        page = fetch(
            rows,
            Order("created_at", descending=True),
            limit=params["limit"],
            cursor=params.get("cursor"),
        )
        # A list across projects has no single seq, so its ETag is a hash of the text.
        return by_content(request, page.text, link_header(request, page.next_cursor))

    @operation(
        "createProject",
        request=serializers.CreateProject,
        responses={201: ProjectResponse},
    )
    @idempotent
    def create(self, request: UserRequest) -> Write:
        """Create a project and become its first admin."""
        params = body(serializers.CreateProject, request)

        def write() -> Response:
            project = create_project(creator=request.user, **params)
            return _project(request, project.id, status=201)

        return write

    @operation("getProject", responses=ProjectResponse)
    def retrieve(self, request: UserRequest, id: UUID) -> Response:
        """Read a project."""
        return _project(request, id)

    @operation(
        "updateProject",
        scope=Scope.ADMIN,
        request=serializers.ChangeProject,
        responses=ProjectResponse,
    )
    def partial_update(self, request: UserRequest, id: UUID) -> Response:
        """Change a project's name or description."""
        access = Membership.objects.access(request.user, id, role=Role.ADMIN)
        changes = body(serializers.ChangeProject, request)
        change_project(access=access, changes=changes, versions=if_match(request))
        return _project(request, id)

    @operation("deleteProject", scope=Scope.ADMIN, responses={204: None})
    def destroy(self, request: UserRequest, id: UUID) -> Response:
        """Delete a project with everything in it."""
        access = Membership.objects.access(request.user, id)
        delete_project(access=access, versions=if_match(request))
        return Response(status=204)


class MemberViewSet(ViewSet):
    """The members of a project."""

    tag = "Members"

    @operation("listMembers", parameters=[PageQuery], responses=Member(many=True))
    def list(self, request: UserRequest, id: UUID) -> Response:
        """List members and guests in the order in which they joined."""
        access = Membership.objects.access(request.user, id)
        params = query(PageQuery, request)

        def read(_known: Known) -> Page:
            rows = MEMBER.annotate(Membership.objects.people().filter(project_id=id))
            return fetch(
                rows,
                Order("created_at"),
                limit=params["limit"],
                cursor=params.get("cursor"),
                seq=MEMBER.seq,
            )

        return project_list(request, seq=access.seq, read=read)

    @operation(
        "addMember",
        scope=Scope.ADMIN,
        request=serializers.AddMember,
        responses={201: Member, 202: serializers.Invited},
        unversioned=(202,),
    )
    @idempotent
    def create(self, request: UserRequest, id: UUID) -> Write:
        """Add somebody with whom you share a project (201), or invite anybody else by mail (202).

        The answer does not reveal whether a stranger has an account.
        """
        access = Membership.objects.access(request.user, id, role=Role.ADMIN)
        params = body(serializers.AddMember, request)

        def write() -> Response:
            membership = add_or_invite(access=access, **params)
            if membership is None:
                return Response({"invited": params["email"]}, status=202)
            return _member(request, id, membership.user_id, status=201)

        return write

    @operation(
        "updateMember", scope=Scope.ADMIN, request=serializers.ChangeMember, responses=Member
    )
    def partial_update(self, request: UserRequest, id: UUID, user_id: UUID) -> Response:
        """Change a member's role."""
        access = Membership.objects.access(request.user, id, role=Role.ADMIN)
        role = body(serializers.ChangeMember, request)["role"]
        change_role(access=access, user_id=user_id, role=Role(role), versions=if_match(request))
        return _member(request, id, user_id)

    @operation("removeMember", scope=Scope.ADMIN, responses={204: None})
    def destroy(self, request: UserRequest, id: UUID, user_id: UUID) -> Response:
        """Remove a member, or leave."""
        access = Membership.objects.access(request.user, id)
        remove_member(access=access, user_id=user_id, versions=if_match(request))
        return Response(status=204)


def _member(request: UserRequest, project_id: UUID, user_id: UUID, status: int = 200) -> Response:
    rows = Membership.objects.filter(project_id=project_id, user_id=user_id)
    return resource(request, MEMBER.annotate(rows), status=status)
