"""`tocsin participants`: who takes part. Besides the demo identities the only way that somebody comes in."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from kafka.errors import KafkaError
from pymongo import MongoClient, WriteConcern
from pymongo.errors import PyMongoError

from deploy.local.state import read_state
from deploy.provisioning.settings import ProvisioningSettings
from deploy.provisioning.stores import provision
from services.cli.options import AsJson, State, fail, state_folder
from services.cli.participant_register import (
    ParticipantRegister,
    RegisterError,
    new_api_key,
    stored_api_key,
)
from services.contracts.documents import PARTICIPANTS
from services.contracts.participants import Participant, SigningKey
from services.contracts.sharing import Role

participants = typer.Typer(help="Add, list and revoke participants.", no_args_is_help=True)
ED25519_BYTES = 32


@participants.command("add")
def add(
    code: Annotated[str, typer.Argument(help="Participant code, such as KR or RILO-AP.")],
    name: Annotated[str, typer.Option(help="Its name.")],
    role: Annotated[Role, typer.Option(help="What it is.")] = Role.ADMINISTRATION,
    signing_key: Annotated[
        str | None,
        typer.Option(metavar="ID:BASE64", help="Its public Ed25519 key, raw, for reports on Kafka."),
    ] = None,
    state: State = None,
    as_json: AsJson = False,
) -> None:
    """Add a participant and print its API key, which is shown this once only.

    Example: `tocsin participants add KR --name "Korea Customs Service"`
    """
    if role is Role.DOOR:
        raise typer.BadParameter("the door is the platform's own; `tocsin up` registers it")
    key = new_api_key()
    participant = Participant(
        code=code,
        role=role,
        name=name,
        api_keys=(stored_api_key(key, datetime.now(UTC)),),
        signing_keys=public_key(signing_key),
    )
    stores = stores_of(state)
    with _register(stores) as register:
        register.add(participant)
        provision(stores, frozenset({"kafka"}))  # its own topic
    typer.echo(json.dumps({"code": code, "role": role.value, "api_key": key}) if as_json else key)


@participants.command("list")
def show(state: State = None, as_json: AsJson = False) -> None:
    """List the participants; keys by their public ids only.

    Example: `tocsin participants list --json`
    """
    with _register(stores_of(state)) as register:
        everyone = register.all()
    rows = [
        {
            "code": each.code,
            "role": each.role.value,
            "name": each.name,
            "active": each.active,
            "api_keys": [key.key_id for key in each.api_keys],
            "signing_keys": [key.key_id for key in each.signing_keys],
        }
        for each in everyone
    ]
    if as_json:
        typer.echo(json.dumps({"items": rows}, indent=2))
        return
    for row in rows:
        typer.echo(f"{row['code']:<12} {row['role']:<18} {'' if row['active'] else 'revoked ':<8} {row['name']}")


@participants.command("revoke")
def revoke(
    code: Annotated[str, typer.Argument(help="Participant code.")],
    state: State = None,
    as_json: AsJson = False,
) -> None:
    """Take away a participant's rights: its keys open nothing any more. What it sent stays.

    Example: `tocsin participants revoke OBSERVER`
    """
    with _register(stores_of(state)) as register:
        register.revoke(code)
    typer.echo(json.dumps({"code": code, "active": False}) if as_json else f"{code} is revoked")


def public_key(text: str | None) -> tuple[SigningKey, ...]:
    """``ID:BASE64`` as a signing key. Raises BadParameter when it is none."""
    if text is None:
        return ()
    key_id, _, encoded = text.partition(":")
    try:
        raw = base64.b64decode(encoded, validate=True)
    except binascii.Error as error:
        raise typer.BadParameter("the signing key is not base64") from error
    if not key_id or len(raw) != ED25519_BYTES:
        raise typer.BadParameter("a signing key is ID:BASE64 of 32 raw bytes")
    return (SigningKey(key_id=key_id, public_key=encoded),)


def stores_of(state: State) -> ProvisioningSettings:
    """The running platform's stores; without one, those that the environment names."""
    running = read_state(state_folder(state))
    settings = ProvisioningSettings()
    if running is None or not running.supervisor.is_alive():
        return settings
    return settings.model_copy(
        update={
            "kafka_bootstrap": running.addresses["kafka"],
            "mongo_url": running.addresses["mongo"],
            "mongo_database": running.database,
        }
    )


@contextmanager
def _register(stores: ProvisioningSettings) -> Iterator[ParticipantRegister]:
    """The register; what goes wrong in it ends the command with its reason."""
    try:
        with MongoClient[dict[str, Any]](stores.mongo_url, tz_aware=True, serverSelectionTimeoutMS=3000) as client:
            documents = client[stores.mongo_database].get_collection(
                PARTICIPANTS.name, write_concern=WriteConcern("majority")
            )
            yield ParticipantRegister(documents)
    except (RegisterError, PyMongoError, KafkaError) as error:
        raise fail(str(error)) from error
