"""HTTP to an ASGI app without a server (Starlette's own test client wants another httpx)."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from starlette.types import ASGIApp

type Browse = Callable[..., httpx.Response]


@pytest.fixture
def browse() -> Callable[[ASGIApp, str], Browse]:
    """`browse(app, address)` gives a function `get("GET", "/path", headers=…)`."""

    def to(app: ASGIApp, address: str) -> Browse:
        async def request(method: str, path: str, options: dict[str, Any]) -> httpx.Response:
            transport = httpx.ASGITransport(app)
            async with httpx.AsyncClient(transport=transport, base_url=address) as client:
                return await client.request(method, path, **options)

        return lambda method, path, **options: asyncio.run(request(method, path, options))

    return to
