"""The list of all types of identifier: how each is read, what it looks like, how long it may be matched."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from services.contracts.identifiers import air, customs, money, persons, places, postal, road, sea
from services.contracts.identifiers import substances_registry as registry
from services.contracts.identifiers.assigned_countries import assigned_countries
from services.contracts.identifiers.verdicts import Identifier

Reader = Callable[[str], Identifier]


@dataclass(frozen=True, slots=True)
class Kind:
    """One type of identifier. ``form`` and ``checked`` are words for people; ``example`` is as somebody may write it.

    ``window_days``: two reports that bear the value further apart say nothing of each other; None: it lasts.
    """

    type: str
    title: str
    read: Reader
    form: str
    checked: str
    example: str
    window_days: int | None = None
    note: str = ""
    show: Callable[[str], str] = str


def _cut(*sizes: int, gap: str = " ") -> Callable[[str], str]:
    """Shows a value in groups of these sizes and the rest as one."""

    def show(value: str) -> str:
        groups, start = [], 0
        for size in sizes:
            groups.append(value[start : start + size])
            start += size
        return gap.join(group for group in (*groups, value[start:]) if group)

    return show


def _in_fours(value: str) -> str:
    return " ".join(value[n : n + 4] for n in range(0, len(value), 4))


def _show_plate(value: str) -> str:
    country, _, number = value.partition(":")
    return f"{country} {number}" if country in assigned_countries() else value


_NONE: Final = "none"
_YEAR: Final = 365

KINDS: Final = (
    Kind("s10", "postal item (UPU S10)", postal.s10, "AA 999999999 AA", "mod 11, and the country is an assigned code",
         "cp 502718433 kr", _YEAR, "issued again after 12 months", _cut(2, 3, 3, 3)),
    Kind("impc", "mail centre (IMPC)", postal.impc, "UN/LOCODE and one more", "the country is an assigned code",
         "NL AMS A", show=_cut(5)),
    Kind("dispatch", "dispatch (UPU S8)", postal.dispatch, "two mail centres, AAA, 5 digits",
         "both countries are assigned codes", "NLAMSA KRICNA AUN 10123", _YEAR, show=_cut(6, 6, 1, 2, 1)),
    Kind("receptacle", "receptacle (UPU S9)", postal.receptacle, "29: a dispatch and 9 digits",
         "both countries are assigned codes", "NLAMSAKRICNAAUN10123001110042", _YEAR, show=_cut(20, 3, 2)),
    Kind("courier", "courier's tracking number", postal.courier, "6 to 40 letters and digits",
         "UPS (1Z) and S10 by their rules; others not", "1Z 502 718 03 5027 184 4", 92),
    Kind("awb", "air waybill", air.awb, "999-99999999", "seven digits mod 7; the airline's three are not covered",
         "AWB No. 180-5027 1841", _YEAR, show=_cut(3, gap="-")),
    Kind("house_awb", "house air waybill", air.house_awb, "3 to 35 letters and digits", _NONE, "HAWB: SEL-40217", 92,
         "the forwarder's own"),
    Kind("flight", "flight", air.flight, "designator of 2 or 3, 1 to 4 digits, perhaps a letter", _NONE, "KE 0926", 1,
         "only with its date", lambda value: " ".join(air.flight_parts(value)).rstrip()),
    Kind("bag_tag", "bag tag", air.bag_tag, "10 digits", _NONE, "0180-502718", 30, show=_cut(4)),
    Kind("uld", "unit load device", air.uld, "type of 3, serial of 4 or 5 digits, owner of 2 or 3", _NONE,
         "AKE 50271 KE", show=lambda value: " ".join(air.uld_parts(value)).rstrip()),
    Kind("container", "container (ISO 6346)", sea.container, "AAA U, J or Z, 9999999", "ISO 6346", "tocu 502718/6", 60,
         "the same journey only within 60 days", _cut(4, 6)),
    Kind("seal", "seal", sea.seal, "4 to 20 letters and digits", _NONE, "Seal No. KR-0271843", _YEAR),
    Kind("imo", "ship (IMO number)", sea.imo, "9999999", "weights 7 to 2", "IMO 9123453",
         show=lambda value: f"IMO {value}"),
    Kind("company_imo", "shipping company (IMO number)", sea.company_imo, "9999999", "weights 8 6 4 2 9 7",
         "IMO 5027185", show=lambda value: f"IMO {value}"),
    Kind("mmsi", "maritime radio identity", sea.mmsi, "9 digits; a ship's begins with 201 to 775", _NONE,
         "MMSI 440 502 718", note="changes with the flag"),
    Kind("voyage", "voyage", sea.voyage, "1 to 20 letters and digits", _NONE, "Voy. 112-W",
         note="only with its vessel"),
    Kind("bill_of_lading", "bill of lading", sea.bill_of_lading, "4 to 35 letters and digits", _NONE,
         "B/L: TOCX 5027184", _YEAR, "with its carrier"),
    Kind("booking", "booking", sea.booking, "4 to 35 letters and digits", _NONE, "Booking 50271843", _YEAR,
         "with its carrier"),
    Kind("hull_id", "hull of a small craft (ISO 10087)", sea.hull_id, "country, builder of 3, serial of 5, A999", _NONE,
         "KR-TOC50271D021", show=lambda value: f"{value[:2]}-{value[2:]}" if len(value) == 14 else value),
    Kind("vin", "vehicle identification number", road.vin, "17 letters and digits without I, O, Q",
         "position 9, for makers in North America and China only", "1FTFW1E59LFA50271"),
    Kind("plate", "registration plate", road.plate_with_country, "country and 2 to 15 letters and digits", _NONE,
         "RU: а 123 вс 77", _YEAR, "cloned and issued again", _show_plate),  # noqa: RUF001 -- Cyrillic on purpose
    Kind("tir", "TIR carnet", road.tir, "AA 99999999", "IRU's rule is not applied", "XB.50271843", 60, "one journey",
         _cut(2)),
    Kind("cmr", "consignment note, road", road.cmr, "3 to 35 letters and digits", _NONE, "CMR No 502718", 60,
         "one journey"),
    Kind("cim", "consignment note, rail", road.cim, "3 to 35 letters and digits", _NONE, "CIM: 84-5027184", 60,
         "one journey"),
    Kind("wagon", "railway wagon", road.wagon, "4 to 20 letters and digits", _NONE, "33 84 5027 184-3", 60,
         "one journey"),
    Kind("mrn", "movement reference number", customs.mrn, "99 AA, 13 letters and digits, 9",
         "letter values of ISO 6346 over 17", "MRN 21NL 5027 1843 00TO M5"),
    Kind("hs", "commodity code (HS)", customs.hs, "6 digits", "its chapter exists", "2939.79.90",
         show=_cut(4, gap=".")),
    Kind("eori", "trader's number (EORI)", customs.eori, "country and 1 to 15 letters and digits",
         "the country is an assigned code", "NL 502718433"),
    Kind("vat", "value added tax number", customs.vat, "country and 2 to 13 letters and digits",
         "by country, in the European Union", "BE 0502.718.039"),
    Kind("locode", "place (UN/LOCODE)", places.locode, "country and 3 letters or digits 2 to 9",
         "the country is an assigned code", "KR ICN", show=_cut(2)),
    Kind("country", "country (ISO 3166-1)", places.country, "AA", "it is an assigned code", "kr"),
    Kind("cas", "CAS registry number", registry.cas, "2 to 7 digits, 2, 1", "weighted sum mod 10", "CAS No. 437-38-7"),
    Kind("inchikey", "InChIKey", registry.inchikey, "14 letters, 10, 1", _NONE,
         "InChIKey=PJMPHNIQZUBGLI-UHFFFAOYSA-N", note="the first 14 letters are the skeleton"),
    Kind("logo", "tablet's logo, shape, colour", registry.logo, "any letters and digits, parted by |", _NONE,
         "Crown|round|orange", note="weak: logos are copied"),
    Kind("phone", "telephone number", persons.phone, "E.164", "the country's numbering plan", "+82 (0)2-3146-8114", 730,
         "issued again", persons.shown_phone),
    Kind("email", "e-mail address", persons.email, "part@domain", "its syntax", "Kim.Lee@Example-Shop.KR"),
    Kind("document", "travel document", persons.document, "4 to 20 letters and digits", _NONE, "M 5027 1842",
         note="until it expires"),
    Kind("mrz_document", "travel document, machine-readable", persons.mrz_document, "9 characters and a digit",
         "weights 7 3 1 (ICAO 9303)", "M50271842 5", note="until it expires"),
    Kind("imei", "mobile device (IMEI)", persons.imei, "15 digits", "Luhn", "35 209900 502718 6",
         show=_cut(2, 6, 6, gap="-")),
    Kind("handle", "marketplace handle", persons.handle_with_platform, "platform and name in lower case", _NONE,
         "Telegram: @Kim_Lee", _YEAR),
    Kind("iban", "bank account (IBAN)", money.iban, "country, 2 digits, the national number", "mod 97",
         "GB67 NWBK 6016 1350 2718 42", show=_in_fours),
    Kind("lei", "legal entity (LEI)", money.lei, "18 letters and digits, 2 digits", "mod 97", "5493TOCSIN5027180062"),
    Kind("wallet", "wallet address", money.wallet, "by chain; case is kept in base58",
         "base58 with double SHA-256, bech32, bech32m; other chains not", "1HZXbanhWnTHyJ5g4HUStVghYF49ZSZ4Ac"),
)  # fmt: skip
"""Every type, each once."""

_BY_TYPE: Final[Mapping[str, Kind]] = MappingProxyType({kind.type: kind for kind in KINDS})

READERS: Final[Mapping[str, Reader]] = MappingProxyType({kind.type: kind.read for kind in KINDS})
"""How each type is read from one text. A plate and a handle then bear their country or platform before a colon."""


def display(identifier: Identifier) -> str:
    """The number as people write it: ``RR 473 124 829 NL``. What is not right in form is shown as it was written."""
    kind = _BY_TYPE.get(identifier.type)
    if identifier.value is None or identifier.reason in ("form", "junk") or kind is None:
        return identifier.raw
    return kind.show(identifier.value)
