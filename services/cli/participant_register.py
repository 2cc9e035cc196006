"""The one writer of the `participants` collection: who takes part, with which keys.

An API key's text is shown once, when it is made; stored is only its hash.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pymongo import UpdateOne
from pymongo.collection import Collection
from pymongo.errors import DuplicateKeyError

from services.contracts.participants import (
    PARTICIPANT_CODE,
    ApiKey,
    Participant,
    SigningKey,
    api_key_digest,
    api_key_id,
    api_key_text,
)

Documents = Collection[dict[str, Any]]


class RegisterError(Exception):
    """The register can't be changed like that; the text says why."""


@dataclass(frozen=True, slots=True)
class ParticipantRegister:
    """The participants of one platform. ``documents`` must have majority write concern."""

    documents: Documents

    def all(self) -> list[Participant]:
        """Every participant, by code."""
        return [_participant(document) for document in self.documents.find().sort("_id")]

    def add(self, participant: Participant) -> None:
        """Adds a new one. Raises RegisterError when the code is taken or is none."""
        if not PARTICIPANT_CODE.fullmatch(participant.code):
            raise RegisterError(f"{participant.code!r} is no participant code: capitals, digits and hyphens")
        try:
            self.documents.insert_one(_document(participant))
        except DuplicateKeyError as error:
            raise RegisterError(f"{participant.code} is there already") from error

    def revoke(self, code: str) -> None:
        """Takes away a participant's rights; what it sent stays. Raises RegisterError for an unknown one."""
        if self.documents.update_one({"_id": code}, {"$set": {"active": False}}).matched_count == 0:
            raise RegisterError(f"there is no participant {code}")

    def ensure(self, participants: Iterable[Participant]) -> None:
        """Adds those that are missing, and to those that are there the keys that they lack.

        Nothing is taken away: a participant that was revoked stays so.
        """
        wanted = {participant.code: participant for participant in participants}
        found = {document["_id"]: _participant(document) for document in self.documents.find()}
        updates = [
            update
            for code, participant in wanted.items()
            if (update := _update(participant, found.get(code))) is not None
        ]
        if updates:
            self.documents.bulk_write(updates, ordered=False)

    def replace_signing_keys(self, code: str, keys: tuple[SigningKey, ...]) -> None:
        """Sets the signing keys of a participant that is there."""
        stored = [key.model_dump() for key in keys]
        self.documents.update_one({"_id": code}, {"$set": {"signing_keys": stored}})


def new_api_key() -> str:
    """A fresh API key's text: 256 random bits and a public id."""
    return api_key_text(secrets.token_hex(8), secrets.token_bytes(32))


def stored_api_key(text: str, now: datetime) -> ApiKey:
    """What is stored of an API key."""
    key_id = api_key_id(text)
    if key_id is None:
        raise RegisterError("that is not the text of an API key")
    return ApiKey(key_id=key_id, sha256=api_key_digest(text), created_at=now)


def _update(wanted: Participant, found: Participant | None) -> UpdateOne | None:
    if found is None:
        document = _document(wanted)
        return UpdateOne({"_id": document.pop("_id")}, {"$setOnInsert": document}, upsert=True)
    hashes = {key.sha256 for key in found.api_keys}
    missing = {
        "api_keys": [key.model_dump() for key in wanted.api_keys if key.sha256 not in hashes],
        "signing_keys": [key.model_dump() for key in wanted.signing_keys if key not in found.signing_keys],
    }
    if not any(missing.values()):
        return None
    return UpdateOne({"_id": wanted.code}, {"$push": {name: {"$each": new} for name, new in missing.items()}})


def _document(participant: Participant) -> dict[str, Any]:
    document = participant.model_dump()
    return {"_id": document.pop("code"), **document, "role": participant.role.value}


def _participant(document: dict[str, Any]) -> Participant:
    fields = dict(document)
    return Participant.model_validate({"code": fields.pop("_id"), **fields})
