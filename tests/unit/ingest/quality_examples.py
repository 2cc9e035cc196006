"""The examples that stand beside each rule of quality: a base report, what is set in it, what must be found."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import yaml

from deploy.local.settings import CHECKOUT
from services.contracts.report import Report
from services.ingest.quality import Window, examine

FOLDER: Final = CHECKOUT / "services" / "ingest" / "quality" / "examples"
BESIDE: Final = ("window", "participants", "token_keys")
"""What is known beside the report."""
NOW: Final = datetime(2021, 2, 20, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Example:
    """One report that a rule passes (``at`` None) or fails at ``at``; ``also``: other codes that it brings along."""

    code: str
    name: str
    base: str
    changes: dict[str, Any]
    at: str | None
    also: frozenset[str]
    beside: dict[str, Any] = field(default_factory=dict)

    def report(self) -> dict[str, Any]:
        """The base with the changes; a change to None takes the field away."""
        document: dict[str, Any] = deepcopy(base(self.base))
        for pointer, value in self.changes.items():
            put(document, pointer, value)
        return document

    def found(self) -> list[tuple[str, str]]:
        """What examine finds in it."""
        window = self.beside.get("window")
        days = Window(*(date.fromisoformat(day) for day in window)) if window else None
        report = Report.model_validate(self.report())
        beside = self.beside.get("participants"), self.beside.get("token_keys", ())
        return [(one.code, one.path) for one in examine(report, NOW, days, *beside)]


def bases() -> list[str]:
    """The names of the base reports."""
    return sorted(path.stem for path in (FOLDER / "base").glob("*.yaml"))


def base(name: str) -> dict[str, Any]:
    """A base report."""
    document: dict[str, Any] = yaml.safe_load((FOLDER / "base" / f"{name}.yaml").read_text(encoding="utf-8"))
    return document


def files() -> list[Path]:
    """One file for each code."""
    return sorted(FOLDER.glob("*.yaml"))


def examples(path: Path) -> Iterator[Example]:
    """The examples of one file."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert set(content) == {"says", "base", "passes", "fails"}, path.name
    for kind in ("passes", "fails"):
        for n, one in enumerate(content[kind]):
            beside = {name: one[name] for name in BESIDE if name in one}
            assert set(one) <= {"base", "set", "at", "also", *BESIDE}, f"{path.name}: {kind} {n}"
            assert ("at" in one) is (kind == "fails"), f"{path.name}: {kind} {n}"
            yield Example(
                path.stem,
                f"{path.stem}-{kind}-{n}",
                one.get("base", content["base"]),
                one.get("set", {}),
                one.get("at"),
                frozenset(one.get("also", ())),
                beside,
            )


def put(document: Any, pointer: str, value: Any) -> None:
    """Set what a JSON pointer names: a list may grow by one, None takes away."""
    *above, last = pointer.strip("/").split("/")
    for part in above:
        document = document[int(part)] if isinstance(document, list) else document.setdefault(part, {})
    if isinstance(document, list):
        if int(last) == len(document):
            document.append(value)
        elif value is None:
            del document[int(last)]
        else:
            document[int(last)] = value
    elif value is None:
        document.pop(last, None)
    else:
        document[last] = value
