"""Thousands of users who are logged in, and projects for them."""

from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

from allauth.headless.internal.sessionkit import session_store
from allauth.headless.tokens.strategies.jwt import internal
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone
from django.utils.crypto import get_random_string

from projects.actions import create_project
from projects.models import Membership, Role
from users.models import User


@dataclass(frozen=True, slots=True)
class Room:
    """A project, and an address with a token for each of its members."""

    id: UUID
    paths: list[str]


def make_people(count: int) -> list[tuple[User, str]]:
    """Create accounts with a session each; return them with their access tokens."""
    users = User.objects.bulk_create(
        User(email=f"person{n}@example.com", name=f"Person {n}", password=f"!{n}", language="en")
        for n in range(count)
    )
    store, expires = session_store(), timezone.now() + timedelta(days=1)
    people, sessions = [], []
    for user in users:
        key = get_random_string(32, "abcdefghijklmnopqrstuvwxyz0123456789")
        data = {
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: user.get_session_auth_hash(),
        }
        sessions.append(
            Session(session_key=key, session_data=store.encode(data), expire_date=expires)
        )
        session = cast("Any", SimpleNamespace(session_key=key))
        people.append((user, internal.create_access_token(user, session, {})))
    Session.objects.bulk_create(sessions)
    return people


def make_room(name: str, people: list[tuple[User, str]]) -> Room:
    """Create a project of which all of them are members; the first one is its owner."""
    owner = people[0][0]
    project = create_project(creator=owner, name=name)
    Membership.objects.bulk_create(
        Membership(project=project, user=user, role=Role.VIEWER) for user, _token in people[1:]
    )
    return Room(project.id, [f"/ws/projects/{project.id}?token={token}" for _user, token in people])


def settle() -> None:
    """Let PostgreSQL count the rows, so that it plans queries for tables of this size."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
