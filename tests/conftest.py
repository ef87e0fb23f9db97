"""The cast: a person of each role in one project, and people who are not in it."""

import json
import time
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from allauth.headless.internal.sessionkit import session_store
from allauth.headless.tokens.strategies.jwt import internal
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.hashers import make_password
from django.core.cache import cache as django_cache
from django.db import transaction
from django.db.models.signals import post_migrate
from django.http import HttpRequest
from django.test import Client, override_settings

from feedbacks.actions import create_feedback
from feedbacks.models import Feedback
from projects.actions import add_guest, add_member, create_project
from projects.models import Access, Membership, Project, Role
from tests.worker import Worker
from users.models import User
from users.tokens import create_guest_token
from videoplanet import settings as product
from videoplanet.api.list_cache import LISTS
from videoplanet.storage.media_urls import WINDOW
from videos.models import Video

pytest_plugins = ["tests.engines", "tests.videos.sample_videos"]

PASSWORD = "a-long-password-42"
WINDOW_MARGIN = 10
"""Seconds: longer than a test that compares what is signed."""
ROLES = {
    "owner": Role.ADMIN,
    "editor": Role.EDITOR,
    "reviewer": Role.REVIEWER,
    "viewer": Role.VIEWER,
}


@dataclass
class Person:
    """A member of the cast with their HTTP client."""

    name: str
    user: User | None
    token: str | None

    def request(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Send a JSON request below /api/v1 (or to an absolute path)."""
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        url = path if path.startswith("/") else f"/api/v1/{path}"
        text = body if isinstance(body, str | bytes) else json.dumps(body)
        content = {} if body is None else {"data": text, "content_type": "application/json"}
        return Client(raise_request_exception=False).generic(
            method.upper(), url, headers=headers, **content
        )

    def get(self, path: str, **headers: str) -> Any:
        return self.request("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.request("POST", path, {} if body is None else body, **headers)

    def patch(self, path: str, body: Any, **headers: str) -> Any:
        return self.request("PATCH", path, body, **headers)

    def put(self, path: str, body: Any, **headers: str) -> Any:
        return self.request("PUT", path, body, **headers)

    def delete(self, path: str, **headers: str) -> Any:
        return self.request("DELETE", path, **headers)


@dataclass
class Cast:
    """Everybody, and what they work on."""

    owner: Person
    editor: Person
    reviewer: Person
    viewer: Person
    guest: Person
    outsider: Person
    anonymous: Person
    project: Project
    video: Video

    def access(self, name: str) -> Access:
        """Return what the named person may do."""
        return Membership.objects.access(getattr(self, name).user, self.project.id)

    def introduce_outsider(self) -> None:
        """Have the owner and the outsider share another project, so that one can add the other."""
        self.introduce("outsider@example.com")

    def introduce(self, email: str) -> None:
        """Have the owner share another project with the account of this address."""
        other = create_project(creator=self.owner.user, name="Other film")
        access = Membership.objects.access(self.owner.user, other.id)
        add_member(access=access, email=email, role=Role.VIEWER)


def log_in(email: str) -> str:
    """Log in over HTTP, as the front end does, and return the access token."""
    answer = Client().post(
        "/api/v1/auth/login",
        {"email": email, "password": PASSWORD},
        content_type="application/json",
    )
    assert answer.status_code == 200, answer.content
    return answer.json()["meta"]["access_token"]


@cache
def hashed_password() -> str:
    """Hash the cast's password once: argon2 is slow on purpose."""
    return make_password(PASSWORD)


def token_of(user: User) -> str:
    """Begin a session without the HTTP requests of `log_in`, and return its access token."""
    request = HttpRequest()
    request.session = session_store()
    login(request, user, settings.AUTHENTICATION_BACKENDS[0])
    request.session.save()
    return internal.create_access_token(user, request.session, {})


def make_member(name: str) -> Person:
    """Make an account and log it in."""
    user = User.objects.create_user(f"{name}@example.com", name=name.title())
    user.password = hashed_password()
    user.save(update_fields=["password"])
    return Person(name, user, token_of(user))


def make_video(access: Access, **fields: Any) -> Video:
    """Make a video that is ready, without its bytes."""
    defaults = {
        "title": "First cut",
        "filename": "cut.mp4",
        "content_type": "video/mp4",
        "size": 1000,
        "part_size": 8 * 1024**2,
        "status": Video.Status.READY,
    }
    return Video.objects.create(
        project_id=access.project_id, uploader=access.user, **(defaults | fields)
    )


def build_cast() -> Cast:
    """Make the cast through the actions that the product uses."""
    people = {name: make_member(name) for name in [*ROLES, "outsider"]}
    owner = people["owner"].user
    assert owner is not None
    project = create_project(creator=owner, name="Spring film")
    access = Membership.objects.access(owner, project.id)
    for name, role in ROLES.items():
        if name != "owner":
            add_member(access=access, email=f"{name}@example.com", role=role)
    membership = add_guest(
        project_id=project.id,
        name="Guest",
        contact_email="guest@client.example",
        role=Role.REVIEWER,
    )
    guest = Person("guest", membership.user, create_guest_token(membership.user, project.id))
    return Cast(
        **people,
        guest=guest,
        anonymous=Person("anonymous", None, None),
        project=project,
        video=make_video(access),
    )


@pytest.fixture
def cast(db: None) -> Cast:
    """The cast, in a database that rolls back."""
    return build_cast()


def give_a_feedback(cast: Cast) -> Feedback:
    """Give a feedback as the reviewer."""
    return create_feedback(
        access=cast.access("reviewer"), video=cast.video, video_timestamp=12.5, content="Too dark"
    )


@pytest.fixture
def feedback(cast: Cast) -> Feedback:
    """A feedback by the reviewer."""
    return give_a_feedback(cast)


@pytest.fixture(scope="module")
def _made_once(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """One of each thing, made once for a module, in a transaction around all its tests."""
    from tests.requests import make_things

    with django_db_blocker.unblock(), transaction.atomic():
        cast = build_cast()
        yield make_things(cast, give_a_feedback(cast))
        transaction.set_rollback(True)


@pytest.fixture
def things(_made_once: Any, db: None) -> Any:
    """One of each thing (tests.requests.Things). What a test does to them is rolled back."""
    from tests.requests import begin_upload

    things = deepcopy(_made_once)
    # A rollback doesn't restore what the storage had: a test before may have ended the upload.
    things.uploading, things.etag = begin_upload(things.cast)
    return things


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    django_cache.clear()
    # The process's lists know a project's `seq`, which a rollback sets back.
    LISTS.clear()


@pytest.fixture(autouse=True)
def _signing_window() -> None:
    """Begin no test in the last seconds in which equal keys get equal URLs and ETags.

    An hour in which writes are counted ends with such a window.
    """
    left = WINDOW - time.time() % WINDOW
    if left < WINDOW_MARGIN:
        time.sleep(left)


@pytest.fixture(scope="session", autouse=True)
def _real_mail(django_test_environment: None) -> Iterator[None]:
    # Django's test runner puts a list in the place of the mail server.
    with override_settings(MAILERS=product.MAILERS):
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """Make the database, and have Django write the rights of the admin's pages no more.

    It would write all of them anew after each test that empties the tables, which takes longer
    than most of those tests. Tests that need rights write them (tests/admin/conftest.py).
    """
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")


@pytest.fixture(scope="session", autouse=True)
def _bucket() -> None:
    from django.core.management import call_command

    call_command("ensure_bucket")


@pytest.fixture(scope="session")
def _worker(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Worker]:
    worker = Worker(tmp_path_factory.mktemp("worker"))
    yield worker
    worker.stop()


@pytest.fixture
def worker(_worker: Worker, _empty_cache: None, transactional_db: None) -> Iterator[Worker]:
    """Real Celery workers on the tests' database. They see only what is committed."""
    _worker.be_there()
    yield _worker
    _worker.come_to_rest()
