"""`tocsin hubs`: values that too many reports bear, and what a person says of each: hub or network?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated, Any, Final

import typer
from pymongo import MongoClient, WriteConcern
from pymongo.errors import PyMongoError

from services.cli.options import AsJson, State, fail
from services.cli.participants import stores_of
from services.contracts.documents import HUBS, REPORTS
from services.enrich.hub_status import Status
from services.enrich.hubs import HubRegister, status_now

hubs = typer.Typer(help="List, unpark and stop-list values that too many reports bear.", no_args_is_help=True)
Hub = Annotated[str, typer.Argument(metavar="ID", help="Its id, from `tocsin hubs list`.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; kept with the answer.")]
By = Annotated[str, typer.Option("--by", help="Who answers, a code: OCU.")]
HIDDEN: Final = "token"


@hubs.command("list")
def show(state: State = None, as_json: AsJson = False) -> None:
    """List crowded values: what each is, how many reports bear it, and what was said of it. Tokens are not shown.

    Example: `tocsin hubs list --json`
    """
    now = datetime.now(UTC)
    with _register(state) as (register, reports):
        rows = [{**_facts(each, now), "bearers": _bearers(reports, each)} for each in register.all()]
    if as_json:
        typer.echo(json.dumps(rows, default=str))
        return
    for row in rows:
        typer.echo(f"{row['id']}  {row['status']:<11} {row['bearers']:>6} reports  {row['operation']}  {row['value']}")


@hubs.command("unpark")
def unpark(hub: Hub, reason: Reason, by: By = "OCU", state: State = None, as_json: AsJson = False) -> None:
    """Say that a value belongs to a network: each report that comes from now on is linked with all that bear it.

    Two reports that both came before get no link until one of them comes again.

    Example: `tocsin hubs unpark 5f0c4c1e-0000-5000-8000-000000000000 --reason "one group, checked by phone"`
    """
    _answer(hub, "unparked", by, reason, None, state, as_json)


@hubs.command("stop-list")
def stop_list(
    hub: Hub,
    reason: Reason,
    by: By = "OCU",
    until: Annotated[datetime | None, typer.Option("--until", help="Day on which the answer ends.")] = None,
    state: State = None,
    as_json: AsJson = False,
) -> None:
    """Say that a value is a hub (a forwarder, a depot): it counts for nothing, not even beside other evidence.

    Example: `tocsin hubs stop-list 5f0c4c1e-0000-5000-8000-000000000000 --reason "a forwarder" --until 2027-01-01`
    """
    _answer(hub, "stop_listed", by, reason, until.replace(tzinfo=UTC) if until else None, state, as_json)


def _answer(hub: str, status: Status, by: str, reason: str, until: datetime | None, state: Any, as_json: bool) -> None:
    now = datetime.now(UTC)
    with _register(state) as (register, _):
        try:
            found = register.answer(hub, status, by, reason, until, now)
        except KeyError:
            raise fail(f"there is no crowded value {hub}: see `tocsin hubs list`") from None
    facts = _facts(found, now)
    typer.echo(json.dumps(facts, default=str) if as_json else f"{facts['id']}  {facts['status']}")


def _facts(hub: dict[str, Any], now: datetime) -> dict[str, Any]:
    kind, _, value = hub["key"].partition(":")
    return {
        "id": hub["_id"],
        "operation": hub["operation"],
        "exercise": hub["exercise"],
        "status": status_now(hub, now),
        "value": f"{kind}:{value.partition(':')[0]}:{HIDDEN}" if kind == "party" else hub["key"],
        "until": hub.get("until"),
        "decisions": hub["decisions"],
    }


def _bearers(reports: Any, hub: dict[str, Any]) -> int:
    where = {"match_keys": hub["key"], "operation": hub["operation"], "exercise": hub["exercise"], "retracted": False}
    return int(reports.count_documents(where, maxTimeMS=5000))


@contextmanager
def _register(state: Any) -> Iterator[tuple[HubRegister, Any]]:
    stores = stores_of(state)
    try:
        with MongoClient[dict[str, Any]](stores.mongo_url, tz_aware=True, serverSelectionTimeoutMS=5000) as client:
            database = client.get_database(stores.mongo_database, write_concern=WriteConcern("majority"))
            yield HubRegister(database[HUBS.name]), database[REPORTS.name]
    except PyMongoError as error:
        raise fail(f"MongoDB does not answer: {type(error).__name__}") from None
