"""All actions, with the keys that hold for this run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain

from textual.binding import Binding, BindingType

from ftmonitor.config.look import Remap
from ftmonitor.ui.commands import checkpoints, detail, events, job, jobs, lists, metrics, program
from ftmonitor.ui.commands.command import Command, Pane, Situation
from ftmonitor.ui.commands.keys import parse_key, shown_key, shown_keys

COMMANDS: tuple[Command, ...] = tuple(
    chain.from_iterable(part.COMMANDS for part in (jobs, detail, metrics, events, checkpoints, lists, job, program))
)

BY_ID: Mapping[str, Command] = {command.id: command for command in COMMANDS}

_HINTED = (
    *("app.help", "app.palette"),
    *("jobs.filter", "jobs.mark", "metrics.inspect_next", "metrics.zoom_in", "events.search", "events.json"),
    *("checkpoints.copy_model", "checkpoints.sort", "job.pause", "job.resume", "job.cancel", "app.zoom", "app.back"),
    "*",
)
"""What the footer names first, the way out and what acts on the server also on 80 cells; `*` stands for the other keys
of the pane. The rest follows in the order of the table."""

TYPED = frozenset({"jobs.filter", "events.search", "events.only"})
"""Actions after which one types at once: the very next key belongs to that."""

_GROUPS = ("Job", "Panes", "Program")

_LAYERED = frozenset({("metrics.inspect_off", "app.up"), ("detail.copy_path", "job.copy_menu")})
"""Actions that share a key in a pane: the first escape takes the cursor away, the next one goes up; y copies the path
where JSON is shown, and what it does everywhere in the other tabs."""


class Registry:
    """The actions by id and in their order; what the configuration says of keys is heeded where it can be.

    A key that another action of the same pane has stays its own; that, an unknown id and an unknown key stand in
    `warnings`, a sentence each.
    """

    def __init__(self, remaps: Iterable[Remap] = ()) -> None:
        self._by_id = dict(BY_ID)
        self.warnings: list[str] = []
        wanted = [remap for remap in remaps if self._known(remap)]
        for remap in wanted:
            self._by_id[remap.id] = self._rekeyed(remap)
        while wanted and (clash := self._clash([remap.id for remap in wanted])):
            ours, other, key = clash
            remap = next(remap for remap in wanted if remap.id == ours)
            wanted.remove(remap)
            self._by_id[ours] = BY_ID[ours]
            self.warnings.append(
                f"{remap.where}: the key {shown_key(key)} is that of {other} ({self[other].label.lower()}) already; "
                f"{ours} keeps {shown_keys(BY_ID[ours]) or 'none'}"
            )
        self.keymap: Mapping[str, str] = {
            remap.id: ",".join(self[remap.id].keys) or _none(remap.id) for remap in wanted
        }
        """What has other keys than it is born with, as Textual wants to have it."""

    def __getitem__(self, command_id: str) -> Command:
        return self._by_id[command_id]

    @property
    def commands(self) -> tuple[Command, ...]:
        """Return all actions in the order of the table."""
        return tuple(self._by_id.values())

    def shown(self, command_id: str) -> str:
        """Return the first key of an action for people, or where it is found without one."""
        keys = self[command_id].keys
        return shown_key(keys[0]) if keys else ":"

    def _known(self, remap: Remap) -> bool:
        from difflib import get_close_matches

        if remap.id not in BY_ID:
            near = get_close_matches(remap.id, BY_ID, n=1)
            self.warnings.append(
                f"{remap.where}: there is no action {remap.id!r}" + (f"; did you mean {near[0]}?" if near else "")
            )
            return False
        for key in remap.keys:
            if parse_key(key) is None:
                self.warnings.append(f"{remap.where}: {key!r} is no key; write it like ?, P, ctrl+s, f5 or pagedown")
                return False
        return True

    def _rekeyed(self, remap: Remap) -> Command:
        command = BY_ID[remap.id]
        keys = tuple(key for written in remap.keys if (key := parse_key(written)))
        hint = (shown_key(keys[0]), command.hint[1]) if command.hint and keys else None
        return command._replace(keys=keys, hint=hint)

    def _clash(self, remapped: Sequence[str]) -> tuple[str, str, str] | None:
        """Return a remapped action, the other one that has its key in some pane, and the key."""
        for pane in Pane:
            taken: dict[str, str] = {}
            for command in self.commands:
                for key in command.keys if command.scope.covers(pane) else ():
                    other = taken.setdefault(key, command.id)
                    if other == command.id or (other, command.id) in _LAYERED:
                        continue
                    if command.id in remapped:
                        return command.id, other, key
                    if other in remapped:
                        return other, command.id, key
        return None

    def hints(self, situation: Situation) -> tuple[tuple[str, str, str], ...]:
        """Return what the footer says, the most telling first: (key, label, id) of what can be done here and now."""
        found = [command for command in self.commands if command.hint and command.obstacle(situation) == ""]
        found.sort(key=_place)
        said = [(*command.hint, command.id) for command in found if command.hint]
        if not situation.tabs:
            said.insert(2, ("1-5", "panes", ""))
        return tuple(
            (key, "back", its) if its == "app.back" and not situation.at_root else (key, label, its)
            for key, label, its in said
        )

    def sections(self, situation: Situation) -> tuple[tuple[str, tuple[Command, ...]], ...]:
        """Return the sections of the help screen: this pane's keys, then those of every pane by group.

        What a situation takes away altogether (read-only) is left out; what is only impossible now stays.
        """
        there = [command for command in self.commands if command.obstacle(situation) is not None]
        here = tuple(command for command in there if not command.scope.wide)
        groups = [
            (group, tuple(command for command in there if command.scope.wide and command.group == group))
            for group in _GROUPS
        ]
        return ((f"In {situation.pane.title}", here), *groups)


DEFAULT = Registry()
"""The actions with the keys that they are born with."""


def bindings() -> list[BindingType]:
    """Return the bindings of the main screen: every command that no pane handles itself, as `command('<id>')`.

    What is typed right behind the key of the filter belongs to the filter, so that key is handled before the next one
    finds its way: `/Pa` must not ask whether to pause. A command without keys is bound to none that exists, so that the
    configuration can give it one.
    """
    return [
        Binding(
            ",".join(command.keys) or _none(command.id),
            f"command({command.id!r})",
            command.label,
            show=False,
            id=command.id,
            priority=command.id in TYPED,
        )
        for command in COMMANDS
        if not command.by_pane
    ]


def _none(command_id: str) -> str:
    """Return a key that no keyboard has, for an action without one."""
    return f"none_{command_id}"


def _place(command: Command) -> int:
    """Return where in the footer an action is named."""
    if command.id not in _HINTED and command.scope.wide:
        return len(_HINTED)
    return _HINTED.index(command.id if command.id in _HINTED else "*")
