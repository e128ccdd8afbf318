"""The tabs of the detail: settings side by side, files, JSON; and the keys and clicks that open them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from ftmonitor.models.facts import FileFacts
from ftmonitor.ui.commands import Pane
from ftmonitor.ui.widgets.detail_pane import DetailPane
from ftmonitor.ui.widgets.detail_tabs import DetailTabs, Tab, places
from ftmonitor.ui.widgets.files_lines import files_lines, files_of
from ftmonitor.ui.widgets.job_list import JobList
from ftmonitor.ui.widgets.params_lines import Column, params_lines, settings_of
from tests.support import payloads
from tests.support.panes import HOSTILE, NOW
from tests.support.screens import Shown, screen

A = Column("▸", "one", {"model": "gpt-4.1", "n_epochs": "3", "seed": "42"})
B = Column("A", "other", {"model": "gpt-4.1", "n_epochs": "auto (4)", "beta": "0.1", "seed": "42"})


def texts(columns: list[Column], width: int, *, only: bool = False) -> list[str]:
    return ["".join(text for text, _ in line) for line in params_lines(columns, width, only_unlike=only)]


# Settings


def test_settings_bear_the_names_of_the_api() -> None:
    found = settings_of(payloads.load("job_dpo_running.json"))
    assert found["method"] == "dpo"
    assert found["beta"] == "0.1"
    assert {"model", "n_epochs", "batch_size", "learning_rate_multiplier", "training_file"} <= set(found)
    assert list(found)[:2] == ["model", "method"]


def test_what_a_method_has_beside_its_hyperparameters_is_told_by_path_and_headers_are_masked() -> None:
    raw = payloads.load("job_reinforcement_running.json")
    raw["method"]["reinforcement"]["grader"] = {"type": "endpoint", "headers": {"Authorization": "Bearer s3cret"}}
    found = settings_of(raw)
    assert found["grader.type"] == "endpoint"
    assert "grader.headers.Authorization" in found
    assert "s3cret" not in str(found)


def test_jobs_side_by_side() -> None:
    shown = texts([A, B], 70)
    assert [row.split() for row in shown] == [
        ["▸", "one", "A", "other"],
        ["model", "gpt-4.1", "gpt-4.1"],
        ["n_epochs", "≠", "3", "auto", "(4)"],
        ["seed", "42", "42"],
        ["beta", "≠", "—", "0.1"],
    ]
    columns = {row.index("gpt-4.1") for row in shown if "gpt-4.1" in row} | {shown[2].index("3")}
    assert len(columns) == 1


def test_only_what_is_unlike() -> None:
    assert [row.split()[0] for row in texts([A, B], 70, only=True)] == ["▸", "n_epochs", "beta"]
    assert texts([A, A], 70, only=True) == [" they are all alike"]


def test_where_columns_do_not_fit_the_jobs_stand_under_each_name() -> None:
    shown = texts([A, B], 24)
    assert shown[:2] == [" ▸ one", " A other"]
    assert " ≠ n_epochs" in shown
    assert shown[shown.index(" ≠ n_epochs") + 1] == "   ▸ 3   A auto (4)"
    narrow = texts([A, B], 16)
    assert narrow[narrow.index(" ≠ n_epochs") + 1 :][:2] == ["   ▸ 3", "   A auto (4)"]
    assert shown[shown.index(" model") + 1] == "   gpt-4.1"


@given(
    st.integers(12, 120), st.lists(st.dictionaries(st.text(max_size=30), st.text(min_size=1, max_size=60)), max_size=5)
)
def test_no_line_is_wider_than_the_pane(width: int, jobs: list[dict[str, str]]) -> None:
    columns = [Column("A", "job", settings) for settings in jobs]
    assert all(cell_len(text) <= width for text in texts(columns, width))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_settings_are_harmless(text: str) -> None:
    raw = {"model": text, "hyperparameters": {text: text}, "method": {"type": "x", "x": {text: {text: text}}}}
    for width in (20, 60):
        for row in texts([Column("A", text, settings_of(raw)), A], width):
            assert not any(ord(letter) < 32 or 0x7F <= ord(letter) < 0xA0 or letter in "\u202e\u2028" for letter in row)
            assert cell_len(row) <= width


# Files


def test_files_of_a_job() -> None:
    found = files_of({"training_file": "file-1", "validation_file": None, "result_files": ["file-2", 3, "file-3"]})
    assert found == (("training", "file-1"), ("result", "file-2"), ("result", "file-3"))


def test_what_is_known_of_files_and_what_is_not() -> None:
    files = (("training", "file-1"), ("validation", "file-2"), ("result", "file-3"))
    known = {
        "file-1": FileFacts("file-1", "train.jsonl", 127_000, "fine-tune", NOW - 480),
        "file-2": FileFacts("file-2", said="the server has no such file any more"),
    }
    shown = "\n".join("".join(text for text, _ in line) for line in files_lines(files, known, NOW, 80))
    for said in ("train.jsonl", "127 kB · fine-tune · made", "8m ago", "no such file any more", "asking…"):
        assert said in shown
    nothing = "".join(text for line in files_lines((), {}, NOW, 40) for text, _ in line)
    assert "names no files" in nothing


@pytest.mark.anyio
async def test_the_server_is_asked_once_and_what_it_lacks_is_said(tmp_path: Path) -> None:
    async with screen(tmp_path, at="support-v7") as there:
        files = there.world.monitor.files
        raw = json.loads(await there.world.monitor.jobs.text(there.world.named("support-v7")) or "")
        facts = await files.facts(raw["training_file"])
        assert facts.name.endswith(".jsonl")
        assert facts.purpose == "fine-tune"
        assert facts.bytes
        assert facts is await files.facts(raw["training_file"])
        assert "no such file" in (await files.facts("file-gone")).said


@pytest.mark.anyio
async def test_without_a_server_it_is_said_and_asked_again_later(tmp_path: Path) -> None:
    async with screen(tmp_path, posed=True) as there:
        facts = await there.world.monitor.files.facts("file-1")
        assert facts == FileFacts("file-1", said="not read: nobody is asked now")


# The tabs


def test_tabs_in_the_longest_words_that_fit() -> None:
    assert [place.text for place in places(48)] == ["overview", "params", "files", "json"]
    assert [place.text for place in places(30)] == ["over", "par", "files", "json"]
    assert [place.text for place in places(20)] == ["over", "par", "files", "json"]
    for width in range(40):
        assert all(place.stop <= width for place in places(width))


async def opened(there: Shown, tab: Tab) -> DetailPane:
    pane = there.main.query_one(DetailPane)
    await there.until(lambda: pane.tab is tab)
    return pane


@pytest.mark.anyio
async def test_keys_and_clicks_open_tabs_and_the_focus_stays_in_the_pane(tmp_path: Path) -> None:
    async with screen(tmp_path, posed=True, at="intent-dpo-3") as there:
        await there.press("2", "right_square_bracket")
        pane = await opened(there, Tab.PARAMS)
        await there.until(lambda: "beta" in there.text)
        assert there.focus() is Pane.DETAIL
        assert there.main.focused is pane.params
        await there.press("right_square_bracket", "right_square_bracket")
        await there.until(lambda: '"id"' in there.text)
        assert there.focus() is Pane.DETAIL
        await there.press("slash", *"beta", "enter", "n", "y")
        await there.until(lambda: there.app.copied)
        assert there.app.copied == "method.dpo.hyperparameters.beta"
        await there.press("escape")
        assert there.focus() is Pane.DETAIL
        await there.press("right_square_bracket")
        await opened(there, Tab.OVERVIEW)
        tabs = there.main.query_one(DetailTabs)
        await there.pilot.click(tabs, offset=(places(tabs.size.width)[2].start, 0))
        await opened(there, Tab.FILES)
        await there.until(lambda: "nobody is asked" in there.text)
        await there.press("left_square_bracket", "1", "left_square_bracket")
        assert there.focus() is Pane.JOBS
        await opened(there, Tab.OVERVIEW)


@pytest.mark.anyio
async def test_marked_jobs_stand_beside_the_selected_one(tmp_path: Path) -> None:
    async with screen(tmp_path, (160, 50), posed=True, at="intent-dpo-3") as there:
        jobs = there.main.query_one(JobList)
        other = next(job for job in there.main.jobs if job.name == "support-v7")
        jobs.marked = (other.id,)
        await there.press("2", "right_square_bracket")
        pane = await opened(there, Tab.PARAMS)
        await there.until(lambda: pane.params is not None and len(pane.params.columns) == 2)
        await there.until(lambda: "A support-v7" in there.text)
        assert "2 jobs" in there.text
        assert pane.params is not None
        rows = pane.params.rows
        await there.press("equals_sign")
        assert pane.params.rows < rows
        jobs.marked = ()
        await there.until(lambda: pane.params is not None and len(pane.params.columns) == 1)
        await there.press("equals_sign")
        assert any("mark other jobs" in toast for toast in there.toasts)
