"""What holds for this run, made of flags, environment and file."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ftmonitor.config import address, credentials, look, paths
from ftmonitor.config.document import Document, read
from ftmonitor.config.look import Look
from ftmonitor.config.profiles import DEFAULT_BASE_URL, ENV, Profile
from ftmonitor.config.schema import check, nearest
from ftmonitor.errors import ConfigError
from ftmonitor.secret import Secret
from ftmonitor.text import plain

if TYPE_CHECKING:
    from ftmonitor.config.alerts import Alerting


class Flags(NamedTuple):
    """The options that change settings; None where one was not given."""

    profile: str | None = None
    base_url: str | None = None
    data_dir: str | None = None
    read_only: bool = False


class Settings(NamedTuple):
    """The profile in use, where data is kept, and what should be said about the configuration, a sentence each."""

    profile: Profile
    data_dir: Path
    file: Path
    look: Look
    alerting: Alerting | None = None
    """What is told of without being asked for, and how; None: as it is by default."""
    warnings: tuple[str, ...] = ()


def environment() -> Mapping[str, str]:
    """Return the environment of this process, for who needs no more of the settings than a path."""
    return os.environ


def load(flags: Flags | None = None, environ: Mapping[str, str] | None = None, *, with_key: bool = True) -> Settings:
    """Return what holds for this run; runs the command that prints the key where the profile names one.

    Without `with_key` no command is run, for who asks no server; the profile may then have no key.

    Raises:
        ConfigError: If the file, a flag or a variable cannot be used, or the profile that was asked for is unknown.
    """
    flags = flags or Flags()
    environ = os.environ if environ is None else environ
    document = read(paths.config_file(environ))
    warnings = check(document)
    if environ.get("FTMONITOR_CONFIG") and not document.file.exists():
        warnings = (f"FTMONITOR_CONFIG names {document.file}, which does not exist; going on without it", *warnings)
    name, where = chosen(flags, environ, document)
    profile = (
        _from_environment(flags, environ)
        if name == ENV
        else _from_file(name, where, flags, environ, document, with_key=with_key)
    )
    if flags.read_only:
        profile = replace(profile, read_only=True)
    return Settings(
        profile=profile,
        data_dir=paths.data_dir(flags.data_dir, environ),
        file=document.file,
        look=look.of_document(document, environ),
        alerting=_alerting(document),
        warnings=warnings,
    )


def validate(environ: Mapping[str, str] | None = None) -> tuple[Document, tuple[str, ...]]:
    """Return the configuration file as read and what is odd about it; every profile in it is looked at.

    Raises:
        ConfigError: If something in it cannot be used.
    """
    environ = os.environ if environ is None else environ
    document = read(paths.config_file(environ))
    warnings = check(document)
    profiles = document.values.get("profiles")
    for name in profiles if isinstance(profiles, dict) else ():
        _from_file(str(name), document.where("profiles", str(name)), Flags(), {}, document, with_key=False)
    named = _text(document.values, "profile")
    if named and named != ENV:
        _from_file(named, document.where("profile"), Flags(), {}, document, with_key=False)
    return document, warnings


def chosen(flags: Flags, environ: Mapping[str, str], document: Document) -> tuple[str, str]:
    """Return the name of the profile in use, and who says so."""
    if flags.profile is not None:
        return flags.profile, "--profile"
    if named := environ.get("FTMONITOR_PROFILE"):
        return named, "FTMONITOR_PROFILE"
    if environ.get("OPENAI_API_KEY") or environ.get("OPENAI_BASE_URL"):
        return ENV, "the environment"
    named = _text(document.values, "profile")
    return (named, document.where("profile")) if named else (ENV, "the default")


def _from_environment(flags: Flags, environ: Mapping[str, str]) -> Profile:
    """Return the profile made of the `OPENAI_*` variables."""
    if flags.base_url is not None:
        base_url = address.base_url(flags.base_url, "--base-url")
    elif url := environ.get("OPENAI_BASE_URL"):
        base_url = address.base_url(url, "OPENAI_BASE_URL")
    else:
        base_url = DEFAULT_BASE_URL
    return Profile(
        name=ENV,
        base_url=base_url,
        api_key=credentials.from_environment("OPENAI_API_KEY", environ),
        key_hint="set OPENAI_API_KEY",
        organization=_id(environ.get("OPENAI_ORG_ID", ""), "OPENAI_ORG_ID"),
        project=_id(environ.get("OPENAI_PROJECT_ID", ""), "OPENAI_PROJECT_ID"),
    )


def _from_file(
    name: str, where: str, flags: Flags, environ: Mapping[str, str], document: Document, *, with_key: bool
) -> Profile:
    """Return a profile of the file: only flags override it, and only the variables that it names count."""
    profiles = document.values.get("profiles")
    table = profiles.get(name) if isinstance(profiles, dict) else None
    if not isinstance(table, dict):
        known = [*(profiles if isinstance(profiles, dict) else ()), ENV]
        raise ConfigError(
            f"{where} asks for the profile {plain(name)!r}, but {document.file} has no [profiles.{plain(name)}]"
            f"{nearest(name, known)}"
        )
    insecure = table.get("insecure") is True
    kind = _text(table, "kind") or "openai"
    if flags.base_url is not None:
        base_url = address.base_url(flags.base_url, "--base-url", insecure=insecure)
    elif url := _text(table, "base_url"):
        base_url = address.base_url(url, document.where("profiles", name, "base_url"), insecure=insecure)
    elif kind == "azure":
        raise ConfigError(f"{document.where('profiles', name)} is of kind azure and needs a base_url")
    else:
        base_url = DEFAULT_BASE_URL
    api_key, key_hint = _key(name, table, environ, document, with_key=with_key)
    return Profile(
        name=name,
        base_url=base_url,
        api_key=api_key,
        key_hint=key_hint,
        kind=kind,
        api_version=_api_version(name, table, kind, base_url, document),
        organization=_id(_text(table, "organization"), document.where("profiles", name, "organization")),
        project=_id(_text(table, "project"), document.where("profiles", name, "project")),
        read_only=table.get("read_only") is True,
        insecure=insecure,
        color=_text(table, "color"),
        renew=_renewal(name, table, document) if with_key else None,
    )


def _key(
    name: str, table: Mapping[str, object], environ: Mapping[str, str], document: Document, *, with_key: bool
) -> tuple[Secret | None, str]:
    """Return the key of a profile of the file, and how to set it."""
    variable, command = table.get("api_key_env"), table.get("api_key_command")
    if variable is not None and command is not None:
        raise ConfigError(f"{document.where('profiles', name, 'api_key_command')} stands beside api_key_env; keep one")
    if isinstance(variable, str):
        where = document.where("profiles", name, "api_key_env")
        return credentials.from_environment(variable, environ, where), f"set {variable}"
    if isinstance(command, list):
        where = document.where("profiles", name, "api_key_command")
        if not with_key:
            return None, f"see {where}"
        return credentials.from_command([str(word) for word in command], document.file, where), f"see {where}"
    return None, f"name api_key_env or api_key_command under [profiles.{plain(name)}] in {document.file}"


def _renewal(name: str, table: Mapping[str, object], document: Document) -> Callable[[], Secret] | None:
    """Return what gives the key anew while the program runs: a command can, a variable of ours cannot change."""
    command = table.get("api_key_command")
    if not isinstance(command, list):
        return None
    words, where = [str(word) for word in command], document.where("profiles", name, "api_key_command")
    return lambda: credentials.from_command(words, document.file, where, detached=True)


def _api_version(name: str, table: Mapping[str, object], kind: str, base_url: str, document: Document) -> str:
    """Return the api-version of an Azure profile; its v1 API is the one that needs none."""
    version = _text(table, "api_version")
    if kind == "azure" and not version and not base_url.endswith("/v1"):
        raise ConfigError(
            f'{document.where("profiles", name)} is of kind azure and needs an api_version, like "2024-10-21"'
        )
    return version


def _alerting(document: Document) -> Alerting | None:
    table = document.values.get("alerts")
    if not isinstance(table, dict):
        return None
    from ftmonitor.config.alerts import alerting_of

    return alerting_of(table)


def _id(text: str, where: str) -> str:
    """Return an organization or project as it goes into a header."""
    text = text.strip()
    if not all("!" <= letter <= "~" for letter in text):
        raise ConfigError(f"{where} has blanks or letters that no id has")
    return text


def _text(table: Mapping[str, object], key: str) -> str:
    value = table.get(key)
    return value.strip() if isinstance(value, str) else ""
