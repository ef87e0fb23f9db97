"""Journeys of people through the pages, in Chromium on the real stack: web/e2e/*.spec.ts."""

from pathlib import Path

import pytest

from devstack import node

E2E = node.WEB / "e2e"
OUTAGES = E2E / "outages.spec.ts"
SPECS = sorted({*E2E.glob("*.spec.ts")} - {OUTAGES})


def run(spec: Path, stack, chromium, folder: Path) -> None:
    playwright = node.command("@playwright/test", "cli.js", "test", spec.name)
    node.run(*playwright, "--output", folder, BASE_URL=stack.url, STACK=stack.given(), **chromium)


@pytest.mark.parametrize("spec", SPECS, ids=lambda path: path.name.removesuffix(".spec.ts"))
def test_a_journey(spec: Path, stack, chromium, tmp_path):
    run(spec, stack, chromium, tmp_path)


def test_a_journey_through_outages(frail_stack, chromium, tmp_path):
    run(OUTAGES, frail_stack, chromium, tmp_path)
