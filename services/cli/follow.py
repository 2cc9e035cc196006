"""`tocsin follow`: alerts in the terminal, as they are raised."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Final

import httpx
import typer
from rich.console import Console
from rich.text import Text

from deploy.local.state import read_state
from services.cli.listening import Dispatched, dispatched
from services.cli.options import State, fail, state_folder, tell

PAUSES: Final = (0.5, 1.0, 2.0, 5.0)
SILENCE: Final = 45.0
"""Seconds without any line, heartbeats included, after which the connection counts as dead."""
_COLOURS: Final = {"high": "bold white on red", "medium": "black on yellow", "low": "white on green"}


class _Refused(Exception):
    """The api said no, and will say so again."""


def follow(
    state: State = None,
    api: Annotated[str | None, typer.Option("--api", metavar="URL", help="Address of the api.")] = None,
    code: Annotated[str, typer.Option("--as", metavar="CODE", help="Read as this demo participant.")] = "OCU",
    key_file: Annotated[Path | None, typer.Option("--key-file", help="File that holds the API key to use.")] = None,
    resume: Annotated[str | None, typer.Option("--resume", metavar="TOKEN", help="Go on after this token.")] = None,
    count: Annotated[int, typer.Option("--count", min=0, help="End after so many events; 0: never.")] = 0,
    language: Annotated[str, typer.Option("--language", help="en or fr.")] = "en",
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """Follow the alerts as they are raised; after a break it resumes with none missed and none twice.

    Exit status 0 after --count events or an interrupt, 1 when the api refuses.

    Example: `tocsin follow --as KR --json`
    """
    folder = state_folder(state)
    address = api or _address(folder)
    key = key_file.read_text().strip() if key_file else _demo_key(folder.identities, code)
    console = Console(highlight=False)
    heard = 0
    try:
        for event in _events(f"{address}/v1/alerts/stream", key, language, resume):
            _show(console, event, as_json)
            heard += event.event != "gap"
            if count and heard >= count:
                return
    except _Refused as refused:
        raise fail(str(refused)) from None
    except KeyboardInterrupt:
        tell("stopped")


def _events(url: str, key: str, language: str, token: str | None) -> Iterator[Dispatched]:
    """Every event, over as many connections as it takes. Raises _Refused."""
    failures = 0
    with httpx.Client(timeout=httpx.Timeout(10.0, read=SILENCE)) as client:
        while True:
            headers = {"Authorization": f"Bearer {key}", "Accept-Language": language}
            if token:
                headers["Last-Event-ID"] = token
            try:
                with client.stream("GET", url, headers=headers) as response:
                    _accept(response)
                    failures = 0
                    for event in dispatched(response.iter_lines()):
                        token = event.token or token
                        if event.data:
                            yield event
            except (httpx.TransportError, _Again) as error:
                tell(f"not connected ({type(error).__name__.strip('_')}), trying again")
            else:
                tell("the stream ended, connecting again")
            time.sleep(PAUSES[min(failures, len(PAUSES) - 1)])
            failures += 1


class _Again(Exception):
    """The api is busy or its stores are away: the same request may succeed later."""


def _accept(response: httpx.Response) -> None:
    if response.is_success:
        return
    response.read()
    if response.status_code == httpx.codes.TOO_MANY_REQUESTS or response.is_server_error:
        raise _Again
    try:
        said = str(response.json()["title"])
    except (ValueError, KeyError, TypeError):
        said = "no reason given"
    raise _Refused(f"the api answered {response.status_code}: {said}")


def _show(console: Console, event: Dispatched, as_json: bool) -> None:
    facts: dict[str, Any] = json.loads(event.data)
    if as_json:
        line = json.dumps({"event": event.event, "token": event.token, "alert": facts}, ensure_ascii=False)
        typer.echo(line)
        return
    if event.event == "gap":
        tell("some events are gone for good: ask /v1/alerts for what stands")
        return
    if "title" not in facts:
        console.print(Text(f"{event.event:<9} {facts['alert_id']}"))
        return
    console.print(
        Text(f"{facts['updated_at']} {event.event:<9} "),
        Text(f" {facts['severity']} ", style=_COLOURS.get(facts["severity"], "")),
        Text(f" {facts['title']}", style="bold"),
        Text(f" {' '.join(facts['countries'])} · TLP:{facts['sharing']['tlp']} · {len(facts['reports'])} reports"),
        sep="",
    )
    for reason in facts["reasons"]:
        console.print(Text(f"    {reason}"))


def _address(folder: Any) -> str:
    found = read_state(folder)
    address = found.addresses.get("api") if found and found.supervisor.is_alive() else None
    if not address:
        raise fail("no platform runs here: start it with `tocsin up`, or give --api")
    return str(address)


def _demo_key(identities: Path, code: str) -> str:
    try:
        return str(json.loads(identities.read_text())[code]["api_key"])
    except OSError:
        raise fail("there are no demo identities: give --key-file, or start with --demo-identities") from None
    except (ValueError, KeyError):
        raise fail(f"there is no demo participant {code}") from None
