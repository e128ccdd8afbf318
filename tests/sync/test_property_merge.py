"""Laying pages beside what is held, whatever a server has, serves and answers, in every order of the answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from hypothesis import given, note
from hypothesis import strategies as st

from ftmonitor.sync.merge import Asked
from tests.support.logs import Log, Walk, compare
from tests.support.profiles import few, many
from tests.support.served import Answer, Served, doubled, swapped

SIZES = (1, 2, 3, 5, 12)


@dataclass
class Question:
    """A request that is under way. `answer` is None until it is served, and holds None where the cursor is unknown."""

    asked: Asked
    answer: tuple[Answer | None] | None = None


@dataclass
class Play:
    """A server, a log, and what is asked of the one for the other by up to `most` clients at a time.

    The play is written in bytes, two for each act: so a failure becomes the shortest one that fails.
    """

    most: int = 1
    odd: bool = False
    """Whether pages come out of order, with rows twice, or the same page again."""
    server: Served = field(default_factory=Served)
    log: Log = field(default_factory=Log)
    open: list[Question] = field(default_factory=list)
    laid: set[str] = field(default_factory=set)
    """Rows of pages that were laid whole."""
    repeated: bool = False

    def run(self, script: bytes) -> None:
        """Play it, then let the server rest and read all of it; compare."""
        acts: tuple[Callable[[int], object], ...] = (
            self.grow,
            self.grow,
            self.ask,
            self.ask,
            self.ask_older,
            self.ask_older,
            self.serve,
            self.serve,
            self.serve,
            self.arrive,
            self.arrive,
            self.arrive,
            self.lose,
            self.forget,
            self.late,
            self.retire,
        )
        for act, number in zip(script[::2], script[1::2], strict=False):
            acts[act % len(acts)](number)
        self.open.clear()
        self.server.grow(1)
        Walk(self.log).to_the_end(self.server, 7)
        compare(self.log, self.server, in_order=not self.odd)
        assert self.laid <= set(self.log.ids)

    def grow(self, number: int) -> None:
        self.server.grow((0, 1, 1, 2, 3, 5, 9, 30)[number % 8])

    def late(self, number: int) -> None:
        self.server.add_late(number % 6 + 1)

    def retire(self, number: int) -> None:
        self.server.retire((0, 0, 1, 3, 12)[number % 5])

    def ask(self, _: int) -> None:
        self._ask(self.log.ask())

    def ask_older(self, _: int) -> None:
        self._ask(self.log.ask_older())

    def serve(self, number: int) -> None:
        """Answer the oldest question that has none yet: it may still be long on its way."""
        for question in self.open:
            if question.answer is None:
                question.answer = (self._answer(question.asked, number),)
                return

    def arrive(self, number: int) -> None:
        """Let one of the answers come, or be asked, answered and come at once."""
        ready = [question for question in self.open if question.answer]
        if not ready:
            self._ask(self.log.ask() if number % 2 else self.log.ask_older())
            self.serve(number // 2)
            ready = [question for question in self.open if question.answer]
        if not ready:
            return
        question = ready[number % len(ready)]
        self.open.remove(question)
        answer = question.answer[0] if question.answer else None
        note(f"{question.asked.run}:{question.asked.cursor} -> {answer}")
        if Walk(self.log).take(answer, question.asked) and answer is not None:
            self.laid.update(answer[0])

    def lose(self, number: int) -> None:
        """Let a question, or its answer, get lost."""
        if self.open:
            del self.open[number % len(self.open)]

    def forget(self, _: int) -> None:
        """Let the server forget a cursor, though it serves what is under it."""
        for question in self.open:
            if question.answer is None and question.asked.cursor is not None:
                question.answer = (None,)
                return

    def _ask(self, asked: Asked | None) -> None:
        if asked is not None and len(self.open) < self.most:
            self.open.append(Question(asked))

    def _answer(self, asked: Asked, number: int) -> Answer | None:
        size, odd, after = SIZES[number % len(SIZES)], number // len(SIZES) % 10, asked.cursor
        if not self.odd or odd > 3:
            return self.server.answer(size, after)
        size += 4  # nothing helps against a server that mixes up more than pages are long
        if odd == 0 and after is not None and not self.repeated:
            self.repeated = True
            return self.server.before(size, after)
        self.repeated = False
        if odd == 1 and after is not None:
            return self.server.overlapping(size, after, 3)
        answer = self.server.answer(size, after)
        if answer is None or odd == 0:
            return answer
        return (doubled if odd == 2 else swapped)(answer, number // 50)


SCRIPTS = st.binary(min_size=20, max_size=300)


@few(150)
@given(SCRIPTS)
def test_a_log_becomes_what_is_served(script: bytes) -> None:
    Play().run(script)


@few(150)
@given(SCRIPTS)
def test_two_at_once_and_answers_in_any_order(script: bytes) -> None:
    Play(most=3).run(script)


@few(150)
@given(SCRIPTS)
def test_pages_out_of_order_lose_and_double_nothing(script: bytes) -> None:
    Play(odd=True).run(script)


@pytest.mark.long
@pytest.mark.parametrize("odd", [False, True])
@pytest.mark.parametrize("most", [1, 3])
def test_many_more_of_each(most: int, odd: bool) -> None:
    @many(5_000)
    @given(st.binary(min_size=20, max_size=800))
    def play(script: bytes) -> None:
        Play(most, odd).run(script)

    play()
