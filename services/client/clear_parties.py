"""A report whose parties stand in clear becomes one with tokens, and nothing clear is left in it. Pure.

    {"role": "consignee", "clear": {"name": "Kim Min-su", "phone": "02-3146-8114", "country": "KR"}}

``clear`` takes the fields of ``tokens.FIELDS``, each a text, its parts by name, or a list of either, and ``country``
(alpha-2): the party's own, which is part of an address and of how a name sounds. It is never guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from services.client.checking import checked_value, pointer
from services.client.still_clear import Secret, left_in, secrets
from services.client.tokens import FIELDS, TYPES, OperationKey, merged, values_of
from services.contracts.identifiers import assigned_countries, compact, is_junk
from services.contracts.identifiers.spelling import LONGEST

CLEAR: Final = "clear"
TOKEN_KEY: Final = "token_key"  # noqa: S105 -- the name of a field
Why = Literal[
    "unread",
    "still_clear",
    "no_such_field",
    "not_a_text",
    "not_a_country",
    "not_a_report",
    "too_many",
    "other_key",
]


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a report can't be written, and where (a JSON pointer). ``said``: more about it; neither holds a value."""

    why: Why
    path: str
    said: str = ""


class NotTokenised(Exception):
    """The report stays where it is."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(faults)
        self.faults = faults

    def __str__(self) -> str:
        return "; ".join(f"{fault.path} {fault.why} {fault.said}".strip() for fault in self.faults)


@dataclass(frozen=True, slots=True)
class Tokenised:
    """A report that may leave the house. ``dropped``: the places of values that could not be read."""

    report: dict[str, Any]
    made: int
    dropped: tuple[str, ...]


def tokenised(value: Any, key: OperationKey, region: str | None = None, *, drop_unread: bool = False) -> Tokenised:
    """The report with tokens in the place of ``parties[].clear``; ``value`` is left as it is.

    ``region``: where its telephone numbers were written down, unless the party has a ``country``; by default the
    administration's country. A value that can't be read is a fault, or left out with ``drop_unread``; words that
    stand for nothing (``unknown``, ``n/a``) are always left out. Where tokens were made, ``token_key`` says of which
    key. Raises NotTokenised.
    """
    if not isinstance(value, dict):
        raise NotTokenised([Fault("not_a_report", "/")])
    work = _Work(key, region or _country(value.get("administration")))
    report = dict(value)
    if isinstance(report.get("parties"), list):
        report["parties"] = [work.party(number, party) for number, party in enumerate(report["parties"])]
    check = key.fingerprint()
    if work.made and report.get(TOKEN_KEY, check) != check:
        work.faults.append(Fault("other_key", f"/{TOKEN_KEY}"))
    faults = work.faults + ([] if drop_unread else [Fault("unread", path) for path in work.unread])
    if faults:
        raise NotTokenised(faults)
    try:
        checked_value(report)
    except (ValueError, RecursionError) as error:
        raise NotTokenised([Fault("not_a_report", "/", str(error))]) from None
    if left := [Fault("still_clear", path) for path in left_in(report, work.secrets)]:
        raise NotTokenised(left)
    if work.made:
        report[TOKEN_KEY] = check
    return Tokenised(report, work.made, tuple(work.unread))


class _Work:
    """One report on its way."""

    def __init__(self, key: OperationKey, region: str | None) -> None:
        self._key, self._region = key, region
        self.made = 0
        self.faults: list[Fault] = []
        self.unread: list[str] = []
        self.secrets: list[Secret] = []

    def party(self, number: int, party: Any) -> Any:
        """The party without anything in clear."""
        if not isinstance(party, dict) or CLEAR not in party:
            return party
        rest = {name: value for name, value in party.items() if name != CLEAR}
        clear, place = party[CLEAR], ("parties", number, CLEAR)
        if not isinstance(clear, dict):
            self._fault("not_a_text", place)
            return rest
        country = _country(clear.get("country"))
        if clear.get("country") and country is None:
            self._fault("not_a_country", (*place, "country"))
        found = [self._read(field, one, at, country) for field, one, at in self._values(clear, place)]
        given = party.get("tokens", {})
        if not _are_tokens(given):
            self._fault("not_a_report", ("parties", number, "tokens"))
            return rest
        try:
            tokens = merged([given, *found])
        except ValueError as error:
            self._fault("too_many", place, str(error))
            return rest
        self.made += sum(len(made) for one in found for made in one.values())
        return {**rest, **({"tokens": tokens} if tokens else {})}

    def _values(
        self, clear: Mapping[str, Any], place: tuple[int | str, ...]
    ) -> Iterator[tuple[str, Any, tuple[int | str, ...]]]:
        for field, given in clear.items():
            if field == "country":
                continue
            if field not in FIELDS:
                self._fault("no_such_field", (*place, field))
            elif isinstance(given, list):
                yield from ((field, one, (*place, field, at)) for at, one in enumerate(given))
            else:
                yield field, given, (*place, field)

    def _read(self, field: str, given: Any, place: tuple[int | str, ...], country: str | None) -> dict[str, list[str]]:
        if not isinstance(given, str | dict | None):
            self._fault("not_a_text", place)
            return {}
        if given is None or _says_nothing(given):
            return {}
        region = country or self._region
        try:
            values = values_of(field, given, region=region, country=country)
        except ValueError as error:
            self._fault("not_a_text", place, str(error))
            return {}
        self.secrets += secrets(field, given, values)
        if not values:
            self.unread.append(pointer(place))
        return {kind: [self._key.token(value) for value in some] for kind, some in values.items()}

    def _fault(self, why: Why, place: tuple[int | str, ...], said: str = "") -> None:
        self.faults.append(Fault(why, pointer(place), said))


def _says_nothing(given: str | dict[str, Any]) -> bool:
    texts = list(given.values()) if isinstance(given, dict) else [given]
    return all(
        text is None or (isinstance(text, str) and len(text) <= LONGEST and is_junk(compact(text))) for text in texts
    )


def _are_tokens(given: Any) -> bool:
    """Tokens by type as a report has them. A type that is not listed may be a name."""
    return (
        isinstance(given, dict)
        and given.keys() <= TYPES
        and all(isinstance(made, list) and all(isinstance(one, str) for one in made) for made in given.values())
    )


def _country(value: Any) -> str | None:
    code = compact(value) if isinstance(value, str) else ""
    return code if code in assigned_countries() else None
