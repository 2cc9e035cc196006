"""The document of an evaluation as tables: lines for a terminal, or Markdown for a page. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

TITLES: Final = {
    "class": "By class",
    "dirt": "By dirt",
    "scripts": "By the scripts that the two administrations write",
    "region": "By region (a pair counts in each that it has to do with)",
    "mode": "By mode of transport",
}
_COUNTS: Final = ("true", "false", "missed", "precision", "recall", "f1")
_HEADER: Final = ("", "true", "wrong", "missed", "precision", "recall", "F1")


def document_lines(found: Mapping[str, Any], mistakes: bool = True) -> list[str]:
    """Everything, in the order in which it is asked: how good, where not, how sure, beside whom, and why not."""
    whole = found["tables"]["all"]
    goals = found["goals"]
    lines = [
        f"{found['reports']} reports of {len(found['seeds'])} operations (seeds {spans(found['seeds'])}), "
        f"{found['compared_pairs']} pairs compared; {found['links_neither_right_nor_wrong']} links count nowhere, "
        "since the truth neither asks for them nor forbids them",
        f"goals: precision {goals['precision']}, recall {goals['recall']}: "
        + ("reached" if goals["reached"] else "NOT reached"),
        "",
        *table(_HEADER, _rows([{**whole[0], "group": "all classes but replies"}, *found["tables"]["class"]])),
    ]
    for name, title in TITLES.items():
        if name != "class":
            lines += ["", title, "", *table(_HEADER, _rows(found["tables"][name]))]
    lines += ["", "By operation", "", *table(_HEADER, _rows({**row, "group": row["seed"]} for row in found["by_seed"]))]
    lines += ["", "Planted pairs that are compared at all", "", *_blocking(found["blocking"])]
    lines += ["", *calibration_lines(found["calibration"])]
    lines += ["", *peer_lines(found["peer"])]
    lines += ["", *_threshold_lines(found["thresholds"])]
    return [*lines, "", *_mistakes(found)] if mistakes else lines


def calibration_lines(found: Mapping[str, Any]) -> list[str]:
    """What was said and what is true, band by band."""
    rows = [
        (f"{row['from']:.1f} - {row['to']:.1f}", row["links"], f"{row['said']:.3f}", f"{row['true']:.3f}")
        for row in found["bands"]
    ]
    top = found["top_band"]
    order = (
        ""
        if top["true_above_false"] is None
        else f"; a true one stands above a false one {top['true_above_false']:.1%}"
    )
    thirds = [
        (name, *(f"{part[third]:.3f}" if third in part else "-" for third in ("weak", "medium", "strong")))
        for name, part in found["thirds"].items()
    ]
    return [
        f"Calibration: expected error {found['expected_error']:.4f}",
        "",
        *table(("probability said", "links", "said, mean", "true"), rows),
        "",
        f"In the top band {top['links']} links with {top['different_scores']} different scores, "
        f"{top['false']} of them false{order}.",
        "",
        *table(("true, by third of the scores", "weak", "medium", "strong"), thirds),
    ]


def peer_lines(found: Mapping[str, Any] | None) -> list[str]:
    """Side by side with Splink."""
    if found is None:
        return ["Splink was left out."]
    rows = [(row["group"], *(_three(row[who]) for who in ("ours", "same_pairs", "own_pairs"))) for row in found["rows"]]
    says = "not below Splink's" if found["ours_not_below"] else "BELOW Splink's"
    return [
        f"Beside Splink 5 (precision / recall / F1): over all, F1 is {says}",
        "",
        *table(("", "ours", "Splink, the same pairs", "Splink, its own blocking"), rows),
    ]


def _three(counts: Mapping[str, Any]) -> str:
    return " / ".join(f"{counts[name]:.3f}" for name in ("precision", "recall", "f1"))


def _blocking(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    cells = [(row["group"], row["planted"], row["compared"], f"{row['recall']:.3f}") for row in rows]
    return table(("", "planted", "compared", "recall"), cells)


def _threshold_lines(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    cells = [
        (row["group"], "-" if row["best"] is None else f"{row['best']:.1f}", f"{row['f1']:.3f}", row["false"])
        for row in rows
    ]
    return [
        "The cut that would serve best here, of pairs whose trigger holds (a hint, not a figure of ours)",
        "",
        *table(("", "bits", "F1", "wrong"), cells),
    ]


def _mistakes(found: Mapping[str, Any]) -> list[str]:
    lines: list[str] = []
    for sort in ("wrong", "missed"):
        lines += [f"Why links are {sort}:"]
        lines += [f"  {number:>5}  {why}" for why, number in found["causes"][sort].items()] or ["  none"]
    for sort in ("wrong", "missed"):
        for one in found[sort]:
            score = "" if one["score"] is None else f", {one['score']:.1f} bits"
            dirt = f" [{', '.join(one['dirt'])}]" if one["dirt"] else ""
            lines += ["", f"{sort}: {one['class']}, seed {one['seed']}{score}: {one['why']} ({one['planted']}){dirt}"]
            lines += [f"  {' '.join(one['reports'])}", *(f"  {line}" for line in one["lines"])]
    return lines


def _rows(rows: Iterable[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
    return [
        (row["group"], *(f"{row[name]:.3f}" if isinstance(row[name], float) else row[name] for name in _COUNTS))
        for row in rows
    ]


def table(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[str]:
    """A table in Markdown that is also easy to read as it is: the first column to the left, the others to the right."""
    cells = [[str(cell) for cell in row] for row in (header, *rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(header))]
    rule = ["-" * max(widths[0], 3), *(f"{'-' * (max(width, 3) - 1)}:" for width in widths[1:])]
    widths = [max(width, 3) for width in widths]
    lines = []
    for row in (cells[0], rule, *cells[1:]):
        shown = [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        lines.append(f"| {' | '.join(shown)} |")
    return lines


def spans(numbers: Iterable[int]) -> str:
    """Numbers with runs drawn together: ``101-105, 110``."""
    found: list[list[int]] = []
    for number in sorted(set(numbers)):
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return ", ".join(f"{first}-{last}" if last > first else str(first) for first, last in found)
