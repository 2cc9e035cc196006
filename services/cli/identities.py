"""Who takes part in a local platform: always its own door, and for demonstrations the whole operation.

`python -m services.cli.identities [--demo]` is a step of `tocsin up`. Keys are made once per state folder:
another start, or another MongoDB, gets the same ones.
"""

from __future__ import annotations

import base64
import json
import secrets
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pymongo import MongoClient, WriteConcern

from deploy.local.folder import StateFolder, write_whole
from deploy.local.secret_files import ensure_secrets, raw_public_key
from deploy.local.settings import LocalSettings
from services.cli.participant_register import ParticipantRegister, new_api_key, stored_api_key
from services.contracts.documents import PARTICIPANTS
from services.contracts.participants import DOOR_CODE, DOOR_KEY_ID, Participant, SigningKey
from services.contracts.sharing import Role
from services.simulator.roster import ADMINISTRATIONS, COORDINATION_UNIT, REGIONAL_OFFICES


def demo_roster() -> dict[str, tuple[Role, str]]:
    """Every demo participant's role and name by its code."""
    return {
        **{each.code: (Role.ADMINISTRATION, f"Customs of {each.name}") for each in ADMINISTRATIONS},
        **{each.code: (Role.REGIONAL_OFFICE, each.name) for each in REGIONAL_OFFICES},
        COORDINATION_UNIT: (Role.COORDINATION_UNIT, "Operational Coordination Unit"),
        "OBSERVER": (Role.OBSERVER, "Observer"),
        "AUDITOR": (Role.AUDITOR, "Auditor"),
    }


def door(public_key: str) -> Participant:
    """The platform's HTTP door: it signs the records of those whom it has authenticated."""
    key = SigningKey(key_id=DOOR_KEY_ID, public_key=public_key)
    return Participant(code=DOOR_CODE, role=Role.DOOR, name="Ingest door", signing_keys=(key,))


def demo_participants(folder: StateFolder, now: datetime) -> list[Participant]:
    """The demo participants with the keys of the two files, which are completed first."""
    roster = demo_roster()
    identities = _complete(
        folder.identities, {code: partial(_new_identity, role) for code, (role, _) in roster.items()}
    )
    administrations = [code for code, (role, _) in roster.items() if role is Role.ADMINISTRATION]
    signing = _complete(folder.signing_keys, {code: partial(_new_signing_key, code) for code in administrations})
    return [
        Participant(
            code=code,
            role=role,
            name=name,
            api_keys=(stored_api_key(identities[code]["api_key"], now),),
            signing_keys=_public(signing.get(code)),
        )
        for code, (role, name) in roster.items()
    ]


def register_all(folder: StateFolder, register: ParticipantRegister, *, demo: bool) -> None:
    """Makes the platform's secrets and registers the door, and the whole operation when ``demo`` says so."""
    own = door(ensure_secrets(folder.secrets))
    everyone = demo_participants(folder, datetime.now(UTC)) if demo else []
    register.ensure([own, *everyone])
    # Another state folder on the same MongoDB has another key, and the door has one at a time.
    register.replace_signing_keys(own.code, own.signing_keys)


def _complete(path: Path, makers: dict[str, Callable[[], dict[str, str]]]) -> dict[str, dict[str, str]]:
    """The entries of a key file; those it lacks are made and written."""
    try:
        kept: dict[str, dict[str, str]] = json.loads(path.read_text())
    except FileNotFoundError:
        kept = {}
    complete = {code: kept.get(code) or make() for code, make in makers.items()}
    if complete != kept:
        write_whole(path, json.dumps(complete, indent=2))
    return complete


def _new_identity(role: Role) -> dict[str, str]:
    return {"role": role.value, "api_key": new_api_key()}


def _new_signing_key(code: str) -> dict[str, str]:
    private = Ed25519PrivateKey.generate()
    # The id names one key in the whole platform: a signature carries nothing else to find it by.
    return {
        "key_id": f"{code.lower()}-{secrets.token_hex(4)}",
        "private_key": base64.b64encode(private.private_bytes_raw()).decode(),
    }


def _public(entry: dict[str, str] | None) -> tuple[SigningKey, ...]:
    if entry is None:
        return ()
    private = Ed25519PrivateKey.from_private_bytes(base64.b64decode(entry["private_key"]))
    return (SigningKey(key_id=entry["key_id"], public_key=raw_public_key(private.public_key())),)


def main(arguments: list[str]) -> int:
    """Returns the exit status."""
    settings = LocalSettings()
    demo = "--demo" in arguments
    if demo and settings.profile == "production":
        print("demo identities are never for the production profile", file=sys.stderr)
        return 2
    if settings.mongo_url is None:
        print("TOCSIN_MONGO_URL says where the participants are", file=sys.stderr)
        return 2
    with MongoClient[dict[str, Any]](settings.mongo_url, tz_aware=True) as client:
        documents = client[settings.mongo_database].get_collection(
            PARTICIPANTS.name, write_concern=WriteConcern("majority")
        )
        register_all(StateFolder(settings.state), ParticipantRegister(documents), demo=demo)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
