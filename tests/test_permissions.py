"""Who may do what: every route that the URL configuration has, for every member of the cast.

A route, or a method of one, that stands in no table here fails. Each request runs in a savepoint
that is rolled back, so a row of the table is one state seen by seven people.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.requests import route_of, send

METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}
PEOPLE = ("owner", "editor", "reviewer", "viewer", "guest", "outsider", "anonymous")

# The guest is a reviewer, the invitation the outsider's. Feedback and comment are the reviewer's,
# the upload is the editor's. A guest's log begins where they joined, so they can't read it from 0.
# {user_id} is the viewer, the personal token is the owner's. tokens/cookie knows people by a cookie
# only, which nobody here has.
# Nobody here has confirmed the password, without which no account is deleted.
# Behind "·" stands which of a route's requests it is, where it has some.
TABLE = """
                                                  owner editor reviewer viewer guest outsider anon
GET    api/v1/users/me                              200    200      200    200   200      200  401
PATCH  api/v1/users/me                              200    200      200    200   200      200  401
PATCH  api/v1/users/me · language                   200    200      200    200   200      200  401
DELETE api/v1/users/me                              401    401      401    401   403      401  401
GET    api/v1/users/me/export                       200    200      200    200   403      200  401
PUT    api/v1/users/me/avatar                       200    200      200    200   403      200  401
DELETE api/v1/users/me/avatar                       204    204      204    204   403      204  401
GET    api/v1/users/me/tokens                       200    200      200    200   200      200  401
POST   api/v1/users/me/tokens                       201    201      201    201   403      201  401
DELETE api/v1/users/me/tokens/{id}                  204    404      404    404   404      404  401
POST   api/v1/tokens/exchange                       401    401      401    401   401      401  401
POST   api/v1/tokens/cookie                         401    401      401    401   401      401  401
DELETE api/v1/tokens/cookie                         204    204      204    204   204      204  204

GET    api/v1/projects                              200    200      200    200   200      200  401
POST   api/v1/projects                              201    201      201    201   403      201  401
GET    api/v1/projects/{id}                         200    200      200    200   200      404  401
PATCH  api/v1/projects/{id}                         200    403      403    403   403      404  401
DELETE api/v1/projects/{id}                         204    403      403    403   403      404  401
GET    api/v1/projects/{id}/summary                 200    200      200    200   200      404  401
GET    api/v1/projects/{id}/open-feedback           200    200      200    200   200      404  401
GET    api/v1/projects/{id}/events                  200    200      200    200   410      404  401

GET    api/v1/projects/present                      200    200      200    200   200      200  401
POST   api/v1/realtime/tickets                      201    201      201    201   201      201  401

GET    api/v1/projects/{id}/members                 200    200      200    200   200      404  401
POST   api/v1/projects/{id}/members                 202    403      403    403   403      404  401
PATCH  api/v1/projects/{id}/members/{user_id}       200    403      403    403   403      404  401
DELETE api/v1/projects/{id}/members/{user_id}       204    403      403    204   403      404  401

GET    api/v1/projects/{id}/tokens                  200    403      403    403   403      404  401
POST   api/v1/projects/{id}/tokens                  201    403      403    403   403      404  401
DELETE api/v1/projects/{id}/tokens/{token_id}       204    403      403    403   403      404  401

GET    api/v1/videos                                200    200      200    200   200      404  401
POST   api/v1/videos                                201    201      403    403   403      400  401
GET    api/v1/videos/{id}                           200    200      200    200   200      404  401
PATCH  api/v1/videos/{id}                           200    200      403    403   403      404  401
DELETE api/v1/videos/{id}                           204    204      403    403   403      404  401
GET    api/v1/videos/{id}/versions                  200    200      200    200   200      404  401
POST   api/v1/videos/{id}/review                    200    200      403    403   403      404  401
GET    api/v1/videos/{id}/reviews                   200    200      200    200   200      404  401
DELETE api/v1/videos/{id}/review                    204    204      403    403   403      404  401
GET    api/v1/videos/{id}/upload                    200    200      403    403   403      404  401
DELETE api/v1/videos/{id}/upload                    204    204      403    403   403      404  401
POST   api/v1/videos/{id}/upload/complete           200    200      403    403   403      404  401
GET    api/v1/videos/{id}/playback                  200    200      200    200   200      404  401
GET    api/v1/videos/{id}/read                      200    200      200    200   200      404  401
PUT    api/v1/videos/{id}/read                      204    204      204    204   204      404  401

GET    api/v1/videos/{id}/export                    200    200      200    200   200      404  401
GET    api/v1/videos/{id}/versions/export           200    200      200    200   200      404  401
GET    api/v1/projects/{id}/export                  200    200      200    200   200      404  401
POST   api/v1/videos/{id}/import                    200    200      403    403   403      404  401

