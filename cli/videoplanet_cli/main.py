"""The program `vp`: its commands, and how it ends."""

import os
import sys
from collections.abc import Callable
from typing import NoReturn

import typer

from videoplanet_cli import exporting, feedback, lists, login, uploading, watching
from videoplanet_cli.failures import Code, Failure
from videoplanet_cli.output import say
from videoplanet_cli.texts import _

EPILOG = _(
    "VP_URL and VP_TOKEN name a server and a token for scripts. Exit codes: 0 done, 2 wrong usage,"
    " 3 not logged in, 4 not allowed, 5 not found, 6 refused, 7 server unavailable, 130 stopped."
)
app = typer.Typer(
    help=_("VideoPlanet at the command line: upload, feedback, exports, live events."),
    epilog=EPILOG,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
ACCOUNT, VIDEOS, FEEDBACK = _("Logging in"), _("Projects and videos"), _("Feedback")


def _add(name: str, command: Callable[..., None], panel: str, text: str) -> None:
    app.command(name, help=text, rich_help_panel=panel)(command)


_add("login", login.login, ACCOUNT, _("Log in with an access token."))
_add("logout", login.logout, ACCOUNT, _("Forget the token of a server."))
_add("whoami", login.whoami, ACCOUNT, _("Say who you are, and where."))
_add("projects", lists.projects, VIDEOS, _("List your projects."))
_add("videos", lists.videos, VIDEOS, _("List a project's videos."))
_add("upload", uploading.upload, VIDEOS, _("Upload videos. Repeat the command to resume."))
_add("watch", watching.watch, VIDEOS, _("Show what happens in a project, live."))
app.add_typer(feedback.app, name="feedback", rich_help_panel=FEEDBACK)
_add("comment", feedback.comment, FEEDBACK, _("Answer a feedback."))
_add("export", exporting.export, FEEDBACK, _("Save feedback as a file for another program."))


def main() -> NoReturn:
    """Run a command; what fails is one sentence on standard error and an exit code."""
    for stream in (sys.stdout, sys.stderr):
        # A pipe gets UTF-8 on Windows too, where the language's old code page is the default.
        if not stream.isatty():
            stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    try:
        app()
    except Failure as failure:
        say(str(failure))
        sys.exit(failure.code)
    except BrokenPipeError:
        # Whoever read the output has enough (`| head`). Python would complain at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(Code.UNEXPECTED)
    except OSError as error:  # a full disk, a folder that is not there
        say(str(error))
        sys.exit(Code.UNEXPECTED)
    sys.exit()
