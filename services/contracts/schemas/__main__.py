"""`python -m services.contracts.schemas`: writes what is made from the types beside this file.

``--print EVENT`` shows one schema; ``--publish`` freezes today's schemas and examples (publishing.py).
"""

from __future__ import annotations

import argparse
import sys

from services.contracts.schemas.catalogue import BODIES, FOLDER, schema_of, text_of
from services.contracts.schemas.generated import generated
from services.contracts.schemas.publishing import TakenBack, publish


def main(arguments: list[str]) -> int:
    """Returns the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m services.contracts.schemas",
        description="Write the JSON Schema of every event body, the code lists and the AsyncAPI document.",
        epilog="Example: python -m services.contracts.schemas --print tocsin.report.submitted.v1",
    )
    parser.add_argument("--print", choices=BODIES, dest="event", help="print this event's schema, write nothing")
    parser.add_argument("--publish", action="store_true", help="freeze the schemas and examples: a promise for good")
    options = parser.parse_args(arguments)
    if options.event:
        sys.stdout.write(text_of(schema_of(options.event)))
        return 0
    for name, text in generated().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    if options.publish:
        try:
            written = publish()
        except TakenBack as fault:
            sys.stderr.write(f"Not published: it would take back what was promised.\n{fault}\n")
            return 1
        sys.stdout.write("".join(f"published {path.relative_to(FOLDER)}\n" for path in written))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
