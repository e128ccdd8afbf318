"""From a profile to its Monitor. The API client is imported late: the first frame needs none of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ftmonitor.clock import Clock, SystemClock
from ftmonitor.config.profiles import Profile
from ftmonitor.monitor.monitor import Monitor
from ftmonitor.store.store import Store

if TYPE_CHECKING:
    from ftmonitor.simulator.simulator import Simulator
    from ftmonitor.sources.openai import OpenAISource

COMMAND_TRIES = 6
"""How often an action of the user is tried, where trying again is safe."""


@dataclass(frozen=True, slots=True)
class _Connection:
    source: OpenAISource
    actor: OpenAISource

    async def aclose(self) -> None:
        await self.source.aclose()
        await self.actor.aclose()


def open_monitor(
    profile: Profile, history: Path, *, clock: Clock | None = None, simulator: Simulator | None = None
) -> Monitor:
    """Return the monitor of `profile` over the history file; nothing is asked before `Monitor.start`.

    With a `simulator`, requests go to it in process.

    Raises:
        StoreError: If the history cannot be opened.
        ConfigError: If the base URL cannot be used.
    """
    clock = clock or SystemClock()
    connect = _connect(profile, clock, simulator) if profile.api_key is not None else None
    return Monitor(profile, Store.open(history), clock, connect)


def _connect(profile: Profile, clock: Clock, simulator: Simulator | None) -> Callable[[], _Connection]:
    def connect() -> _Connection:
        from ftmonitor.api.client import Client
        from ftmonitor.config.profiles import identity
        from ftmonitor.models import checkpoint, job  # noqa: F401  (slow to import, and soon needed)
        from ftmonitor.sources.openai import OpenAISource

        def source(tries: int) -> OpenAISource:
            transport = None
            if simulator is not None:
                from ftmonitor.simulator.transport import SimulatorTransport

                transport = SimulatorTransport(simulator)
            client = Client.for_profile(profile, tries=tries, clock=clock, transport=transport)
            return OpenAISource(client, identity(profile))

        return _Connection(source(1), source(COMMAND_TRIES))

    return connect
