"""One run of `tocsin send` over its files: the door's address and keys, a receipt file each, and the bar on the way."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx
from rich.progress import Progress

from deploy.local.folder import StateFolder
from deploy.local.state import read_state
from services.cli.answer_view import progress_bar
from services.cli.file_reading import RECEIPTS, Asked, reading
from services.cli.sending.delivery import Delivery, GaveUp, Tally
from services.cli.sending.door import ANSWER_WITHIN, Door
from services.cli.sending.keys import Keys, NoKey, find_keys
from services.cli.sending.receipts import NOT_SENT, Receipts
from services.cli.settings import SenderSettings
from services.contracts.findings import Language
from services.ingest.formats.answers import Answer, Reading
from services.ingest.formats.definition import Definition
from services.ingest.formats.sources import STANDARD_INPUT

STATUSES: Final = ("accepted", "duplicate", "held", "refused", NOT_SENT)


@dataclass(frozen=True, slots=True)
class Line:
    """How reports go out: to which door, in whose name, how many batches at once, how patiently.

    ``release`` is why a person lets in what is held; None: nobody does.
    """

    address: str
    keys: Keys
    in_flight: int
    patience: float
    release: str | None = None


def find_line(door: str | None, key_file: Path | None, folder: StateFolder, in_flight: int, patience: float) -> Line:
    """The line that options, environment and the running platform name, in this order. Raises NoKey."""
    settings = SenderSettings()
    address = door or settings.door_url
    if address is None:
        running = read_state(folder)
        address = running.addresses.get("door") if running and running.supervisor.is_alive() else None
    if not address:
        raise NoKey("no door: give --door URL, set TOCSIN_DOOR_URL, or start a platform with `tocsin up`")
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL:
        raise NoKey(f"{address!r} is no address of a door") from None
    if url.scheme not in ("http", "https") or not url.host:
        raise NoKey(f"{address!r} is no address of a door: write it like https://door.example:8001")
    return Line(str(url).rstrip("/"), find_keys(key_file, settings, folder.identities), in_flight, patience)


def receipt_path(name: str, wished: Path | None) -> Path:
    """Where the receipts of a file go."""
    if wished is not None:
        return wished
    return Path(f"standard-input{RECEIPTS}" if name == STANDARD_INPUT else f"{name}{RECEIPTS}")


def send_file(
    name: str, asked: Asked, mapping: Definition | None, line: Line, path: Path, *, hidden: bool
) -> tuple[dict[str, Any], str | None]:
    """Send one file; returns its counts, and why it ended early if it did. Raises FileFault, ReceiptFault."""
    with reading(name, asked, mapping) as (source, answers), Receipts(path) as receipts:
        with progress_bar(source.name, hidden=hidden) as bar:
            tally, ended = asyncio.run(_send(source.name, answers, asked.language, line, receipts, bar))
        facts = _facts(source.name, path, tally, answers)
    return {**facts, "complete": ended is None and tally.whole}, ended


async def _send(
    name: str, answers: Reading, language: Language, line: Line, receipts: Receipts, bar: Progress
) -> tuple[Tally, str | None]:
    limits = httpx.Limits(max_connections=line.in_flight, max_keepalive_connections=line.in_flight)
    async with httpx.AsyncClient(base_url=line.address, limits=limits, timeout=ANSWER_WITHIN) as client:
        doors: dict[str, Door] = {}

        def door_of(administration: str) -> Door | None:
            key = line.keys.of(administration)
            if key is None:
                return None
            return doors.setdefault(key, Door(client, key, language, line.release))

        def observe(tally: Tally) -> None:
            said = sum(tally.statuses.values()) + tally.before
            bar.update(bar.task_ids[0], completed=answers.fraction, said=f"{said} of {tally.rows} rows")

        delivery = Delivery(
            name,
            line.address,
            door_of,
            receipts,
            language=language,
            in_flight=line.in_flight,
            patience=line.patience,
            releases=line.release is not None,
            observe=observe,
        )
        try:
            await delivery.send(_rows(answers))
        except GaveUp as gone:
            return delivery.tally, str(gone)
    return delivery.tally, None


def _rows(answers: Reading) -> Iterator[Answer]:
    yield from answers


def _facts(name: str, path: Path, tally: Tally, answers: Reading) -> dict[str, Any]:
    answered = sum(tally.statuses.values()) + tally.before + sum(tally.keyless.values())
    return {
        "file": name,
        "receipts": str(path),
        "rows": tally.rows,
        "statuses": {status: tally.statuses[status] for status in STATUSES},
        "acknowledged_before": tally.before,
        "without_key": dict(sorted(tally.keyless.items())),
        "unanswered": tally.rows - answered,
        "skipped": answers.skipped,
        "retries": tally.retries,
        "notices": list(answers.notices.said),
    }


def summary_lines(facts: dict[str, Any]) -> Iterator[str]:
    """The counts of one file for a person."""
    said = [f"{number} {status.replace('_', ' ')}" for status, number in facts["statuses"].items() if number]
    if facts["acknowledged_before"]:
        said.append(f"{facts['acknowledged_before']} acknowledged by an earlier run")
    if facts["unanswered"]:
        said.append(f"{facts['unanswered']} without an answer")
    yield f"{facts['file']}: {facts['rows']} rows: {', '.join(said) or 'none sent'}"
    for administration, number in facts["without_key"].items():
        yield f"  {number} rows of {administration} were not sent: there is no key for it"
    yield f"  receipts: {facts['receipts']}"
