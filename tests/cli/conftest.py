"""The program, and a simulator to point it at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ftmonitor.simulator.server import Server
from ftmonitor.simulator.simulator import Simulator
from tests.support.program import Program


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[Program]:
    """Return the program without a key."""
    program = Program(tmp_path)
    yield program
    program.end()


@pytest.fixture
def simulator() -> Simulator:
    """Return the default scenario."""
    return Simulator()


@pytest.fixture
def base_url(simulator: Simulator) -> Iterator[str]:
    """Serve the simulator."""
    with Server(simulator) as server:
        yield server.base_url


@pytest.fixture
def program(alone: Program, base_url: str) -> Program:
    """Return the program, pointed at the simulator by the environment."""
    alone.variables |= {"OPENAI_BASE_URL": base_url, "OPENAI_API_KEY": "key-of-the-tests"}
    return alone
