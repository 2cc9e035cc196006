"""`python -m services.contracts.schemas`: writes the JSON Schemas beside this file; `--print EVENT` shows one."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from services.contracts.schemas.catalogue import BODIES, schema_name, schema_of

FOLDER = Path(__file__).parent


def text_of(event: str) -> str:
    """A schema as it is committed."""
    return json.dumps(schema_of(event), indent=2, ensure_ascii=False) + "\n"


def main(arguments: list[str]) -> int:
    """Returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m services.contracts.schemas",
        description="Write the JSON Schema of every event body.",
        epilog="Example: python -m services.contracts.schemas --print tocsin.report.submitted.v1",
    )
    parser.add_argument("--print", choices=BODIES, dest="event", help="print this event's schema, write nothing")
    options = parser.parse_args(arguments)
    if options.event:
        sys.stdout.write(text_of(options.event))
        return 0
    for event in BODIES:
        (FOLDER / schema_name(event)).write_text(text_of(event), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
