"""A page in a real Chromium."""

import pytest

from tests.browser.chromium import NoBrowser, open_page


@pytest.fixture(scope="module")
def page():
    """A page for the tests of a module; they are skipped where there is no browser."""
    try:
        with open_page() as opened:
            yield opened
    except NoBrowser as reason:
        pytest.skip(str(reason))
