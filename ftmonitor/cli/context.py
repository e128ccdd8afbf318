"""What every command is given."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from ftmonitor.cli.arguments import Arguments
from ftmonitor.cli.output import Output
from ftmonitor.cli.talk import Talk

if TYPE_CHECKING:
    from ftmonitor.api.client import Client
    from ftmonitor.config.settings import Settings
    from ftmonitor.errors import ApiError


T = TypeVar("T")


class Context:
    """Arguments, stdout, stderr, and, when first asked for, the settings and a client."""

    def __init__(self, arguments: Arguments, talk: Talk) -> None:
        self.arguments = arguments
        self.talk = talk

    @cached_property
    def output(self) -> Output:
        """Return stdout in the format that was asked for."""
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
        settings = load(Flags(asked.profile, asked.base_url, asked.data_dir, asked.read_only))
        for warning in settings.warnings:
            self.talk.warn(warning)
        self.talk.detail(f"profile {settings.profile.name}, {settings.profile.base_url}")
        return settings

    def client(self) -> Client:
        """Return a client of the profile in use that tries a read as often as a command should.

        Raises:
            ConfigError: If the settings cannot be used.
            MissingKey: If no key is configured.
        """
        profile = self.settings.profile
        from ftmonitor.api.client import Client

        return Client.for_profile(profile, on_wait=self._waiting)

    def ask(self, work: Callable[[Client], Awaitable[T]]) -> T:
        """Return what `work` gets out of a client.

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
            async with self.client() as client:
                return await work(client)

        return asyncio.run(whole())

    def _waiting(self, seconds: float, error: ApiError) -> None:
        self.talk.detail(f"{error}; trying again in {seconds:.1f} s")
