"""The configuration file: its values, and the line each of them stands on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from ftmonitor.errors import ConfigError

Keys = tuple[str, ...]

# Compiled, and kept by `re`, where there are lines to look for: a start without a file has none.
_STRING_OR_COMMENT = (
    r'(?s)"""(?:[^\\]|\\.)*?"{3,5}'  # over several lines
    r"|'''.*?'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'"
    r"|\#[^\n]*"
)
_PART = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')"""
_DOTTED = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_HEADER = rf"[ \t]*\[\[?[ \t]*({_DOTTED})[ \t]*\]"
_KEY = rf"[ \t]*({_DOTTED})[ \t]*="


class Document(NamedTuple):
    """A configuration file as read; one that is not there is empty."""

    file: Path
    values: Mapping[str, object] = MappingProxyType({})
    lines: Mapping[Keys, int] = MappingProxyType({})

    def where(self, *keys: str) -> str:
        """Return the place of a value for a message: `FILE, line 7: profiles.prod.color`.

        The line is that of the nearest table around it where the value stands inside another one.
        """
        dotted = ".".join(keys)
        for end in range(len(keys), 0, -1):
            if line := self.lines.get(keys[:end]):
                return f"{self.file}, line {line}: {dotted}"
        return f"{self.file}: {dotted}" if dotted else str(self.file)


def read(file: Path) -> Document:
    """Return the configuration file as read; no file is an empty one.

    Raises:
        ConfigError: If it cannot be read, or is no TOML; names the file and, for TOML, line and column.
    """
    try:
        text = file.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return Document(file)
    except UnicodeDecodeError as error:
        raise ConfigError(f"{file} is not written in UTF-8 (at byte {error.start}); save it as UTF-8") from None
    except OSError as error:
        raise ConfigError(f"{file} cannot be read: {error.strerror or error}") from None
    if not text.strip():
        return Document(file)  # the usual file, and the imports below take some milliseconds
    import tomllib

    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{file} is no TOML: {error}") from None
    except RecursionError:
        raise ConfigError(f"{file} is no TOML that can be used: it is nested too deep") from None
    return Document(file, values, lines_of(text))


def lines_of(text: str) -> Mapping[Keys, int]:
    """Return the line (from 1) of each key and table header of well-formed TOML; the first one counts."""
    lines: dict[Keys, int] = {}
    table: Keys = ()
    for number, line in enumerate(re.sub(_STRING_OR_COMMENT, _flat, text).split("\n"), 1):
        if header := re.match(_HEADER, line):
            table = _keys(header.group(1))
            lines.setdefault(table, number)
        elif key := re.match(_KEY, line):
            lines.setdefault(table + _keys(key.group(1)), number)
    return lines


def _flat(found: re.Match[str]) -> str:
    """Blank out comments and strings over several lines, whose lines may look like keys; the count of lines stays."""
    text = found.group()
    if text.startswith(('"""', "'''", "#")):
        return "\n" * text.count("\n")
    return text


def _keys(dotted: str) -> Keys:
    return tuple(part.strip("\"'") for part in re.findall(_PART, dotted))
