"""What people see who open the server in a browser."""

import re

import pytest
import yaml
from django.test import Client

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.mark.parametrize("path", ["/", "/api"])
@pytest.mark.parametrize(("language", "sentence"), [("en", "This is the"), ("ko", "서버예요")])
def test_the_server_shows_where_everything_is(path, language, sentence):
    page = Client(headers={"Accept": BROWSER, "Accept-Language": language}).get(path)
    assert page.status_code == 200
    text = page.content.decode()
    assert f'<html lang="{language}">' in text
    assert sentence in text
    assert "script" not in text
    assert "default-src 'none'" in page["Content-Security-Policy"]


@pytest.mark.django_db
def test_each_link_of_the_page_leads_somewhere(settings):
    settings.FRONTEND_URL = "https://review.example"
    links = re.findall(r'href="([^"]+)"', Client().get("/").content.decode())
    assert links[0] == settings.FRONTEND_URL
    assert links[1:] == ["/api/docs", "/api/schema", "/statusz", "/admin/"]
    for link in links[1:]:
        # No worker runs beside the tests: /statusz says so. The admin asks for a log-in.
        assert Client().get(link).status_code in (200, 302, 503)


def test_the_page_does_not_link_to_itself_as_the_front_end(settings):
    settings.FRONTEND_URL = settings.PUBLIC_URL
    assert "/api/docs" in re.findall(r'href="([^"]+)"', Client().get("/").content.decode())[0]


def test_the_page_names_no_admin_where_there_is_none(settings):
    settings.ADMIN_ENABLED = False
    assert "/admin/" not in Client().get("/").content.decode()


def test_a_browser_shows_the_document_and_does_not_save_it():
    answer = Client(headers={"Accept": BROWSER}).get("/api/schema")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Content-Disposition"].startswith("inline")
    assert yaml.safe_load(answer.content)["openapi"].startswith("3.1")
