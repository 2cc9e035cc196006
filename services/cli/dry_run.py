"""A dry run: every row of a file answered as the platform would, and nothing sent."""

from __future__ import annotations

import json
from typing import Any

import typer

from services.cli.answer_view import MOST_SHOWN, Counts, count_lines, progress_bar, row_facts, row_lines, say
from services.cli.file_reading import Asked, reading
from services.cli.full_judgement import judge_fully
from services.cli.options import tell
from services.ingest.formats.definition import Definition


def dry_run(name: str, asked: Asked, mapping: Definition | None, *, rows: bool, as_json: bool) -> dict[str, Any]:
    """Answer one file and return its counts. ``rows``: print the rows on the way. Raises FileFault."""
    counts, lines = Counts(), 0
    with (
        reading(name, asked, mapping, judge_fully) as (source, answers),
        progress_bar(source.name, hidden=as_json) as bar,
    ):
        for answer in answers:
            counts.add(answer)
            if counts.rows % 200 == 0:
                bar.update(bar.task_ids[0], completed=answers.fraction, said=f"{counts.rows} rows")
            if not rows:
                continue
            if as_json:
                typer.echo(json.dumps(row_facts(source.name, answer, asked.language), ensure_ascii=False))
                continue
            for line in row_lines(answer, asked.language):
                lines += 1
                if lines <= MOST_SHOWN:
                    say(bar, line)
        if lines > MOST_SHOWN:
            typer.echo(f"... and {lines - MOST_SHOWN} lines more: --json tells them all")
        found = counts.facts(asked.language)
        facts = {"file": source.name, "format": source.format, "skipped": answers.skipped, **found}
        facts["notices"] = list(answers.notices.said)
    if not as_json:
        for notice in facts["notices"]:
            tell(f"{source.name}: {notice}")
        for line in count_lines(facts, asked.language):
            typer.echo(line)
    return facts
