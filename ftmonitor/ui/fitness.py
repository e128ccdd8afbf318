"""How well what the palette offers fits what is typed there: the more the better, 0 where it does not fit. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from textual.fuzzy import Matcher

from ftmonitor.models.summary import JobSummary
from ftmonitor.ui.commands import Command, shown_keys
from ftmonitor.ui.safe import line

BY_HABIT = ("q", "q!", "qa", "quit", "wq", "x", "exit")
"""What fingers type behind a colon to leave, whatever else it might fit."""

LEAST_OF_ID = 4
"""Letters from which on a part of an id is looked for: fewer stand in nearly every one."""

_SURE = 1e6
"""A score above all others."""

_LABELLED, _SAID, _PARTS = 3e4, 2e4, 1e4
"""What is above all scores of scattered letters: for every word in the label, in what is said of it, or in a job."""


def of_command(command: Command, matcher: Matcher) -> float:
    """Return how well an action fits."""
    if command.id == "app.quit" and matcher.query.strip().lower() in BY_HABIT:
        return _SURE
    said = f"{command.help} {command.group} {command.id} {shown_keys(command)}"
    return of_label(command.label, said, matcher)


def of_label(label: str, said: str, matcher: Matcher) -> float:
    """Return how well an action or a setting fits: with every word in it, before scattered letters of its label."""
    words, label_lower = matcher.query.lower().split(), label.lower()
    if all(word in label_lower for word in words):
        return _LABELLED + matcher.match(label)
    if all(word in f"{label} {said}".lower() for word in words):
        return _SAID + matcher.match(label)
    return matcher.match(label)


def of_job(job: JobSummary, words: Sequence[str], matcher: Matcher | None = None) -> float:
    """Return how well a job fits where each of `words` is part of its name or its id, or begins its status.

    With a `matcher`, scattered letters of its name count too, less than any word.
    """
    worst = min((_part(job, word) for word in words), default=0)
    if worst:
        return _PARTS + worst
    return 0.5 * matcher.match(line(job.name, 200)) if matcher is not None else 0.0


def _part(job: JobSummary, word: str) -> int:
    name = job.name.lower()
    if word in name:
        return 4 if name.startswith(word) else 3
    if any(part.startswith(word) for part in job.status.lower().split("_")):
        return 2
    return int(len(word) >= LEAST_OF_ID and word in job.id.lower())
