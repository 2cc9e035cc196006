"""`tocsin links evaluate`: how well links are found, on simulated operations whose truth is known."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import Annotated, Any, Final

import typer
import yaml
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from services.cli.evaluation.calibration import curves
from services.cli.evaluation.lines import document_lines, spans
from services.cli.evaluation.peer import PeerMissingError, connected
from services.cli.evaluation.summary import fitted, summarise
from services.cli.evaluation.trial import Trial, run_trial
from services.cli.options import AsJson, fail, tell
from services.enrich.matching.weights import weights
from services.reference.places import Gazetteer
from services.simulator.dirt import MODEL_MESSAGES

MOST_SEEDS: Final = 1_000
LAST_TUNED: Final = 100
"""Seeds up to this one are for whoever tunes weights: figures on them say nothing."""

_SPAN: Final = re.compile(r"\s*(\d{1,9})\s*(?:-\s*(\d{1,9})\s*)?")


def evaluate(
    seeds: Annotated[
        str, typer.Option("--seeds", metavar="SEEDS", help="Operations to plan: numbers and spans, like 101-103,110.")
    ] = "101-105",
    messages: Annotated[
        int, typer.Option(min=500, max=100_000, help="Messages of each operation; what is planted grows with them.")
    ] = MODEL_MESSAGES,
    splink: Annotated[bool, typer.Option(help="Judge the same pairs by Splink 5 as well.")] = True,
    jobs: Annotated[int, typer.Option(min=1, max=64, help="Operations at once, each in a process of its own.")] = 1,
    json_file: Annotated[
        Path | None, typer.Option("--json-file", metavar="FILE", help="Write the document there too.")
    ] = None,
    fit: Annotated[
        Path | None,
        typer.Option(
            "--fit", metavar="FILE", help="Fit the curves of calibration on these seeds, and write them there."
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Find links in simulated operations and hold them against what was planted: how many, how sure, and why not.

    Each seed is an operation with its usual dirt. Exit status 0 when precision and recall over all
    classes reach the goals, 1 when not, 2 for a wrong option.

    Example: `tocsin links evaluate --seeds 101-105 --json-file links.json`
    """
    wanted = seeds_of(seeds)
    if splink and fit is None:
        try:
            connected()
        except PeerMissingError as missing:
            raise fail(f"{missing}; or leave it out: --no-splink", 2) from missing
    if fit is None and wanted[0] <= LAST_TUNED:
        tell(f"seeds up to {LAST_TUNED} are for tuning: what they show is too good")
    trials = _trials(wanted, messages, splink and fit is None, jobs)
    if fit is not None:
        fit.write_text(_curves_text(trials), encoding="utf-8")
        tell(f"curves of seeds {spans(wanted)} written to {fit}")
        return
    found = summarise(trials, curves())
    if json_file is not None:
        json_file.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    typer.echo(json.dumps(found, ensure_ascii=False) if as_json else "\n".join(document_lines(found)))
    if not found["goals"]["reached"]:
        raise typer.Exit(1)


def seeds_of(text: str) -> list[int]:
    """The seeds of a text like ``101-103,110``, sorted, each once. Raises typer.BadParameter."""
    found: set[int] = set()
    for part in text.split(","):
        span = _SPAN.fullmatch(part)
        if span is None:
            raise typer.BadParameter(f"{part!r} is no number and no span like 101-105")
        first, last = int(span[1]), int(span[2] or span[1])
        if last < first or last - first >= MOST_SEEDS:
            raise typer.BadParameter(f"{part!r} goes backwards, or holds more than {MOST_SEEDS} seeds")
        found.update(range(first, last + 1))
    return sorted(found)


def _trials(seeds: list[int], messages: int, splink: bool, jobs: int) -> list[Trial]:
    """One trial for each seed, in the order of the seeds."""
    with _progress() as (progress, task):
        progress.update(task, total=len(seeds))
        if jobs == 1 or len(seeds) == 1:
            gazetteer = Gazetteer.open()
            return [
                run_trial(seed, gazetteer, splink, messages, _teller(progress, task, place))
                for place, seed in enumerate(seeds)
            ]
        found: dict[int, Trial] = {}
        # Not forked: DuckDB and the threads of the progress bar do not survive it.
        with ProcessPoolExecutor(min(jobs, len(seeds)), mp_context=get_context("spawn")) as pool:
            for done in as_completed([pool.submit(_trial, seed, messages, splink) for seed in seeds]):
                trial = done.result()
                found[trial.seed] = trial
                progress.advance(task)
        return [found[seed] for seed in seeds]


def _trial(seed: int, messages: int, splink: bool) -> Trial:
    return run_trial(seed, Gazetteer.open(), splink, messages)


def _teller(progress: Progress, task: TaskID, place: int) -> Any:
    return lambda share: progress.update(task, completed=place + share)


@contextmanager
def _progress() -> Iterator[tuple[Progress, TaskID]]:
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        yield progress, progress.add_task("operations", total=None)


def _curves_text(trials: list[Trial]) -> str:
    links = sum(score[0] != "reply" for trial in trials for score in trial.scores)
    document = {
        "weights_version": weights().version,
        "provenance": f"fitted on the {links} links of simulated operations with seeds "
        f"{spans(trial.seed for trial in trials)}, by tocsin links evaluate --fit",
        "curves": {name: curve.model_dump() for name, curve in fitted(trials).items()},
    }
    head = "# Probability that a link of a class is true: 1 / (1 + exp(-(slope * score + intercept))), score in bits.\n"
    return head + yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=118)
