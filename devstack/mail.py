"""The mail catcher: SMTP that sends nothing on, and a page to read what it caught.

Each mail is one `.eml` file whose name sorts by time. Run as
`python -m devstack.mail --smtp-port 1025 --web-port 8025 --folder var/mail`.
"""

from __future__ import annotations

import argparse
import asyncio
import os
from datetime import UTC, datetime
from pathlib import Path

import uvicorn
from aiosmtpd.smtp import SMTP, Envelope, Session

from devstack.mail_viewer import viewer
from devstack.service import HOST

MAX_BYTES = 32 * 1024 * 1024


class Catcher:
    """aiosmtpd's handler: accepts every mail and writes it down before it answers."""

    def __init__(self, folder: Path) -> None:
        """Make `folder` if need be."""
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Write the mail, then say that it was taken."""
        content = envelope.content
        if isinstance(content, str):
            content = content.encode()
        name = write_mail(self.folder, content or b"")
        print(f"{', '.join(envelope.rcpt_tos)}: {name}", flush=True)
        return "250 OK"


def write_mail(folder: Path, content: bytes) -> str:
    """Write a mail so that readers see all of it or nothing; returns the file's name."""
    while True:
        # Microseconds, so names sort by time; two in the same one: the second tries again.
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}.eml"
        draft = folder / f".{name}.{os.getpid()}"
        draft.write_bytes(content)
        try:
            os.link(draft, folder / name)  # unlike rename, this never replaces
        except FileExistsError:
            continue
        else:
            return name
        finally:
            draft.unlink()


async def serve(*, smtp_port: int, web_port: int, folder: Path) -> None:
    """Run both until SIGINT or SIGTERM."""
    catcher = Catcher(folder)

    def session() -> SMTP:
        # A given name keeps aiosmtpd from asking DNS what this machine is called.
        return SMTP(catcher, hostname="localhost", data_size_limit=MAX_BYTES, enable_SMTPUTF8=True)

    smtp = await asyncio.get_running_loop().create_server(session, HOST, smtp_port)
    web = uvicorn.Server(
        uvicorn.Config(
            viewer(folder),
            host=HOST,
            port=web_port,
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=2,
        )
    )
    async with smtp:
        await web.serve()


def main() -> None:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--smtp-port", type=int, required=True)
    parser.add_argument("--web-port", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    arguments = parser.parse_args()
    asyncio.run(
        serve(
            smtp_port=arguments.smtp_port,
            web_port=arguments.web_port,
            folder=arguments.folder,
        )
    )


if __name__ == "__main__":
    main()
