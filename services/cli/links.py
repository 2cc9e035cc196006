"""`tocsin links`: why two reports belong together or not, and what the weights would be if data decided."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from services.cli.clear_files import progress
from services.cli.options import AsJson, fail, tell
from services.cli.side_files import read_side, read_sides
from services.contracts.findings import Language
from services.enrich.matching.estimate import Estimate, Proposal
from services.enrich.matching.judging import Found, judge, reply
from services.enrich.matching.learning import learn
from services.enrich.matching.weights import weights
from services.reference.places import least_hours

links = typer.Typer(help="Links between reports: why, and by what weights.", no_args_is_help=True)


@links.callback()
def _group() -> None:
    """Links between reports: why, and by what weights."""


@links.command()
def explain(
    one: Annotated[Path, typer.Argument(metavar="A", help="A stored report as JSON, with its features.")],
    other: Annotated[Path, typer.Argument(metavar="B", help="Another.")],
    bearers: Annotated[
        int, typer.Option("--bearers", min=0, help="How many reports bear each shared value; 0: too many, parked.")
    ] = 2,
    as_json: AsJson = False,
    language: Annotated[Language, typer.Option("--language", help="Language of the sentences.")] = "en",
) -> None:
    """Judge two reports and print each link line by line, from nothing to its score, and what was vetoed.

    Exit status 0 also when there is no link.

    Example: `tocsin links explain warning.json seizure.json`
    """
    try:
        sides = read_side(one), read_side(other)
        judged = judge(*sides, lambda _: bearers or None, least_hours)
        answer = reply(*sides)
    except (OSError, ValueError) as error:
        raise fail(str(error)) from None
    found = [*judged.found, *([answer] if answer else [])]
    if as_json:
        vetoes = [{"reason": veto.reason, "feature": veto.feature} for veto in judged.vetoes]
        typer.echo(json.dumps({"links": [_facts(link) for link in found], "vetoes": vetoes}, indent=2))
        return
    for link in found:
        for line in _waterfall(link, language):
            typer.echo(line)
        typer.echo()
    for veto in judged.vetoes:
        typer.echo(f"vetoed: {veto.reason}" + (f" ({veto.feature})" if veto.feature else ""))
    if not found:
        typer.echo("no link")


def _facts(link: Found) -> dict[str, Any]:
    content = {name: value for name, value in link.content.items() if name != "_id"}
    return {"link_id": link.link_id, **content, "supported": link.supported}


def _waterfall(link: Found, language: Language) -> Iterator[str]:
    yield f"{link.link_class}  score {link.score:.1f}" + ("" if link.supported else "  (parked values alone: not new)")
    reached = 0.0
    for line in link.evidence:
        reached += line["weight"]
        yield f"  {line['weight']:+7.1f}  {reached:6.1f}  {line['text'][language]}"
    yield f"  strength {link.strength:.1f}, contradiction {link.contradiction:.1f}, coverage {link.coverage:.0%}"


@links.command()
def estimate(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Stored reports as JSON Lines, with their features.")],
    as_json: AsJson = False,
) -> None:
    """Print what the weights would be if these reports decided, beside today's. Changes nothing.

    m is the share of true pairs that agree on a feature, u that of chance pairs. Nobody has judged the pairs, so look
    at a proposal before you take it over: one from few pairs says little.

    Example: `tocsin links estimate reports.jsonl`
    """
    try:
        sides = []
        with progress(file) as advance:
            for side, size in read_sides(file):
                sides.append(side)
                advance(size)
    except (OSError, ValueError) as error:
        raise fail(str(error)) from None
    tell(f"{len(sides)} reports read; learning")
    learnt = learn(sides)
    proposals = [_beside(one) for one in learnt.proposals if one.pairs]
    if not proposals:
        raise fail("no two of these reports can be compared")
    if as_json:
        typer.echo(json.dumps({**_outcome(learnt), "features": proposals}, indent=2))
        return
    typer.echo(
        f"{'feature':16} {'pairs':>8} {'true':>8} {'m today':>9} {'m':>9} {'u today':>9} {'u':>9} {'agree bits':>15}"
    )
    for one in proposals:
        typer.echo(
            f"{one['feature']:16} {one['pairs']:8} {one['true']:8.1f} {one['m_today']:9.4f} {one['m']:9.4f}"
            f" {one['u_today']:9.5f} {one['u']:9.5f} {one['bits_today']:+7.1f} {one['bits']:+7.1f}"
        )
    typer.echo(f"weights version {weights().version}; {_outcome(learnt)['rounds']} rounds, settled: {learnt.settled}")


def _beside(one: Proposal) -> dict[str, Any]:
    known = weights()
    m, u = known.features[one.feature].m, known.u(one.feature)
    return {
        "feature": one.feature,
        "pairs": one.pairs,
        "true": round(one.true, 1),
        "m_today": m,
        "m": round(one.m, 5),
        "u_today": u,
        "u": round(one.u, 5),
        "bits_today": round(math.log2(m / u), 3),
        "bits": round(math.log2(one.m / one.u), 3),
    }


def _outcome(learnt: Estimate) -> dict[str, Any]:
    return {
        "version": weights().version,
        "rounds": learnt.rounds,
        "settled": learnt.settled,
        "true_share_by_block": {block: round(share, 4) for block, share in learnt.shares.items()},
    }
