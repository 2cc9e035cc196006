"""The release of a held report by a person of its owner: the header that says so, and what may stand in it. Pure.

A record's signature covers its body alone, so the reason has one of its own, over both: who may write to a topic of
reports can neither add a release to a record that the door signed nor carry one over to another report.
"""

from __future__ import annotations

import re
from typing import Final

RELEASE_HEADER: Final = "tocsin-release"
"""Over HTTP from the owner; on Kafka from the door alone. Its value is the reason, in UTF-8."""
RELEASE_SIGNATURE_HEADER: Final = "tocsin-release-signature"
RELEASE_REASON_LENGTH: Final = 500

# Line and paragraph separators, and what turns the direction of writing, change how a line reads as much as C0 does.
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def release_reason(text: str) -> str:
    """The reason without spaces around it. Raises ValueError for one that is empty, too long or holds a control."""
    reason = text.strip(" ")
    if not reason or len(reason) > RELEASE_REASON_LENGTH or _CONTROL.search(reason):
        raise ValueError(
            f"a release needs a reason of 1 to {RELEASE_REASON_LENGTH} characters without control characters"
        )
    return reason


def signed_release(reason: str, body: bytes) -> bytes:
    """What the door signs to say that its sender released the report in ``body`` for this reason."""
    said = reason.encode()
    return b"tocsin-release:" + str(len(said)).encode() + b":" + said + body
