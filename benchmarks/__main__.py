"""`python -m benchmarks`: every figure in one run on one machine, as a table and as one JSON document."""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import statistics
import sys
from pathlib import Path
from typing import Any

from benchmarks.latency import latency
from benchmarks.links_at_scale import LARGEST, links_at_scale, table_rows
from benchmarks.memory import memory
from benchmarks.platform import running, say
from benchmarks.recovery import recovery
from benchmarks.throughput import throughput

RATES = (100, 300)


def main(arguments: list[str]) -> int:
    """Measure, print the document on standard output and the table on standard error."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, epilog="Example: python -m benchmarks --json-file bench.json"
    )
    parser.add_argument("--json-file", type=Path, help="write the document there too")
    parser.add_argument("--quick", action="store_true", help="a few seconds each: shows that it works, not how fast")
    parser.add_argument(
        "--scale", type=int, default=LARGEST, help="reports of history to link against (default %(default)s)"
    )
    asked = parser.parse_args(arguments)
    found = asyncio.run(measure(quick=asked.quick))
    if not asked.quick:
        found["links_at_scale"] = links_at_scale(asked.scale)
    say(table(found))
    print(json.dumps(found))
    if asked.json_file:
        asked.json_file.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    links = found["throughput"]
    return 0 if links["links_pipeline"] == links["links_hand_written"] else 1


async def measure(quick: bool) -> dict[str, Any]:
    """All figures; the platform is started and taken down here."""
    seconds, backlog, rounds = (4, 1_000, 1) if quick else (30, 10_000, 3)
    with running() as platform:
        await latency(platform, 50, 2 if quick else 10)  # warm-up, not counted
        waits = {str(rate): await latency(platform, rate, seconds) for rate in RATES}
        held = memory(platform)
        speed = await asyncio.to_thread(throughput, platform, backlog)
        back = await recovery(platform, rounds)
    return {
        "latency_ms": waits,
        "throughput": speed,
        "recovery_s": round(statistics.median(back), 2),
        "recovery_worst_s": round(max(back), 2),
        "memory_mib": held,
    }


def table(found: dict[str, Any]) -> str:
    """The same for a person."""
    rows = [
        *(
            (f"acknowledgement to alert at {rate}/s", f"p50 {_shown(w['p50'])} ms, p99 {_shown(w['p99'])} ms")
            for rate, w in found["latency_ms"].items()
        ),
        ("throughput, four services", f"{found['throughput']['pipeline']} reports/s"),
        ("throughput, hand-written loop", f"{found['throughput']['hand_written']} reports/s"),
        ("ratio", f"{found['throughput']['ratio']}"),
        ("back at work after a kill", f"{found['recovery_s']} s (worst {found['recovery_worst_s']} s)"),
        *((f"memory, {name}", f"{mib} MiB") for name, mib in found["memory_mib"].items()),
        *(table_rows(found["links_at_scale"]) if "links_at_scale" in found else ()),
    ]
    width = max(len(name) for name, _ in rows)
    return "\n".join(f"{name:<{width}}  {value}" for name, value in rows)


def _shown(value: float) -> str:
    return "-" if math.isnan(value) else f"{value}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
