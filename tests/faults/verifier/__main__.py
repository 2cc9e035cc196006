"""The verifier's command."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from tests.faults.verifier.gathering import gather
from tests.faults.verifier.history import OffsetSample
from tests.faults.verifier.judging import judge
from tests.faults.verifier.sent import read_list
from tests.faults.verifier.verdict import SHOWN
from tests.faults.verifier.watching import read_recording

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def verify(
    kafka: Annotated[str, typer.Option(metavar="HOST:PORT", help="Kafka bootstrap servers.")],
    mongo: Annotated[str, typer.Option(metavar="URL", help="MongoDB connection string.")],
    sent: Annotated[Path, typer.Option(help="The load generator's list (tests/faults/verifier/sent.py).")],
    database: Annotated[str, typer.Option(help="Database of the platform.")] = "tocsin",
    samples: Annotated[Path | None, typer.Option(help="Offsets sampled during the run, JSON Lines.")] = None,
    seen: Annotated[list[Path] | None, typer.Option(help="What a reader of the stream saw. May be repeated.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Compare what Kafka and MongoDB hold with what was acknowledged. Run it when the platform is quiet.

    Exit status 0 when every check holds, 1 when one does not.

    Example: `python -m tests.faults.verifier --kafka 127.0.0.1:9092 --mongo
    "mongodb://127.0.0.1:27017/?replicaSet=tocsin" --sent sent.jsonl`
    """
    verdict = judge(
        gather(kafka, mongo, database),
        read_list(sent),
        read_samples(samples) if samples else (),
        [read_recording(path) for path in seen or ()],
    )
    typer.echo(json.dumps(verdict.as_json(SHOWN), indent=1) if as_json else verdict.told())
    if not verdict.holds:
        raise typer.Exit(1)


def read_samples(path: Path) -> list[OffsetSample]:
    """The samples of a run: a line each, {"at", "group", "committed": [[topic, partition, next offset], ...]}."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        told = json.loads(line)
        committed = {(topic, partition): offset for topic, partition, offset in told["committed"]}
        found.append(OffsetSample(told["at"], told["group"], committed))
    return found


if __name__ == "__main__":
    app()
