"""Where things are: the configuration file, the data directory, and the history of a profile."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from ftmonitor.config.profiles import ENV, Profile, identity
from ftmonitor.errors import ConfigError

APP = "ftmonitor"
"""The name of our folders, as `platformdirs` wants it."""

LONGEST_SLUG = 48
"""Characters of a history's name before its hash: enough to tell two apart by eye."""

LONGEST_ORGANIZATION = 24
"""The same of the organization that a history is for."""

_NO_SLUG = re.compile(r"[^A-Za-z0-9.]+")


def config_file(environ: Mapping[str, str]) -> Path:
    """Return the configuration file: `FTMONITOR_CONFIG`, else `config.toml` in the user's folder; it may not exist."""
    if named := environ.get("FTMONITOR_CONFIG"):
        return _home(named)
    from platformdirs import user_config_path

    return user_config_path(APP, appauthor=False) / "config.toml"


def data_dir(flag: str | None, environ: Mapping[str, str]) -> Path:
    """Return the folder of the histories: `--data-dir`, else `FTMONITOR_DATA_DIR`, else the user's; it may not exist.

    Raises:
        ConfigError: If the flag is empty.
    """
    if flag is not None and not flag.strip():
        raise ConfigError("--data-dir needs the name of a directory")
    if named := flag or environ.get("FTMONITOR_DATA_DIR"):
        return _home(named)
    from platformdirs import user_data_path

    return user_data_path(APP, appauthor=False)


def history_file(profile: Profile, data_dir: Path) -> Path:
    """Return the SQLite file of a profile's history: a readable name, and a hash of the profile's identity."""
    import hashlib

    host = profile.base_url.partition("://")[2].partition("/")[0]
    whose = profile.project or profile.organization or ("" if profile.name == ENV else profile.name)
    slug = "-".join(part for part in (_slug(host), _slug(whose)) if part)[:LONGEST_SLUG].rstrip("-.")
    digest = hashlib.sha256(identity(profile).encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return data_dir / f"{slug}-{digest}.sqlite3"


def history_of(home: Path, organization: str) -> Path:
    """Return the history of another organization than the one whose jobs are in `home`, a profile's own file."""
    import hashlib

    slug = _slug(organization)[:LONGEST_ORGANIZATION].rstrip("-.")
    digest = hashlib.sha256(organization.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return home.with_name("-".join(part for part in (home.stem, slug, digest) if part) + home.suffix)


def _slug(text: str) -> str:
    return _NO_SLUG.sub("-", text).strip("-.").lower()


def _home(named: str) -> Path:
    try:
        return Path(named).expanduser().absolute()
    except RuntimeError:  # `~nobody`, or no home at all
        return Path(named).absolute()
