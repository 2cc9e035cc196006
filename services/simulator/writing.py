"""How a national system writes a case down: the report of interface section 1, version by version.

A document depends on the seed, the case and the version alone, so it can be written at any time and comes out
the same. A correction repeats the whole report with what was wrong replaced.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

from services.simulator.cases import OPERATION, Case, moment
from services.simulator.goods import write_findings, write_goods
from services.simulator.hiding import reworded
from services.simulator.labels import DEFAULT_SHARING, draw_grading, draw_sharing
from services.simulator.numbers import Numbers
from services.simulator.outlines import Outline, outline_of
from services.simulator.parties import OWN_FIELDS, Parties
from services.simulator.pins import Manner, Pins
from services.simulator.roster import BY_CODE
from services.simulator.routes import write_route, write_transport

_DETECTION: Final = (
    "risk_profiling",
    "risk_profiling",
    "intelligence",
    "investigation",
    "random_selection",
    "routine_check",
)
_AIDS: Final = ("x_ray", "dog", "trace_detection")
_RETRACTED_BECAUSE: Final = (
    ("reported in error", "reported_in_error"),
    ("duplicate of another case", "duplicate"),
    ("legal order", "legal_order"),
    ("laboratory negative", "other"),
)
_CORRECTED_BECAUSE: Final = {"identifier": "typing_error", "quantity": "unit_error", "outcome": "new_information"}
_NARRATIVES: Final = (
    "Parcel stopped after a hit on the risk profile; field test positive.",
    "Colis retenu après un contrôle aux rayons X ; test de terrain positif.",
    "Weight declared did not fit the weight measured.",
    "Selected at random; the goods were not declared.",
    "Second consignment of this kind within the month.",
)


class Writer:
    """Writes the documents of one operation."""

    def __init__(self, seed: int | str, wrong_key: str | None = None) -> None:
        self._seed = seed
        self.numbers = Numbers(seed)
        self.parties = Parties(seed, self.numbers, wrong_key)
        self._write: dict[str, Callable[[Random, Case, Pins], dict[str, Any]]] = {
            "seizure": self._seizure,
            "warning": self._warning,
            "feedback": self._feedback,
            "lab_result": self._lab_result,
            "retraction": self._retraction,
        }

    def write(self, case: Case, version: int, pins: Pins | None = None) -> dict[str, Any]:
        """The report of this case at this version, as JSON values in the order of the interface's example.

        ``pins``, when given, stand in the place of what the case bears.
        """
        random = self._random("case", case)
        document: dict[str, Any] = {
            "kind": case.kind,
            "operation": OPERATION,
            "administration": case.administration,
            "national_ref": case.national_ref,
            "version": version,
            "mode": case.mode,
        }
        if case.about:
            document["in_reply_to"] = {
                "administration": case.about.administration,
                "national_ref": case.about.national_ref,
            }
        document |= self._write[case.kind](random, case, pins or case.pins_at(version))
        if document.get("parties"):
            document["token_key"] = self.parties.check(case.administration)
        if case.exercise:
            document["exercise"] = True
        if case.trait != "sharing_missing":
            document["sharing"] = self.sharing(case)
        document["grading"] = draw_grading(random)
        for number in sorted(case.changes):
            if number <= version:
                _correct(document, case.changes[number].what, number)
        return document

    def sharing(self, case: Case) -> dict[str, Any]:
        """Who may read the case, in every version, by its owner's will; as if ``sharing`` were never left out."""
        return draw_sharing(self._random("sharing", case), case.administration)

    def restriction(self, case: Case) -> dict[str, Any]:
        """The sharing block that stands for the case: its own, or the default where none was sent."""
        return DEFAULT_SHARING if case.trait == "sharing_missing" else self.sharing(case)

    def outline(self, case: Case, version: int) -> Outline:
        """What this version of a seizure or warning says of its matter."""
        return outline_of(self._random("case", case), case, case.pins_at(version))

    def _random(self, what: str, case: Case) -> Random:
        return Random(f"{self._seed}/{what}/{case.index}")  # noqa: S311 -- a repeatable simulation, no secret

    def _seizure(self, random: Random, case: Case, pins: Pins) -> dict[str, Any]:
        place = BY_CODE[case.administration].place(case.mode)
        if place is None:
            raise ValueError(f"{case.administration} has no place for {case.mode}")
        outline = outline_of(random, case, pins)
        location = {"name": place.name, "type": place.type}
        if place.locode and (random.random() < 0.7 or pins.placed):
            location["locode"] = place.locode
        own = outline.destination in (case.administration, None)
        document: dict[str, Any] = {
            **_when(case),
            "direction": "import" if own else "transit",
            "location": location,
            "detection": self._detection(random),
            "route": write_route(random, case, outline, pins.office),
            "transport": self._transport(case, outline, pins),
            "goods": write_goods(random, case, outline),
            **_hiding(random, outline.manner),
        }
        parties = self._parties(random, case, pins)
        if parties:
            document["parties"] = parties
        if random.random() < 0.35:
            document["narrative"] = random.choice(_NARRATIVES)
        if random.random() < 0.5:
            document["outcome"] = {"arrests": random.choice((0, 0, 0, 1, 1, 2)), "controlled_delivery": False}
        return document

    def _warning(self, random: Random, case: Case, pins: Pins) -> dict[str, Any]:
        outline = outline_of(random, case, pins)
        start = moment(case.occurred)
        document: dict[str, Any] = {
            **_when(case),
            "route": write_route(random, case, outline, pins.office),
            "transport": self._transport(case, outline, pins),
            "goods": [{"substance": outline.substance.names[0]}],
        }
        if pins.manner:
            document |= _hiding(random, pins.manner)
        parties = self._parties(random, case, pins)
        if parties:
            document["parties"] = parties
        return document | {
            "addressed_to": list(case.addressed_to),
            "answer_by": _local(case, start + timedelta(days=random.randrange(2, 8))),
            "requested_action": random.choice(("inspect", "hold_and_call", "let_pass_and_observe", "inform_only")),
            "validity": {"from": _local(case, start), "to": _local(case, start + timedelta(days=30))},
        }

    def _feedback(self, random: Random, case: Case, pins: Pins) -> dict[str, Any]:
        document: dict[str, Any] = {**_when(case), "result": case.result}
        if case.seizure_ref:
            document["seizure_ref"] = case.seizure_ref
        if pins.numbers:
            document["transport"] = self._transport(case, outline_of(random, case, pins), pins)
        if random.random() < 0.3:
            document["narrative"] = random.choice(_NARRATIVES)
        return document

    def _lab_result(self, random: Random, case: Case, _: Pins) -> dict[str, Any]:
        if case.about is None:
            raise ValueError("a laboratory result is about something")
        return {**_when(case), **write_findings(random, case, self.outline(case.about, case.about.last_version))}

    def _retraction(self, random: Random, case: Case, _: Pins) -> dict[str, Any]:
        words, code = random.choice(_RETRACTED_BECAUSE)
        return {**_when(case), "reason": words, "retraction_reason": code}

    def _transport(self, case: Case, outline: Outline, pins: Pins) -> dict[str, Any]:
        # Drawn apart: a correction of a number changes nothing else.
        return write_transport(self._random("transport", case), self.numbers, case, outline, pins)

    def _detection(self, random: Random) -> dict[str, Any]:
        detection: dict[str, Any] = {"method": random.choice(_DETECTION)}
        if random.random() < 0.6:
            detection["aids"] = random.sample(_AIDS, random.randrange(1, 3))
        return detection

    def _parties(self, random: Random, case: Case, pins: Pins) -> list[dict[str, Any]]:
        """Planted parties, and in half of the cases the case's own, each field of its own."""
        found: dict[str, dict[str, Any]] = {}
        for order, role in enumerate(("consignor", "consignee")):
            if random.random() < 0.5 and not pins.unnamed:
                own = 4 * case.index + order
                found[role] = {"role": role, "tokens": {}}
                for field in random.sample(OWN_FIELDS, random.randrange(1, 4)):
                    found[role]["tokens"] |= self.parties.own_tokens(field, own, case.administration)
        for known in pins.parties:
            tokens = self.parties.tokens(known, case.administration)
            found[known.role] = {"role": known.role, "kind": "person", "tokens": tokens}
        return [found[role] for role in sorted(found)]


