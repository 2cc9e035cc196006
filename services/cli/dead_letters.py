"""`tocsin dead-letters`: what could not be processed, why, and where it came from; and back there once it can be."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from kafka.errors import KafkaError

from deploy.local.state import read_state
from services.cli.letters import StoredLetter, read_letters
from services.cli.options import AsJson, State, fail, state_folder, tell
from services.cli.replaying import Edit, NotReplayable, Replay, close, replay_of, send_back
from services.client.kafka_sender import Signer
from services.contracts.letters import facts_of
from services.contracts.reasons import Reason
from services.contracts.topics import DEAD_LETTERS

dead_letters = typer.Typer(help="Records that can never succeed as they are.", no_args_is_help=True)
Stage = Annotated[str | None, typer.Option("--stage", help=f"One of {', '.join(DEAD_LETTERS)}.")]
WithReason = Annotated[str | None, typer.Option("--reason", help="Only letters of this reason.")]
Kafka = Annotated[str | None, typer.Option("--kafka", metavar="HOST:PORT", help="Kafka; default: of the state folder.")]


@dead_letters.command("list")
def list_letters(
    state: State = None,
    kafka: Kafka = None,
    stage: Stage = None,
    reason: WithReason = None,
    as_json: AsJson = False,
) -> None:
    """List the letters, oldest first, and count them by reason.

    Example: `tocsin dead-letters list --stage ingest --reason not_json`
    """
    letters = _chosen(_address(state, kafka), stage, reason)
    counts = Counter(letter.reason for letter in letters)
    if as_json:
        typer.echo(json.dumps({"items": [letter.told() for letter in letters], "reasons": dict(counts)}))
        return
    for letter in letters:
        fact = letter.fact
        place = f"{fact('origin-topic')}/{fact('origin-partition')}@{fact('origin-offset')}"
        line = f"{fact('failed-at')}  {letter.state:<10}{letter.reason:<22}{place:<26}{fact('message')}"
        typer.echo(f"{letter.id}  {line}")
    typer.echo(", ".join(f"{name} {number}" for name, number in counts.most_common()) or "no dead letters")


@dead_letters.command("show")
def show_letter(
    letter_id: Annotated[str, typer.Argument(help="The letter's id, from the list.")],
    state: State = None,
    kafka: Kafka = None,
    as_json: AsJson = False,
) -> None:
    """Show one letter whole: its facts, the record's own headers, and the value as it came.

    Exit status 1 when there is no such letter.

    Example: `tocsin dead-letters show 0b51bd9c-61c6-5d5e-a3a6-0f3f3c6b8c55`
    """
    (letter,) = _named(read_letters(_address(state, kafka)), [letter_id])
    typer.echo(json.dumps(_whole(letter), indent=None if as_json else 2, ensure_ascii=False))


@dead_letters.command("replay")
def replay_letters(
    letter_ids: Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Ids, from the list.")] = None,
    state: State = None,
    kafka: Kafka = None,
    every: Annotated[bool, typer.Option("--all", help="Every open letter of --stage and --reason.")] = False,
    stage: Stage = None,
    reason: WithReason = None,
    value: Annotated[Path | None, typer.Option("--value", help="Another body, of one letter: an edited one.")] = None,
    signing_key: Annotated[Path | None, typer.Option("--signing-key", help="PEM key of its owner, to sign it.")] = None,
    key_id: Annotated[str, typer.Option("--key-id", help="The name of that key.")] = "",
    again: Annotated[bool, typer.Option("--again", help="Also what was replayed before.")] = False,
    by: Annotated[str, typer.Option("--by", help="Who does it, a code: OCU.")] = "OCU",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be sent; send nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Put letters back on the topics that they came from: once their cause is gone, or with an edited body.

    Each goes once; what was done stands beside the letter. A signature holds for one body only: an edited report needs
    its owner's key, or is taken as unsigned where that is taken (never in production). What fails again is a new
    letter, which names this one. Exit status 1 when a letter is missing, was replayed before or has no body.

    Example: `tocsin dead-letters replay --all --stage alerts --reason internal_error`
    """
    if bool(letter_ids) == every:
        raise typer.BadParameter("give ids, or --all with --stage or --reason")
    if value is not None and len(letter_ids or ()) != 1:
        raise typer.BadParameter("--value goes with exactly one id")
    address = _address(state, kafka)
    letters = _chosen(address, stage, reason)
    if every:
        wanted = [letter for letter in letters if again or letter.state == "open"]
    else:
        wanted = _named(letters, letter_ids or ())
    edit = _edit(value, signing_key, key_id)
    if edit is not None and edit.signer is None:
        tell("an edited body without --signing-key is unsigned: only a platform of the demo takes it")
    replays, faults = _prepared(wanted, edit, again)
    _replay(address, replays, by, dry_run, as_json)
    if faults:
        raise typer.Exit(1)


