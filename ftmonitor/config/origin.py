"""Where each setting comes from: flags, environment, file or default. For `config show`; secrets are not looked at."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from ftmonitor.config import paths
from ftmonitor.config.alerts import Alerting, worded
from ftmonitor.config.document import Document, read
from ftmonitor.config.profiles import ENV, Profile
from ftmonitor.config.settings import Flags, Settings, chosen, load

DEFAULT = "the default"

_VARIABLES = {"base_url": "OPENAI_BASE_URL", "organization": "OPENAI_ORG_ID", "project": "OPENAI_PROJECT_ID"}
"""What the nameless profile is made of, beside its key."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting that holds: its name as in the file, its value as text, and who says so."""

    name: str
    value: str
    origin: str


def effective(
    flags: Flags | None = None, environ: Mapping[str, str] | None = None
) -> tuple[tuple[Setting, ...], tuple[str, ...]]:
    """Return every setting that holds for this run, and what is odd about them; no command that prints a key is run.

    Raises:
        ConfigError: If the configuration cannot be used.
    """
    flags = flags or Flags()
    environ = os.environ if environ is None else environ
    settings = load(flags, environ, with_key=False)
    document = read(settings.file)
    _, who = chosen(flags, environ, document)
    found = (
        Setting("profile", settings.profile.name, who.removesuffix(": profile")),
        *_of_profile(settings.profile, flags, environ, document),
        Setting("data_dir", str(settings.data_dir), _data_dir(flags, environ)),
        Setting("history", str(paths.history_file(settings.profile, settings.data_dir)), "made of the above"),
        Setting("ui.glyphs", settings.look.glyphs, _in_file(document, ("ui", "glyphs")) or "the locale"),
        Setting("ui.theme", settings.look.theme, _in_file(document, ("ui", "theme")) or DEFAULT),
        *(Setting(f"keys.{key.id}", " ".join(key.keys), key.where.rpartition(": ")[0]) for key in settings.look.keys),
        *_of_alerts(settings, document),
        Setting("config", str(settings.file), _config(environ, settings)),
    )
    return found, settings.warnings


def _of_profile(profile: Profile, flags: Flags, environ: Mapping[str, str], document: Document) -> tuple[Setting, ...]:
    values = {
        "kind": profile.kind,
        "base_url": profile.base_url,
        "api_version": profile.api_version,
        "organization": profile.organization,
        "project": profile.project,
        "read_only": _word(profile.read_only),
        "insecure": _word(profile.insecure),
        "color": profile.color,
    }

    def origin(name: str) -> str:
        if name == "base_url" and flags.base_url is not None:
            return "--base-url"
        if name == "read_only" and flags.read_only:
            return "--read-only"
        if profile.name != ENV:
            return _in_file(document, ("profiles", profile.name, name)) or DEFAULT
        variable = _VARIABLES.get(name, "")
        return variable if variable and environ.get(variable) else DEFAULT

    return (_key(profile, document), *(Setting(name, value, origin(name)) for name, value in values.items()))


def _of_alerts(settings: Settings, document: Document) -> tuple[Setting, ...]:
    values = worded(settings.alerting or Alerting())
    return tuple(
        Setting(f"alerts.{name}", value, _in_file(document, ("alerts", name)) or DEFAULT)
        for name, value in values.items()
    )


def _key(profile: Profile, document: Document) -> Setting:
    """Return how the key is found, and whether it is there; never the key."""
    if profile.name == ENV:
        return Setting("api_key", "set" if profile.api_key else "not set", "OPENAI_API_KEY")
    keys = ("profiles", profile.name)
    if where := _in_file(document, (*keys, "api_key_command")):
        return Setting("api_key", "printed by a command, which was not run", where)
    where = _in_file(document, (*keys, "api_key_env"))
    return Setting("api_key", "set" if profile.api_key else f"not set: {profile.key_hint}", where or DEFAULT)


def _in_file(document: Document, keys: tuple[str, ...]) -> str:
    """Return the file and line that hold a setting, or "" where it does not stand there."""
    table: object = document.values
    for key in keys:
        if not isinstance(table, dict) or key not in table:
            return ""
        table = table[key]
    return document.where(*keys).rpartition(": ")[0]


def _data_dir(flags: Flags, environ: Mapping[str, str]) -> str:
    if flags.data_dir:
        return "--data-dir"
    return "FTMONITOR_DATA_DIR" if environ.get("FTMONITOR_DATA_DIR") else DEFAULT


def _config(environ: Mapping[str, str], settings: Settings) -> str:
    origin = "FTMONITOR_CONFIG" if environ.get("FTMONITOR_CONFIG") else DEFAULT
    return origin if settings.file.exists() else f"{origin}; it does not exist"


def _word(value: bool) -> str:
    return "true" if value else "false"
