"""Every setting of the platform, found where settings are declared: the settings.py files."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from inspect import get_annotations
from pathlib import Path

from pydantic_settings import BaseSettings

from deploy.local.settings import CHECKOUT

PREFIX = "TOCSIN_"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting under the name that the environment has for it, as one class declares it."""

    name: str
    description: str
    default: str
    declared_by: str


def settings_modules() -> tuple[str, ...]:
    """The modules that declare settings."""
    files = sorted(path for root in ("services", "deploy") for path in (CHECKOUT / root).glob("*/settings.py"))
    return tuple(".".join(path.relative_to(CHECKOUT).with_suffix("").parts) for path in files)


def declared_settings() -> tuple[Setting, ...]:
    """Each setting once for each class that declares it itself; sorted by name."""
    found = [_setting(kind, name) for kind in _classes() for name in kind.model_fields if name in get_annotations(kind)]
    return tuple(sorted(found, key=lambda setting: (setting.name, setting.declared_by)))


def _classes() -> list[type[BaseSettings]]:
    return [
        kind
        for module in settings_modules()
        for kind in vars(importlib.import_module(module)).values()
        if isinstance(kind, type) and issubclass(kind, BaseSettings) and kind.__module__ == module
    ]


def _setting(kind: type[BaseSettings], name: str) -> Setting:
    field = kind.model_fields[name]
    default = field.default
    if isinstance(default, Path) and default.is_absolute():
        default = f"{default.relative_to(CHECKOUT)} of the checkout"
    return Setting(
        f"{PREFIX}{name.upper()}",
        field.description or "",
        "none" if default is None else "empty" if default == "" else str(default),
        kind.__name__,
    )
