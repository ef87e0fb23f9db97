"""What Vercel gets of the pages: the addresses and the policies that the service gives them."""

import json
import re

import pytest

from devstack import node
from videoplanet import front_end

ID = "01985f4e-0000-7000-8000-000000000001"
API, STORAGE = "https://api.example.com", "https://files.example.net"
HASHES = {"/login.html": ["'sha256-abc='"], "/projects/_/videos/_.html": ["'sha256-def='"]}
ADDRESSES = {
    "/": "/index.html",
    "/login": "/login.html",
    f"/projects/{ID}": "/projects/_.html",
    f"/projects/{ID}/members": "/projects/_/members.html",
    f"/projects/{ID}/videos/{ID}": "/projects/_/videos/_.html",
    f"/projects/{ID}/videos/{ID}.txt": "/projects/_/videos/_.txt",
    "/icon.svg": "/icon.svg",
}


@pytest.fixture
def routes(tmp_path):
    """The rules for a small build."""
    for file in ("/404.html", "/_next/static/a.js", *ADDRESSES.values()):
        path = tmp_path / "out" / file[1:]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(file)
    (tmp_path / "out/script-hashes.json").write_text(json.dumps(HASHES))
    script = node.WEB / "scripts" / "write-vercel-output.mjs"
    node.run(node.NODE, script, cwd=tmp_path, NEXT_PUBLIC_API_URL=f"{API}/", STORAGE_URL=STORAGE)
    output = tmp_path / ".vercel" / "output"
    assert (output / "static/login.html").read_text() == "/login.html"
    return json.loads((output / "config.json").read_text())["routes"]


@pytest.fixture
def policy(tmp_path, settings):
    """The policy of a page of the same build, as the service gives it."""
    settings.WEB_ROOT, settings.S3_PUBLIC_ENDPOINT_URL = tmp_path / "out", STORAGE
    front_end._script_hashes.cache_clear()
    yield front_end.policy
    front_end._script_hashes.cache_clear()


def first_of(routes, path):
    return next(route for route in routes if re.search(route.get("src", "$^"), path))


@pytest.mark.parametrize("path", ADDRESSES)
def test_an_address_leads_to_its_file(routes, path):
    assert first_of(routes, path)["dest"] == ADDRESSES[path]


def test_a_wrong_address_is_the_page_that_says_so(routes):
    route = first_of(routes, "/nothing/here")

    assert (route["dest"], route["status"]) == ("/404.html", 404)


def test_a_page_has_the_policy_of_the_service_and_may_reach_the_api(routes, policy):
    headers = first_of(routes, "/login")["headers"]

    assert headers["Cache-Control"] == "no-cache"
    given = dict(rule.split(" ", 1) for rule in headers["Content-Security-Policy"].split("; "))
    ours = dict(rule.split(" ", 1) for rule in policy("/login.html").split("; "))
    ours["connect-src"] += f" {API} {API.replace('https', 'wss')}"
    for name in ("img-src", "media-src"):
        ours[name] += f" {API}"
    assert given == ours


def test_what_has_its_hash_in_its_name_is_kept(routes):
    route = first_of(routes, "/_next/static/a.js")

    assert route["headers"]["Cache-Control"].endswith("immutable")
    assert route["continue"]
