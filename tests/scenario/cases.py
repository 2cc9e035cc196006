"""What an officer writes down: one object, and what his administration has to say of it."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Self

OPERATION: Final = "goals-2021"
_SERIALS: Final[Iterator[int]] = itertools.count(47_312_482)
_SEIZED: Final[dict[str, Any]] = {
    "kind": "seizure",
    "direction": "import",
    "location": {"name": "International Mail Centre", "type": "mail_centre"},
    "detection": {"method": "risk_profiling", "aids": ["x_ray"]},
    "goods": [
        {"substance": "MDMA", "form": "tablet", "quantity": {"value": 2786, "unit": "tablet"}, "confirmed": False}
    ],
    "concealment": {"code": "postal", "text": "inside toy boxes"},
}


def parcel_number(country: str = "NL") -> str:
    """A sound postal item number that no other test uses."""
    serial = f"{next(_SERIALS):08d}"
    weighted = sum(int(d) * w for d, w in zip(serial, (8, 6, 4, 2, 3, 5, 9, 7), strict=True))
    rest = 11 - weighted % 11
    return f"RR{serial}{ {10: 0, 11: 5}.get(rest, rest) }{country}"


@dataclass(frozen=True, slots=True)
class Report:
    """A report, ready to be sent by whoever owns it."""

    body: dict[str, Any]

    @property
    def owner(self) -> str:
        """The administration."""
        return str(self.body["administration"])

    @property
    def report_id(self) -> str:
        """The id that the interface gives it."""
        space = uuid.uuid5(uuid.NAMESPACE_URL, "urn:tocsin:report")
        return str(uuid.uuid5(space, f"{self.owner}:{self.body['national_ref']}"))

    @property
    def reference(self) -> dict[str, str]:
        """What another report calls it."""
        return {"administration": self.owner, "national_ref": self.body["national_ref"]}

    def shared(self, tlp: str, *audience: str) -> Self:
        """The same, for these readers only."""
        return self.saying(sharing={"tlp": tlp, "handling": [], "audience": list(audience)})

    def corrected(self, **fields: Any) -> Self:
        """The next version, with these fields instead."""
        return self.saying(version=self.body["version"] + 1, **fields)

    def saying(self, **fields: Any) -> Self:
        """The same with these fields instead."""
        return type(self)({**self.body, **fields})

    def retracted(self) -> Self:
        """The owner's word that it takes the report back."""
        return type(self)(
            {**_head(self.owner, "retraction"), "in_reply_to": self.reference, "reason": "reported in error"}
        )


@dataclass(frozen=True, slots=True)
class Parcel:
    """A postal item, as somebody wrote its number."""

    number: str

    def seized_in(self, country: str, on: str = "2021-02-11") -> Report:
        """Taken out of the mail there."""
        return self._reported(country, on, _SEIZED)

    def warned_of_by(self, country: str, on: str = "2021-02-05") -> Report:
        """Expected by somebody who asks the others to look for it."""
        return self._reported(country, on, {"kind": "warning", "requested_action": "inspect"})

    def _reported(self, country: str, on: str, said: dict[str, Any]) -> Report:
        told = {"mode": "mail", "occurred_at": f"{on}T09:20:00+00:00", "precision": "minute"}
        return Report({**_head(country, said["kind"]), **told, **said, "transport": {"items": [self.number]}})


def parcel(number: str) -> Parcel:
    """A postal item by its number, in whatever spelling."""
    return Parcel(number)


def _head(country: str, kind: str) -> dict[str, Any]:
    return {
        "kind": kind,
        "operation": OPERATION,
        "administration": country,
        "national_ref": f"{country}-2021-{uuid.uuid4().hex[:10]}",
        "version": 1,
        "sharing": {"tlp": "AMBER", "handling": [], "audience": ["operation"]},
    }
