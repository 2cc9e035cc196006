"""Rules from YAML files: read, checked, compiled, and proven by the tests inside each file.

A file that is wrong in any way stops the start, and says where. A rule without a test that hits and one that
misses is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import cel
import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from services.alerts.rules import Rule, judge
from services.alerts.specimens import link_of, report_of
from services.alerts.wording import unknown_names
from services.contracts.events import AlertSeverity, Enriched, Link

RULES_DIR: Final = Path(__file__).parent / "rules"
_AT: Final = datetime(2021, 3, 1, tzinfo=UTC)


class RuleFault(Exception):
    """What is wrong with a rule file; begins with the file and the place in it."""

    def __init__(self, file: Path, place: str, why: str) -> None:
        super().__init__(f"{file.name}: {place}: {why}" if place else f"{file.name}: {why}")


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid")
    en: Annotated[str, Field(min_length=1, max_length=300)]
    fr: Annotated[str, Field(min_length=1, max_length=300)]


class _Test(BaseModel):
    model_config = ConfigDict(extra="forbid")
    says: Annotated[str, Field(min_length=1)]
    expect: Literal["hit", "miss"]
    group: str | None = None
    link: dict[str, Any] | None = None
    report: dict[str, Any] | None = None


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")
    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{2,63}$")]
    version: Annotated[int, Field(ge=1, strict=True)]
    title: _Words
    severity: AlertSeverity
    on: Literal["link", "report"]
    when: str
    each: str | None = None
    group: str
    members: str | None = None
    at_least: Annotated[int, Field(ge=1, strict=True)] = 1
    reason: _Words
    tests: Annotated[list[_Test], Field(min_length=2)]

    @model_validator(mode="after")
    def _fits_together(self) -> _File:
        if self.on == "link" and (self.each or self.members or self.at_least != 1):
            raise ValueError("each, members and at_least are for rules on reports")
        if {test.expect for test in self.tests} != {"hit", "miss"}:
            raise ValueError("tests need at least one hit and one miss")
        other = "report" if self.on == "link" else "link"
        if any(getattr(test, self.on) is None or getattr(test, other) is not None for test in self.tests):
            raise ValueError(f"each test of this rule gives a {self.on} and nothing else")
        return self


@dataclass(frozen=True, slots=True)
class Trial:
    """One test of a rule file and how it went; ``why`` is empty when it passed."""

    rule: str
    says: str
    expect: str
    why: str


def load_rules(files: Iterable[Path] | None = None) -> tuple[Rule, ...]:
    """The rules of these files (default: the built-in ones), in the order of their ids. Raises RuleFault."""
    rules: dict[str, Rule] = {}
    for file in rule_paths() if files is None else files:
        rule, trials = tried(file)
        for trial in trials:
            if trial.why:
                raise RuleFault(file, f"tests: {trial.says}", trial.why)
        if rule.id in rules:
            raise RuleFault(file, "id", f"another file has the rule {rule.id}")
        rules[rule.id] = rule
    return tuple(rules[id_] for id_ in sorted(rules))


def rule_paths(folder: Path | None = None) -> list[Path]:
    """The rule files of a folder (default: the built-in ones). Raises RuleFault when there is none."""
    folder = folder or RULES_DIR
    if found := sorted(folder.glob("*.yaml")):
        return found
    raise RuleFault(folder, "", "holds no rule files")


def tried(file: Path) -> tuple[Rule, list[Trial]]:
    """The rule of one file, with the outcome of each of its tests. Raises RuleFault when it isn't a rule."""
    text = _read(file)
    rule = _compiled(file, text)
    return rule, [_tried(file, rule, test) for test in text.tests]


def _read(file: Path) -> _File:
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise RuleFault(file, "", f"cannot be read ({type(error).__name__})") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise RuleFault(file, place, f"not YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise RuleFault(file, "", "not YAML") from error
    try:
        # YAML 1.1 reads the bare word `on` as true.
        return _File.model_validate({"on" if key is True else key: value for key, value in content.items()})
    except AttributeError as error:
        raise RuleFault(file, "", "does not hold a mapping") from error
    except ValidationError as error:
        raise RuleFault(file, *_first_fault(error)) from error


def _first_fault(error: ValidationError) -> tuple[str, str]:
    first = error.errors(include_url=False, include_input=False)[0]
    return ".".join(str(part) for part in first["loc"]), first["msg"]


def _compiled(file: Path, text: _File) -> Rule:
    reason = text.reason.model_dump()
    for language, template in reason.items():
        try:
            unknown = unknown_names(template, text.on)
        except ValueError as error:
            raise RuleFault(file, f"reason.{language}", str(error)) from error
        if unknown:
            raise RuleFault(file, f"reason.{language}", f"unknown names in braces: {', '.join(sorted(unknown))}")
    return Rule(
        id=text.id,
        version=text.version,
        title=text.title.model_dump(),
        severity=text.severity,
        on=text.on,
        when=_program(file, "when", text.when),
        group=_program(file, "group", text.group),
        reason=reason,
        each=_program(file, "each", text.each) if text.each else None,
        members=_program(file, "members", text.members) if text.members else None,
        at_least=text.at_least,
    )


def _program(file: Path, place: str, expression: str) -> cel.Program:
    try:
        return cel.compile(expression)
    except ValueError as error:
        raise RuleFault(file, place, " ".join(str(error).split())) from error


def _tried(file: Path, rule: Rule, test: _Test) -> Trial:
    judged = judge([rule], _specimen(file, test), _AT)
    hits = [verdict.group for verdict in judged.verdicts if verdict.hit]
    why = ""
    if judged.failures:
        why = f"the rule failed: {judged.failures[0].error}"
    elif bool(hits) != (test.expect == "hit"):
        why = f"expected a {test.expect}, got a {'hit' if hits else 'miss'}"
    elif test.group is not None and test.group not in hits:
        why = f"expected the group {test.group}, got {', '.join(hits) or 'none'}"
    return Trial(rule.id, test.says, test.expect, why)


def _specimen(file: Path, test: _Test) -> Link | Enriched:
    try:
        return link_of(test.link) if test.link is not None else report_of(test.report or {})
    except (ValidationError, TypeError, AttributeError, IndexError) as error:
        place = f"tests: {test.says}"
        if isinstance(error, ValidationError):
            where, why = _first_fault(error)
            raise RuleFault(file, place, f"{where}: {why}") from error
        raise RuleFault(file, place, "is not shaped like a link or report") from error


def count_tests(trials: Sequence[Trial]) -> Mapping[str, int]:
    """How many tests passed and failed."""
    failed = sum(bool(trial.why) for trial in trials)
    return {"passed": len(trials) - failed, "failed": failed}
