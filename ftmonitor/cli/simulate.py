"""`ftmonitor simulate`: serve the simulator on loopback until somebody ends it."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

from ftmonitor.cli.context import Context
from ftmonitor.errors import UsageError
from ftmonitor.simulator.server import HOST, Server
from ftmonitor.simulator.simulator import Simulator

SEED = 7
"""The seed of a world that no other was before: the same ids on every machine."""

REMEMBERED_S = 3600.0
"""How long a world waits for its simulator to come back, in seconds."""

HEARTBEAT_S = 15.0
"""How often a running simulator says in its journal that it lives."""


def run(context: Context) -> int:
    """Serve until interrupted; the first line on stdout ends in the base URL."""
    asked = context.arguments
    journal = _journal(context) if asked.port else None
    simulator = Simulator(
        asked.scenario,
        speed=asked.speed,
        seed=_seed(journal, asked.scenario, asked.speed, time.time()),
        journal=journal,
    )
    try:
        server = Server(simulator, asked.port)
    except OSError as error:
        raise UsageError(
            f"port {asked.port} of {HOST} cannot be listened on ({error.strerror or error}); "
            "take another, or --port 0 for any that is free"
        ) from None
    with server:
        context.output.line(f"The simulator listens at {server.base_url}")
        context.talk.bare(f"Point ftmonitor at it from another terminal:\n\n  {_hint(server.base_url)}\n")
        context.talk.note("any key is good; ctrl-c ends it")
        _live(journal)
    return 0


def _hint(base_url: str) -> str:
    return f"OPENAI_BASE_URL={base_url} OPENAI_API_KEY=x ftmonitor"


def _live(journal: Path | None) -> None:
    """Stay until an exception comes, as KeyboardInterrupt does."""
    while True:
        time.sleep(HEARTBEAT_S)
        if journal is not None and journal.exists():
            os.utime(journal)


def _journal(context: Context) -> Path | None:
    """Return where the world of this port is kept, so that a simulator that was killed goes on with it.

    None where nothing can be kept: then each start is a new world.
    """
    from ftmonitor.config.paths import data_dir
    from ftmonitor.config.settings import environment

    folder = data_dir(context.arguments.data_dir, environment())
    file = folder / f"simulator-{context.arguments.port}.jsonl"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.touch(mode=0o600)
    except OSError as error:
        context.talk.warn(f"{file} cannot be written ({error.strerror}): started again, the jobs will be new ones")
        return None
    return file


def _seed(journal: Path | None, scenario: str, speed: float, now: float) -> int:
    """Return the seed: that of the world which a journal younger than an hour holds, else one with other ids.

    Ids that come back with other times would contradict what a history has seen.
    """
    try:
        if journal is None or not journal.stat().st_size:
            return SEED
        age_s = now - journal.stat().st_mtime
        with journal.open(encoding="utf-8") as lines:
            world = json.loads(lines.readline())["world"]
        if age_s < REMEMBERED_S and (world["scenario"], world["speed"]) == (scenario, speed):
            return int(world["seed"])
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return int(now)
