"""What a process keeps for good, and how seldom the rest is looked through for cycles.

A batch makes hundreds of thousands of small objects that hardly ever form a cycle. By Python's defaults each batch is
looked through many times, and with it all the reference data: a tenth of the processor's time.
"""

from __future__ import annotations

import gc
from typing import Final

YOUNG: Final = 50_000
"""New containers after which the youngest are looked through; Python's own figure is 700."""


def settle_heap() -> None:
    """Say that the process has loaded what it needs: what is there now stays, and is never looked through again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, 10, 10)
