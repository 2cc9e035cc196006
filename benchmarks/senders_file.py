"""`python -m benchmarks.senders_file FILE`: how every row of a sender's file is answered, and how fast."""

from __future__ import annotations

import argparse
import json
import sys
import time
from datetime import UTC, datetime
from typing import Any

from services.cli.answer_view import Counts, count_lines
from services.ingest.formats.answers import Reading
from services.ingest.formats.faults import FileFault
from services.ingest.formats.mapping_files import load_mapping
from services.ingest.formats.sources import open_source
from services.ingest.formats.wishes import Wishes

ATTRIBUTION = {"unodc-ids": "UNODC (Individual Drug Seizures / Drugs Monitoring Platform)"}


def main(arguments: list[str]) -> int:
    """Answer the file; print counts by status and reason, and rows a second. Returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.senders_file",
        description=__doc__,
        epilog="Example: python -m benchmarks.senders_file ../shared/data/unodc-ids-2011-2014.csv.gz",
    )
    parser.add_argument("file", help="CSV, Excel or JSON; a gzip of text is taken too")
    parser.add_argument("--mapping", default="unodc-ids", help="a mapping that ships, or a YAML file")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    asked = parser.parse_args(arguments)
    try:
        found = measure(asked.file, asked.mapping)
    except FileFault as fault:
        print(fault, file=sys.stderr)
        return 2
    if asked.json:
        print(json.dumps(found, ensure_ascii=False))
    else:
        print("\n".join(lines(found)))
    return 0 if found["refusals_without_reason"] == 0 else 1


def measure(file: str, mapping: str) -> dict[str, Any]:
    """The counts. Raises FileFault."""
    counts, silent = Counts(), 0
    with open_source(file, sys.stdin.buffer) as source:
        reading = Reading(source, Wishes(datetime.now(UTC), load_mapping(mapping)))
        wall, cpu = time.perf_counter(), time.process_time()
        for answer in reading:
            counts.add(answer)
            silent += answer.status == "refused" and all(one.severity != "error" for one in answer.findings)
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        return {
            "file": source.name,
            "source": ATTRIBUTION.get(mapping),
            **counts.facts("en"),
            "skipped": reading.skipped,
            "notices": reading.notices.said,
            "refusals_without_reason": silent,
            "rows_per_second": round(counts.rows / wall) if wall else None,
            "ms_of_processor_per_row": round(1000 * cpu / max(1, counts.rows), 3),
        }


def lines(found: dict[str, Any]) -> list[str]:
    """The same for a person."""
    return [
        *count_lines(found, "en"),
        f"{found['refusals_without_reason']} refusals without a reason",
        f"{found['rows_per_second']} rows a second, {found['ms_of_processor_per_row']} ms of one core a row",
        *([f"Source: {found['source']}"] if found["source"] else []),
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
