"""What a person sees while the demo runs: a live view in a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from services.cli.demo_figures import Progress, percentile
from services.cli.options import tell

LINE_EVERY = 5.0


class Plain:
    """A line on standard error every few seconds."""

    def __init__(self) -> None:
        self._last = 0.0

    def show(self, progress: Progress, doing: str) -> None:
        """Say how far it is, unless that was said a moment ago."""
        if time.monotonic() - self._last >= LINE_EVERY:
            self._last = time.monotonic()
            tell(f"{doing}: {progress.sent}/{progress.planned} sent, {_words(progress)}")


class Terminal:
    """A table that stays in place."""

    def __init__(self, live: Live, page: str) -> None:
        self._live, self._page = live, page

    def show(self, progress: Progress, doing: str) -> None:
        """Draw the view anew."""
        self._live.update(_drawn(progress, doing, self._page))


@contextmanager
def view(page: str, plain: bool) -> Iterator[Plain | Terminal]:
    """The view that fits: ``plain`` without a terminal or when a document is to be printed."""
    console = Console(stderr=True)
    if plain or not console.is_terminal:
        yield Plain()
        return
    with Live(console=console, refresh_per_second=4) as live:
        yield Terminal(live, page)


def summary_lines(found: dict[str, Any], seconds_up: float) -> list[str]:
    """The summary for a person."""
    links, latency = found["links"], found["latency_ms"]
    refused = ", ".join(f"{reason} {n}" for reason, n in found["refused"].items()) or "none"
    return [
        "",
        f"sent {found['sent']}, acknowledged {found['acknowledged']}, in {found['seconds']} s"
        f" (platform up in {seconds_up:.1f} s)",
        f"refused, with a reason each: {refused}",
        f"links: {links['planted']} planted, {links['found']} found, {links['true']} of them true:"
        f" precision {links['precision']:.3f}, recall {links['recall']:.3f}",
        f"alerts: {found['alerts']}",
        f"from acknowledgement to the alert on the live stream: p50 {latency['p50']} ms, p99 {latency['p99']} ms",
    ]


def _words(progress: Progress) -> str:
    return (
        f"{progress.acknowledged} acknowledged, {progress.refused.total()} refused,"
        f" {len(progress.links)} links, {len(progress.alerts)} alerts"
    )


def _drawn(progress: Progress, doing: str, page: str) -> Group:
    modes = Table(title="reports", expand=False)
    for mode in ("air", "land", "sea", "mail"):
        modes.add_column(mode, justify="right")
    modes.add_row(*(str(progress.by_mode[mode]) for mode in ("air", "land", "sea", "mail")))
    p50, p99 = percentile(progress.latencies, 0.5), percentile(progress.latencies, 0.99)
    waits = f"p50 {p50 * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms" if p50 is not None and p99 is not None else "-"
    refused = ", ".join(f"{reason} {n}" for reason, n in progress.refused.most_common(6)) or "none"
    return Group(
        Text(f"{doing}: {progress.sent} of {progress.planned}", style="bold"),
        modes,
        Text(_words(progress)),
        Text(f"acknowledgement to alert: {waits}"),
        Text(f"refused: {refused}"),
        Text(f"page: {page}", style="cyan"),
        *(Text(f"  {line}", style="red" if line.startswith("high") else "yellow") for line in progress.latest),
    )
