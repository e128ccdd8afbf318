"""What may stand in the configuration file, and as what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from ftmonitor.config.document import Document
from ftmonitor.config.profiles import ENV
from ftmonitor.errors import ConfigError
from ftmonitor.text import plain

KINDS = ("openai", "azure")
GLYPHS = ("braille", "block", "ascii")


def _text(value: object) -> bool:
    return isinstance(value, str)


def _switch(value: object) -> bool:
    return isinstance(value, bool)


def _words(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(word, str) for word in value) and bool(value[0])


def _key_names(value: object) -> bool:
    names = value if isinstance(value, list) else [value]
    return all(isinstance(name, str) and name for name in names)


def _kind(value: object) -> bool:
    return value in KINDS


def _glyphs(value: object) -> bool:
    return value in GLYPHS


Check = Callable[[object], bool]

TEXT = (_text, "a text in quotes")
SWITCH = (_switch, "true or false")
WORDS = (_words, 'a list of texts, like ["op", "read", "op://ml/openai/key"]')
KIND = (_kind, " or ".join(f'"{kind}"' for kind in KINDS))
GLYPH = (_glyphs, " or ".join(f'"{name}"' for name in GLYPHS))

KEY = (_key_names, 'a key like "ctrl+x", or a list of them; [] takes its keys away')

PROFILE: Mapping[str, tuple[Check, str]] = {
    "kind": KIND,
    "base_url": TEXT,
    "api_key_env": TEXT,
    "api_key_command": WORDS,
    "api_version": TEXT,
    "organization": TEXT,
    "project": TEXT,
    "read_only": SWITCH,
    "insecure": SWITCH,
    "color": TEXT,
}
UI: Mapping[str, tuple[Check, str]] = {"glyphs": GLYPH, "theme": TEXT}
ROOT = ("profile", "profiles", "ui", "keys", "alerts")


def check(document: Document) -> tuple[str, ...]:
    """Return a warning for each unknown key, with the known one it looks like.

    Raises:
        ConfigError: If a value has the wrong type, or a profile bears the name of the environment's; names file,
            line and key.
    """
    warnings = list(_unknown(document, (), document.values, ROOT))
    if "profile" in document.values:
        _demand(document, ("profile",), document.values["profile"], TEXT)
    if "ui" in document.values:
        warnings += _fields(document, ("ui",), document.values["ui"], UI)
    for name, keys in _table(document, ("keys",), document.values.get("keys", {})).items():
        _demand(document, ("keys", name), keys, KEY)
    if "alerts" in document.values:
        from ftmonitor.config.alerts import FIELDS  # the usual file has none, and the first frame waits

        warnings += _fields(document, ("alerts",), document.values["alerts"], FIELDS)
    for name, table in _table(document, ("profiles",), document.values.get("profiles", {})).items():
        keys = ("profiles", name)
        if name == ENV:
            raise ConfigError(f"{document.where(*keys)}: this name is taken by the OPENAI_* variables; choose another")
        warnings += _fields(document, keys, table, PROFILE)
    return tuple(warnings)


def nearest(word: str, known: Iterable[str]) -> str:
    """Return `; did you mean ...?` with the known word that `word` looks like, or ""."""
    import difflib

    found = difflib.get_close_matches(word.lower(), list(known), n=1, cutoff=0.6)
    return f"; did you mean {plain(found[0])}?" if found else ""


def _fields(
    document: Document, keys: tuple[str, ...], value: object, known: Mapping[str, tuple[Check, str]]
) -> list[str]:
    """Check one table; return a warning for each key of it that is not known."""
    table = _table(document, keys, value)
    for key, item in table.items():
        if key in known:
            _demand(document, (*keys, key), item, known[key])
    return list(_unknown(document, keys, table, known))


def _table(document: Document, keys: tuple[str, ...], value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise ConfigError(f"{document.where(*keys)} must be a table, like [{'.'.join(keys)}]")
    return value


def _demand(document: Document, keys: tuple[str, ...], value: object, wanted: tuple[Check, str]) -> None:
    fits, words = wanted
    if not fits(value):
        raise ConfigError(f"{document.where(*keys)} must be {words}")


def _unknown(
    document: Document, keys: tuple[str, ...], table: Mapping[str, object], known: Iterable[str]
) -> Iterable[str]:
    for key in table:
        if key not in known:
            yield f"{document.where(*keys, key)} is not a setting and counts for nothing{nearest(key, known)}"
