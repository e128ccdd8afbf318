"""What every command is given."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from ftmonitor.api.client import Client
    from ftmonitor.api.exchange import Exchange
    from ftmonitor.cli.archive import Reader
    from ftmonitor.cli.asked import Arguments
    from ftmonitor.cli.output import Output
    from ftmonitor.cli.talk import Talk
    from ftmonitor.clock import Clock
    from ftmonitor.config.settings import Settings
    from ftmonitor.errors import ApiError
    from ftmonitor.store.store import Store


T = TypeVar("T")


class Context:
    """Arguments, stdout, stderr, and, when first asked for, the settings and a client. `clock` None: the system's."""

    def __init__(self, arguments: Arguments, talk: Talk, clock: Clock | None = None) -> None:
        self.arguments = arguments
        self.talk = talk
        self.clock = clock

    @cached_property
    def output(self) -> Output:
        """Return stdout in the format that was asked for."""
        from ftmonitor.cli.output import Output
        from ftmonitor.config.terminal import colourless

        return Output(self.arguments.output or "table", colored=not (self.arguments.no_color or colourless()))

    @cached_property
    def settings(self) -> Settings:
        """Return the settings; what is odd about them has been said.

        Raises:
            ConfigError: If they cannot be used.
        """
        from ftmonitor.config.settings import Flags, load

        asked = self.arguments
        flags = Flags(asked.profile, asked.base_url, asked.data_dir, asked.read_only)
        settings = load(flags, with_key=not asked.offline)
        for warning in settings.warnings:
            self.talk.warn(warning)
        self.talk.detail(f"profile {settings.profile.name}, {settings.profile.base_url}")
        return settings

    def client(self, *, tries: int | None = None, on_exchange: Callable[[Exchange], None] | None = None) -> Client:
        """Return a client of the profile in use that tries a read as often as a command should, or `tries` times.

        Raises:
            ConfigError: If the settings cannot be used.
            MissingKey: If no key is configured.
        """
        profile = self.settings.profile
        from ftmonitor.api.client import TRIES, Client

        tries = tries or TRIES
        return Client.for_profile(
            profile, tries=tries, clock=self.clock, on_wait=self._waiting, on_exchange=on_exchange
        )

    def ask(
        self,
        work: Callable[[Client], Awaitable[T]],
        *,
        tries: int | None = None,
        on_exchange: Callable[[Exchange], None] | None = None,
    ) -> T:
        """Return what `work` gets out of a client; see `client` for the rest.

        The settings are read before the loop runs: the command that prints a key may wait for somebody's finger, and
        ctrl-c is not heard while a loop is held up.

        Raises:
            ConfigError: If the settings cannot be used.
            MissingKey: If no key is configured.
            ApiError: If the server refuses, or gives no answer after all tries.
        """
        _ = self.settings
        import asyncio

        async def whole() -> T:
            async with self.client(tries=tries, on_exchange=on_exchange) as client:
                return await work(client)

        return asyncio.run(whole())

    def read(self, work: Callable[[Reader], Awaitable[T]]) -> T:
        """Return what `work` reads: from the server, or with --offline from the history.

        Raises:
            StoreError: If there is no history to read from, or it cannot be read.
            FtmonitorError: What `ask` raises.
        """
        if not self.arguments.offline:
            return self.ask(work)
        import asyncio

        from ftmonitor.cli.archive import Archive

        store = self.history()

        async def whole() -> T:
            try:
                return await work(Archive(store))
            finally:
                await store.aclose()

        return asyncio.run(whole())

    def history(self) -> Store:
        """Return the history of the profile in use, and say how old it is; no server is asked, nor a key looked for.

        Raises:
            StoreError: If there is none, or it cannot be read.
        """
        from ftmonitor.clock import SystemClock
        from ftmonitor.config.paths import history_file
        from ftmonitor.errors import StoreError
        from ftmonitor.format import age
        from ftmonitor.monitor.histories import look_into_history

        profile = self.settings.profile
        file = history_file(profile, self.settings.data_dir)
        if not file.is_file():
            raise StoreError(f"there is no history of {profile.base_url} (profile {profile.name}) yet: {file}")
        store = look_into_history(file)
        if store.notice:
            self.talk.warn(store.notice)
        seen_at = store.seen_at()
        if seen_at is not None:
            now = (self.clock or SystemClock()).now()
            self.talk.note(f"from the history; the server last told of it {age(seen_at, now)} ago")
        return store

    def _waiting(self, seconds: float, error: ApiError) -> None:
        self.talk.detail(f"{error}; trying again in {seconds:.1f} s")
