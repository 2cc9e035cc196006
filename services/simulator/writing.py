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
from services.simulator.goods import draw_goods, draw_hiding, draw_substance
from services.simulator.labels import draw_grading, draw_sharing
from services.simulator.numbers import Numbers
from services.simulator.parties import Parties
from services.simulator.roster import BY_CODE
from services.simulator.routes import draw_origin, draw_route, write_transport

_DETECTION: Final = (
    "risk_profiling",
    "risk_profiling",
    "intelligence",
    "investigation",
    "random_selection",
    "routine_check",
)
_AIDS: Final = ("x_ray", "dog", "trace_detection")
_LABORATORY: Final = ("GC-MS", "LC-HRMS", "NMR", "FTIR")
_RETRACTED_BECAUSE: Final = (
    "reported in error",
    "duplicate of another case",
    "legal order",
    "laboratory negative",
)
_NARRATIVES: Final = (
    "Parcel stopped after a hit on the risk profile; field test positive.",
    "Colis retenu après un contrôle aux rayons X ; test de terrain positif.",
    "Weight declared did not fit the weight measured.",
    "Selected at random; the goods were not declared.",
    "Second consignment of this kind within the month.",
)


class Writer:
    """Writes the documents of one operation."""

    def __init__(self, seed: int | str) -> None:
        self._seed = seed
        self.numbers = Numbers(seed)
        self.parties = Parties(seed, self.numbers)
        self._write: dict[str, Callable[[Random, Case, int], dict[str, Any]]] = {
            "seizure": self._seizure,
            "warning": self._warning,
            "feedback": self._feedback,
            "lab_result": self._lab_result,
            "retraction": self._retraction,
        }

    def write(self, case: Case, version: int) -> dict[str, Any]:
        """The report of this case at this version, as JSON values in the order of the interface's example."""
        random = Random(f"{self._seed}/case/{case.index}")  # noqa: S311 -- a repeatable simulation, no secret
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
        document |= self._write[case.kind](random, case, version)
        if case.trait != "sharing_missing":
            document["sharing"] = draw_sharing(random, case.administration)
        document["grading"] = draw_grading(random)
        for number in sorted(case.changes):
            if number <= version:
                _correct(document, case.changes[number].what, number)
        return document

    def _seizure(self, random: Random, case: Case, version: int) -> dict[str, Any]:
        place = BY_CODE[case.administration].place(case.mode)
        if place is None:
            raise ValueError(f"{case.administration} has no place for {case.mode}")
        location = {"name": place.name, "type": place.type}
        if place.locode and random.random() < 0.7:
            location["locode"] = place.locode
        origin = case.pins.origin or draw_origin(random, case.administration, case.mode)
        route = draw_route(random, case, origin)
        own = route[-1]["country"] == case.administration
        document: dict[str, Any] = {
            **_when(case),
            "direction": "import" if own else "transit",
            "location": location,
            "detection": self._detection(random),
            "route": route,
            "transport": write_transport(random, self.numbers, case, origin, version),
            "goods": self._goods(random, case),
            **draw_hiding(random, case.mode),
        }
        parties = self._parties(random, case, version)
        if parties:
            document["parties"] = parties
        if random.random() < 0.35:
            document["narrative"] = random.choice(_NARRATIVES)
        if random.random() < 0.5:
            document["outcome"] = {"arrests": random.choice((0, 0, 0, 1, 1, 2)), "controlled_delivery": False}
        return document

    def _warning(self, random: Random, case: Case, version: int) -> dict[str, Any]:
        origin = case.pins.origin or draw_origin(random, case.administration, case.mode)
        start = moment(case.occurred)
        document: dict[str, Any] = {
            **_when(case),
            "route": [{"role": "departure", "country": origin}]
            + [{"role": "destination", "country": code} for code in case.addressed_to[:1]],
            "transport": write_transport(random, self.numbers, case, origin, version),
            "goods": [{"substance": random.choice(draw_substance(random).names)}],
        }
        parties = self._parties(random, case, version)
        if parties:
            document["parties"] = parties
        return document | {
            "addressed_to": list(case.addressed_to),
            "answer_by": _local(case, start + timedelta(days=random.randrange(2, 8))),
            "requested_action": random.choice(("inspect", "hold and call", "let pass and observe", "inform only")),
            "validity": {"from": _local(case, start), "to": _local(case, start + timedelta(days=30))},
        }

    def _feedback(self, random: Random, case: Case, version: int) -> dict[str, Any]:
        document: dict[str, Any] = {**_when(case), "result": case.result}
        if case.seizure_ref:
            document["seizure_ref"] = case.seizure_ref
        if case.pins.numbers:
            origin = case.pins.origin or "NL"
            document["transport"] = write_transport(random, self.numbers, case, origin, version)
        if random.random() < 0.3:
            document["narrative"] = random.choice(_NARRATIVES)
        return document

    def _lab_result(self, random: Random, case: Case, _: int) -> dict[str, Any]:
        substance = draw_substance(random)
        found = {
            "no": 1,
            "substance": substance.names[0],
            "cas": substance.cas,
            "share": random.randrange(15, 97),
        }
        return {
            **_when(case),
            "identified": [found],
            "method": random.choice(_LABORATORY),
            "status": random.choice(("confirmed", "confirmed", "confirmed", "final", "preliminary")),
        }

    def _retraction(self, random: Random, case: Case, _: int) -> dict[str, Any]:
        return {**_when(case), "reason": random.choice(_RETRACTED_BECAUSE)}

    def _detection(self, random: Random) -> dict[str, Any]:
        detection: dict[str, Any] = {"method": random.choice(_DETECTION)}
        if random.random() < 0.6:
            detection["aids"] = random.sample(_AIDS, random.randrange(1, 3))
        return detection

    def _goods(self, random: Random, case: Case) -> list[dict[str, Any]]:
        goods = [draw_goods(random, case.mode, random.random() < 0.15)]
        if case.trait in ("unit_clash_count", "unit_clash_mass"):
            # The same 2,786 tablets, once counted and once as if a thousand of them were a kilogram.
            counted = case.trait == "unit_clash_count"
            quantity = {"value": 2786, "unit": "tablet"} if counted else {"value": 2.786, "unit": "kilogram"}
            return [{"substance": "Tramadol", "form": "tablet", "quantity": quantity, "confirmed": False}]
        if random.random() < 0.08:
            goods.append(draw_goods(random, case.mode, False))
        return goods

    def _parties(self, random: Random, case: Case, version: int) -> list[dict[str, Any]]:
        """Pinned parties, and in half of the cases the case's own, each field of its own."""
        tokens: dict[str, dict[str, list[str]]] = {}
        for order, role in enumerate(("consignor", "consignee")):
            if random.random() < 0.5:
                fields = random.sample(("name", "address", "phone", "document"), random.randrange(1, 4))
                own = 4 * case.index + order
                tokens[role] = {name: [self.parties.token(name, own)] for name in fields}
        for role, name, number in case.pins_at(version).parties:
            tokens.setdefault(role, {})[name] = [self.parties.token(name, number)]
        return [{"role": role, "tokens": tokens[role]} for role in sorted(tokens)]


def _when(case: Case) -> dict[str, Any]:
    occurred = moment(case.occurred).astimezone(BY_CODE[case.administration].zone)
    if case.trait == "month_precision":
        occurred = occurred.replace(day=1, hour=0, minute=0)
        return {"occurred_at": occurred.isoformat(), "precision": "month"}
    return {"occurred_at": occurred.isoformat(), "precision": "minute"}


def _local(case: Case, instant: datetime) -> str:
    return instant.astimezone(BY_CODE[case.administration].zone).isoformat()


def _correct(document: dict[str, Any], what: str, version: int) -> None:
    if what == "quantity" and document.get("goods") and "quantity" in document["goods"][0]:
        quantity = document["goods"][0]["quantity"]
        document["goods"][0]["quantity"] = quantity | {"value": round(quantity["value"] * 1.25 + version, 3)}
    elif what == "outcome":
        document["outcome"] = {"arrests": version, "controlled_delivery": False}
    elif what == "narrative":
        document["narrative"] = f"Corrected, version {version}."
