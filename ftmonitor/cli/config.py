"""`ftmonitor config`: which settings hold and where they come from; whether the file is in order; where it is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from ftmonitor.cli.context import Context
from ftmonitor.cli.output import Listing
from ftmonitor.cli.table import Cell, Column
from ftmonitor.config.origin import Setting, effective
from ftmonitor.config.paths import config_file
from ftmonitor.config.settings import Flags, environment, validate

COLUMNS = (Column("setting"), Column("value", 20), Column("origin", 12))


@dataclass(frozen=True, slots=True)
class _Shown:
    """A setting as it is printed."""

    setting: Setting

    @property
    def text(self) -> str:
        """The setting as one JSON object."""
        found = self.setting
        return json.dumps({"setting": found.name, "value": found.value, "origin": found.origin}, ensure_ascii=False)


def run(context: Context) -> int:
    """Print what was asked for."""
    what = context.arguments.what
    if what == "path":
        context.output.line(str(config_file(environment())))
    elif what == "validate":
        _validate(context)
    else:
        _show(context)
    return 0


def _show(context: Context) -> None:
    asked = context.arguments
    listing: Listing[_Shown] = Listing(context.output, COLUMNS, cells)
    settings, warnings = effective(Flags(asked.profile, asked.base_url, asked.data_dir, asked.read_only))
    for warning in warnings:
        context.talk.warn(warning)
    listing.add([_Shown(setting) for setting in settings])
    listing.close()


def _validate(context: Context) -> None:
    document, warnings = validate()
    for warning in warnings:
        context.talk.warn(warning)
    profiles = document.values.get("profiles")
    count = len(profiles) if isinstance(profiles, dict) else 0
    if not document.file.exists():
        context.talk.note(f"{document.file} does not exist, which is fine")
    else:
        context.talk.note(f"{document.file} can be used: {count} profile{'' if count == 1 else 's'}")


def cells(shown: _Shown) -> Sequence[Cell]:
    """Return a setting as a row."""
    return (Cell(shown.setting.name), Cell(shown.setting.value), Cell(shown.setting.origin))
