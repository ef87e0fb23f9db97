"""`manage.py list_guests PROJECT`: who came into a project without an account."""

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from invitations.models import Guest
from projects.models import Membership, Project
from videoplanet.api.rendering import iso


class Command(BaseCommand):
    """List a project's guests: id, name, address, role, by what, joined, until when."""

    help = "List a project's guests, one a line, parted by tabs."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the project."""
        parser.add_argument("project", type=UUID)

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the lines, in the order in which they came."""
        project = Project.objects.filter(id=options["project"]).first()
        if project is None:
            raise CommandError("There is no such project.")
        roles = dict(
            Membership.objects.filter(project=project, guest=True).values_list("user_id", "role")
        )
        rows = Guest.objects.filter(project=project).select_related("user").order_by("created_at")
        for each in rows:
            by = (
                f"invitation {each.invitation_id}" if each.invitation_id else f"link {each.link_id}"
            )
            joined = iso(each.joined_at) if each.joined_at else "not joined"
            until = iso(each.user.access_until) if each.user.access_until else "-"
            role = roles.get(each.user_id, "out" if not each.user.is_active else "-")
            name, address = each.user.name, each.user.contact_email or "-"
            fields = (str(each.user_id), name, address, role, by, joined, until)
            self.stdout.write("\t".join(fields))
