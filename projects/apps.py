"""App configuration."""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    """Projects, memberships and access."""

    name = "projects"

    def ready(self) -> None:
        """Have the access to a project read together with the session."""
        from projects.models import ACCESS_SQL  # noqa: PLC0415 - models can be imported only now
        from users.extensions import access_sql  # noqa: PLC0415

        access_sql.append(ACCESS_SQL.format(user="users_user.id"))