POST   api/graphql                                  200    200      200    200   200      200  401
GET    api/v1/projects/{id}/webhooks                200    403      403    403   403      404  401
POST   api/v1/projects/{id}/webhooks                201    403      403    403   403      404  401
GET    api/v1/projects/{id}/webhooks/{webhook_id}   200    403      403    403   403      404  401
PATCH  api/v1/projects/{id}/webhooks/{webhook_id}   200    403      403    403   403      404  401
DELETE api/v1/projects/{id}/webhooks/{webhook_id}   204    403      403    403   403      404  401
POST   api/v1/projects/{id}/webhooks/{webhook_id}/rotate 201 403   403    403   403      404  401
POST   api/v1/projects/{id}/webhooks/{webhook_id}/ping 202 403     403    403   403      404  401
GET    api/v1/projects/{id}/webhooks/{webhook_id}/deliveries 200 403 403  403   403      404  401
POST   api/v1/projects/{id}/webhooks/{webhook_id}/deliveries/{delivery_id}/send-again 202 403 403 403 403 404 401

GET    api/v1/feedbacks                             200    200      200    200   200      404  401
POST   api/v1/feedbacks                             201    201      201    403   201      400  401
POST   api/v1/screenshots                           201    201      201    403   201      403  401
POST   api/upload                                   201    201      201    403   201      403  401
PATCH  api/v1/feedbacks/bulk                        200    200      200    403   403      400  401
GET    api/v1/feedbacks/{id}                        200    200      200    200   200      404  401
PATCH  api/v1/feedbacks/{id}                        200    200      200    403   403      404  401
PATCH  api/v1/feedbacks/{id} · content              200    403      200    403   403      404  401
DELETE api/v1/feedbacks/{id}                        204    403      204    403   403      404  401
POST   api/v1/feedbacks/{id}/reactions              200    200      200    403   200      404  401
DELETE api/v1/feedbacks/{id}/reactions              200    200      200    403   200      404  401

GET    api/v1/comments                              200    200      200    200   200      404  401
POST   api/v1/comments                              201    201      201    403   201      400  401
GET    api/v1/comments/{id}                         200    200      200    200   200      404  401
GET    api/v1/comments/{id}/replies                 200    200      200    200   200      404  401
PATCH  api/v1/comments/{id}                         200    403      200    403   403      404  401
DELETE api/v1/comments/{id}                         204    403      204    403   403      404  401
POST   api/v1/comments/{id}/reactions               200    200      200    403   200      404  401
DELETE api/v1/comments/{id}/reactions               200    200      200    403   200      404  401

GET    api/v1/invitations                           200    403      403    403   403      404  401
POST   api/v1/invitations                           202    403      403    403   403      400  401
GET    api/v1/invitations/verify                    200    200      200    200   200      200  200
POST   api/v1/invitations/accept                    403    403      403    403   403      200  401
GET    api/v1/invitations/unsubscribe               400    400      400    400   400      400  400
POST   api/v1/invitations/unsubscribe               400    400      400    400   400      400  400
GET    api/v1/invitations/{id}                      200    403      403    403   403      404  401
PATCH  api/v1/invitations/{id}                      200    403      403    403   403      404  401
DELETE api/v1/invitations/{id}                      204    403      403    403   403      404  401
POST   api/v1/invitations/{id}/resend               202    403      403    403   403      404  401
GET    api/v1/share-links                           200    403      403    403   403      404  401
POST   api/v1/share-links                           201    403      403    403   403      400  401
POST   api/v1/share-links/enter                     200    200      200    200   200      200  200
PATCH  api/v1/share-links/{id}                      200    403      403    403   403      404  401
DELETE api/v1/share-links/{id}                      204    403      403    403   403      404  401
POST   api/v1/guests/renew                          403    403      403    403   200      403  401

GET    api/v1/notifications                         200    200      200    200   200      200  401
POST   api/v1/notifications/read                    200    200      200    200   200      200  401
GET    api/v1/notifications/preferences             200    200      200    200   200      200  401
PUT    api/v1/notifications/preferences             200    200      200    200   200      200  401
GET    api/v1/notifications/unsubscribe             400    400      400    400   400      400  400
POST   api/v1/notifications/unsubscribe             400    400      400    400   400      400  400

POST   api/v1/measurements                          204    204      204    204   204      204  204

