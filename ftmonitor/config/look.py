"""How the screen is to look and to be used: `[ui]` and `[keys]` of the configuration."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import NamedTuple

from ftmonitor.config import paths, terminal
from ftmonitor.config.document import Document, read
from ftmonitor.config.schema import check
from ftmonitor.errors import ConfigError


class Remap(NamedTuple):
    """The keys of one action, as written; which actions and keys there are is known to the screen."""

    id: str
    keys: tuple[str, ...]
    where: str
    """File, line and key, for messages."""


class Look(NamedTuple):
    """How the screen is to be."""

    glyphs: str = "braille"
    """braille, block or ascii: what it draws with."""
    theme: str = ""
    """The name of a theme, as written; "" where none is asked for."""
    theme_where: str = ""
    keys: tuple[Remap, ...] = ()


def of_document(document: Document, environ: Mapping[str, str]) -> Look:
    """Return what a configuration file that was checked says of the screen."""
    ui = document.values.get("ui")
    table = ui if isinstance(ui, dict) else {}
    glyphs, theme = table.get("glyphs"), table.get("theme")
    return Look(
        glyphs=glyphs if isinstance(glyphs, str) else _drawable(environ),
        theme=theme if isinstance(theme, str) else "",
        theme_where=document.where("ui", "theme") if theme else "",
        keys=_keys(document),
    )


def for_demo(environ: Mapping[str, str] | None = None) -> Look:
    """Return what the configuration file says of the screen; one that cannot be used says nothing."""
    environ = os.environ if environ is None else environ
    try:
        document = read(paths.config_file(environ))
        check(document)
    except ConfigError:
        return Look(_drawable(environ))
    return of_document(document, environ)


def _keys(document: Document) -> tuple[Remap, ...]:
    table = document.values.get("keys")
    return tuple(
        Remap(name, (value,) if isinstance(value, str) else tuple(map(str, value)), document.where("keys", name))
        for name, value in (table.items() if isinstance(table, dict) else ())
    )


def _drawable(environ: Mapping[str, str]) -> str:
    return "braille" if terminal.unicode(environ) else "ascii"
