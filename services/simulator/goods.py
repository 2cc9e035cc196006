"""The lines of goods and the laboratory's findings, in an officer's words and units."""

from __future__ import annotations

from hashlib import sha256
from random import Random
from typing import Any

from services.simulator.cases import Case
from services.simulator.outlines import Outline
from services.simulator.scripts import script_of
from services.simulator.substances import BY_ID, Substance, draw_substance
from services.simulator.tablets import marks_of

TRANSLATED = "words_translated"
"""The dirt of substances and places named in another language than the platform's."""


def write_goods(random: Random, case: Case, outline: Outline) -> list[dict[str, Any]]:
    """The lines of goods of a seizure: what the outline says, and in some cases a second drug."""
    if case.trait in ("unit_clash_count", "unit_clash_mass"):
        # The same 2,786 tablets, once counted and once as if a thousand of them were a kilogram.
        counted = case.trait == "unit_clash_count"
        quantity = {"value": 2786, "unit": "tablet"} if counted else {"value": 2.786, "unit": "kilogram"}
        return [{"substance": "Tramadol", "form": "tablet", "quantity": quantity, "confirmed": False}]
    line = _line(random, case, outline.substance, outline.form, outline.grams, outline.confirmed)
    tablet = outline.tablet
    if tablet and (marks := marks_of(tablet)):
        line["marks"] = marks
    if tablet and tablet.phash:
        line["photos"] = [_photo(random, case, tablet.phash)]
    if tablet and tablet.profile:
        line["profile_ref"] = tablet.profile
    lines = [line]
    if random.random() < 0.08 and not (case.pins.manner or case.pins.tablet or case.pins.substance):
        second = draw_substance(random)
        lines.append(_line(random, case, second, second.forms[0], 5 + outline.grams // 9, False))
    return lines


def named(random: Random, case: Case, substance: Substance) -> str:
    """What this officer calls the substance."""
    if TRANSLATED in case.dirt:
        return random.choice((*substance.names[1:], *substance.abroad.values()))
    return substance.named(random, script_of(case.administration))


def write_findings(random: Random, case: Case, outline: Outline) -> dict[str, Any]:
    """What the laboratory found in the seizure that ``case`` is about; ``outline`` is that of the seizure."""
    about = case.about
    changed = about.laboratory if about else None
    substance = BY_ID[changed] if changed else outline.substance
    share = random.randrange(15, 97)
    found: dict[str, Any] = {"no": 1, "substance": named(random, case, substance), "cas": substance.cas, "share": share}
    statuses = ("confirmed", "final") if changed else ("confirmed", "confirmed", "confirmed", "final", "preliminary")
    findings: dict[str, Any] = {
        "identified": [found],
        "method": random.choice((["GC-MS"], ["LC-HRMS"], ["NMR"], ["FTIR", "GC-MS"])),
        "status": random.choice(statuses),
    }
    if outline.form in ("powder", "crystal", "tablet"):
        found |= {"purity": share, "purity_basis": random.choice(("base", "salt"))}
    if random.random() < 0.25:
        cut = random.choice((("caffeine", "58-08-2"), ("lactose", "63-42-3"), ("dimethyl sulfone", "67-71-0")))
        findings["cutting"] = [{"no": 1, "substance": cut[0], "cas": cut[1], "share": (100 - share) // 2 or 1}]
    return findings


def _line(random: Random, case: Case, substance: Substance, form: str, grams: int, confirmed: bool) -> dict[str, Any]:
    goods: dict[str, Any] = {"substance": named(random, case, substance)}
    if confirmed:
        goods["cas"] = substance.cas
    goods |= {"form": form, "quantity": _quantity(random, form, grams), "confirmed": confirmed}
    if confirmed and form in ("powder", "crystal"):
        goods |= {"purity": random.randrange(18, 96), "purity_basis": random.choice(("base", "salt"))}
    return goods


def _photo(random: Random, case: Case, phash: str) -> dict[str, Any]:
    return {
        "sha256": sha256(f"{case.index}/{phash}".encode()).hexdigest(),
        "media_type": "image/jpeg",
        "size_bytes": random.randrange(80_000, 4_000_000),
        "phash": phash,
    }


def _quantity(random: Random, form: str, grams: int) -> dict[str, Any]:
    if form in ("tablet", "capsule"):
        return {"value": max(5, grams * 1000 // random.randrange(180, 480)), "unit": form}
    if form == "blotter":
        return {"value": max(10, grams // 4), "unit": "dose"}
    if form == "liquid":
        return {"value": grams / 1000, "unit": "litre"} if grams >= 500 else {"value": grams, "unit": "millilitre"}
    if grams >= 1000 and random.random() < 0.8:
        return {"value": grams / 1000, "unit": "kilogram"}
    return {"value": grams, "unit": "gram"}
