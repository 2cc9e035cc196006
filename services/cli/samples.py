"""`tocsin samples`: reports and files to try a national system with, each with the answer that it should get."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from services.cli.full_judgement import judge_fully
from services.cli.options import fail, tell
from services.contracts.events import SUBMITTED
from services.contracts.schemas import catalogue
from services.ingest.formats.answers import Answer, Reading
from services.ingest.formats.mapping_files import MAPPINGS_DIR, load_mapping
from services.ingest.formats.sources import Source
from services.ingest.formats.wishes import Wishes

EXAMPLES: Final = Path(catalogue.__file__).parent / "examples" / catalogue.example_folder(SUBMITTED)
SAMPLES: Final = MAPPINGS_DIR.parent / "samples"
JUDGED_AT: Final = datetime(2026, 1, 1, tzinfo=UTC)
"""The instant of the expected answers; every date in the samples is older."""

_PAGE: Final = """# Samples for senders

| file | what | expected |
| --- | --- | --- |
| `reports.jsonl` | a report of every kind and mode, good and bad, one a line | `reports.expected.jsonl` |
| `ids.csv` | rows in the layout of UNODC's individual drug seizures, for `--mapping unodc-ids` | `ids.expected.jsonl` |

Line by line, `expected` says the status (valid, warned, held, refused) and the codes of the findings. Valid and warned
reports are accepted. A door refuses as foreign what is not the sender's own: put your administration's code in first.

    tocsin check reports.jsonl --report self-test.json
    tocsin check ids.csv --mapping unodc-ids
"""


def samples(
    folder: Annotated[Path, typer.Option("--output", "-o", metavar="FOLDER", help="Folder to write into.")],
) -> None:
    """Write sample reports with the answers that they should get, for the tests of a national system.

    Exit status 0 when all were written; an older set in the folder is replaced.

    Example: `tocsin samples -o samples`
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in contents().items():
            (folder / name).write_bytes(content)
            tell(f"wrote {folder / name}")
    except OSError as error:
        raise fail(f"cannot write into {folder} ({error.strerror})", 2) from None


def contents() -> dict[str, bytes]:
    """The files of the set, by name."""
    examples = sorted(EXAMPLES.glob("*.json")) + sorted((EXAMPLES / "invalid").glob("*.json"))
    reports = b"".join(_one_line(path) + b"\n" for path in examples)
    table = (SAMPLES / "ids.csv").read_bytes()
    named = dict(enumerate((path.relative_to(EXAMPLES).as_posix().removesuffix(".json") for path in examples), 1))
    return {
        "README.md": _PAGE.encode(),
        "reports.jsonl": reports,
        "reports.expected.jsonl": _lines(
            {"row": one.row, "example": named[one.row], **_expected(one)} for one in _answers("reports.jsonl", reports)
        ),
        "ids.csv": table,
        "ids.expected.jsonl": _lines({"row": one.row, **_expected(one)} for one in _answers("ids.csv", table)),
    }


def _one_line(path: Path) -> bytes:
    """The example as it is committed, on one line; its numbers are not written anew."""
    return b" ".join(line.strip() for line in path.read_bytes().splitlines())


def _answers(name: str, content: bytes) -> Iterator[Answer]:
    table = name.endswith(".csv")
    source = Source(name, io.BytesIO(content), len(content), "csv" if table else "jsonl")
    yield from Reading(source, Wishes(JUDGED_AT, load_mapping("unodc-ids") if table else None, judge=judge_fully))


def _expected(answer: Answer) -> dict[str, Any]:
    return {"status": answer.status, "codes": sorted({one.code for one in answer.findings})}


def _lines(facts: Iterator[dict[str, Any]]) -> bytes:
    return b"".join(json.dumps(one, ensure_ascii=False).encode() + b"\n" for one in facts)
