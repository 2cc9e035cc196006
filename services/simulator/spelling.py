"""How different hands write one number: closed, in groups, small, in another alphabet; and how they mistype it.

Whatever is written here as the same number must be read as the same number; what is mistyped must not.
"""

from __future__ import annotations

from random import Random
from typing import Final

from services.contracts.identifiers import READERS
from services.simulator.cases import Case
from services.simulator.numbers import PLATE_LETTERS

RESPELLED: Final = "number_respelled"
"""The dirt of numbers in look-alike letters, digits of other scripts, with invisible signs."""

PLACEHOLDERS: Final = ("N/A", "000000", "UNKNOWN", "same as above", "123456789", "-", "无", "нет")
"""What officers write where there is no number. It joins nothing."""

_CYRILLIC: Final = str.maketrans(PLATE_LETTERS, "АВЕКМНОРСТУХ")  # noqa: RUF001 -- Cyrillic on purpose
_WRITES_CYRILLIC: Final = frozenset({"RU", "KZ", "KG", "UA", "BG"})
_WIDE: Final = {ord(c): ord(c) + 0xFEE0 for c in "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
_ARABIC: Final = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_DASH, _THIN, _NOTHING = "\u2013", "\u2009", "\u200b"
_CHECKED: Final = frozenset({"s10", "awb", "container", "mrn"})


def spelled(random: Random, case: Case, value: str) -> str:
    """The number as its officer writes it. Six in ten write it closed."""
    roll = random.randrange(20)
    if RESPELLED in case.dirt:
        return _odd(roll, value)
    if roll < 12:
        return value
    if roll < 15:
        return f"{value[:-9]} {value[-9:-5]} {value[-5:]}" if len(value) > 11 else f"{value[:4]} {value[4:]}"
    if roll < 18:
        return f"{value[:3]}-{value[3:]}" if value[0].isdigit() else f"{value[:-1]}-{value[-1]}"
    if roll == 18 and case.administration in ("JP", "CN", "KR", "HK"):
        return value.translate(_WIDE)
    return value.lower()


def plate_spelled(case: Case, number: str) -> str:
    """A plate as its officer writes it: in Cyrillic letters where those are in use."""
    if case.administration in _WRITES_CYRILLIC:
        return number.translate(_CYRILLIC).lower()
    if RESPELLED in case.dirt:
        return _odd(case.index, number)
    return f"{number[0]} {number[1:-2]} {number[-2:]}"


def ship_spelled(random: Random, number: str) -> str:
    """A ship's number, with or without the letters before it."""
    return random.choice(("IMO{}", "IMO {}", "{}")).format(number)


def mistyped(random: Random, kind: str, value: str) -> str:
    """The number with one wrong digit, so that it is read as no number or as another one.

    Where there is a check digit, it fails.
    """
    before, separator, number = _place_of_number(kind, value)
    places = [place for place, character in enumerate(number) if character.isdecimal()]
    start = random.randrange(len(places))
    for turn in range(9 * len(places)):
        place = places[(start + turn) % len(places)]
        digit = (int(number[place]) + 1 + turn // len(places)) % 10
        wrong = f"{number[:place]}{digit}{number[place + 1 :]}"
        if fails(kind, wrong):
            return before + separator + wrong if kind == "plate" else wrong + separator + before
    raise ValueError(f"no wrong digit makes {kind} fail")


def fails(kind: str, value: str) -> bool:
    """Is it wrong by its own check digit? A number without one is never right by itself, so every other is wrong."""
    if kind in ("vessel", "ship"):
        return READERS["imo"](value.partition(":")[0]).check == "invalid"
    if kind == "vin":
        return READERS["vin"](value).check != "valid"
    return kind not in _CHECKED or READERS[kind](value).check == "invalid"


def _place_of_number(kind: str, value: str) -> tuple[str, str, str]:
    """What is left as it is, what parts it from the number, the number."""
    if kind == "plate":
        return value.partition(":")
    if kind == "vessel":
        number, colon, voyage = value.partition(":")
        return voyage, colon, number
    return "", "", value


def _odd(roll: int, value: str) -> str:
    match roll % 6:
        case 0 if any(c in PLATE_LETTERS for c in value):
            return value.translate(_CYRILLIC)
        case 1:
            return value.translate(_ARABIC)
        case 2:
            return value.translate(_WIDE)
        case 3:
            return f"{value[:4]}{_DASH}{value[4:7]}{_THIN}{value[7:]}"
        case 4:
            return f" {value[:3]}{_NOTHING}{value[3:]}".lower() + _NOTHING
    return f"{value[:2]}/{value[2:6]}.{value[6:]}"
