"""Engines that fail, and films, as the tests of projects have them."""

from tests.videos.conftest import (  # noqa: F401 - fixtures
    broker,
    films,
    hanging_storage,
    serve,
)