def _hiding(random: Random, manner: Manner) -> dict[str, Any]:
    """Concealment and cover load, as far as the officer told of them."""
    hiding: dict[str, Any] = {}
    if manner.concealment:
        hiding["concealment"] = {"code": manner.concealment}
        words = reworded(random, manner.cover) if manner.organisation and manner.cover else manner.words
        if words:
            hiding["concealment"]["text"] = words
    told = {
        "description": manner.cover,
        "hs": manner.hs,
        "weight_kg": manner.weight,
        "declared_value": manner.value,
        "currency": manner.currency,
    }
    cover = {name: value for name, value in told.items() if value is not None}
    return hiding | ({"cover_load": cover} if cover else {})


def _when(case: Case) -> dict[str, Any]:
    occurred = moment(case.occurred).astimezone(BY_CODE[case.administration].zone)
    if case.has("month_precision"):
        occurred = occurred.replace(day=1, hour=0, minute=0)
        return {"occurred_at": occurred.isoformat(), "precision": "month"}
    return {"occurred_at": occurred.isoformat(), "precision": "minute"}


def _local(case: Case, instant: datetime) -> str:
    return instant.astimezone(BY_CODE[case.administration].zone).isoformat()


def _correct(document: dict[str, Any], what: str, version: int) -> None:
    document["correction_reason"] = _CORRECTED_BECAUSE.get(what, "other")
    if what == "quantity" and document.get("goods") and "quantity" in document["goods"][0]:
        quantity = document["goods"][0]["quantity"]
        more = quantity["value"] * 1.25 + version
        counted = isinstance(quantity["value"], int)
        document["goods"][0]["quantity"] = quantity | {"value": round(more) if counted else round(more, 3)}
    elif what == "outcome":
        document["outcome"] = {"arrests": version, "controlled_delivery": False}
    elif what == "narrative":
        document["narrative"] = f"Corrected, version {version}."
