"""Dialogs: what they return, what a stray key does to them, and outside text in them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pytest
from textual.screen import ModalScreen
from textual.widgets import Button, Input

from ftmonitor.text import plain
from ftmonitor.ui.dialogs.bulk import BulkConfirm, Part
from ftmonitor.ui.dialogs.cancel_job import CancelJob, word_to_type
from ftmonitor.ui.dialogs.confirm import Confirm, Question
from ftmonitor.ui.dialogs.failure import Failure, Trouble
from ftmonitor.ui.dialogs.no_key import Choice, NoKey
from tests.support.stagehand import HOSTILE, BareApp, shown

T = TypeVar("T")

pytestmark = pytest.mark.anyio

QUESTION = Question("pause", "support-v7", (("job", "ftjob-abc1eHs2"), ("progress", "62%")), "It can be resumed.")
JOB_ID = "ftjob-abc1eHs2"
PARTS = tuple(Part(f"ftjob-{name}", name, "running", "") for name in ("a", "b"))


async def answers(make: Callable[[], ModalScreen[T]], *cases: str) -> dict[str, list[T | None]]:
    """Press the keys of each case in a dialog of its own; return what each answered, once or not at all.

    One that has answered must be closed, any other open.
    """
    app = BareApp()
    found: dict[str, list[T | None]] = {}
    async with app.run_test(size=(80, 24)) as pilot:
        for keys in cases:
            dialog = make()
            given = found[keys] = []
            await app.push_screen(dialog, given.append)
            await pilot.pause()
            await pilot.press(*keys.split())
            await pilot.pause()
            assert (app.screen is dialog) is not bool(given), keys
            if not given:
                await app.pop_screen()
    return found


async def test_confirm() -> None:
    wanted = {
        "y": [True],
        "n": [False],
        "q": [False],
        "escape": [None],
        "alt+escape": [None],
        "enter": [False],
        "right enter": [True],
        "tab enter": [True],
        "right left enter": [False],
    }
    assert await answers(lambda: Confirm(QUESTION), *wanted) == wanted


async def test_confirm_ignores_other_keys() -> None:
    keys = ("x", "P", "space", "Y", "ctrl+c", "colon", "1", "x P space")
    assert await answers(lambda: Confirm(QUESTION), *keys) == {key: [] for key in keys}


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


async def test_cancelling_wants_the_end_of_the_id() -> None:
    wanted: dict[str, list[bool | None]] = {
        "e H s 2 enter": [True],
        "e H s 2 tab enter": [False],
        "e H s 2 tab tab enter": [True],
        "escape": [None],
        "enter": [],
        "e h s 2 enter": [],
        "e H s enter": [],
        "y enter": [],
        "ctrl+c q X": [],
    }
    assert await answers(lambda: CancelJob(QUESTION, JOB_ID), *wanted) == wanted


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


async def test_enter_on_what_is_missing_says_what_is_wanted() -> None:
    app = BareApp()
    many = BulkConfirm("cancel", PARTS, acted_on=2, consequence="It is for good.", typed=True)
    async with app.run_test(size=(80, 24)) as pilot:
        one = CancelJob(QUESTION, JOB_ID)
        for dialog, word, whom, kept in ((one, "eHs2", "the job", "it"), (many, "2", "them", "them")):
            await app.push_screen(dialog)
            await pilot.pause()
            await pilot.press("enter")
            await pilot.pause()
            assert f"type {word} to cancel {whom}, esc keeps {kept}" in shown(app)
            await pilot.press("3", "enter")
            await pilot.pause()
            assert f"3 is not {word}: type {word} to cancel {whom}, esc keeps {kept}" in shown(app)
            await app.pop_screen()


async def test_one_is_asked_about_as_several_are() -> None:
    app = BareApp()
    many = BulkConfirm("pause", PARTS, acted_on=2, consequence="", typed=False)
    async with app.run_test(size=(80, 24)) as pilot:
        for dialog, kept in ((Confirm(QUESTION), "it"), (many, "them")):
            await app.push_screen(dialog)
            await pilot.pause()
            assert [str(button.label) for button in dialog.query(Button)] == [f"n  No, leave {kept}", "y  Pause"]
            await app.pop_screen()


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


async def test_newcomers_choose() -> None:
    wanted = {
        "enter": [Choice.DEMO],
        "d": [Choice.DEMO],
        "q": [Choice.QUIT],
        "right enter": [Choice.QUIT],
        "escape": [None],
    }
    found = await answers(lambda: NoKey("https://api.openai.com/v1", "set OPENAI_API_KEY", "config.toml"), *wanted)
    assert found == wanted


def about(name: str) -> tuple[ModalScreen[bool] | ModalScreen[None] | ModalScreen[Choice], ...]:
    question = Question("pause", name, (("job", name), (name, name)), name)
    return (
        Confirm(question),
        Failure(Trouble(name, name, name, (("request id", name),))),
        CancelJob(question, name),
        NoKey(name, name, name),
    )


@pytest.mark.parametrize("dialogs", [slice(2), pytest.param(slice(4), marks=pytest.mark.long)], ids=["two", "all"])
async def test_outside_text_is_shown_as_it_is(dialogs: slice) -> None:
    app = BareApp()
    async with app.run_test(size=(100, 50)) as pilot:
        for name in HOSTILE:
            for dialog in about(name)[dialogs]:
                await app.push_screen(dialog)
                await pilot.pause()
                text = shown(app)
                assert not set(text) & set("\x1b\x07\x9b\u202e")
                if len(name) < 40 and "\n" not in name:
                    assert plain(name) in text
                await app.pop_screen()


async def test_dialogs_fit_into_any_terminal() -> None:
    app = BareApp()
    async with app.run_test(size=(80, 24)) as pilot:
        for number, dialog in enumerate(about("日本語の名前 " * 40)):
            await app.push_screen(dialog)
            for size in ((40, 10), (8, 3), (20, 5), (80, 24))[number % 2 :]:  # every other begins with the smallest
                await pilot.resize_terminal(*size)
                await pilot.pause()
                assert app.screen.query_one("#box").region.width <= size[0]
                assert app.screen.query_one("#box").region.height <= size[1]
            await app.pop_screen()


async def test_typing_does_not_leave_the_field() -> None:
    app = BareApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(CancelJob(QUESTION, JOB_ID))
        await pilot.pause()
        await pilot.press("ctrl+c", "left", "j", "k", "q")
        await pilot.pause()
        assert isinstance(app.screen, CancelJob)
        assert app.screen.query_one(Input).value == "jkq"
