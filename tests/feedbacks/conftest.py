"""Engines that fail, and samples, as the tests of projects have them."""

from tests.videos.conftest import (  # noqa: F401 - fixtures
    broker,
    hanging_storage,
    samples,
    serve,
)
