"""What can go wrong, as one sentence for people and an exit code for programs."""

from enum import IntEnum
from typing import TYPE_CHECKING, Any

import httpx

from videoplanet_cli.texts import _

if TYPE_CHECKING:
    from videoplanet_cli.generated import Problem


class Code(IntEnum):
    """The exit codes; docs/cli.md lists them."""

    UNEXPECTED = 1
    USAGE = 2
    NOT_LOGGED_IN = 3
    NOT_ALLOWED = 4
    NOT_FOUND = 5
    REFUSED = 6
    UNAVAILABLE = 7
    INTERRUPTED = 130


class Failure(Exception):
    """Ends the program with a sentence on standard error and an exit code."""

    def __init__(self, text: str, code: Code) -> None:
        super().__init__(text)
        self.code = code


_CODES = {
    401: Code.NOT_LOGGED_IN,
    403: Code.NOT_ALLOWED,
    404: Code.NOT_FOUND,
    410: Code.NOT_FOUND,
    429: Code.UNAVAILABLE,
}


def failure_of(answer: httpx.Response) -> Failure:
    """Return what an answer that is no success says: the sentence, and each field with its own."""
    code = _CODES.get(answer.status_code)
    if code is None:
        code = Code.UNAVAILABLE if answer.status_code >= 500 else Code.REFUSED
    problem = problem_of(answer)
    if problem is None:
        text = _("The server answered {status} without saying why. Is {url} a VideoPlanet?")
        url = str(answer.request.url.copy_with(query=None))
        return Failure(text.format(status=answer.status_code, url=url), code)
    lines = [problem["detail"] or problem["title"]]
    lines += [f"  {error['field']}: {error['message']}" for error in problem["errors"]]
    if answer.status_code == 401:
        lines.append(_("Log in with `vp login`, or set VP_TOKEN."))
    if seconds := answer.headers.get("Retry-After"):
        lines.append(_("Try again later (Retry-After: {seconds}).").format(seconds=seconds))
    if answer.status_code >= 500:
        lines.append(problem["instance"])
    return Failure("\n".join(lines), code)


def problem_of(answer: httpx.Response) -> "Problem | None":
    """Return the problem document of an answer; None if something else has answered."""
    try:
        found: Any = answer.json()
    except ValueError:
        return None
    is_problem = isinstance(found, dict) and {"detail", "title", "errors"} <= found.keys()
    return found if is_problem else None
