"""Why something was refused: the one closed list of one-word reasons.

The same word stands in the exception, the HTTP problem, the metric label, the log line and the dead letter.
"""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """One word that says why a record or request can never succeed as it is."""

    NOT_UTF8 = "not_utf8"
    NOT_JSON = "not_json"
    DUPLICATE_KEY = "duplicate_key"
    NOT_FINITE = "not_finite"
    TOO_DEEP = "too_deep"
    NULL_BYTE = "null_byte"
    EMPTY = "empty"
    OVERSIZE = "oversize"
    OVERSIZE_BATCH = "oversize_batch"
    INVALID = "invalid"
    UNKNOWN_FIELD = "unknown_field"
    NOMINAL_DATA = "nominal_data"
    UNKNOWN_EVENT = "unknown_event"
    WRONG_TOPIC = "wrong_topic"
    UNKNOWN_PARTICIPANT = "unknown_participant"
    FOREIGN_ADMINISTRATION = "foreign_administration"
    UNSIGNED = "unsigned"
    BAD_SIGNATURE = "bad_signature"
    UNAUTHENTICATED = "unauthenticated"
    FORBIDDEN = "forbidden"
    ID_CONFLICT = "id_conflict"
    NOT_RELEASABLE = "not_releasable"
    RETRIES_EXHAUSTED = "retries_exhausted"
    INTERNAL_ERROR = "internal_error"


class Refused(Exception):
    """This record can never succeed: answer it or write a dead letter, and go on with its neighbours.

    ``message`` is for the sender or the operator and holds no value of the record, only its place. ``attempts``
    is how often it was tried.
    """

    def __init__(self, reason: Reason, message: str, attempts: int = 1) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message
        self.attempts = attempts


class Undecodable(Refused):
    """The bytes are not the event that the topic promises."""


class Transient(Exception):
    """The same call may succeed later: wait and repeat it, nothing is wrong with the record."""
