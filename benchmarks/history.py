"""Years of reports as they are stored, made quickly: what linking looks at is there, the report as sent is not.

Invented, but of the shares that make linking work hard: a few corridors and drugs are frequent, names sound like
others, and one report in ten meets a party that came before. The match keys are those that the service makes, written
down directly since a million reports are to be made in a minute (tests/unit/benchmarks compares them).
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from hashlib import blake2b
from itertools import accumulate
from random import Random
from typing import Any, Final

from services.contracts.identifiers import report_id, s10_check_digit
from services.contracts.sharing import owned
from services.enrich.document_keys import keys_of_document
from services.enrich.matching.blocking import MASS_STEP, photo_keys, run_key
from services.enrich.quality import history_keys, record_of
from services.enrich.quality.remembered import Amount, Earlier
from services.simulator.roster import ADMINISTRATIONS

Document = dict[str, Any]

OPERATION: Final = "goals-2021"
ENDS: Final = datetime(2021, 2, 1, tzinfo=UTC)
"""The history ends here, and the stream begins."""
YEARS: Final = 5
_DAYS: Final = 365 * YEARS
PERSONS_FOR_A_REPORT: Final = 10
SOUNDS: Final = 300_000
_SERVICES: Final = ("RR", "CP", "EE", "LX", "UA", "RB", "CC", "EM", "LV", "VV")
_CARRIERS: Final = ("180", "057", "074", "020", "235", "176", "172", "160", "999", "205")
_COLOURS: Final = ("white", "blue", "pink", "green", "orange", "yellow", "red", "purple")


def _zipf(size: int) -> list[float]:
    """Cumulative weights: the second is half as frequent as the first, the third a third."""
    return list(accumulate(1 / (rank + 1) for rank in range(size)))


_CODES: Final = [each.code for each in ADMINISTRATIONS]
_ORIGINS: Final = _CODES[::2]
_DRUGS: Final = (
    *("cocaine", "methamphetamine", "mdma", "ketamine", "heroin", "amphetamine", "fentanyl", "tramadol", "gbl", "lsd"),
    *("mephedrone", "etizolam", "alpha-pvp", "metonitazene", "ephedrine", "2c-b", "ghb", "nitazene", "diazepam", "mda"),
)
_BY_ORIGIN, _BY_OWNER, _BY_DRUG = _zipf(len(_ORIGINS)), _zipf(len(_CODES)), _zipf(len(_DRUGS))
_BY_MODE: Final = list(accumulate((58, 23, 11, 8)))
_HIDING: Final = ("postal", "baggage", "inserted", "container", "furniture", "toys", "clothes", "food", "appliances")


class Reports:
    """A source of reports. The same ``name`` gives the same ones; persons come from ``persons`` numbers."""

    def __init__(self, name: str, persons: int) -> None:
        self._name, self._persons = name, persons
        self._random = Random(name)  # noqa: S311 -- repeatable reports, no secret

    def history(self, number: int) -> Iterator[Document]:
        """Reports spread over the years before the stream."""
        for n in range(number):
            yield self.one(n, ENDS - timedelta(seconds=self._random.randrange(1, _DAYS * 86_400)))

    def stream(self, number: int) -> Iterator[Document]:
        """Reports as they are received in the week that follows, each up to three weeks after it occurred."""
        for n in range(number):
            yield self.one(n, ENDS + timedelta(seconds=n * 7 * 86_400 // number), self._random.random() ** 3 * 21)

    def one(self, n: int, received: datetime, days_ago: float = 0.2) -> Document:
        """The document of one report."""
        random = self._random
        occurred = (received - timedelta(days=days_ago)).replace(microsecond=0)
        owner = random.choices(_CODES, cum_weights=_BY_OWNER)[0]
        mode = random.choices(("mail", "air", "land", "sea"), cum_weights=_BY_MODE)[0]
        origin = random.choices(_ORIGINS, cum_weights=_BY_ORIGIN)[0]
        drug = random.choices(_DRUGS, cum_weights=_BY_DRUG)[0]
        reference = f"{self._name}-{n:07d}"
        identity = report_id(owner, reference)
        objects, series = self._numbers(mode, origin)
        features = {
            "objects": objects,
            "series": series,
            "parties": self._party(random.randrange(self._persons)),
            "mode": mode,
            "direction": "import",
            "departure": origin,
            "destination": owner if random.random() < 0.8 else random.choice(_CODES),
            "transit": [],
            "route_places": [],
            "place": None,
            "substances": [{"no": 1, "id": drug, "parent": drug, "group": drug, "kind": "substance", "skeleton": None}],
            **self._manner(),
            "products": self._products(drug) if random.random() < 0.2 else [],
            "office": None,
            "grading": ["B", "2"],
        }
        earlier = _earlier(identity, owner, mode, occurred, drug, random.randrange(1, 9_999))
        stored: Document = {
            "_id": identity,
            "version": 1,
            "content_hash": earlier.fingerprint,
            "kind": "warning" if random.random() < 0.1 else "seizure",
            "mode": mode,
            "administration": owner,
            "national_ref": reference,
            "operation": OPERATION,
            "exercise": False,
            "received_at": received,
            "occurred_at": occurred,
            "occurred": {"from": occurred, "until": occurred},
            "posted_on": occurred - timedelta(days=3) if mode == "mail" else None,
            "answers": None,
            "answered": [],
            "retracted": False,
            "sharing": _sharing(owner),
            "findings": [],
            "quality": [],
            "history": {"keys": history_keys(earlier), "record": record_of(earlier)},
            "countries": sorted({owner, origin}),
            "substances": [drug],
            "features": features,
        }
        return {**stored, "match_keys": keys_made_quickly(stored)}

    def _numbers(self, mode: str, origin: str) -> tuple[list[Document], list[Document]]:
        random = self._random
        if mode == "mail":
            service, serial = random.choice(_SERVICES), f"{random.randrange(10**8):08d}"
            number = f"{service}{serial}{s10_check_digit(serial)}{origin}"
            return [_object("s10", number)], [_series("s10", f"{service}:{origin}", int(serial))]
        if mode == "air":
            prefix, digits = random.choice(_CARRIERS), random.randrange(10**6, 10**7)
            return [_object("awb", f"{prefix}{digits}{digits % 7}")], [_series("awb", prefix, digits)]
        if mode == "sea":
            ship = 9_000_000 + random.randrange(60_000)
            numbers = (("container", f"TOCU{random.randrange(10**7):07d}"), ("ship", f"{ship}"))
            return [_object(*each) for each in (*numbers, ("vessel", f"{ship}:{random.randrange(1, 400)}E"))], []
        return [_object("plate", f"{origin}:A{random.randrange(10**6):06d}K")], []

    def _party(self, person: int) -> list[Document]:
        tokens = (
            ("phone", f"phone{person}"),
            ("name", f"name{person}"),
            ("name_parts", f"given{person % 4_000}"),
            ("name_parts", f"family{person % 30_000}"),
            ("name_phonetic", f"sound{person % SOUNDS}"),
            ("address_parts", f"home{person}"),
        )
        return [{"role": "consignee", "field": field, "token": _token(value)} for field, value in tokens]

    def _manner(self) -> Document:
        random = self._random
        goods = random.randrange(300)
        return {
            "concealment": random.choice(_HIDING) if random.random() < 0.6 else None,
            "cover_hs": f"{100_000 + goods * 131:06d}" if random.random() < 0.5 else None,
            "cover_words": [f"goods{chr(97 + goods % 26)}{chr(97 + goods // 26)}", "parts"],
            "declared_value": float(random.randrange(5, 500)),
            "currency": "USD",
            "weight_kg": random.randrange(1, 200) / 10,
        }

    def _products(self, drug: str) -> list[Document]:
        random = self._random
        logo = f"logo{chr(97 + random.randrange(26))}" if random.random() < 0.7 else None
        return [
            {
                "substance": drug,
                "logo": logo,
                "colour": random.choice(_COLOURS),
                "shape": "round",
                "mass_mg": float(random.randrange(150, 550)),
                "diameter_mm": random.randrange(60, 110) / 10,
                "thickness_mm": random.randrange(25, 55) / 10,
                "press": None,
                "tool": None,
                "phash": [f"{random.getrandbits(64):016x}"] if random.random() < 0.25 else [],
                "profile": None,
            }
        ]


@cache
def _sharing(owner: str) -> Document:
    return owned(owner, "AMBER", ["operation"]).model_dump(mode="json")


def keys_made_quickly(stored: Document) -> list[str]:
    """What ``keys_of_document`` gives for a report of this source."""
    features, occurred = stored["features"], stored["occurred_at"]
    keys = {f"{one['type']}:{one['value']}" for one in features["objects"]}
    for one in features["series"]:
        keys.add(run_key(f"{one['kind']}:{one['run']}", one["serial"]))
    for party in features["parties"]:
        if party["field"] != "name_parts":
            keys.add(f"party:{party['field']}:{party['token']}")
    if features["departure"] != features["destination"]:
        year, week, _ = occurred.isocalendar()
        way = f"{features['departure']}:{features['destination']}:{stored['substances'][0]}:{features['mode']}"
        keys.add(f"mo:{way}:{year}-W{week:02d}")
    for product in features["products"]:
        mass = round(product["mass_mg"] / MASS_STEP) * MASS_STEP
        keys.add(f"product:{product['substance']}:{product['colour']}:{mass}:{product['logo'] or '-'}")
        keys.update(key for photo in product["phash"] for key in photo_keys([int(photo, 16)]))
    return sorted(keys)


def _earlier(identity: str, owner: str, mode: str, occurred: datetime, drug: str, grams: int) -> Earlier:
    amount = Amount("/goods/0/quantity", drug, "gram", Decimal(grams) / 1000, None, str(grams).strip("0"))
    day: date = occurred.date()
    return Earlier(identity, f"{owner}/{OPERATION}", "seizure", mode, day, "day", "", identity, (amount,), ())


def _object(kind: str, value: str) -> Document:
    return {"type": kind, "value": value}


def _series(kind: str, run: str, serial: int) -> Document:
    return {"kind": kind, "run": run, "serial": serial}


def _token(value: str) -> str:
    return "hmac:" + base64.urlsafe_b64encode(blake2b(value.encode(), digest_size=32).digest()).decode()


def with_token(document: Document, field: str, value: str) -> Document:
    """The same report, whose consignee bears one token more."""
    features = document["features"]
    parties = [*features["parties"], {"role": "consignee", "field": field, "token": _token(value)}]
    changed = {**document, "features": {**features, "parties": parties}}
    return {**changed, "match_keys": keys_of_document(changed)}
