"""Logging in, logging out, and who one is."""

import getpass
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from videoplanet_cli import credentials
from videoplanet_cli.api import Api
from videoplanet_cli.credentials import SECRET, Server, address_of
from videoplanet_cli.failures import Code, Failure
from videoplanet_cli.output import print_json, say, tell
from videoplanet_cli.texts import _

if TYPE_CHECKING:
    from videoplanet_cli.generated import Me

TOKENS_PAGE = "/account/tokens"

AsJson = Annotated[bool, typer.Option("--json", help=_("Print JSON, for programs."))]


def login(
    url: Annotated[
        str,
        typer.Argument(
            metavar="URL", envvar="VP_URL", help=_("The server: https://review.example.com")
        ),
    ],
) -> None:
    """Ask for a token (or read it from standard input), try it, and keep it."""
    url = address_of(url)
    if credentials.is_unprotected(url):
        say(_("{url} is not encrypted: others on the network can read the token.").format(url=url))
    if sys.stdin.isatty():
        say(_("Make a token at {page}").format(page=url + TOKENS_PAGE))
        secret = getpass.getpass(_("Token (it is not shown): ")).strip()
    else:
        secret = sys.stdin.readline().strip()
    if not SECRET.fullmatch(secret):
        hint = _("That is no access token: one begins with vp_ and has 52 characters.")
        raise Failure(hint, Code.REFUSED)
    server = Server(url, secret)
    me: Me = Api(server).get("users/me")
    path = credentials.keep(server)
    tell(_("You are {name} at {url}.").format(name=me["name"], url=url))
    say(_("The token is kept in {path}.").format(path=path))


def logout(
    url: Annotated[
        str | None,
        typer.Argument(metavar="URL", help=_("The server; without it, the current one.")),
    ] = None,
) -> None:
    """Forget a token; it stays valid on the server until somebody ends it there."""
    forgotten = credentials.forget(address_of(url) if url else None)
    if forgotten is None:
        raise Failure(_("There is no token to forget."), Code.NOT_LOGGED_IN)
    tell(_("The token for {url} is forgotten.").format(url=forgotten))
    say(_("It is still valid: end it at {page}").format(page=forgotten + TOKENS_PAGE))


def whoami(*, as_json: AsJson = False) -> None:
    """Say who one is."""
    api = Api.connect()
    me: Me = api.get("users/me")
    if as_json:
        print_json(me | {"url": api.server.url})
        return
    tell(_("You are {name} at {url}.").format(name=_described(me), url=api.server.url))
    if api.server.from_environment:
        say(_("The token is from VP_TOKEN."))


def _described(me: "Me") -> str:
    return f"{me['name']} <{me['email']}>" if me["email"] else f"{me['name']} ({me['kind']})"
