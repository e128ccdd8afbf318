"""The client of the fine-tuning API, as one object.

    async with Client(api_key="sk-...") as client:
        page = await client.jobs.list(limit=20)
        async for event in client.events.iterate_data(page.data[0].id):
            print(event.message)

Importing this module imports no pydantic, and neither does using rows; models do, when they are read.
"""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import Self

from ftmonitor.api import wire
from ftmonitor.api.caller import Caller
from ftmonitor.api.checkpoints import Checkpoints
from ftmonitor.api.events import Events
from ftmonitor.api.exchange import Exchange
from ftmonitor.api.files import Files
from ftmonitor.api.jobs import Jobs
from ftmonitor.api.models import Models
from ftmonitor.api.pages import Limits
from ftmonitor.api.transport import Inner, Transport
from ftmonitor.clock import Clock, SystemClock
from ftmonitor.config.profiles import DEFAULT_BASE_URL, Profile
from ftmonitor.errors import ApiError, MissingKey
from ftmonitor.secret import Secret

TRIES = 6
"""How often a command tries a read (../README.md, "Exit codes" 3)."""


class Client:
    """An async client: `jobs`, `events`, `checkpoints`, `files` and `models`. Close it, or use it in `async with`.

    `kind` "azure" sends the key as `api-key`; `api_version` goes with every call. `tries` is how often a request is
    sent at most, before its error is raised; `on_wait` is told the seconds and the error before each wait between
    two tries, `on_exchange` of each request once it is over. `transport` takes the place of the network.

    Raises:
        ConfigError: If the base URL, the key or the environment's proxy and CA variables cannot be used.
    """

    def __init__(
        self,
        *,
        api_key: Secret | str | None,
        base_url: str = DEFAULT_BASE_URL,
        kind: str = "openai",
        api_version: str = "",
        organization: str = "",
        project: str = "",
        insecure: bool = False,
        tries: int = TRIES,
        clock: Clock | None = None,
        transport: Inner | None = None,
        on_wait: Callable[[float, ApiError], None] | None = None,
        on_exchange: Callable[[Exchange], None] | None = None,
    ) -> None:
        server = wire.endpoint(
            base_url,
            api_key,
            kind=kind,
            api_version=api_version,
            organization=organization,
            project=project,
            insecure=insecure,
        )
        self._caller = Caller(
            server,
            Transport(server, transport),
            clock or SystemClock(),
            tries,
            on_wait=on_wait,
            on_exchange=on_exchange,
        )
        limits = Limits()
        self.jobs = Jobs(self._caller, limits)
        self.events = Events(self._caller, limits)
        self.checkpoints = Checkpoints(self._caller, limits)
        self.files = Files(self._caller)
        self.models = Models(self._caller)

    @classmethod
    def for_profile(
        cls,
        profile: Profile,
        *,
        tries: int = TRIES,
        clock: Clock | None = None,
        transport: Inner | None = None,
        on_wait: Callable[[float, ApiError], None] | None = None,
        on_exchange: Callable[[Exchange], None] | None = None,
    ) -> Client:
        """Return the client of a profile.

        Raises:
            MissingKey: If the profile has no key.
            ConfigError: If the profile cannot be used.
        """
        if not profile.api_key:
            raise MissingKey(f"no API key: {profile.key_hint}")
        return cls(
            api_key=profile.api_key,
            base_url=profile.base_url,
            kind=profile.kind,
            api_version=profile.api_version,
            organization=profile.organization,
            project=profile.project,
            insecure=profile.insecure,
            tries=tries,
            clock=clock,
            transport=transport,
            on_wait=on_wait,
            on_exchange=on_exchange,
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close all connections."""
        await self._caller.aclose()
