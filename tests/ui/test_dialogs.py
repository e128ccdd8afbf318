"""Dialogs: what they return, what a stray key does to them, and outside text in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import pytest
from textual.screen import ModalScreen
from textual.widgets import Button, Input

from ftmonitor.text import plain
from ftmonitor.ui.dialogs.cancel_job import CancelJob, word_to_type
from ftmonitor.ui.dialogs.confirm import Confirm, Question
from ftmonitor.ui.dialogs.failure import Failure, Trouble
from ftmonitor.ui.dialogs.no_key import Choice, NoKey
from tests.support.stagehand import HOSTILE, BareApp, shown

T = TypeVar("T")

pytestmark = pytest.mark.anyio

QUESTION = Question("pause", "support-v7", (("job", "ftjob-abc1eHs2"), ("progress", "62%")), "It can be resumed.")
JOB_ID = "ftjob-abc1eHs2"


async def answers(
    dialog: ModalScreen[T], keys: Sequence[str], size: tuple[int, int] = (80, 24)
) -> tuple[list[T | None], bool]:
    """Press keys in a dialog; return what it answered, and whether it is still open."""
    app = BareApp()
    found: list[T | None] = []
    async with app.run_test(size=size) as pilot:
        await app.push_screen(dialog, found.append)
        await pilot.pause()
        for key in keys:
            await pilot.press(key)
            await pilot.pause()
        return found, app.screen is dialog


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (["y"], True),
        (["n"], False),
        (["q"], False),
        (["escape"], None),
        (["alt+escape"], None),
        (["enter"], False),
        (["right", "enter"], True),
        (["tab", "enter"], True),
        (["right", "left", "enter"], False),
    ],
)
async def test_confirm(keys: list[str], answer: object) -> None:
    assert await answers(Confirm(QUESTION), keys) == ([answer], False)


@pytest.mark.parametrize("key", ["x", "P", "space", "Y", "ctrl+c", "colon", "1"])
async def test_confirm_ignores_other_keys(key: str) -> None:
    found, still_open = await answers(Confirm(QUESTION), [key])
    if key != "space":  # space presses no button, either
        assert still_open
    assert found in ([], [False])


async def test_confirm_says_what_it_is_about() -> None:
    app = BareApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(Confirm(QUESTION))
        await pilot.pause()
        text = shown(app)
        assert "Pause support-v7?" in text
        assert "ftjob-abc1eHs2" in text
        assert "62%" in text
        assert "It can be resumed." in text


async def test_confirm_by_mouse() -> None:
    app = BareApp()
    found: list[object] = []
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(Confirm(QUESTION), found.append)
        await pilot.pause()
        await pilot.click("#yes")
        await pilot.pause()
    assert found == [True]


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (["e", "H", "s", "2", "enter"], [True]),
        (["e", "H", "s", "2", "tab", "enter"], [False]),
        (["e", "H", "s", "2", "tab", "tab", "enter"], [True]),
        (["escape"], [None]),
        (["enter"], []),
        (["e", "h", "s", "2", "enter"], []),
        (["e", "H", "s", "enter"], []),
        (["y", "enter"], []),
        (["ctrl+c", "q", "X"], []),
    ],
)
async def test_cancelling_wants_the_end_of_the_id(keys: list[str], answer: list[object]) -> None:
    found, _ = await answers(CancelJob(QUESTION, JOB_ID), keys)
    assert found == answer


async def test_the_deed_is_off_until_the_word_is_right() -> None:
    app = BareApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(CancelJob(QUESTION, JOB_ID))
        await pilot.pause()
        deed = app.screen.query_one("#yes", Button)
        assert deed.disabled
        await pilot.press(*"eHs2")
        await pilot.pause()
        assert not deed.disabled
        await pilot.press("backspace")
        await pilot.pause()
        assert deed.disabled


@pytest.mark.parametrize(
    ("job_id", "word"),
    [(JOB_ID, "eHs2"), ("ab", "ab"), ("job-日本", "cancel"), ("job-\x1b[2J", "cancel"), ("abcd ", "cancel")],
)
def test_word_to_type(job_id: str, word: str) -> None:
    assert word_to_type(job_id) == word


async def test_failure_copies_all_of_it() -> None:
    app = BareApp()
    trouble = Trouble("Could not pause", "The server said no.", "Nothing was changed.", (("request id", "req_1"),))
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(Failure(trouble))
        await pilot.pause()
        assert "req_1" in shown(app)
        await pilot.press("y")
        await pilot.pause()
        assert app.copied == ["Could not pause\nThe server said no.\nNothing was changed.\nrequest id: req_1"]
        await pilot.press("enter")
        await pilot.pause()
        assert not isinstance(app.screen, Failure)


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (["enter"], Choice.DEMO),
        (["d"], Choice.DEMO),
        (["q"], Choice.QUIT),
        (["right", "enter"], Choice.QUIT),
        (["escape"], None),
    ],
)
async def test_newcomers_choose(keys: list[str], answer: Choice | None) -> None:
    found, _ = await answers(NoKey("https://api.openai.com/v1", "set OPENAI_API_KEY", "config.toml"), keys)
    assert found == [answer]


def about(name: str) -> tuple[ModalScreen[bool] | ModalScreen[None] | ModalScreen[Choice], ...]:
    question = Question("pause", name, (("job", name), (name, name)), name)
    return (
        Confirm(question),
        Failure(Trouble(name, name, name, (("request id", name),))),
        CancelJob(question, name),
        NoKey(name, name, name),
    )


@pytest.mark.parametrize("name", HOSTILE, ids=range(len(HOSTILE)))
async def test_outside_text_is_shown_as_it_is(name: str) -> None:
    app = BareApp()
    async with app.run_test(size=(100, 50)) as pilot:
        for dialog in about(name)[:2]:
            await app.push_screen(dialog)
            await pilot.pause()
            text = shown(app)
            assert not set(text) & set("\x1b\x07\x9b\u202e")
            if len(name) < 40 and "\n" not in name:
                assert plain(name) in text
            app.pop_screen()


@pytest.mark.parametrize("size", [(80, 24), (40, 10), (20, 5), (8, 3)], ids=str)
async def test_dialogs_fit_into_any_terminal(size: tuple[int, int]) -> None:
    app = BareApp()
    async with app.run_test(size=size) as pilot:
        for dialog in about("日本語の名前 " * 40):
            await app.push_screen(dialog)
            await pilot.pause()
            assert app.screen.query_one("#box").region.width <= size[0]
            assert app.screen.query_one("#box").region.height <= size[1]
            app.pop_screen()


async def test_typing_does_not_leave_the_field() -> None:
    app = BareApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(CancelJob(QUESTION, JOB_ID))
        await pilot.pause()
        await pilot.press("ctrl+c", "left", "j", "k", "q")
        await pilot.pause()
        assert isinstance(app.screen, CancelJob)
        assert app.screen.query_one(Input).value == "jkq"
