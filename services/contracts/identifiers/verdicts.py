"""What is known of a number after it was read: as written, as compared, and what its check says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

Check = Literal["valid", "invalid", "not_checked"]

Reason = Literal[
    "junk",
    "form",
    "check_digit",
    "unassigned_country",
    "numbering_plan",
    "no_check_digit",
    "rule_not_applicable",
    "not_looked_up",
]

REASONS: Final[Mapping[Reason, str]] = MappingProxyType(
    {
        "junk": "it stands for no number: UNKNOWN, 0000000, 123456789",
        "form": "it has not the letters and digits that numbers of this type have",
        "check_digit": "the form is right, the check digit is not",
        "unassigned_country": "the country in it is not an assigned code",
        "numbering_plan": "no such telephone number is given out",
        "no_check_digit": "the form is right, and the type has no check digit",
        "rule_not_applicable": "there is a rule, but not for this maker, courier or chain",
        "not_looked_up": "right in form; whether it exists stands in a list that is not asked here",
    }
)
"""Why a number is not valid. A valid one has no reason."""

Verdict = tuple[Check, Reason | None]

VALID: Final[Verdict] = ("valid", None)
WRONG_DIGIT: Final[Verdict] = ("invalid", "check_digit")
WRONG_FORM: Final[Verdict] = ("invalid", "form")
WRONG_COUNTRY: Final[Verdict] = ("invalid", "unassigned_country")
NO_SUCH_NUMBER: Final[Verdict] = ("invalid", "numbering_plan")
JUNK_WORD: Final[Verdict] = ("invalid", "junk")
NO_DIGIT: Final[Verdict] = ("not_checked", "no_check_digit")
NO_RULE: Final[Verdict] = ("not_checked", "rule_not_applicable")
NOT_LOOKED_UP: Final[Verdict] = ("not_checked", "not_looked_up")


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number as written (``raw``), as compared (``value``), and what its check says.

    ``value`` None: nothing usable was written. An invalid number keeps its value for people to see; it makes no link.
    ``not_checked`` says that no check exists or applies: it is neither right nor wrong, and stays so.
    """

    type: str
    raw: str
    value: str | None
    check: Check
    reason: Reason | None = None


def digit_verdict(right: bool) -> Verdict:
    """The verdict of a check digit."""
    return VALID if right else WRONG_DIGIT
