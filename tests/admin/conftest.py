"""Staff with a browser."""

import pytest
from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Permission
from django.test import Client

from comments.actions import add_comment
from tests.conftest import PASSWORD
from users.models import User


def browser(email, password=PASSWORD, **headers):
    """Log in at /admin/ with the form; return the client and the answer."""
    client = Client(headers=headers, raise_request_exception=True)
    answer = client.post(
        "/admin/login/?next=/admin/", {"username": email, "password": password, "next": "/admin/"}
    )
    return client, answer


def allow(user, *rights):
    """Give somebody rights to the pages of accounts and tokens."""
    create_permissions(apps.get_app_config("users"), verbosity=0)  # see tests/conftest.py
    user.user_permissions.add(*Permission.objects.filter(codename__in=rights))


@pytest.fixture
def superuser(db):
    return User.objects.create_superuser("root@example.com", PASSWORD, name="Root")


@pytest.fixture
def admin_browser(superuser):
    client, answer = browser(superuser.email)
    assert answer.status_code == 302, answer.content
    return client


@pytest.fixture
def comment(cast, feedback):
    """A comment by the editor that mentions the owner."""
    return add_comment(
        access=cast.access("editor"),
        feedback=feedback,
        content="Brighter now?",
        mentions=[cast.owner.user.id],
    )
