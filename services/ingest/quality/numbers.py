"""The trade's numbers: their checks, the mode that they belong to, the post that issued them, what they may weigh."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from services.contracts.findings import Code
from services.contracts.identifiers import READERS, Identifier
from services.contracts.report_blocks import CuttingAgent, Goods, Identified, Transport
from services.contracts.schemas.fields import home_modes
from services.ingest.quality.view import Found, View

HOME_MODES: Final = home_modes()
"""Where an identifier is at home; elsewhere it is taken with a warning. What is not here is at home everywhere."""

_CODES: Final = {
    "junk": Code.JUNK_IDENTIFIER,
    "form": Code.IDENTIFIER_FORM,
    "unassigned_country": Code.IDENTIFIER_COUNTRY,
}
"""What is told of an invalid number; of any other reason, that its check fails."""

LETTERS: Final = frozenset("RUVL")
"""First letters of S10 numbers of the letter post: registered, other, insured, tracked (UPU S10)."""
LETTER_KG: Final = Decimal("2.5")
"""What an item of the letter post may weigh: 2 kg (UPU), and what scales and packaging differ by."""
PARCEL_KG: Final = Decimal(35)
"""What a postal parcel or EMS item may weigh: 30 kg, some posts 31.5 (UPU), likewise."""
SERVICE_LETTERS: Final[Mapping[str, str]] = {
    "letter": "RUVLA",
    "registered": "R",
    "insured": "VC",
    "tracked": "L",
    "ems": "E",
    "parcel": "CH",
}
"""First letters of S10 numbers by the post's class of service."""
_NOT_POSTAL: Final = frozenset({"passenger", "crew", "cargo"})
_EXPRESS: Final = frozenset("EL")
_FREIGHT: Final = frozenset({"truck", "lorry", "vehicle", "bus"})


def checks(view: View) -> Iterator[Found]:
    """Every number by its own rule, and once."""
    seen: set[tuple[str, str]] = set()
    for path, number in view.numbers:
        if number.check == "invalid":
            yield _code_of(number), path
        if number.value is not None:
            key = (number.type, number.value)
            if key in seen:
                yield Code.IDENTIFIER_TWICE, path
            seen.add(key)


def registered(view: View) -> Iterator[Found]:
    """Codes of substances and places, as far as their form says."""
    report = view.report
    named: list[tuple[str, Goods | Identified | CuttingAgent]] = [(line.path, line.goods) for line in view.lines]
    named += [(f"/identified/{n}", found) for n, found in enumerate(report.identified)]
    named += [(f"/cutting/{n}", agent) for n, agent in enumerate(report.cutting)]
    written = [(name, f"{path}/{name}", getattr(one, name)) for path, one in named for name in ("cas", "inchikey")]
    if report.location is not None:
        written.append(("locode", "/location/locode", report.location.locode))
    written += [("locode", f"/route/{n}/locode", leg.locode) for n, leg in enumerate(report.route)]
    for kind, path, code in written:
        if code:
            number = READERS[kind](code)
            if number.check == "invalid":
                yield _code_of(number), path


def _code_of(number: Identifier) -> Code:
    return _CODES.get(number.reason or "", Code.CHECK_DIGIT)


def strangers(view: View) -> Iterator[Found]:
    """Identifiers that are unusual for the mode."""
    transport, mode = view.report.transport, view.report.mode
    if transport is None or mode is None:
        return
    for name, modes in HOME_MODES.items():
        if mode not in modes and getattr(transport, name):
            yield Code.UNUSUAL_FOR_MODE, f"/transport/{name}"


def missing(view: View) -> Iterator[Found]:
    """The identifier by which a seizure of this mode is matched; a correction may bring it."""
    report = view.report
    if report.kind != "seizure" or report.mode is None:
        return
    transport = report.transport or Transport()
    if report.mode == "mail" and not (transport.items or transport.courier):
        yield Code.IDENTIFIER_MISSING, "/transport/items"
    elif report.mode == "air":
        waybill = transport.awb or transport.house_awb or transport.courier
        if report.traffic in ("cargo", "express") and not waybill:
            yield Code.IDENTIFIER_MISSING, "/transport/awb"
        elif not waybill and not transport.flight:
            yield Code.IDENTIFIER_MISSING, "/transport/flight"
    elif report.mode == "sea" and report.conveyance == "container" and not transport.containers:
        yield Code.IDENTIFIER_MISSING, "/transport/containers"
    elif report.mode == "land" and report.conveyance in _FREIGHT and not (transport.plates or transport.vin):
        yield Code.IDENTIFIER_MISSING, "/transport/plates"


def vessel(view: View) -> Iterator[Found]:
    """A ship's name is borne by many ships."""
    found = view.report.transport.vessel if view.report.transport else None
    if found is not None and found.name and not (found.imo or found.mmsi):
        yield Code.VESSEL_UNNUMBERED, "/transport/vessel"


def postal(view: View) -> Iterator[Found]:
    """S10 items: the post of origin issued them, their first letter is a service, a service has a limit of weight."""
    report = view.report
    items = [(path, number) for path, number in view.numbers if number.type == "s10"]
    if not items:
        return
    starts = {leg.country for leg in report.route if leg.role in ("origin", "departure")}
    services = []
    for path, number in items:
        if number.value is None or number.check != "valid":
            services.append("")
            continue
        services.append(number.value[0])
        if starts and "unknown" not in starts and number.value[-2:] not in starts:
            yield Code.S10_ORIGIN, path
        if report.traffic in _NOT_POSTAL or (report.traffic == "express" and number.value[0] not in _EXPRESS):
            yield Code.S10_SERVICE, path
    classes = SERVICE_LETTERS.get(report.transport.service_class or "") if report.transport else None
    if classes and any(service and service not in classes for service in services):
        yield Code.S10_SERVICE, "/transport/service_class"
    if report.kind == "seizure":
        allowed = sum((LETTER_KG if service in LETTERS else PARCEL_KG for service in services), Decimal(0))
        mass = sum((line.kilograms for line in view.lines if line.kilograms is not None), Decimal(0))
        if mass > allowed:
            yield Code.POSTAL_WEIGHT, "/transport/items"


RULES: Final = (checks, registered, strangers, missing, vessel, postal)
