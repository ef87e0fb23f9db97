"""Journeys of people through the pages, in Chromium on the real stack: web/e2e/*.spec.ts."""

from pathlib import Path

import pytest

from devstack import node

SPECS = sorted((node.WEB / "e2e").glob("*.spec.ts"))


@pytest.mark.parametrize("spec", SPECS, ids=lambda path: path.name.removesuffix(".spec.ts"))
def test_a_journey(spec: Path, stack, chromium, tmp_path):
    playwright = node.command("@playwright/test", "cli.js", "test", spec.name)

    node.run(*playwright, "--output", tmp_path, BASE_URL=stack.url, STACK=stack.given(), **chromium)
