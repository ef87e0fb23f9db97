"""Serves the pages of web/ on the origin of the API, with a Content-Security-Policy for each.

`make run` and the image build them into `WEB_ROOT` (web/out). Where there is no such folder, only
the API answers, and `/` is the page of `videoplanet/pages.py`.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from wsgiref.headers import Headers

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware  # type: ignore[import-untyped]

# An id in a path: all projects share one page, whose file is named `_`.
ID = re.compile(r"/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?=[/.]|$)", re.IGNORECASE)
HASHED = "/_next/static/"
"""Files whose names change with their content."""
# What these answer is not for people, whatever a browser accepts.
NOT_PAGES = ("/api/", "/media/", "/static/")


class FrontEndMiddleware(WhiteNoiseMiddleware):  # type: ignore[misc]  # it has no types
    """WhiteNoise, for which `/login` is `login.html` and an id is `_`."""

    def __call__(self, request: HttpRequest) -> Any:
        """Serve a page or another file, else go on."""
        file = self.file_of(request.path_info)
        if file is not None:
            return self.serve(file, request)
        response = self.get_response(request)
        return self.not_found(request) if self.is_missing_page(request, response) else response

    def file_of(self, path: str) -> Any:
        """Return the file for a path; None if there is none."""
        name = "/index" if path == "/" else ID.sub("/_", path)
        return self.files.get(name) or self.files.get(f"{name}.html")

    def is_missing_page(self, request: HttpRequest, response: HttpResponse) -> bool:
        """Say whether a person followed a link to a page that does not exist."""
        return (
            response.status_code == 404
            and request.resolver_match is None
            and "text/html" in request.headers.get("Accept", "")
            and not request.path_info.startswith(NOT_PAGES)
            and "/404.html" in self.files
        )

    def not_found(self, request: HttpRequest) -> HttpResponse:
        """Return the front end's page for a wrong address."""
        page: HttpResponse = self.serve(self.files["/404.html"], request)
        if page.status_code == 200:  # 304: the browser has it
            page.status_code = 404
        return page

    def add_cache_headers(self, headers: Headers, path: str, url: str) -> None:
        """Say how long a file may be kept; give pages their policy."""
        if not (settings.WEB_ROOT and Path(path).is_relative_to(settings.WEB_ROOT)):
            super().add_cache_headers(headers, path, url)
        elif url.startswith(HASHED):
            headers["Cache-Control"] = f"public, max-age={self.FOREVER}, immutable"
        else:
            headers["Cache-Control"] = "no-cache"
        if url in _script_hashes():
            headers["Content-Security-Policy"] = policy(url)
            headers["Referrer-Policy"] = "no-referrer"


def policy(page: str) -> str:
    """Return the Content-Security-Policy of a page: this origin, the storage, its own scripts."""
    storage = _storage_origins()
    rules = {
        "default-src": "'none'",
        "script-src": " ".join(["'self'", *_script_hashes()[page]]),
        "style-src": "'self'",
        "font-src": "'self'",
        "img-src": f"'self' data: blob: {storage}",
        "media-src": f"blob: {storage}",
        "connect-src": f"'self' {storage}",
        "manifest-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }
    return "; ".join(f"{name} {sources}" for name, sources in rules.items())


def _storage_origins() -> str:
    """Return the origins from which browsers fetch files, and to which they send them."""
    return " ".join(filter(None, [_storage(), settings.CDN_URL]))


def _storage() -> str:
    if settings.S3_PUBLIC_ENDPOINT_URL:
        endpoint = urlsplit(settings.S3_PUBLIC_ENDPOINT_URL)
        return f"{endpoint.scheme}://{endpoint.netloc}"
    bucket = f"https://{settings.S3_BUCKET}.s3"
    return f"{bucket}.amazonaws.com {bucket}.{settings.S3_REGION}.amazonaws.com"


@cache
def _script_hashes() -> dict[str, list[str]]:
    """Return the sources of each page's inline scripts, which the build has listed."""
    if settings.WEB_ROOT is None:
        return {}
    listed: dict[str, list[str]] = json.loads(
        (settings.WEB_ROOT / "script-hashes.json").read_text()
    )
    return listed
