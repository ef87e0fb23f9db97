"""`manage.py doctor`: what is wrong with this deployment, and how to mend it."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from operations.doctor import examine
from operations.findings import Finding, Level


class Command(BaseCommand):
    """Look at the whole deployment. Run it where the processes run, with their environment."""

    help = "Say what is wrong with this deployment, and how to mend it. Exit status 1 if anything."
    # They are among what is looked at.
    requires_system_checks: list[str] = []  # noqa: RUF012 - as the base declares it

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the form, and how strict to be."""
        parser.add_argument("--json", action="store_true", help="One JSON document, for scripts.")
        parser.add_argument("--strict", action="store_true", help="Warnings count as wrong, too.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what is found; exit with 1 if anything is wrong."""
        found: list[Finding] = []
        for finding in examine():
            found.append(finding)
            if not options["json"]:
                self._say(finding)
        bad = {Level.WRONG, *([Level.WARNING] if options["strict"] else [])}
        failed = [finding for finding in found if finding.level in bad]
        if options["json"]:
            document = {"healthy": not failed, "findings": [asdict(one) for one in found]}
            self.stdout.write(json.dumps(document, indent=1))
        else:
            self.stdout.write(f"{len(failed)} to mend." if failed else "All is well.")
        if failed:
            raise SystemExit(1)

    def _say(self, finding: Finding) -> None:
        style = {
            Level.OK: self.style.SUCCESS,
            Level.WARNING: self.style.WARNING,
            Level.WRONG: self.style.ERROR,
        }[finding.level]
        said = f": {finding.said}" if finding.said else ""
        self.stdout.write(f"{style(f'{finding.level:<8}')} {finding.about}{said}")
        if finding.mend:
            self.stdout.write(f"{'':<9}{finding.mend}")
