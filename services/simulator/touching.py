"""How dirt touches what was planted: each kind a share of the groups, the same for the same seed.

What becomes of a link follows from what the reports then say (services/simulator/truth), not from what was meant here.
Of what may destroy evidence, a group is touched once; spelling, language and lateness may come on top.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from random import Random
from typing import Final

from services.simulator.cases import DAY, MINUTES, Case, Change
from services.simulator.casting import Cast, Group
from services.simulator.pins import Manner, Pins, Tablet
from services.simulator.planting.threads import retract, take_back
from services.simulator.spelling import mistyped
from services.simulator.substances import other_than

HOUR: Final = 3_600_000
_TIMELESS: Final = frozenset({"s10", "courier", "receptacle", "bag_tag"})
"""Of these the order of warning and seizure counts, which a month does not tell."""
_MISTYPED: Final = frozenset({"s10", "awb", "container", "vessel", "ship", "plate", "vin", "courier", "mrn", "cmr"})


class _Touch:
    """One seeded hand that touches reports."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.random = Random(f"{cast.seed}/touches")  # noqa: S311 -- a repeatable simulation, no secret

    def mark(self, case: Case, name: str) -> None:
        """Note what touched the report; its first message bears the first name."""
        case.dirt = (*case.dirt, name)
        first = self.cast.firsts[case.index]
        first.dirt = first.dirt or name

    def correct(self, case: Case, pins: Pins, name: str) -> None:
        """A second version, hours or days later, that bears something else."""
        case.changes[2] = Change("identifier", pins)
        due = self.cast.due_of(case) + self.random.randrange(HOUR, 48 * HOUR)
        self.cast.send(case, 2, due, dirt=name)
        case.dirt = (*case.dirt, name)

    def mistyped(self, pins: Pins) -> Pins:
        """The same with a wrong digit in every number."""
        return replace(pins, numbers=tuple((kind, mistyped(self.random, kind, value)) for kind, value in pins.numbers))

    def number_respelled(self, case: Case) -> None:
        self.mark(case, "number_respelled")

    def number_mistyped(self, case: Case) -> None:
        case.pins = self.mistyped(case.pins)
        self.mark(case, "number_mistyped")

    def number_put_right(self, case: Case) -> None:
        right, case.pins = case.pins, self.mistyped(case.pins)
        self.correct(case, right, "number_put_right")

    def number_spoilt(self, case: Case) -> None:
        self.correct(case, self.mistyped(case.pins), "number_spoilt")

    def party_mistyped(self, case: Case) -> None:
        known = case.pins.parties[0]
        fields = sorted({kind.partition("_")[0] for kind in known.tokens} - {"wallet", "handle"}) or ["handle"]
        slips = (self.random.choice(fields),)
        case.pins = replace(case.pins, parties=(replace(known, slips=slips),))
        self.mark(case, "party_mistyped")

    def tokens_missing(self, case: Case) -> None:
        known = case.pins.parties[0]
        kept = self.random.sample(known.tokens, (len(known.tokens) + 1) // 2)
        tokens = tuple(kind for kind in known.tokens if kind in kept)
        case.pins = replace(case.pins, parties=(replace(known, tokens=tokens),))
        self.mark(case, "tokens_missing")

    def fields_missing(self, case: Case) -> None:
        pins = case.pins
        if pins.manner:
            case.pins = replace(pins, manner=self._poorer(pins.manner), open_route=self.random.random() < 0.2)
            if case.pins.open_route:
                case.pins = replace(case.pins, destination=None)
        elif pins.tablet:
            case.pins = replace(pins, tablet=self._plainer(pins.tablet))
        self.mark(case, "fields_missing")

    def _poorer(self, manner: Manner) -> Manner:
        left_out = self.random.sample(("concealment", "cover", "value", "weight"), self.random.randrange(1, 3))
        if "concealment" in left_out:
            manner = replace(manner, concealment=None, words=None)
        if "cover" in left_out:
            manner = replace(manner, cover=None, hs=None)
        if "value" in left_out:
            manner = replace(manner, value=None, currency=None)
        return replace(manner, weight=None) if "weight" in left_out else manner

    def _plainer(self, tablet: Tablet) -> Tablet:
        match self.random.randrange(3):
            case 0:
                return replace(tablet, logo=None, shape=None)
            case 1:
                return replace(tablet, diameter_mm=None, thickness_mm=None)
        return replace(tablet, phash=None, press=None)

    def words_translated(self, case: Case) -> None:
        self.mark(case, "words_translated")

    def month_precision(self, case: Case) -> None:
        self.mark(case, "month_precision")

    def late(self, case: Case) -> None:
        self.cast.firsts[case.index].due = self.cast.due_after(case.occurred, late=True)
        self.mark(case, "late")

    def version_before_first(self, case: Case) -> None:
        case.changes[2] = Change("narrative")
        due = self.cast.due_of(case) - self.random.randrange(1_000, HOUR)
        self.cast.send(case, 2, due, dirt="version_before_first")
        case.dirt = (*case.dirt, "version_before_first")

    def laboratory_changes(self, case: Case) -> None:
        case.laboratory = other_than(case.pins.substance or "", self.random.randrange(100))
        self._analysed(case, "laboratory_changes")

    def laboratory_settles(self, case: Case) -> None:
        case.laboratory = case.pins.substance
        case.pins = replace(case.pins, substance=other_than(case.pins.substance or "", self.random.randrange(100)))
        self._analysed(case, "laboratory_settles")

    def _analysed(self, case: Case, name: str) -> None:
        occurred = min(max(case.occurred, 0) + self.random.randrange(2 * DAY, 9 * DAY), MINUTES - 1)
        result = self.cast.case("lab_result", case.administration, case.mode, occurred, about=case)
        self.cast.firsts[result.index].dirt = name
        case.dirt = (*case.dirt, name)

    def retracted(self, case: Case) -> None:
        retraction = retract(self.cast, case)
        self.cast.firsts[retraction.index].dirt = "retracted"
        case.dirt = (*case.dirt, "retracted")

    def retraction_retracted(self, case: Case) -> None:
        taken_back = take_back(self.cast, retract(self.cast, case))
        self.cast.firsts[taken_back.index].dirt = "retraction_retracted"
        case.dirt = (*case.dirt, "retraction_retracted")


def _numbered(case: Case) -> bool:
    return any(kind in _MISTYPED for kind, _ in case.pins.numbers)


def _of_matter(case: Case) -> bool:
    return bool(case.pins.manner or case.pins.tablet)


_ANY: Final = ("warned_object", "seen_object", "serial_run", "party_pair", "network", "method", "product")
_OBJECTS: Final = ("warned_object", "seen_object", "serial_run")
_MATTER: Final = ("method", "product")

_Rule = tuple[str, Sequence[str], Callable[[Case], bool], bool]
_RULES: Final[tuple[_Rule, ...]] = (
    ("late", _ANY, lambda case: 0 <= case.occurred < MINUTES - 21 * DAY, False),
    ("number_respelled", _OBJECTS, lambda case: bool(case.pins.numbers), False),
    ("words_translated", _MATTER, lambda case: case.kind == "seizure", False),
    ("number_mistyped", _OBJECTS, _numbered, True),
    ("number_put_right", _OBJECTS, _numbered, True),
    ("number_spoilt", _OBJECTS, _numbered, True),
    ("party_mistyped", ("party_pair",), lambda case: bool(case.pins.parties), True),
    ("tokens_missing", ("party_pair", "network"), lambda case: len(case.pins.parties[0].tokens) > 1, True),
    ("laboratory_changes", _MATTER, lambda case: case.pins.substance is not None, True),
    ("laboratory_settles", _MATTER, lambda case: case.pins.substance is not None, True),
    ("fields_missing", _MATTER, _of_matter, True),
    ("retracted", _ANY, lambda case: True, True),
    ("retraction_retracted", _ANY, lambda case: True, True),
    ("version_before_first", _ANY, lambda case: True, True),
    ("month_precision", _ANY, lambda case: _TIMELESS.isdisjoint(kind for kind, _ in case.pins.numbers), True),
)
"""Kind of dirt; the groups and the reports in them that it can touch; may it destroy evidence?"""

TOUCHES: Final = frozenset({name for name, *_ in _RULES} | {"wrong_key"})


def touch_planted(cast: Cast, groups: Sequence[Group], shares: Mapping[str, float]) -> None:
    """Touch a share of the groups by each kind of dirt, at least one where there is any.

    Raises ValueError for a kind that touches nothing planted, and for a share that is none.
    """
    if unknown := shares.keys() - TOUCHES:
        raise ValueError(f"no such touches: {sorted(unknown)}")
    if wrong := [name for name, share in shares.items() if not 0 <= share <= 1]:
        raise ValueError(f"shares must lie between 0 and 1: {sorted(wrong)}")
    hand = _Touch(cast)
    spent: set[int] = set()
    for name, kinds, fits, exclusive in _RULES:
        eligible = [
            (n, victims)
            for n, group in enumerate(groups)
            if group.name in kinds and (victims := [case for case in group.cases if fits(case)])
            if not (exclusive and n in spent)
        ]
        share = shares.get(name, 0.0)
        wanted = max(1, round(share * len(eligible))) if share > 0 and eligible else 0
        for n, victims in hand.random.sample(eligible, wanted):
            getattr(hand, name)(hand.random.choice(victims))
            if exclusive:
                spent.add(n)
