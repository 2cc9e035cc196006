"""What has been promised to those who send and those who keep: the published schemas and the frozen examples.

``published/<event>.v<N>.json`` is the schema as it was last published, ``published/code-lists.json`` the lists,
``published/examples/`` holds documents that were once valid and are read for ever, ``published/SHA256SUMS`` keeps all
of it from being changed by accident (``sha256sum -c SHA256SUMS`` inside the folder).
`python -m services.contracts.schemas --publish` adds to them, and only when nothing is taken back. Reads and writes
files: the edge of this package.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Final

from services.contracts.schemas.catalogue import BODIES, FOLDER, example_folder, schema_of, text_of
from services.contracts.schemas.compatibility import Break, breaks
from services.contracts.schemas.generated import CODE_LISTS_NAME, code_lists, codes_taken_back

PUBLISHED: Final = FOLDER / "published"
SUMS: Final = "SHA256SUMS"


class TakenBack(Exception):
    """A published promise would not be kept. ``lines`` say where."""

    def __init__(self, lines: Iterable[str]) -> None:
        self.lines = tuple(lines)
        super().__init__("\n".join(self.lines))


def baseline_name(event: str) -> str:
    """The file of an event's published schema: ``tocsin.report.accepted.v1`` is in ``report.accepted.v1.json``."""
    return f"{event.removeprefix('tocsin.')}.json"


def frozen_folder(event: str, published: Path = PUBLISHED) -> Path:
    """Where the frozen examples of an event are."""
    return published / "examples" / example_folder(event)


def broken_promises(event: str, published: Path = PUBLISHED) -> tuple[Break, ...]:
    """What today's schema of this event refuses of what was published; nothing for an event that never was."""
    path = published / baseline_name(event)
    return breaks(json.loads(path.read_text(encoding="utf-8")), schema_of(event)) if path.exists() else ()


def lost_codes(published: Path = PUBLISHED) -> tuple[str, ...]:
    """What today's code lists no longer take of what was published."""
    path = published / CODE_LISTS_NAME
    return codes_taken_back(json.loads(path.read_text(encoding="utf-8")), code_lists()) if path.exists() else ()


def sums(published: Path = PUBLISHED) -> str:
    """The text of SHA256SUMS for what is in the folder now."""
    files = sorted(path for path in published.rglob("*.json") if path.is_file())
    lines = [f"{sha256(path.read_bytes()).hexdigest()}  {path.relative_to(published).as_posix()}\n" for path in files]
    return "".join(lines)


def publish(published: Path = PUBLISHED, examples: Path = FOLDER / "examples") -> list[Path]:
    """Publishes today's schemas and freezes the examples that are new; returns the files that it wrote.

    Raises TakenBack, with nothing written, when a schema refuses what was accepted, when a frozen file was changed, or
    when an example of a frozen one's name has other content.
    """
    faults = [f"{event} {each}" for event in BODIES for each in broken_promises(event, published)]
    faults += lost_codes(published)
    kept = published / SUMS
    if kept.exists():
        known = set(kept.read_text(encoding="utf-8").splitlines())
        faults += [
            f"{line.split('  ')[1]}: changed or gone" for line in sorted(known - set(sums(published).splitlines()))
        ]
    wanted = {published / baseline_name(event): text_of(schema_of(event)).encode() for event in BODIES}
    wanted[published / CODE_LISTS_NAME] = text_of(code_lists()).encode()
    for event in BODIES:
        for path in sorted((examples / example_folder(event)).glob("*.json")):
            frozen = frozen_folder(event, published) / path.name
            if frozen.exists() and frozen.read_bytes() != path.read_bytes():
                faults.append(f"{frozen.relative_to(published)}: another example of that name is frozen; rename yours")
            wanted[frozen] = path.read_bytes()
    if faults:
        raise TakenBack(faults)
    written = [path for path, content in wanted.items() if not path.exists() or path.read_bytes() != content]
    for path in written:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(wanted[path])
    kept.write_text(sums(published), encoding="utf-8")
    return written
