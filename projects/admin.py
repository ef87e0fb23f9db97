"""Projects, members and videos in Django's admin, to look at."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from projects.models import Membership, Project, StorageDeletion, Video
from projects.tasks import delete_objects
from videoplanet.admin import Created, ReadOnly, ReadOnlyInline, badge, link, rows_of
from videoplanet.api.queue import enqueue


class MembershipInline(ReadOnlyInline):
    """Who is in the project."""

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
            (_("Videos"), "projects_video", "project__id__exact"),
            (_("Feedback"), "feedbacks_feedback", "project__id__exact"),
            (_("Events"), "realtime_event", "stream_id__exact"),
        )
        found = [(rows_of(str(name), path, **{by: project.id}),) for name, path, by in lists]
        return format_html_join(" · ", "{}", found)


@admin.register(Membership)
class MembershipAdmin(ReadOnly):
    """Who is in which project, as what."""

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


@admin.register(Video)
class VideoAdmin(ReadOnly):
    """Videos."""

    list_display = ("title", "project_link", "status_label", "file_size", "person", "created_at")
    list_filter = ("status", Created)
    list_select_related = ("uploader", "project")
    search_fields = ("title", "filename")
    search_help_text = _("Title, file name, id of the video, the project or the uploader")
    id_fields = ("pk", "project_id", "uploader_id")
    exclude = ("upload_id", "parts_digest")
    readonly_fields = ("records", "file_size")

    @admin.display(description=_("project"))
    def project_link(self, video: Video) -> SafeString | str:
        """Return a link to the project."""
        return link(video.project)

    @admin.display(description=_("uploader"))
    def person(self, video: Video) -> SafeString | str:
        """Return a link to who uploaded it."""
        return link(video.uploader)

    @admin.display(description=_("status"))
    def status_label(self, video: Video) -> SafeString:
        """Return the status."""
        return badge(video.status, video.get_status_display())

    @admin.display(description=_("size"))
    def file_size(self, video: Video) -> str:
        """Return the size for people."""
        return filesizeformat(video.size)

    @admin.display(description=_("records"))
    def records(self, video: Video) -> SafeString:
        """Return a link to the feedback on the video."""
        return rows_of(str(_("Feedback")), "feedbacks_feedback", video__id__exact=video.id)


@admin.register(StorageDeletion)
class StorageDeletionAdmin(ReadOnly):
    """Objects that wait for their deletion; a row that stays here is worth a look."""

    list_display = ("prefix", "upload_key", "created_at")
    search_fields: ClassVar[tuple[str, ...]] = ("prefix",)
    id_fields = ()
    actions = ("delete_now",)

    @admin.action(description=_("Delete the objects now"), permissions=["view"])
    def delete_now(self, request: HttpRequest, queryset: QuerySet[StorageDeletion]) -> None:
        """Give the selected deletions to the worker again."""
        ids: list[Any] = list(queryset.values_list("pk", flat=True))
        for each in ids:
            enqueue(delete_objects, str(each))
        text = ngettext("%d deletion was enqueued.", "%d deletions were enqueued.", len(ids))
        self.message_user(request, text % len(ids), messages.SUCCESS)
