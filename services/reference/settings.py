"""Settings of the reference data: where the gazetteer is."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class ReferenceSettings(BaseSettings):
    """What whoever reads places takes from the environment."""

    model_config = SettingsConfigDict(env_prefix="TOCSIN_", extra="ignore", env_ignore_empty=True)
    gazetteer: Path | None = Field(
        None,
        description="Gazetteer file, made by `tocsin places`. None: the default one, made on first use.",
    )
    cache: Path | None = Field(
        None,
        description="Folder of what can be made anew: the default gazetteer. None: tocsin in the user's cache folder.",
    )


def cache_folder() -> Path:
    """Where the default gazetteer is kept; the folder need not exist. Raises RuntimeError where there is no home."""
    chosen = ReferenceSettings().cache
    if chosen:
        return chosen.resolve()
    home = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(home) if Path(home).is_absolute() else Path.home() / ".cache") / "tocsin"
