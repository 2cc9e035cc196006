"""Points where a fault test may kill the process; inert unless TOCSIN_FAILPOINT=name:n is set."""

from __future__ import annotations

import os
import signal


class _Armed:
    name = ""
    left = 0


def arm(setting: str) -> None:
    """Arm the one point that ``setting`` (``name:n``) names; the empty text disarms."""
    name, _, count = setting.partition(":")
    _Armed.name, _Armed.left = name, int(count or 1)


def failpoint(name: str) -> None:
    """Die here as by kill -9 if this point is armed and this is its nth pass."""
    if name == _Armed.name:
        _Armed.left -= 1
        if _Armed.left <= 0:
            os.kill(os.getpid(), signal.SIGKILL)
