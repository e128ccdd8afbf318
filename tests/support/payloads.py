"""The sample payloads of tests/payloads: what servers really send, and a few that they may."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent.parent / "payloads"


def text(name: str) -> str:
    """Return a sample as text; `name` is its path below the folder."""
    return (FOLDER / name).read_text(encoding="utf-8")


def load(name: str) -> Any:
    """Return what a JSON sample means to Python."""
    return json.loads(text(name))


def names(pattern: str) -> list[str]:
    """Return the paths of the samples that match."""
    return sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.glob(pattern))
