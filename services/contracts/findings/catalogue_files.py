"""The catalogue's files: severity and texts of every code. A file that is wrong raises ValueError, and says where.

A file holds the codes that are judged at one place. Every code of the enum stands in exactly one file.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Final, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from services.contracts.findings.codes import Code

Severity = Literal["error", "hold", "warning", "info"]
Language = Literal["en", "fr"]
Judged = Literal["shape", "intake", "report", "normalised", "history"]
"""Where a code is judged: as bytes become a report; as it is taken in; the report by itself; with reference data;
with what its sender sent before. The first three are told at once, the others in the ``normalised`` receipt.
"""

FOLDER: Final = Path(__file__).parent / "catalogue"

_Sentence = Annotated[str, Field(min_length=5, max_length=160, pattern=r"^[^\s{}%][^{}%]*[.?]$")]
"""A whole sentence. It is fixed: a place to fill in a value is refused."""
_Words = dict[Language, _Sentence]


class Entry(BaseModel):
    """What one code says and does. ``message`` and ``suggestion`` have both languages."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    severity: Severity
    message: Annotated[_Words, Field(min_length=2)]
    suggestion: Annotated[_Words, Field(min_length=2)]
    judged: Judged
    subject: str


@cache
def catalogue() -> Mapping[Code, Entry]:
    """Every code with its entry, in the order of the enum."""
    found: dict[str, Entry] = {}
    for path in sorted(FOLDER.glob("*.yaml")):
        for name, entry in _entries(path):
            if name in found:
                raise ValueError(f"{path.name}: {name} stands in {found[name].subject} too")
            found[name] = entry
    codes = {code.value for code in Code}
    if codes != set(found):
        raise ValueError(
            f"without an entry: {sorted(codes - set(found))}; without a code: {sorted(set(found) - codes)}"
        )
    return MappingProxyType({code: found[code.value] for code in Code})


def _entries(path: Path) -> list[tuple[str, Entry]]:
    content: dict[str, Any] = _Strict(path.read_text(encoding="utf-8")).get_single_data()
    entries = []
    for name, fields in content["findings"].items():
        try:
            entries.append((name, Entry(**fields, judged=content["judged"], subject=path.stem)))
        except (ValidationError, TypeError) as error:
            raise ValueError(f"{path.name}: {name}: {error}") from error
    return entries


class _Strict(yaml.SafeLoader):
    """Refuses a key that stands twice in one mapping: the second would silently replace the first."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        names = [self.construct_object(key, deep=True) for key, _ in node.value]
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            raise ValueError(f"line {node.start_mark.line + 1}: {sorted(twice)} stands twice")
        return super().construct_mapping(node, deep)
