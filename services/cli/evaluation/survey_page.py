"""The first links of a file of real seizures as a page for a person: both rows, and every line of the reasons. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from services.cli.evaluation.survey import Survey, known_cases
from services.enrich.matching.found import Found

FIRST: Final = 50
FLOOR: Final = "floor"
"""What lifts the link of an equal number over its threshold; it is no reason."""
SOURCE: Final = "UNODC (Individual Drug Seizures / Drugs Monitoring Platform)"


def figures(found: Survey) -> dict[str, Any]:
    """Counts, and where the known cases stand: what may be shown anywhere with the source's name."""
    links = found.by_class
    return {
        "source": SOURCE,
        "reports": found.reports,
        "reports_with_a_route": len(found.documents),
        "pairs": len(found.population.pairs()),
        "links": dict(links.most_common()),
        "links_per_1000_reports": {
            name: round(1_000 * number / max(found.reports, 1), 3) for name, number in links.items()
        },
        "known_cases": known_cases(found),
    }


def page(found: Survey, first: int = FIRST) -> str:
    """The page in Markdown."""
    told = figures(found)
    shown = found.ranked[:first]
    lines = [
        f"# The first {len(shown)} pairs of the file",
        "",
        f"Source of the rows: {SOURCE}. Not for publication as it is: it shows single cases.",
        "",
        f"{told['reports']} reports, {told['reports_with_a_route']} of them with a destination, "
        f"{told['pairs']} pairs compared.",
        *(
            f"{name}: {number} links, {told['links_per_1000_reports'][name]} for a thousand reports."
            for name, number in told["links"].items()
        ),
        "",
        "No row is labelled: whether two belong together, only a person can say.",
    ]
    for rank, (pair, link) in enumerate(shown, start=1):
        what = pair[0] if pair in found.verdicts.links else f"{pair[0]}, below the threshold: no link"
        lines += ["", f"## {rank}. {found.verdicts.bits(pair):.1f} bits: {what}", ""]
        lines += [*_sides(found, pair[1:]), "", *_reasons(link)]
    return "\n".join(lines) + "\n"


def _sides(found: Survey, reports: tuple[str, ...]) -> Iterator[str]:
    yield "| | one | other |"
    yield "|---|---|---|"
    one, other = (_row(found.documents[report]) for report in reports)
    for name in one:
        yield f"| {name} | {_cell(one[name])} | {_cell(other[name])} |"


def _row(document: Mapping[str, Any]) -> dict[str, Any]:
    report = document["report"]
    goods = (report.get("goods") or [{}])[0]
    quantity = goods.get("quantity") or {}
    ends = {leg["role"]: leg["country"] for leg in report.get("route", ())}
    return {
        "seized by": report["administration"],
        "on": document["occurred_at"].strftime("%Y-%m-%d") if document["occurred_at"] else "",
        "at": (report.get("location") or {}).get("name"),
        "what": goods.get("substance"),
        "how much": f"{quantity.get('value', '')} {quantity.get('unit', '')}",
        "from": ends.get("departure"),
        "to": ends.get("destination"),
        "mode": report.get("mode"),
        "also said": report.get("narrative"),
    }


def _reasons(link: Found) -> Iterator[str]:
    yield f"Strength {link.strength:.1f}, contradiction {link.contradiction:.1f}, coverage {link.coverage:.0%}."
    yield ""
    for line in link.evidence:
        if line["feature"] != FLOOR:
            yield f"- {line['weight']:+.2f} {_cell(line['text']['en'])}"


def _cell(text: Any) -> str:
    return str(text or "").replace("|", "/").replace("\n", " ")
