"""A wire between client and server that breaks: each connection passes so many bytes of the answer, then is cut."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field


@dataclass
class Wire:
    """Where to connect, and how many connections there were. After the last budget a connection is never cut."""

    port: int
    target: int
    budgets: Sequence[int]
    connections: int = 0
    _open: list[socket.socket] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The address to give to the client."""
        return f"http://127.0.0.1:{self.port}"

    def carry(self, near: socket.socket) -> None:
        """Serve one connection until it is cut or over."""
        number, self.connections = self.connections, self.connections + 1
        left = self.budgets[number] if number < len(self.budgets) else None
        with near, contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.target), 5) as far:
            self._open += [near, far]
            up = threading.Thread(target=_pump, args=(near, far, None))
            up.start()
            _pump(far, near, left)
            for end in (near, far):
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
            up.join()

    def cut(self) -> None:
        """Cut everything."""
        for one in self._open:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)


def _pump(source: socket.socket, sink: socket.socket, left: int | None) -> None:
    with contextlib.suppress(OSError):
        while left is None or left > 0:
            piece = source.recv(65_536 if left is None else min(left, 65_536))
            if not piece:
                return
            sink.sendall(piece)
            left = None if left is None else left - len(piece)


@contextlib.contextmanager
def wire(target: int, budgets: Sequence[int]) -> Iterator[Wire]:
    """A wire to a port of this machine."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        made = Wire(server.getsockname()[1], target, budgets)
        threads: list[threading.Thread] = []

        def accept() -> None:
            with contextlib.suppress(OSError):
                while True:
                    near, _ = server.accept()
                    threads.append(threading.Thread(target=made.carry, args=(near,)))
                    threads[-1].start()

        accepting = threading.Thread(target=accept)
        accepting.start()
        try:
            yield made
        finally:
            server.shutdown(socket.SHUT_RDWR)
            accepting.join()
            made.cut()
            for thread in threads:
                thread.join()
