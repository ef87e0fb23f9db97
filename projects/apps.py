"""App configuration."""

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    """Projects, memberships and access."""

    name = "projects"
