"""The profiles that there are, and a monitor of each: for who switches between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ftmonitor.config.settings import Flags

if TYPE_CHECKING:
    from ftmonitor.monitor.monitor import Monitor


class Choice(NamedTuple):
    """A profile by its name, and the base URL it leads to ("" where the file says nothing of it)."""

    name: str
    said: str


class Profiles:
    """The nameless profile of the environment, and those of the configuration file. All of it waits for the disk."""

    def __init__(self, flags: Flags | None = None, *, offline: bool = False) -> None:
        """`flags` are those of this run: the folder and read-only hold for every profile, a base URL for none else."""
        flags = flags or Flags()
        self._flags = Flags(data_dir=flags.data_dir, read_only=flags.read_only)
        self._offline = offline

    def choices(self) -> tuple[Choice, ...]:
        """Return all profiles; the file is read anew.

        Raises:
            ConfigError: If the configuration cannot be used.
        """
        from ftmonitor.config.profiles import DEFAULT_BASE_URL, ENV
        from ftmonitor.config.settings import environment, validate

        document, _ = validate()
        table = document.values.get("profiles")
        named = table if isinstance(table, dict) else {}
        found = [Choice(ENV, environment().get("OPENAI_BASE_URL") or DEFAULT_BASE_URL)]
        for name, one in named.items():
            url = one.get("base_url") if isinstance(one, dict) else None
            found.append(Choice(str(name), url if isinstance(url, str) else DEFAULT_BASE_URL))
        return tuple(found)

    def open(self, name: str) -> Monitor:
        """Return the monitor of a profile, not started; runs the command that prints its key, where it has one.

        Raises:
            ConfigError: If the configuration or the profile cannot be used.
            StoreError: If the history cannot be opened.
        """
        from ftmonitor.config.paths import history_file
        from ftmonitor.config.settings import load
        from ftmonitor.monitor.open import open_monitor

        settings = load(self._flags._replace(profile=name), with_key=not self._offline)
        return open_monitor(
            settings.profile,
            history_file(settings.profile, settings.data_dir),
            patient=True,
            offline=self._offline,
            alerting=settings.alerting,
        )
