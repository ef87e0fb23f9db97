"""Three migrations as docs/adding-a-feature.md wants them, after those that feedbacks has."""

from pathlib import Path

from devstack.engines import CHECKOUT

_OWN = CHECKOUT / "feedbacks" / "migrations"
__path__ = [str(Path(__file__).parent), str(_OWN)]
NEWEST = max(path.stem for path in _OWN.glob("[0-9]*.py"))
