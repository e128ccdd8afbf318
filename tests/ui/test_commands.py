"""The registry: nothing without a key, a help and a place; panes and registry name the same keys."""

from __future__ import annotations

from collections import defaultdict
from typing import cast

import pytest
from textual.binding import Binding
from textual.widget import Widget

from ftmonitor.config.look import Remap
from ftmonitor.ui.commands import (
    BY_ID,
    COMMANDS,
    DEFAULT,
    Command,
    Pane,
    Registry,
    Scope,
    Situation,
    bindings,
    parse_key,
    shown_key,
    shown_keys,
)
from ftmonitor.ui.widgets.checkpoints import Checkpoints
from ftmonitor.ui.widgets.detail_parts import FilesList, ParamsTable
from ftmonitor.ui.widgets.event_log import EventLog
from ftmonitor.ui.widgets.job_detail import JobDetail
from ftmonitor.ui.widgets.job_list import JobList
from ftmonitor.ui.widgets.json_tree import JsonTree
from ftmonitor.ui.widgets.metrics_pane import MetricsPane
from ftmonitor.ui.widgets.status_bar import Hint, hint_line

WIDGETS: dict[Pane, tuple[type[Widget], ...]] = {
    Pane.JOBS: (JobList,),
    Pane.DETAIL: (JobDetail, ParamsTable, FilesList, JsonTree),
    Pane.METRICS: (MetricsPane,),
    Pane.EVENTS: (EventLog,),
    Pane.CHECKPOINTS: (Checkpoints,),
}
"""What takes the keys of a pane; those of Detail are the parts that its tabs show."""
JOB = Situation(has_job=True)


def name(command: Command) -> str:
    return command.id


def bound_in(widget: type[Widget]) -> dict[str, set[str]]:
    """Return the keys of a widget by the id of their binding, its bases included; the most special binding wins."""
    by_key: dict[str, str] = {}
    for base in reversed(widget.__mro__):
        for binding in cast("list[Binding]", base.__dict__.get("BINDINGS", [])):
            for key in binding.key.split(",") if isinstance(binding, Binding) and binding.id else []:
                assert binding.id is not None
                by_key[key] = binding.id
    keys: dict[str, set[str]] = defaultdict(set)
    for key, action_id in by_key.items():
        keys[action_id].add(key)
    return keys


def test_every_command_says_what_it_is() -> None:
    for command in COMMANDS:
        assert command.label, command.id
        assert command.help or command.scope is Scope.LISTS, command.id
        assert command.keys or command.in_palette, command.id
        assert command.id.split(".")[0] in {"app", "job", *(scope.value for scope in Scope)}, command.id


def test_ids_are_unique() -> None:
    assert len(BY_ID) == len(COMMANDS)


@pytest.mark.parametrize("pane", Pane)
def test_no_key_has_two_meanings_in_a_pane(pane: Pane) -> None:
    taken: dict[str, str] = {}
    for command in COMMANDS:
        for key in command.keys if command.scope.covers(pane) else ():
            if command.id in ("metrics.inspect_off", "detail.copy_path"):
                continue  # the first escape takes the cursor away, the next one goes up; y is of the open tab first
            assert taken.setdefault(key, command.id) == command.id, key


@pytest.mark.parametrize("pane", Pane)
def test_panes_bind_what_the_registry_says(pane: Pane) -> None:
    bound: dict[str, set[str]] = {}
    for widget in WIDGETS[pane]:
        bound |= bound_in(widget)
    ours = {command.id: command for command in COMMANDS if command.by_pane and command.scope.covers(pane)}
    for action_id in bound:
        if action_id in BY_ID and action_id not in ours:
            raise AssertionError(f"{pane.title} binds {action_id}, which is not of this pane")
    for command in ours.values():
        assert bound.get(command.id, set()) == set(command.keys), command.id


def test_keys_of_the_screen_are_those_that_no_pane_handles() -> None:
    bound = {binding.id: set(binding.key.split(",")) for binding in cast("list[Binding]", bindings())}
    screens = [command for command in COMMANDS if not command.by_pane]
    assert bound == {command.id: set(command.keys) or {f"none_{command.id}"} for command in screens}


def test_read_only_takes_the_verbs_away() -> None:
    situation = Situation(has_job=True, read_only=True)
    for action_id in ("job.pause", "job.resume", "job.cancel"):
        assert BY_ID[action_id].obstacle(situation) is None
        assert BY_ID[action_id].obstacle(JOB) == ""
    shown = {command.id for _, commands in DEFAULT.sections(situation) for command in commands}
    assert not shown & {"job.pause", "job.resume", "job.cancel"}
    assert "job.peek" in shown


def test_a_reason_stands_in_the_way_but_not_in_the_help() -> None:
    situation = Situation(has_job=True, reasons={"job.pause": "it has succeeded"})
    assert BY_ID["job.pause"].obstacle(situation) == "it has succeeded"
    assert "P" not in [key for key, _, _ in DEFAULT.hints(situation)]
    assert BY_ID["job.pause"] in dict(DEFAULT.sections(situation))["Job"]


def test_without_a_job_there_is_nothing_to_do_to_it() -> None:
    assert BY_ID["job.peek"].obstacle(Situation()) == "no job is selected"


