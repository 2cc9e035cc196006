"""Which ports a platform listens on: given ones, else those it had before, else preferred or free ones."""

from __future__ import annotations

import itertools
import random
import socket
from collections.abc import Collection, Iterable

LOOPBACK = "127.0.0.1"
# Below Linux's ephemeral range (32768 up): an outgoing connection can't take a port between choice and bind.
_FREE_RANGE = range(20_000, 32_768)


class PortTakenError(Exception):
    """A port that was asked for by number is in use."""


class PortClaims:
    """Ports that this process has chosen, until it ends: seconds pass before their servers listen on them, and
    another platform that starts meanwhile must not choose the same."""

    def __init__(self) -> None:
        self._held: dict[int, socket.socket] = {}

    def claim(self, port: int) -> bool:
        """True when nobody listens there and nobody else has claimed it; claiming twice is refused too."""
        if port in self._held or not is_free(port):
            return False
        # A name in Linux's abstract namespace: one holder at a time, and the kernel frees it with its holder.
        holder = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        try:
            holder.bind(f"\0tocsin-port-{port}")
        except OSError:
            holder.close()
            return False
        self._held[port] = holder
        return True


def is_free(port: int) -> bool:
    """Can a server bind this port on the loopback address now?"""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As servers do, so that connections in TIME_WAIT of an earlier run don't count as a user.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


def free_port(taken: Collection[int] = ()) -> int:
    """A port that nobody listens on and that is not in ``taken``."""
    for port in random.sample(_FREE_RANGE, len(_FREE_RANGE)):
        if port not in taken and is_free(port):
            return port
    raise PortTakenError("no free port is left on this machine")


def choose_port(claims: PortClaims, *, given: int | None, candidates: Iterable[int]) -> int:
    """``given`` or nothing when it is set; else the first free candidate, else any free port. It is claimed.

    Raises PortTakenError when the given port is in use.
    """
    if given is not None:
        if not claims.claim(given):
            raise PortTakenError(f"port {given} is in use")
        return given
    others = random.sample(_FREE_RANGE, len(_FREE_RANGE))
    for port in itertools.chain(candidates, others):
        if claims.claim(port):
            return port
    raise PortTakenError("no free port is left on this machine")


def accepts_connections(host: str, port: int, timeout: float = 0.2) -> bool:
    """Does a server answer there?"""
    try:
        socket.create_connection((host, port), timeout).close()
    except OSError:
        return False
    return True
