"""Paths into a job as sent: `hyperparameters.n_epochs`, `integrations.0.wandb.project`. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ftmonitor.errors import UsageError
from ftmonitor.text import one_line

LONGEST = 120
"""Characters of a path."""
LONGEST_VALUE = 80
"""Characters of a value in a column."""

_STEP = re.compile(r"[^\s.\x00-\x1f\x7f-\x9f]+(?: +[^\s.\x00-\x1f\x7f-\x9f]+)*")
_SECRET = frozenset({"headers", "authorization", "api_key"})
"""What a grader is reached with may be a secret: it has no column."""


def steps(path: str) -> tuple[str, ...]:
    """Return the steps of a path, which are apart by dots.

    Raises:
        UsageError: If it is no path.
    """
    path = path.strip().removeprefix("$").removeprefix(".")
    if not path:
        raise UsageError("type where the value stands in the job's JSON, such as metadata.team (d shows it)")
    if len(path) > LONGEST:
        raise UsageError(f"the path is too long: {LONGEST} characters at most")
    found = tuple(path.split("."))
    for step in found:
        if not _STEP.fullmatch(step):
            raise UsageError(f"{one_line(path, 40)!r} is no path: names and numbers apart by dots")
        if step.casefold() in _SECRET:
            raise UsageError(f"{one_line(step, 40)} may hold a secret, and is not shown in a column")
    return found


def at(raw: object, path: Sequence[str]) -> object:
    """Return what stands at a path: a number, a truth, a text; None where nothing does.

    A list or an object is told as words; what it holds under names that may be secret is left out.
    """
    for step in path:
        if isinstance(raw, Mapping):
            raw = raw.get(step)
        elif isinstance(raw, list) and step.isascii() and step.isdigit() and len(step) < 10:
            raw = raw[int(step)] if int(step) < len(raw) else None
        else:
            return None
    if raw is None or isinstance(raw, bool | int | float):
        return raw
    if isinstance(raw, str):
        return one_line(raw, LONGEST_VALUE)
    if isinstance(raw, list):
        return f"{len(raw)} items" if len(raw) != 1 else "1 item"
    return one_line(", ".join(map(str, raw)), LONGEST_VALUE) if isinstance(raw, Mapping) and raw else None


def word(value: object) -> str:
    """Return a value as a cell says it; "" where there is none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.6g}"
    return str(value)[:LONGEST_VALUE] if not isinstance(value, int) or abs(value) < 10**15 else f"{float(value):.3e}"
