"""The walk down the job list, whatever comes on top, vanishes, comes back or moves between two requests."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, note
from hypothesis import strategies as st

from ftmonitor.models.source import Page
from ftmonitor.store import cursors, schema, summaries
from ftmonitor.store.cursors import Cursor, Walk
from ftmonitor.store.database import Connection, transaction
from ftmonitor.sync import jobs
from tests.support.ledger import job_row
from tests.support.profiles import few, many

NOW = 1_795_000_000.0
SIZES = (4, 5, 7, 20)


def history() -> Connection:
    """Return an empty history in memory."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    schema.migrate(connection, Path("memory"))
    return connection


@dataclass
class Question:
    """A request that is under way: what the walk stood at then, and the page once it is served."""

    asked: Cursor
    older: bool
    page: Page | None = None
    forgot: bool = False


@dataclass
class Play:
    """A list of jobs (newest first), a history, and up to `most` questions at a time. Two bytes make an act."""

    most: int = 1
    rows: list[str] = field(default_factory=list)
    away: list[tuple[str, str | None]] = field(default_factory=list)
    """Jobs that vanished, and the one that each stood above."""
    moved: set[str] = field(default_factory=set)
    """Jobs that came back or rose: what came to the end of a page meanwhile may be held above them."""
    risen: bool = False
    """Whether any rose: the unseen ones around it may be held where it was."""
    open: list[Question] = field(default_factory=list)
    connection: Connection = field(default_factory=history)
    made: int = 0

    def run(self, script: bytes) -> None:
        """Play it, then let the server rest and read on to the end; compare."""
        acts: tuple[Callable[[int], object], ...] = (
            self.grow,
            self.grow,
            self.ask,
            self.ask,
            self.ask_older,
            self.ask_older,
            self.serve,
            self.serve,
            self.arrive,
            self.arrive,
            self.arrive,
            self.alone,
            self.lose,
            self.vanish,
            self.come_back,
            self.rise,
        )
        for act, number in zip(script[::2], script[1::2], strict=False):
            acts[act % len(acts)](number)
        self.open.clear()
        self.read_on()
        self.compare()
        self.connection.close()

    def grow(self, number: int) -> None:
        for _ in range((0, 1, 1, 2, 4, 9, 30)[number % 7]):
            self.made += 1
            self.rows.insert(0, f"j{self.made:04}")

    def vanish(self, number: int) -> None:
        """Let one of the jobs vanish: the one a cursor names, or any other."""
        if self.rows:
            cursor = self.state().cursor
            at = self.rows.index(cursor) if number % 3 == 0 and cursor in self.rows else number * 7 % len(self.rows)
            below = self.rows[at + 1] if at + 1 < len(self.rows) else None
            self.away.append((self.rows.pop(at), below))

    def come_back(self, number: int) -> None:
        """Let one that is held come back to where it stood; one that nobody saw may be where nobody looks again."""
        if self.away:
            name, below = self.away.pop(number % len(self.away))
            if (below is None or below in self.rows) and name in self.held():
                self.moved.add(name)
                self.rows.insert(len(self.rows) if below is None else self.rows.index(below), name)

    def rise(self, number: int) -> None:
        """Move a job to the top: the one a cursor names, or any other."""
        if self.rows and self.rows[0] not in self.moved:  # where half a page has moved, nothing tells old from new
            cursor = self.state().cursor
            at = self.rows.index(cursor) if number % 2 and cursor in self.rows else number * 5 % len(self.rows)
            self.rows.insert(0, self.rows.pop(at))
            self.moved.add(self.rows[0])
            self.risen = True

    def alone(self, number: int) -> None:
        """A job is read by itself."""
        if self.rows:
            row = job_row(self.rows[number % len(self.rows)], "succeeded", created_at=NOW + number)
            self.write(partial(jobs.store_one, row=row, now=NOW))

    def ask(self, _: int) -> None:
        self._ask(older=False)

    def ask_older(self, _: int) -> None:
        if self.state().walk is not Walk.DONE:
            self._ask(older=self.state().cursor is not None)

    def serve(self, number: int) -> None:
        """Answer the oldest question that has no answer yet: it may still be long on its way."""
        for question in self.open:
            if question.page is None and not question.forgot:
                self._serve(question, SIZES[number % len(SIZES)], doubled=number > 230)
                return

    def arrive(self, number: int) -> None:
        """Let one of the answers come, or be asked, answered and come at once."""
        ready = [question for question in self.open if question.page or question.forgot]
        if not ready:
            (self.ask_older if number % 2 else self.ask)(number)
            self.serve(number // 2)
            ready = [question for question in self.open if question.page or question.forgot]
        if ready:
            question = ready[number % len(ready)]
            self.open.remove(question)
            self._take(question)

    def lose(self, number: int) -> None:
        """Let a question, or its answer, get lost."""
        if self.open:
            del self.open[number % len(self.open)]

    def read_on(self) -> None:
        """Read the first page, then all older ones."""
        newest = True
        for _ in range(len(self.rows) + 20):
            question = Question(self.state(), older=not newest and self.state().cursor is not None)
            self._serve(question, 7)
            self._take(question)
            newest = False
            if self.state().walk is Walk.DONE:
                return
        raise AssertionError("the walk does not end")

    def compare(self) -> None:
        """Every job that is listed is held, once; where none rose, all that never moved are in the server's order."""
        held = self.held()
        assert len(set(held)) == len(held)
        assert set(self.rows) <= set(held)
        steady = [name for name in self.rows if name not in self.moved]
        assert self.risen or [name for name in held if name in set(steady)] == steady

    def held(self) -> list[str]:
        return [summary.id for summary in summaries.newest(self.connection, 10_000)]

    def state(self) -> Cursor:
        return cursors.load(self.connection)

    def write(self, work: Callable[[Connection], object]) -> None:
        transaction(self.connection, work)

    def _ask(self, *, older: bool) -> None:
        if len(self.open) < self.most:
            self.open.append(Question(self.state(), older))

    def _serve(self, question: Question, size: int, *, doubled: bool = False) -> None:
        after = question.asked.cursor if question.older else None
        if after is not None and after not in self.rows:
            question.forgot = True
            return
        start = self.rows.index(after) + 1 if after is not None else 0
        names = self.rows[start : start + size]
        more = start + size < len(self.rows)
        shown = [*names[:2], *names] if doubled else names
        rows = tuple(job_row(name, "succeeded") for name in shown)
        question.page = Page(rows, next=names[-1] if names and more else None)

    def _take(self, question: Question) -> None:
        page = question.page
        note(f"{question.asked} -> {page and [row.id for row in page.rows]}")
        if page is None:
            self.write(partial(jobs.forget_cursor, asked=question.asked))
        elif question.older:
            self.write(partial(jobs.store_older, page=page, asked=question.asked, now=NOW))
        else:
            self.write(partial(jobs.store_newest, page=page, now=NOW, asked=question.asked))


SCRIPTS = st.binary(min_size=20, max_size=160)


@few(60)
@given(SCRIPTS)
def test_the_whole_list_is_held_once_and_in_order(script: bytes) -> None:
    Play().run(script)


@few(60)
@given(SCRIPTS)
def test_two_programs_at_once_and_answers_in_any_order(script: bytes) -> None:
    Play(most=3).run(script)


@pytest.mark.long
@pytest.mark.parametrize("most", [1, 3])
def test_many_more_of_each(most: int) -> None:
    @many(1_500)
    @given(st.binary(min_size=20, max_size=400))
    def play(script: bytes) -> None:
        Play(most).run(script)

    play()
