"""Media URLs in tests: where they lead, and what is there."""

from urllib.parse import urlsplit

from django.test import Client


def path_of(url):
    """Return a URL's path on our server."""
    return urlsplit(url).path


def fetch(url, host="testserver", **headers):
    """Get a media URL of ours as a browser does; headers are named with underscores."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Client(raise_request_exception=False).get(path_of(url), headers=named, SERVER_NAME=host)
