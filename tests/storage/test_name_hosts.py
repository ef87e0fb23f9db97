"""Media URLs name the host that the request named, if it is allowed."""

import io
import json
from urllib.parse import urlsplit

import pytest
from django.test import Client
from PIL import Image

from tests.feedbacks.shots import give, picture, upload, work
from tests.media import path_of
from users.models import User

pytestmark = pytest.mark.django_db
AVATAR = "avatars/01985f4e-0000-7000-8000-000000000001/01985f4e-0000-7000-8000-000000000002.webp"


@pytest.fixture(autouse=True)
def _hosts(settings):
    settings.ALLOWED_HOSTS = ["review.example.com", "192.0.2.7", "testserver"]


@pytest.fixture
def feedback(cast):
    """A feedback with a picture."""
    given = give(cast.reviewer, cast.video, picture()).json()
    work()
    return given


def read(person, path, host, **more):
    """Read as `host`."""
    answer = Client().get(
        f"/api/v1/{path}",
        headers={"Authorization": f"Bearer {person.token}"},
        SERVER_NAME=host,
        **more,
    )
    assert answer.status_code == 200, answer.content
    return answer


def hosts_in(answer):
    """Return the origins of all media URLs in an answer."""
    found = set()

    def collect(pairs):
        for name, value in pairs:
            if name.endswith("url") and value is not None:
                found.add(f"{urlsplit(value).scheme}://{urlsplit(value).netloc}")

    json.loads(answer.content, object_pairs_hook=collect)
    return found


def test_a_cached_list_names_the_host_of_each_request(cast, feedback):
    path = f"feedbacks?project_id={cast.project.id}"

    for host, port in (("review.example.com", "80"), ("192.0.2.7", "8443"), ("testserver", "80")):
        answer = read(cast.viewer, path, host, SERVER_PORT=port)
        assert hosts_in(answer) == {f"http://{host}" + (f":{port}" if port != "80" else "")}


def test_it_names_https_where_the_request_came_by_it(cast, feedback):
    path = f"feedbacks/{feedback['id']}"

    answer = read(cast.viewer, path, "review.example.com", secure=True)

    assert hosts_in(answer) == {"https://review.example.com"}


def test_a_host_that_is_not_allowed_is_refused(cast, feedback):
    answer = Client().get("/api/v1/feedbacks", SERVER_NAME="evil.example")

    assert answer.status_code == 400


def test_the_same_key_answers_with_a_url_that_is_valid_now(cast, monkeypatch):
    first = upload(cast.reviewer, picture(), Idempotency_Key="k1").json()
    work()
    monkeypatch.setattr("videoplanet.storage.media_urls.signing_window", lambda: 9_999_999)

    again = upload(cast.reviewer, picture(), Idempotency_Key="k1", Host="192.0.2.7").json()

    assert again["id"] == first["id"]
    assert again["url"].startswith("http://192.0.2.7/media/")
    assert path_of(again["url"]).split("/")[2:4] != path_of(first["url"]).split("/")[2:4]
    assert Client().get(path_of(again["url"])).status_code == 200


def test_a_created_thing_has_a_valid_url_when_its_key_comes_again(cast, monkeypatch):
    User.objects.filter(id=cast.reviewer.user.id).update(avatar_key=AVATAR)
    body = {"video_id": str(cast.video.id), "timestamp": 1, "content": "x"}
    first = cast.reviewer.post("feedbacks", body, Idempotency_Key="k1")
    monkeypatch.setattr("videoplanet.storage.media_urls.signing_window", lambda: 9_999_999)

    again = cast.reviewer.post("feedbacks", body, Idempotency_Key="k1", Host="192.0.2.7")

    assert hosts_in(first) == {"http://testserver"}
    assert hosts_in(again) == {"http://192.0.2.7"}
    assert "/media/9000000900/" in again.content.decode()


def test_users_me_and_sessions_name_the_host_too(cast):
    User.objects.filter(id=cast.viewer.user.id).update(avatar_key=AVATAR)

    for path in ("users/me", "auth/session"):
        assert hosts_in(read(cast.viewer, path, "192.0.2.7")) == {"http://192.0.2.7"}


def test_a_304_depends_on_the_window_and_not_on_the_cache(cast, feedback, monkeypatch):
    path = f"feedbacks?project_id={cast.project.id}"
    tag = cast.viewer.get(path)["ETag"]
    assert cast.viewer.get(path, If_None_Match=tag).status_code == 304

    monkeypatch.setattr("videoplanet.storage.media_urls.signing_window", lambda: 9_999_999)

    assert cast.viewer.get(path, If_None_Match=tag).status_code == 200


@pytest.mark.parametrize("host", ["http://testserver", "https://192.0.2.7:8443"])
def test_an_upload_is_recognized_by_its_url_at_each_allowed_host(cast, host):
    url = upload(cast.reviewer, picture()).json()["url"]

    answer = give(cast.reviewer, cast.video, url.replace("http://testserver", host))

    assert answer.status_code == 201, answer.content


def test_a_url_at_another_host_is_no_upload_of_ours(cast):
    url = upload(cast.reviewer, picture()).json()["url"]

    answer = give(cast.reviewer, cast.video, url.replace("testserver", "evil.example"))

    assert answer.json()["errors"][0]["code"] == "invalid_url"


def test_a_picture_is_the_same_at_each_host(cast, feedback):
    url = cast.viewer.get(f"feedbacks/{feedback['id']}").json()["screenshot_url"]

    for host in ("review.example.com", "192.0.2.7"):
        answer = Client().get(path_of(url), SERVER_NAME=host)
        assert Image.open(io.BytesIO(answer.content)).size == (320, 180)
