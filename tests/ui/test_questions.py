"""Questions: one of a kind at a time, none lost, none late."""

from __future__ import annotations

import asyncio
import gc
import warnings

import pytest

from ftmonitor.errors import FtmonitorError, StoreError
from ftmonitor.sync.changes import EventsAdded, JobsChanged
from ftmonitor.ui.messages import LinkChanged, News, StoreChanged
from ftmonitor.ui.screens.questions import Questions
from tests.support.stagehand import BareApp

pytestmark = pytest.mark.anyio


class Library:
    """Answers when the gate is opened."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.asked: list[str] = []
        self.answered: list[str] = []

    async def read(self, book: str) -> None:
        self.asked.append(book)
        await self.gate.wait()
        self.answered.append(book)


async def test_asked_again_meanwhile_it_asks_once_more() -> None:
    app = BareApp()
    async with app.run_test():
        library = Library()
        questions = Questions(app, print)
        for _ in range(5):
            questions.ask("events", "a", lambda: library.read("a"))
            await asyncio.sleep(0)
        library.gate.set()
        await app.workers.wait_for_complete()
        assert library.answered == ["a", "a"]


async def test_another_subject_drops_the_old_question() -> None:
    app = BareApp()
    async with app.run_test() as pilot:
        library = Library()
        questions = Questions(app, print)
        questions.ask("events", "a", lambda: library.read("a"))
        await pilot.pause()
        questions.ask("events", "b", lambda: library.read("b"))
        await pilot.pause()
        library.gate.set()
        await pilot.pause()
        assert library.asked == ["a", "b"]
        assert library.answered == ["b"]


async def test_one_that_is_dropped_before_it_began_leaves_nothing_behind() -> None:
    app = BareApp()
    async with app.run_test() as pilot:
        library = Library()
        library.gate.set()
        questions = Questions(app, print)
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            questions.ask("events", "a", lambda: library.read("a"))
            questions.ask("events", "b", lambda: library.read("b"))
            await pilot.pause()
            gc.collect()
        assert library.answered == ["b"]
        assert not caught


async def test_kinds_do_not_disturb_each_other() -> None:
    app = BareApp()
    async with app.run_test():
        library = Library()
        library.gate.set()
        questions = Questions(app, print)
        questions.ask("events", "a", lambda: library.read("events"))
        questions.ask("job", "a", lambda: library.read("job"))
        await app.workers.wait_for_complete()
        assert set(library.answered) == {"events", "job"}


async def test_a_failure_is_told_and_the_next_question_asked() -> None:
    app = BareApp()
    async with app.run_test():
        failures: list[FtmonitorError] = []
        library = Library()
        library.gate.set()

        async def fails() -> None:
            raise StoreError("the disk is full")

        questions = Questions(app, failures.append)
        questions.ask("job", "a", fails)
        await app.workers.wait_for_complete()
        questions.ask("job", "a", lambda: library.read("a"))
        await app.workers.wait_for_complete()
        assert [str(error) for error in failures] == ["the disk is full"]
        assert library.answered == ["a"]


def test_news_merge_and_none_is_lost() -> None:
    news = News()
    assert not news
    for change in (JobsChanged(), EventsAdded("a"), EventsAdded("b"), EventsAdded("a")):
        news.add(change)
    assert news
    assert news.take() == {JobsChanged(), EventsAdded("a"), EventsAdded("b")}
    assert news.take() == frozenset()


def test_messages_replace_their_kind_only() -> None:
    assert StoreChanged(News()).can_replace(StoreChanged(News()))
    assert not StoreChanged(News()).can_replace(LinkChanged())
    assert LinkChanged().can_replace(LinkChanged())
    assert not LinkChanged().can_replace(StoreChanged(News()))
