"""The same person or firm in reports of several administrations, known by tokens only."""

from __future__ import annotations

from typing import Final

from services.contracts.report import Kind
from services.contracts.topics import Mode
from services.simulator.cases import Case
from services.simulator.casting import Cast
from services.simulator.pins import ADDRESS, NAME, Known, Pins, Script, TokenType
from services.simulator.roster import BY_CODE
from services.simulator.scripts import script_of, writers_of

_ACROSS: Final[tuple[tuple[TokenType, ...], ...]] = (
    (*NAME, *ADDRESS),
    (*NAME, "phone"),
    (*NAME, *ADDRESS, "document"),
    (*NAME, *ADDRESS),
    (*NAME, "email"),
)
"""What both know of a person whom they write in different scripts."""

_ALIKE: Final[tuple[tuple[TokenType, ...], ...]] = (
    ("phone",),
    ADDRESS,
    ("document",),
    ("phone", *ADDRESS),
    ("email",),
    (*NAME, "phone"),
    ("wallet",),
    (*NAME, *ADDRESS),
    ("handle",),
)
"""What both know of a person whom they write in one script."""

_FOREIGN: Final[tuple[Script, ...]] = ("Cyrillic", "Arabic", "Han", "Hangul")
WRONG_KEY_EVERY: Final = 20
"""Every so many pairs, one side is the administration whose key is wrong, if there is one."""


def party_pair(cast: Cast, n: int) -> tuple[Case, Case]:
    """Two reports of two countries that name one person; half of them in two scripts."""
    modes = cast.mode(), cast.mode()
    if n % 2:
        script = _FOREIGN[n // 2 % len(_FOREIGN)]
        tokens = _ACROSS[n // 2 % len(_ACROSS)]
        one = cast.random.choice([code for code in writers_of(script) if BY_CODE[code].place(modes[0])] or ["KR"])
        other = _latin(cast, modes[1])
    else:
        script, tokens = "Latin", _ALIKE[n // 2 % len(_ALIKE)]
        one = cast.administration(modes[0])
        other = next(code for code in cast.several(modes[1], 2) if code != one)
    if cast.wrong_key and n % WRONG_KEY_EVERY == 8 and cast.wrong_key != one:
        other, modes = cast.wrong_key, (modes[0], "mail")
    if not BY_CODE[one].place(modes[0]):
        modes = "mail", modes[1]
    role = "seller" if tokens == ("handle",) else "consignor" if n % 3 == 2 else "consignee"
    somebody = cast.person(script)
    pins = [known_by(code, role, somebody, script, tokens) for code in (one, other)]
    kind: Kind = "warning" if n % 4 == 3 else "seizure"
    addressed = (other,) if kind == "warning" else ()
    first = cast.case(kind, one, modes[0], cast.moment(), pins=pins[0], addressed_to=addressed)
    second = cast.case("seizure", other, modes[1], cast.moment(), pins=pins[1])
    for case in (first, second):
        if case.administration == cast.wrong_key:
            case.dirt = ("wrong_key",)
            cast.firsts[case.index].dirt = "wrong_key"
    return first, second


def known_by(administration: str, role: str, person: int, script: Script, tokens: tuple[TokenType, ...]) -> Pins:
    """The person as this administration knows it: in its own script if the person has one too."""
    written: Script = script if script_of(administration) == script else "Latin"
    return Pins(parties=(Known(role, person, tokens, written),))


def network(cast: Cast, n: int) -> tuple[Case, ...]:
    """One consignee of several countries: a phone in all reports, a name and address in some."""
    mode: Mode = ("mail", "air", "mail", "sea")[n % 4]
    size = 3 + n % 4
    countries = cast.several(mode, size)
    if size > 4 and n % 2:
        countries[-1] = countries[0]
    script = _FOREIGN[n // 2 % len(_FOREIGN)] if n % 2 else "Latin"
    somebody = cast.person(script)
    cases = []
    for place, country in enumerate(countries):
        tokens: tuple[TokenType, ...] = ("phone", *NAME, *ADDRESS) if place % 2 else ("phone",)
        pins = known_by(country, "consignee", somebody, script, tokens)
        cases.append(cast.case("seizure", country, mode, cast.moment(), pins=pins))
    return tuple(cases)


def _latin(cast: Cast, mode: Mode) -> str:
    return next(code for code in cast.several(mode, 20) if script_of(code) == "Latin")