GET                                                 200    200      200    200   200      200  200
GET    api                                          200    200      200    200   200      200  200
GET    api/schema                                   200    200      200    200   200      200  200
GET    api/docs                                     200    200      200    200   200      200  200
GET    healthz                                      200    200      200    200   200      200  200
GET    livez                                        200    200      200    200   200      200  200
GET    readyz                                       200    200      200    200   200      200  200
GET    statusz                                      503    503      503    503   503      503  503
GET    metrics                                      200    200      200    200   200      200  200
GET    media/{expires}/{signature}/{key}            404    404      404    404   404      404  404
"""  # noqa: E501
# statusz: no worker runs beside the tests, which ask from inside the network; so does metrics.
# media, unsubscribe: no signature of ours is in the URL; what a good one does has tests of its own.

# allauth's own, with its own rules and tests.
ALLAUTH = {
    f"api/v1/{path}"
    for path in (
        "config",
        "account/email",
        "account/authenticators",
        "account/authenticators/recovery-codes",
        "account/authenticators/totp",
        "account/authenticators/webauthn",
        "account/password/change",
        "account/providers",
        "auth/2fa/authenticate",
        "auth/2fa/reauthenticate",
        "auth/email/verify",
        "auth/email/verify/resend",
        "auth/login",
        "auth/password/request",
        "auth/password/reset",
        "auth/provider/callback",
        "auth/provider/redirect",
        "auth/provider/signup",
        "auth/reauthenticate",
        "auth/session",
        "auth/sessions",
        "auth/signup",
        "auth/webauthn/authenticate",
        "auth/webauthn/login",
        "auth/webauthn/reauthenticate",
        "tokens/refresh",
    )
}
# Django's own: staff only.
ADMIN = "admin/"


def rows() -> dict[str, dict[str, int]]:
    """Return the table: by request, what each person is answered."""
    found = {}
    for line in TABLE.strip().splitlines()[1:]:
        if line:
            words = line.split()
            name = " ".join(words[: -len(PEOPLE)])
            codes = map(int, words[-len(PEOPLE) :])
            found[name] = dict(zip(PEOPLE, codes, strict=True))
    return found


ROWS = rows()


def routes() -> Iterator[tuple[str, URLPattern]]:
    """Yield every route that the URL configuration has, as `api/v1/projects/{id}`."""

    def below(patterns: list[Any], prefix: str) -> Iterator[tuple[str, URLPattern]]:
        for pattern in patterns:
            path = prefix + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(pattern.pattern))
            if isinstance(pattern, URLResolver):
                yield from below(pattern.url_patterns, path)
            else:
                yield path, pattern

    return below(get_resolver().url_patterns, "")


def methods_of(pattern: URLPattern) -> set[str]:
    """Return what a route answers to; views that are no REST ones are read only."""
    methods = {method.upper() for method in getattr(pattern.callback, "actions", {"get": "get"})}
    return methods & METHODS  # HEAD comes with GET, once a view was asked


def ours() -> dict[str, set[str]]:
    """Return our routes and their methods."""
    return {
        path: methods_of(pattern)
        for path, pattern in routes()
        if path not in ALLAUTH and not path.startswith(ADMIN)
    }


def test_every_route_stands_in_the_table():
    declared: dict[str, set[str]] = {}
    for name in ROWS:
        method, route = route_of(name)
        declared.setdefault(route, set()).add(method)
    assert declared == ours()


def test_every_route_of_allauth_is_known():
    assert {path for path, _pattern in routes()} >= ALLAUTH


@pytest.mark.parametrize("name", ROWS)
def test_each_person_gets_what_the_table_says(things, name):
    answers = {}
    for person in PEOPLE:
        with transaction.atomic():
            answers[person] = send(getattr(things.cast, person), name, things)
            transaction.set_rollback(True)
    assert {person: answer.status_code for person, answer in answers.items()} == ROWS[name]


@pytest.mark.parametrize(
    "name",
    [
        name
        for name, row in ROWS.items()
        if "{id}" in name and row["viewer"] == 403 and name.startswith(("POST", "PATCH"))
    ],
)
def test_a_forbidden_write_is_a_403_whatever_its_body_says(things, name):
    answer = send(things.cast.viewer, name, things, body=b'{"nonsense": 1}')
    assert answer.status_code == 403


def test_who_is_outside_never_learns_what_an_id_stands_for():
    for name, row in ROWS.items():
        if "{id}" in name:
            assert (row["outsider"], row["anonymous"]) == (404, 401), name


@pytest.mark.parametrize("route", sorted(ours()))
def test_other_methods_are_refused(things, route):
    for method in METHODS - ours()[route]:
        answer = send(things.cast.owner, f"{method} {route}", things)
        assert answer.status_code == 405, method


@pytest.mark.parametrize("person", PEOPLE)
def test_the_admin_lets_nobody_of_the_cast_in(things, person):
    token = getattr(things.cast, person).token
    answer = Client(headers={"Authorization": f"Bearer {token}"}).get("/admin/")
    assert (answer.status_code, answer["Location"]) == (302, "/admin/login/?next=/admin/")
