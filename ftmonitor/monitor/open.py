"""From a profile to its Monitor. The API client is imported late: the first frame needs none of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ftmonitor.clock import Clock, SystemClock
from ftmonitor.config.profiles import Profile
from ftmonitor.monitor.histories import open_history
from ftmonitor.monitor.monitor import Monitor
from ftmonitor.monitor.requests import Requests

if TYPE_CHECKING:
    from ftmonitor.config.alerts import Alerting
    from ftmonitor.simulator.simulator import Simulator
    from ftmonitor.sources.openai import OpenAISource

COMMAND_TRIES = 6
"""How often an action of the user is tried, where trying again is safe."""


class _Connection(NamedTuple):
    source: OpenAISource
    actor: OpenAISource

    @property
    def reader(self) -> OpenAISource:
        return self.actor

    async def aclose(self) -> None:
        await self.source.aclose()
        await self.actor.aclose()


def open_monitor(
    profile: Profile,
    history: Path,
    *,
    clock: Clock | None = None,
    simulator: Simulator | None = None,
    patient: bool = False,
    offline: bool = False,
    alerting: Alerting | None = None,
) -> Monitor:
    """Return the monitor of `profile` over the history file; nothing is asked before `Monitor.start`.

    With a `simulator`, requests go to it in process. A `patient` one opens also where another program holds the
    history, or there is no room for it; it goes on with it as soon as that can be opened. An `offline` one asks no
    server.

    Raises:
        StoreError: If the history cannot be opened.
        ConfigError: If the base URL cannot be used.
    """
    clock = clock or SystemClock()
    store = open_history(history, clock, stand_in=patient)
    if offline:
        return Monitor(profile, store, clock, None, home=history, offline=True, alerting=alerting)
    if profile.api_key is None:
        return Monitor(profile, store, clock, None, home=history, alerting=alerting)
    requests = Requests()
    connect = _connect(profile, clock, simulator, requests)
    reconnect = _reconnect(profile, clock, simulator, requests) if profile.renew is not None else None
    return Monitor(
        profile,
        store,
        clock,
        connect,
        home=history,
        reconnect=reconnect,
        alerting=alerting,
        requests=requests,
    )


def _reconnect(
    profile: Profile, clock: Clock, simulator: Simulator | None, requests: Requests
) -> Callable[[], _Connection | None]:
    def reconnect() -> _Connection | None:
        nonlocal profile
        key = profile.renew() if profile.renew is not None else None
        if key is None or key == profile.api_key:
            return None
        profile = replace(profile, api_key=key)
        return _connect(profile, clock, simulator, requests)()

    return reconnect


def _connect(
    profile: Profile, clock: Clock, simulator: Simulator | None, requests: Requests
) -> Callable[[], _Connection]:
    def connect() -> _Connection:
        from ftmonitor.api.client import Client
        from ftmonitor.config.profiles import identity
        from ftmonitor.monitor import keeper  # noqa: F401  (the monitor makes one as soon as it is connected)
        from ftmonitor.sources.openai import OpenAISource
        from ftmonitor.sync import engine  # noqa: F401  (and that another)

        def source(tries: int) -> OpenAISource:
            transport = None
            if simulator is not None:
                from ftmonitor.simulator.transport import SimulatorTransport

                transport = SimulatorTransport(simulator)
            client = Client.for_profile(
                profile, tries=tries, clock=clock, transport=transport, on_exchange=requests.add
            )
            return OpenAISource(client, identity(profile))

        return _Connection(source(1), source(COMMAND_TRIES))

    return connect
