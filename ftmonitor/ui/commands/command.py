"""What an action is: its id, keys, label, help, group, where it works, and what may stand in its way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import IntEnum, StrEnum
from types import MappingProxyType
from typing import NamedTuple


class Pane(IntEnum):
    """The panes; the number is the key that shows and focuses one."""

    JOBS = 1
    DETAIL = 2
    METRICS = 3
    EVENTS = 4
    CHECKPOINTS = 5

    @property
    def title(self) -> str:
        """Return the name that stands in titles and tabs."""
        return self.name.capitalize()


class Scope(StrEnum):
    """Where a key works."""

    EVERYWHERE = "everywhere"
    JOBS = "jobs"
    DETAIL = "detail"
    METRICS = "metrics"
    EVENTS = "events"
    CHECKPOINTS = "checkpoints"
    LISTS = "lists"
    """The panes that are made of lines."""
    BUT_CHECKPOINTS = "but checkpoints"
    BUT_EVENTS = "but events"
    BUT_OWN = "but own"
    """The panes without something of their own to copy."""

    def covers(self, pane: Pane) -> bool:
        """Return whether keys of this scope work in `pane`."""
        return pane in _PANES_OF[self]

    @property
    def wide(self) -> bool:
        """Return whether its actions are about the selected job or the program, not about one pane."""
        return self in (Scope.EVERYWHERE, Scope.BUT_CHECKPOINTS, Scope.BUT_EVENTS, Scope.BUT_OWN)


_PANES_OF = {
    Scope.EVERYWHERE: frozenset(Pane),
    Scope.JOBS: frozenset({Pane.JOBS}),
    Scope.DETAIL: frozenset({Pane.DETAIL}),
    Scope.METRICS: frozenset({Pane.METRICS}),
    Scope.EVENTS: frozenset({Pane.EVENTS}),
    Scope.CHECKPOINTS: frozenset({Pane.CHECKPOINTS}),
    Scope.LISTS: frozenset(Pane) - {Pane.METRICS},
    Scope.BUT_CHECKPOINTS: frozenset(Pane) - {Pane.CHECKPOINTS},
    Scope.BUT_EVENTS: frozenset(Pane) - {Pane.EVENTS},
    Scope.BUT_OWN: frozenset(Pane) - {Pane.EVENTS, Pane.CHECKPOINTS},
}


class Situation(NamedTuple):
    """What conditions look at. `reasons` says, by action id, why something cannot be done now ("" = it can)."""

    pane: Pane = Pane.JOBS
    has_job: bool = False
    read_only: bool = False
    at_root: bool = True
    """Whether `q` quits: nothing is zoomed and the focus is in the list."""
    tabs: bool = False
    """Whether tabs on the screen name the panes and their keys."""
    reasons: Mapping[str, str] = MappingProxyType({})


Condition = Callable[["Command", Situation], str | None]
"""What stands in the way: "" = nothing, a sentence = why not now, None = the action is not there at all."""


class Command(NamedTuple):
    """One action. `keys` are Textual's key names; `hint` is what the footer says (shown key, label)."""

    id: str
    keys: tuple[str, ...]
    label: str
    help: str
    group: str
    scope: Scope
    when: Condition
    hint: tuple[str, str] | None = None
    by_pane: bool = False
    """Whether the pane itself handles the keys."""
    in_palette: bool = True

    def home(self, pane: Pane) -> Pane:
        """Return the pane in which it works: `pane`, or the first one of its scope."""
        return pane if self.scope.covers(pane) else min(_PANES_OF[self.scope])

    def obstacle(self, situation: Situation) -> str | None:
        """Return "" where it can be done now, a sentence why not, or None where it is not there at all."""
        return self.when(self, situation) if self.scope.covers(situation.pane) else None


def always(_command: Command, _situation: Situation) -> str | None:
    """Return that nothing stands in the way."""
    return ""


def needs_job(command: Command, situation: Situation) -> str | None:
    """Return what stands in the way of an action on the selected job."""
    return situation.reasons.get(command.id, "") if situation.has_job else "no job is selected"


def explained(command: Command, situation: Situation) -> str | None:
    """Return what the screen says that stands in the way, whether or not a job is selected."""
    return situation.reasons.get(command.id, "")


def steers(command: Command, situation: Situation) -> str | None:
    """Return what stands in the way of an action at the server; where nothing may be changed, it is not there."""
    return None if situation.read_only else needs_job(command, situation)


def in_pane(
    scope: Scope,
    name: str,
    keys: str,
    label: str,
    says: str,
    *,
    hint: tuple[str, str] | None = None,
    when: Condition = always,
    by_pane: bool = True,
    found: bool = True,
) -> Command:
    """Return an action of the panes of a scope; `keys` are apart by blanks, `found`: the palette has it."""
    action_id = f"{scope.value}.{name}"
    return Command(action_id, keys_of(keys), label, says, "", scope, when, hint, by_pane=by_pane, in_palette=found)


def keys_of(keys: str) -> tuple[str, ...]:
    """Return keys that are apart by blanks."""
    return tuple(keys.split())
