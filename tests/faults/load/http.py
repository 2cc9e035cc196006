"""HTTP/1.1 as little as a sender needs it: posts on kept connections, at a tenth of a client library's price.

The load generator shares two cores with the platform that it measures; a pool of a client library took half of one.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

PATIENCE: Final = 30.0
"""Seconds for an answer."""


@dataclass(frozen=True, slots=True)
class Response:
    """Status, headers by lower-case name, and body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Connections:
    """Posts to one server, each request on a connection that no other uses. The latest used goes first."""

    def __init__(self, url: str) -> None:
        split = urlsplit(url)
        self._host, self._port = split.hostname or "", split.port or 80
        self._free: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def post(self, path: str, body: bytes, headers: Mapping[str, str]) -> Response:
        """Sends once. Raises OSError, EOFError or TimeoutError when there is no whole answer."""
        async with asyncio.timeout(PATIENCE):
            reader, writer = self._free.pop() if self._free else await asyncio.open_connection(self._host, self._port)
            try:
                lines = [f"POST {path} HTTP/1.1", f"host: {self._host}:{self._port}", f"content-length: {len(body)}"]
                lines += [f"{name}: {value}" for name, value in headers.items()]
                writer.write(("\r\n".join(lines) + "\r\n\r\n").encode() + body)
                await writer.drain()
                response = await _read(reader)
            except BaseException:
                writer.close()
                raise
        if response.headers.get("connection") == "close":
            writer.close()
        else:
            self._free.append((reader, writer))
        return response

    async def close(self) -> None:
        """Closes every connection."""
        for _, writer in self._free:
            writer.close()
        await asyncio.gather(*(writer.wait_closed() for _, writer in self._free), return_exceptions=True)


async def _read(reader: asyncio.StreamReader) -> Response:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    pairs = (line.partition(":") for line in head[1:] if line)
    headers = {name.lower(): value.strip() for name, _, value in pairs}
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Response(int(head[0].split()[1]), headers, body)