@dead_letters.command("close")
def close_letters(
    letter_ids: Annotated[list[str], typer.Argument(metavar="ID...", help="Ids, from the list.")],
    reason: Annotated[str, typer.Option("--reason", help="Why nothing more is to be done; no names.")],
    state: State = None,
    kafka: Kafka = None,
    by: Annotated[str, typer.Option("--by", help="Who does it, a code: OCU.")] = "OCU",
) -> None:
    """Say that nothing more is to be done with these: the sender corrected the report, or nobody ever can.

    The letter stays where it is, and can still be replayed with --again. Exit status 1 when there is no such letter.

    Example: `tocsin dead-letters close 0b51bd9c-61c6-5d5e-a3a6-0f3f3c6b8c55 --reason "sent again, corrected"`
    """
    address = _address(state, kafka)
    wanted = _named(read_letters(address), letter_ids)
    try:
        close(address, wanted, by, reason)
    except KafkaError as error:
        raise fail(f"Kafka: {type(error).__name__}") from error
    tell(f"{len(wanted)} closed")


def _named(letters: Sequence[StoredLetter], letter_ids: Sequence[str]) -> list[StoredLetter]:
    known = {letter.id: letter for letter in letters}
    if missing := [one for one in letter_ids if one not in known]:
        raise fail(f"there is no dead letter {missing[0]}")
    return [known[one] for one in dict.fromkeys(letter_ids)]


def _prepared(
    letters: Sequence[StoredLetter], edit: Edit | None, again: bool
) -> tuple[list[tuple[StoredLetter, Replay]], int]:
    ready, faults = [], 0
    for letter in letters:
        try:
            ready.append((letter, replay_of(letter, edit, again)))
        except NotReplayable as why:
            faults += 1
            tell(f"tocsin: {letter.id}: {why}")
    return ready, faults


def _replay(
    address: str, replays: Sequence[tuple[StoredLetter, Replay]], by: str, dry_run: bool, as_json: bool
) -> None:
    done: list[dict[str, str]] = []
    try:
        sent = ((one.id, replay.topic) for one, replay in replays) if dry_run else send_back(address, replays, by)
        for letter_id, place in sent:
            done.append({"id": letter_id, "record": place})
            if not as_json:
                typer.echo(f"{letter_id}  {'would go to' if dry_run else 'is now'} {place}")
    except KafkaError as error:
        raise fail(f"Kafka: {type(error).__name__}; {len(done)} of {len(replays)} are replayed") from error
    if as_json:
        typer.echo(json.dumps({"dry_run": dry_run, "replayed": done}))
    else:
        tell(f"{len(done)} of {len(replays)}{' would be' if dry_run else ''} replayed")


def _edit(value: Path | None, signing_key: Path | None, key_id: str) -> Edit | None:
    if value is None:
        if signing_key is not None:
            raise typer.BadParameter("--signing-key signs what --value gives")
        return None
    try:
        signer = Signer.load(key_id, signing_key) if signing_key else None
        return Edit(value.read_bytes(), signer)
    except (OSError, ValueError) as error:
        raise fail(str(error)) from error


def _chosen(address: str, stage: str | None, reason: str | None) -> list[StoredLetter]:
    if stage is not None and stage not in DEAD_LETTERS:
        raise typer.BadParameter(f"no stage {stage!r}: one of {', '.join(DEAD_LETTERS)}")
    if reason is not None and reason not in {known.value for known in Reason}:
        raise typer.BadParameter(f"no reason {reason!r}: see docs/operations/dead-letters.md")
    letters = read_letters(address, [stage] if stage else DEAD_LETTERS)
    return [letter for letter in letters if reason in (None, letter.reason)]


def _address(state: State, kafka: str | None) -> str:
    folder = state_folder(state)
    known = read_state(folder)
    address = kafka or (known.addresses.get("kafka") if known else None)
    if address is None:
        raise fail(f"nothing runs in {folder.root}: give --kafka HOST:PORT, or --state")
    return address


def _whole(letter: StoredLetter) -> dict[str, Any]:
    return {
        "letter": letter.told(),
        "headers": facts_of(letter.headers),
        "value": letter.value.decode("utf-8", "backslashreplace"),
    }
