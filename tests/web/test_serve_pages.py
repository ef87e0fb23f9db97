"""The pages on the origin of the API: addresses, caching, and the policy of each."""

import base64
import hashlib
import re

import httpx
import pytest

from devstack import front_end

ID = "01985f4e-0000-7000-8000-000000000001"
HTML = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture
def site(serve, pages):
    """A client of a server that has the pages."""
    address = str(serve("", WEB_ROOT=str(pages)).base_url).removesuffix("/api/v1/")
    with httpx.Client(base_url=address, headers=HTML) as client:
        yield client


def inline_scripts(html: str) -> list[str]:
    return re.findall(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", html, re.DOTALL)


@pytest.mark.parametrize("path", ["/", "/login", "/signup"])
def test_a_page_names_its_scripts_and_takes_no_others(site, path):
    page = site.get(path)

    assert page.status_code == 200
    assert page.headers["Content-Type"].startswith("text/html")
    assert page.headers["Cache-Control"] == "no-cache"
    rules = dict(rule.split(" ", 1) for rule in page.headers["Content-Security-Policy"].split("; "))
    assert rules["default-src"] == "'none'"
    assert "unsafe" not in page.headers["Content-Security-Policy"]
    hashes = {
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
        for script in inline_scripts(page.text)
    }
    assert set(rules["script-src"].split()) == {"'self'", *hashes}
    assert len(hashes) > 1
    # Nothing is inline that the policy would refuse.
    assert not re.search(r"<style|\sstyle=|\son\w+=", page.text)


def test_what_a_page_loads_is_kept_for_good_and_sent_compressed(site):
    [script, *_] = re.findall(r'src="(/_next/static/[^"]+\.js)"', site.get("/login").text)

    answer = site.get(script, headers={"Accept-Encoding": "gzip"})

    assert answer.headers["Cache-Control"].endswith("immutable")
    assert answer.headers["Content-Encoding"] == "gzip"


def test_a_page_that_has_not_changed_is_not_sent_again(site):
    etag = site.get("/login").headers["ETag"]

    assert site.get("/login", headers={"If-None-Match": etag}).status_code == 304


def test_a_wrong_address_is_a_page_for_people_and_a_problem_for_programs(site):
    people = site.get("/nothing/here")
    programs = site.get("/nothing/here", headers={"Accept": "application/json"})
    api = site.get("/api/v1/nothing")

    assert [answer.status_code for answer in (people, programs, api)] == [404, 404, 404]
    assert people.headers["Content-Type"].startswith("text/html")
    assert programs.headers["Content-Type"] == api.headers["Content-Type"]
    assert api.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "path", ["/../manage.py", "/..%2f..%2fmanage.py", "/.built", "/login.html/../../package.json"]
)
def test_nothing_else_of_the_checkout_is_served(site, path):
    answer = site.get(path)

    assert "django" not in answer.text.lower()
    assert answer.status_code in (200, 404)
    if answer.status_code == 200:
        assert path == "/.built"


def test_the_start_page_and_the_documents_stay_where_they_are(site):
    assert "/api/docs" in site.get("/api").text
    assert site.get("/api/docs").status_code == 200
    assert site.get("/healthz").status_code == 200


def test_a_second_build_does_nothing(pages):
    said = []

    front_end.build(said.append)

    assert said == []