def test_help_starts_with_the_pane() -> None:
    title, commands = DEFAULT.sections(Situation(pane=Pane.EVENTS, has_job=True))[0]
    assert title == "In Events"
    assert BY_ID["events.follow"] in commands
    assert BY_ID["metrics.smooth"] not in commands
    assert BY_ID["lists.down"] in commands


def test_hints_begin_with_help_and_follow_the_situation() -> None:
    assert DEFAULT.hints(JOB)[0] == ("?", "help", "app.help")
    assert ("q", "quit", "app.back") in DEFAULT.hints(JOB)
    assert ("q", "back", "app.back") in DEFAULT.hints(Situation(at_root=False))
    assert ("1-5", "panes", "") in DEFAULT.hints(JOB)
    assert ("1-5", "panes", "") not in DEFAULT.hints(Situation(tabs=True))
    assert ("y", "copy model", "checkpoints.copy_model") in DEFAULT.hints(
        Situation(pane=Pane.CHECKPOINTS, has_job=True)
    )
    assert ("y", "copy", "job.copy_menu") in DEFAULT.hints(JOB)


@pytest.mark.parametrize("pane", Pane)
def test_eighty_cells_say_how_to_leave_and_what_acts_on_the_server(pane: Pane) -> None:
    situation = JOB._replace(pane=pane, tabs=True, reasons={"job.resume": "it runs"})
    hints = tuple(Hint(*hint) for hint in DEFAULT.hints(situation))
    said = {hint.label for _, _, hint, _ in hint_line(hints, 80)}
    assert {"help", "commands", "pause", "cancel", "quit"} <= said


@pytest.mark.parametrize(
    ("key", "shown"),
    [("question_mark", "?"), ("ctrl+p", "^p"), ("escape", "esc"), ("P", "P"), ("shift+tab", "shift+tab")],
)
def test_keys_are_written_for_people(key: str, shown: str) -> None:
    assert shown_key(key) == shown


def test_all_keys_of_a_command_are_shown() -> None:
    assert shown_keys(BY_ID["app.help"]) == "? F1"
    assert shown_keys(BY_ID["job.copy_model"]) == ""


def remapped(**keys: str) -> Registry:
    return Registry(
        Remap(name.replace("__", "."), tuple(said.split()), f"c.toml: keys.{name}") for name, said in keys.items()
    )


def test_keys_are_remapped_by_id_and_told_everywhere() -> None:
    registry = remapped(job__pause="f9", app__help="f2 ctrl+g")
    assert registry["job.pause"].keys == ("f9",)
    assert registry.keymap == {"job.pause": "f9", "app.help": "f2,ctrl+g"}
    assert ("f9", "pause", "job.pause") in registry.hints(JOB)
    assert shown_keys(registry["app.help"]) == "f2 ^g"
    assert registry.shown("job.pause") == "f9"
    assert not registry.warnings
    assert DEFAULT["job.pause"].keys == ("P",)


def test_two_actions_can_change_their_keys() -> None:
    registry = remapped(job__pause="R", job__resume="P")
    assert (registry["job.pause"].keys, registry["job.resume"].keys) == (("R",), ("P",))
    assert not registry.warnings


def test_a_key_that_is_taken_stays_where_it_was() -> None:
    registry = remapped(job__pause="z")
    assert registry["job.pause"].keys == ("P",)
    assert registry.keymap == {}
    assert registry.warnings == [
        "c.toml: keys.job__pause: the key z is that of app.zoom (zoom) already; job.pause keeps P"
    ]


def test_a_key_that_another_pane_has_is_free() -> None:
    assert remapped(events__follow="m").warnings == []
    assert "metrics.choose" in remapped(app__help="m").warnings[0]


def test_an_action_can_be_without_a_key() -> None:
    registry = remapped(jobs__pin="")
    assert registry["jobs.pin"].keys == ()
    assert registry.keymap == {"jobs.pin": "none_jobs.pin"}
    assert registry.shown("jobs.pin") == ":"
    assert not registry.warnings


def test_unknown_ids_and_keys_are_told_with_the_nearest() -> None:
    registry = remapped(job__pausee="f9", app__help="contrl+x")
    assert registry.warnings == [
        "c.toml: keys.job__pausee: there is no action 'job.pausee'; did you mean job.pause?",
        "c.toml: keys.app__help: 'contrl+x' is no key; write it like ?, P, ctrl+s, f5 or pagedown",
    ]
    assert registry["app.help"].keys == BY_ID["app.help"].keys


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("?", "question_mark"),
        ("P", "P"),
        ("esc", "escape"),
        ("^p", "ctrl+p"),
        ("ctrl+p", "ctrl+p"),
        (" ", "space"),
        ("space", "space"),
        ("F1", "f1"),
        ("shift+left", "shift+left"),
        ("+", "plus"),
        ("[", "left_square_bracket"),
        ("pgdn", "pagedown"),
        ("nokey", None),
        ("hyper+x", None),
        ("", None),
    ],
)
def test_keys_are_read_as_people_write_them(written: str, key: str | None) -> None:
    assert parse_key(written) == key


def test_every_key_is_one_that_people_can_write() -> None:
    for command in COMMANDS:
        for key in command.keys:
            assert parse_key(shown_key(key)) == key, command.id
