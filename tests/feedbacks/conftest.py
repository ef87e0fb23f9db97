"""Engines that fail, and films, as the tests of projects have them."""

from tests.projects.conftest import (  # noqa: F401 - fixtures
    broker,
    films,
    hanging_storage,
    serve,
)
