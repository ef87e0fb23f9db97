"""Projects, members and videos in Django's admin, read-only."""

from django.contrib import admin
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from projects.models import Membership, Project
from videoplanet.admin import Created, ReadOnly, ReadOnlyInline, badge, link, rows_of


class MembershipInline(ReadOnlyInline):
    """The project's members."""

    model = Membership
    fields = ("user", "role", "guest", "created_at")
    select = ("user", "project")


@admin.register(Project)
class ProjectAdmin(ReadOnly):
    """Projects."""

    list_display = ("name", "creator", "records", "created_at", "updated_at")
    list_filter = (Created,)
    list_select_related = ("created_by",)
    search_fields = ("name",)
    search_help_text = _("Name, id of the project or of its creator")
    id_fields = ("pk", "created_by_id")
    inlines = (MembershipInline,)
    fields = ("id", "name", "description", "records", "created_by", "created_at", "updated_at")
    readonly_fields = ("records",)

    @admin.display(description=_("created by"))
    def creator(self, project: Project) -> SafeString | str:
        """Return a link to the creator."""
        return link(project.created_by)

    @admin.display(description=_("records"))
    def records(self, project: Project) -> SafeString:
        """Return links to what is in the project."""
        lists = (
            (_("Members"), "projects_membership", "project__id__exact"),
            (_("Videos"), "videos_video", "project__id__exact"),
            (_("Feedback"), "feedbacks_feedback", "project__id__exact"),
            (_("Events"), "eventlog_event", "stream_id__exact"),
        )
        links = [(rows_of(str(name), path, **{by: project.id}),) for name, path, by in lists]
        return format_html_join(" · ", "{}", links)


@admin.register(Membership)
class MembershipAdmin(ReadOnly):
    """Memberships: who is in which project, with which role."""

    list_display = ("person", "project_link", "role_label", "guest", "created_at")
    list_filter = ("role", "guest", Created)
    list_select_related = ("user", "project")
    search_fields = ("user__name", "user__email", "project__name")
    search_help_text = _("Name or address of the person, name of the project, any id")
    id_fields = ("pk", "user_id", "project_id")
    fields = ("id", "user", "project", "role", "guest", "created_at", "updated_at")

    @admin.display(description=_("person"))
    def person(self, membership: Membership) -> SafeString | str:
        """Return the name; the list links it to the membership."""
        return membership.user.name

    @admin.display(description=_("project"))
    def project_link(self, membership: Membership) -> SafeString | str:
        """Return a link to the project."""
        return link(membership.project)

    @admin.display(description=_("role"))
    def role_label(self, membership: Membership) -> SafeString:
        """Return the role."""
        return badge(membership.role, membership.get_role_display())
