"""What each process holds, as its share of memory (PSS): pages that several processes share count once in all."""

from __future__ import annotations

from pathlib import Path

from benchmarks.platform import Platform


def memory(platform: Platform) -> dict[str, float]:
    """MiB of each process of the platform, and of all together."""
    found = {name: _pss(int(each["pid"])) for name, each in platform.processes().items() if each["pid"]}
    return {**{name: round(mib, 1) for name, mib in found.items()}, "total": round(sum(found.values()), 1)}


def _pss(pid: int) -> float:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0
