"""The page that shows caught mails. Mails are hostile input: nothing in them may run."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage
from html import escape
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response
from starlette.routing import Route

_NAME = re.compile(r"\d{8}T\d{6}\.\d{6}Z")
_LINK = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]]")
_LISTED = 200

_PAGE_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; connect-src 'self';"
    " frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
# `sandbox` without allow-scripts and allow-same-origin holds also for a mail's HTML that is
# opened outside of our iframe. Links may open a new window; that is what they are read for.
_SANDBOX = "allow-popups allow-popups-to-escape-sandbox"
_HTML_POLICY = (
    f"sandbox {_SANDBOX}; default-src 'none'; img-src data: http: https:;"
    " style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'"
)
_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem;
       color: #1c2330; background: #f5f6f9 }
a { color: #2450c8; text-decoration: none } a:hover { text-decoration: underline }
ol { list-style: none; padding: 0 }
li, article { background: #fff; border: 1px solid #dde1ea; border-radius: 8px; margin: .5rem 0;
              padding: .75rem 1rem; overflow-wrap: anywhere }
small, dt { color: #5b6475 } dl { display: grid; grid-template-columns: 6rem 1fr; margin: 0 }
dd { margin: 0 } pre { white-space: pre-wrap; font: 14px/1.5 ui-monospace, monospace }
iframe { width: 100%; height: 32rem; border: 1px solid #dde1ea; border-radius: 8px;
         background: #fff }
"""
_SCRIPT = """
setInterval(async () => {
  const answer = await fetch("/").catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  document.querySelector("main").replaceWith(page.querySelector("main"));
}, 2000);
"""


def viewer(folder: Path) -> Starlette:
    """Make the ASGI app that lists and shows the mails in `folder`, newest first."""
    app = Starlette(
        routes=[
            Route("/", _list),
            Route("/list.js", _script),
            Route("/mail/{name}", _show),
            Route("/mail/{name}/html", _html),
            Route("/mail/{name}/raw", _raw),
        ],
        # A page on the internet whose name is made to point at 127.0.0.1 may not read mails.
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost", "[::1]"])
        ],
    )
    app.state.folder = folder
    return app


async def _list(request: Request) -> Response:
    files = sorted(request.app.state.folder.glob("[0-9]*.eml"), reverse=True)
    items = "".join(_item(file) for file in files[:_LISTED])
    older = len(files) - _LISTED
    rest = f"<p>and {older} older ones in {escape(str(request.app.state.folder))}</p>"
    return _page(
        "Caught mails",
        f"<ol>{items}</ol>{rest if older > 0 else ''}" if items else "<p>No mail yet.</p>",
        head='<script src="/list.js" defer></script>',
    )


def _item(file: Path) -> str:
    with file.open("rb") as content:
        headers = email.message_from_binary_file(content, policy=email.policy.default)
    return (
        f'<li><a href="/mail/{file.stem}">{_header(headers, "Subject") or "(no subject)"}</a><br>'
        f"<small>{_time(file)} · to {_header(headers, 'To')}</small></li>"
    )


async def _show(request: Request) -> Response:
    file = _file(request)
    mail = _parse(file)
    names = ("From", "To", "Cc", "Subject", "Reply-To")
    shown = [(name, _header(mail, name)) for name in names if mail[name]]
    rows = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in shown)
    base = f"/mail/{file.stem}"
    parts = [
        '<p><a href="/">← all mails</a></p><article><dl>',
        f'{rows}<dt>Received</dt><dd>{_time(file)} · <a href="{base}/raw">raw .eml</a></dd>',
        "</dl></article>",
    ]
    if (text := _body(mail, "plain")) is not None:
        parts.append(f"<article><pre>{_linked(text)}</pre></article>")
    if _body(mail, "html") is not None:
        parts.append(f'<iframe sandbox="{_SANDBOX}" src="{base}/html" title="HTML"></iframe>')
    parts += [f"<p><small>attached: {escape(name)}</small></p>" for name in _attached(mail)]
    return _page(mail["Subject"] or "(no subject)", "".join(parts))


async def _html(request: Request) -> Response:
    content = _body(_parse(_file(request)), "html")
    if content is None:
        raise HTTPException(404)
    # A link would otherwise replace the mail inside the frame.
    return HTMLResponse(f'<base target="_blank">{content}', headers=_headers(_HTML_POLICY))


async def _raw(request: Request) -> Response:
    file = _file(request)
    return FileResponse(
        file, media_type="message/rfc822", filename=file.name, headers=_headers(_HTML_POLICY)
    )


async def _script(_request: Request) -> Response:
    return Response(_SCRIPT, media_type="text/javascript", headers=_headers(_PAGE_POLICY))


def _file(request: Request) -> Path:
    name: str = request.path_params["name"]
    file: Path = request.app.state.folder / f"{name}.eml"
    if not _NAME.fullmatch(name) or not file.is_file():
        raise HTTPException(404)
    return file


def _parse(file: Path) -> EmailMessage:
    return email.message_from_bytes(file.read_bytes(), policy=email.policy.default)


def _body(mail: EmailMessage, subtype: str) -> str | None:
    """Decode the first part of type text/`subtype`; odd charsets do not fail."""
    part = mail.get_body(preferencelist=(subtype,))
    if part is None:
        return None
    raw = part.get_payload(decode=True)
    content = raw if isinstance(raw, bytes) else b""
    try:
        return content.decode(part.get_content_charset("utf-8"), errors="replace")
    except LookupError:
        return content.decode("utf-8", errors="replace")


def _attached(mail: EmailMessage) -> Iterator[str]:
    for part in mail.iter_attachments():
        yield f"{part.get_filename() or 'unnamed'} ({part.get_content_type()})"


def _header(mail: EmailMessage, name: str) -> str:
    return escape(str(mail[name] or ""))


def _linked(text: str) -> str:
    """Escape text and make its web addresses links."""
    parts: list[str] = []
    end = 0
    for match in _LINK.finditer(text):
        address = escape(match[0])
        parts += [
            escape(text[end : match.start()]),
            f'<a href="{address}" target="_blank" rel="noreferrer">{address}</a>',
        ]
        end = match.end()
    return "".join([*parts, escape(text[end:])])


def _time(file: Path) -> str:
    stem = file.stem
    return f"{stem[:4]}-{stem[4:6]}-{stem[6:8]} {stem[9:11]}:{stem[11:13]}:{stem[13:15]} UTC"


def _page(title: str, content: str, head: str = "") -> Response:
    return HTMLResponse(
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style>{head}<h1>{escape(title)}</h1><main>{content}</main></html>",
        headers=_headers(_PAGE_POLICY),
    )


def _headers(policy: str) -> dict[str, str]:
    return {
        "content-security-policy": policy,
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "cache-control": "no-store",
    }
