"""The load of the benchmarks: plain seizures from many administrations, of which one in ten completes a match.

Every tenth report shares a consignee's telephone token with the one before it, from another country, so that a link
and an alert follow. Nothing else links: days of four weeks, departures, places of posting, looks and figures of tablets
vary as they do in an operation, and only some are shared by chance. Reports are those of no real case.
"""

from __future__ import annotations

import base64
import hashlib
import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from services.contracts.identifiers import report_id, s10_check_digit
from services.simulator.roster import ADMINISTRATIONS

MATCH_EVERY: Final = 10
_START: Final = datetime(2021, 2, 1, tzinfo=UTC)
_DAYS: Final = 28
_DEPARTURES: Final = (
    ("NL", "Amsterdam"), ("DE", "Leipzig"), ("BE", "Liege"), ("PL", "Warszawa"), ("GB", "London"), ("FR", "Paris"),
    ("ES", "Madrid"), ("CZ", "Praha"), ("LT", "Vilnius"), ("CA", "Toronto"), ("CN", "Guangzhou"), ("IN", "Delhi"),
)  # fmt: skip
_LOGOS: Final = ("Crown", "Skull", "Dove", "Star", "Anchor", "Tulip", "Rocket", "Shield", "Owl", "Lion")
_TABLETS: Final = (
    *("MDMA", "amphetamine", "methamphetamine", "2C-B", "etizolam", "tramadol", "alprazolam", "captagon"),
    *("oxycodone", "fentanyl", "diazepam", "mephedrone"),
)
_COLOURS: Final = ("orange", "pink", "blue", "green", "yellow", "grey", "purple", "white")


@dataclass(frozen=True, slots=True)
class Sent:
    """One report of the load. ``completes`` says that a link and an alert must follow from it."""

    report_id: str
    administration: str
    body: bytes
    completes: bool


def reports(number: int, run: str) -> Iterator[Sent]:
    """``number`` reports; another ``run`` gives other references, numbers and tokens."""
    codes = [each.code for each in ADMINISTRATIONS]
    for n in range(number):
        code = codes[n % len(codes)]
        reference = f"{run}-{n:07d}"
        completes = n % MATCH_EVERY == MATCH_EVERY - 1
        # The completing report and the one before it bear the same token.
        token = _token(f"{run}:{n - 1 if completes else n}")
        serial = f"{int(hashlib.sha256(reference.encode()).hexdigest(), 16) % 10**8:08d}"
        item = f"RR{serial}{s10_check_digit(serial)}"
        body = json.dumps(_report(code, reference, item, token, n)).encode()
        yield Sent(report_id(code, reference), code, body, completes)


def new_run() -> str:
    """A prefix that no earlier load had."""
    return f"B{uuid.uuid4().hex[:8].upper()}"


def _token(text: str) -> str:
    return "hmac:" + base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _report(code: str, reference: str, item: str, token: str, n: int) -> dict[str, object]:
    spread = int(hashlib.sha256(reference.encode()).hexdigest()[:15], 16)
    country, place = _DEPARTURES[spread % len(_DEPARTURES)]
    occurred = _START + timedelta(days=spread // 13 % _DAYS, seconds=n % 86_400)
    return {
        "kind": "seizure",
        "operation": "goals-2021",
        "administration": code,
        "national_ref": reference,
        "version": 1,
        "mode": "mail",
        "occurred_at": occurred.isoformat(),
        "precision": "minute",
        "direction": "import",
        "location": {"name": "International mail centre", "type": "mail_centre"},
        "detection": {"method": "risk_profiling", "aids": ["x_ray"]},
        "route": [
            {"role": "departure", "country": country, "place": place},
            {"role": "destination", "country": code},
        ],
        "transport": {"items": [f"{item}{country}"], "posted_on": (occurred - timedelta(days=4)).date().isoformat()},
        "goods": [
            {
                "substance": _TABLETS[spread // 101 % len(_TABLETS)],
                "form": "tablet",
                "quantity": {"value": 100 + spread // 79 % 9_000, "unit": "tablet"},
                "confirmed": False,
                "marks": {
                    "logo": _LOGOS[spread // 97 % len(_LOGOS)],
                    "colour": _COLOURS[spread // 89 % len(_COLOURS)],
                    "mass_mg": 200 + spread // 83 % 300,
                },
            }
        ],
        "concealment": {"code": "postal", "text": "inside toy boxes"},
        "parties": [{"role": "consignee", "tokens": {"phone": [token]}}],
        "sharing": {"tlp": "AMBER", "handling": ["H2"], "audience": ["operation"]},
    }
