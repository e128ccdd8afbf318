"""The palette: every action that can be done and every job, found by typing; outside names are text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual.command import Hit
from textual.screen import Screen
from textual.widgets import OptionList

from ftmonitor.models.phase import Phase
from ftmonitor.models.summary import JobSummary
from ftmonitor.text import plain
from ftmonitor.ui.commands import COMMANDS, DEFAULT, Pane, Situation
from ftmonitor.ui.fitness import BY_HABIT
from ftmonitor.ui.palette import FUZZY_JOBS, MOST_JOBS, Found, Palette, Setting
from tests.support.stagehand import HOSTILE, BareApp, shown

pytestmark = pytest.mark.anyio


def job(number: int, name: str) -> JobSummary:
    return JobSummary(f"ftjob-{number:04d}", name, "running", Phase.RUNNING, "gpt-4.1-mini-2025-04-14", "supervised")


class Host(Screen[None]):
    """A screen that remembers what it was asked for."""

    def __init__(self, *names: str, situation: Situation | None = None) -> None:
        super().__init__()
        self.listed = tuple(job(number, name) for number, name in enumerate(names))
        self.registry = DEFAULT
        self.situation = situation or Situation(has_job=True)
        self.asked: list[str] = []

    @property
    def settings(self) -> tuple[Setting, ...]:
        return (Setting("Theme: nord", "Textual's", lambda: self.asked.append("nord")),)

    def run_command(self, command_id: str) -> None:
        self.asked.append(command_id)

    def open_job(self, job_id: str) -> None:
        self.asked.append(job_id)


async def asked(host: Host, *words: str) -> list[str]:
    """Return what the host was asked for after each of `words` was typed into a palette and taken."""
    app = BareApp()
    async with app.run_test(size=(100, 40)) as pilot:
        await app.push_screen(host)
        for word in words:
            await app.push_screen(Palette())
            await pilot.pause()
            await pilot.press(*word)
            await app.workers.wait_for_complete()
            await pilot.pause()
            await pilot.press("enter")
            await pilot.pause()
            assert app.screen is host
    return host.asked


async def test_an_action_is_found_and_done() -> None:
    wanted = ["job.pause", "app.zoom", "app.pane_checkpoints"]
    assert await asked(Host("support-v7"), "pause", "zoom", "Checkp") == wanted


async def test_a_setting_is_found_and_done() -> None:
    assert await asked(Host("support-v7"), "theme nord", "nord") == ["nord", "nord"]


@pytest.mark.parametrize("word", BY_HABIT)
async def test_what_fingers_type_to_leave_leaves(word: str) -> None:
    assert await asked(Host(word, "q"), word) == ["app.quit"]


async def test_every_word_may_stand_anywhere_in_what_is_said() -> None:
    assert await asked(Host("support-v7"), "snapshot asks stop", "result csv") == ["job.pause", "job.save_results"]


async def test_an_action_of_another_pane_is_found_and_done_there() -> None:
    assert await asked(Host("support-v7"), "smoothing") == ["app.pane_metrics", "metrics.smooth"]


async def test_a_job_is_found_by_name_and_by_id() -> None:
    assert await asked(Host("support-v7", "triage-v1"), "triage", "0000") == ["ftjob-0001", "ftjob-0000"]


async def test_an_id_is_found_by_a_part_a_status_by_its_beginning_and_scattered_letters_come_last() -> None:
    names = ("p-a-u", "paula", "sql-rft-2", "x-paul", "other")
    host = Host(*names)
    paused = replace(host.listed[2], id="ftjob-p0a0u0", status="paused")
    host.listed = (*host.listed[:2], paused, *host.listed[3:4], replace(host.listed[4], id="ftjob-1pau1"))
    app = BareApp()
    async with app.run_test(size=(100, 40)):
        await app.push_screen(host)
        found = {}
        for word in ("pau", "paused sql", "1pau"):
            hits = [hit async for hit in Found(host).search(word) if isinstance(hit, Hit)]
            found[word] = [hit.text for hit in sorted(hits, key=lambda hit: -hit.score)]
    assert [name for name in found["pau"] if name in names] == ["paula", "x-paul", "sql-rft-2", "p-a-u"]
    assert found["pau"].index("Pause") == 0
    assert found["pau"].index("Copy as curl") > found["pau"].index("sql-rft-2")
    assert found["paused sql"][0] == "sql-rft-2"
    assert found["1pau"] == ["other"]


async def test_among_thousands_of_jobs_one_is_found() -> None:
    names = [f"support-{number}" for number in range(FUZZY_JOBS + 1)]
    assert await asked(Host(*names), "t-499") == ["ftjob-0499"]


async def test_outside_names_are_shown_as_they_are() -> None:
    app = BareApp()
    async with app.run_test(size=(100, 150)) as pilot:
        for name in filter(None, HOSTILE):
            await app.push_screen(Host(name, "other"))
            await app.push_screen(Palette())
            await app.workers.wait_for_complete()
            await pilot.pause()
            text = shown(app)
            assert not set(text) & set("\x1b\x07\x9b\u202e")
            if len(name) < 20 and "\n" not in name:
                assert plain(name) in text
            await app.pop_screen()
            await app.pop_screen()


async def test_every_action_is_in_it_and_read_only_takes_the_verbs_out() -> None:
    for situation, verbs in ((Situation(has_job=True), 3), (Situation(has_job=True, read_only=True), 0)):
        app = BareApp()
        async with app.run_test(size=(100, 60)) as pilot:
            await app.push_screen(Host("support-v7", situation=situation))
            await app.push_screen(Palette())
            await app.workers.wait_for_complete()
            await pilot.pause()
            listed = app.screen.query_one(OptionList).option_count
            wanted = [command for command in COMMANDS if command.in_palette and command.scope.covers(Pane.JOBS)]
            assert listed == len(wanted) - 3 + verbs + 1


async def test_few_jobs_are_listed_before_anything_is_typed() -> None:
    app = BareApp()
    async with app.run_test(size=(100, 60)) as pilot:
        await app.push_screen(Host(*map(str, range(200))))
        await app.push_screen(Palette())
        await app.workers.wait_for_complete()
        await pilot.pause()
        actions = sum(command.in_palette and command.scope.covers(Pane.JOBS) for command in COMMANDS)
        assert app.screen.query_one(OptionList).option_count == MOST_JOBS + actions


async def test_it_closes() -> None:
    app = BareApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(Host("support-v7"))
        for key in ("escape", "ctrl+p", "alt+escape"):
            await app.push_screen(Palette())
            await pilot.pause()
            await pilot.press(key)
            await pilot.pause()
            assert not isinstance(app.screen, Palette), key


async def test_a_blank_stands_between_the_columns() -> None:
    app, host = BareApp(), Host("support-v7")
    async with app.run_test(size=(120, 60)) as pilot:
        await app.push_screen(host)
        await app.push_screen(Palette())
        await app.workers.wait_for_complete()
        await pilot.pause()
        for command in COMMANDS:
            if command.in_palette and command.scope.covers(Pane.JOBS):
                prompts = [str(row.prompt) for row in app.screen.query_one(OptionList).options]
                assert any(f"{prompt} ".startswith(f"{command.label} ") for prompt in prompts), command.label
