"""Words -> Query: a predicate over summaries."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from ftmonitor.models.summary import JobSummary
from ftmonitor.query.fields import IS, MARKED, Sort, field_of
from ftmonitor.query.terms import Plan, Sight, Test, all_of, any_of, contains, not_, term
from ftmonitor.query.words import Mark, QueryError, Word, words

DEEPEST = 100
"""Brackets and negations in one another."""


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked. The same text is the same query."""

    text: str
    timeless: bool = field(default=True, compare=False)
    """Whether a job that did not change fits now if it did before."""
    learnt: bool = field(default=False, compare=False)
    """Whether it asks about what only the events tell."""
    of_marks: bool = field(default=False, compare=False)
    """Whether it asks which jobs are marked."""
    _plan: Plan = field(default=lambda sight: _every_job, compare=False, repr=False)

    def at(self, now: float, marked: Collection[str] = ()) -> Test:
        """Return the test of one job at `now` (seconds since the epoch), where jobs of these ids are marked."""
        return self._plan(Sight(now, marked))

    def pick(self, jobs: Iterable[JobSummary], now: float) -> tuple[JobSummary, ...]:
        """Return the jobs that fit at `now`, in their order."""
        return tuple(filter(self.at(now), jobs))


def parse(text: str) -> Query:
    """Return the query that a text asks for; an empty one fits every job.

    Raises:
        QueryError: If it cannot be read: one sentence, and where.
    """
    found = words(text)
    if not found:
        return Query(text)
    reader = _Reader(found, len(text))
    plan = reader.either(0)
    if reader.here is not None:
        raise QueryError("a ) without a ( before it: remove it", reader.here.at)
    terms = [(word, asked) for word in found if word.mark is Mark.TERM and (asked := field_of(word.field)) is not None]
    timeless = not any(asked.sort in (Sort.SPAN, Sort.DAY) for _, asked in terms)
    learnt = any(asked.learnt for _, asked in terms)
    of_marks = any(asked.name == IS and MARKED in map(str.casefold, word.values) for word, asked in terms)
    return Query(text, timeless, learnt, of_marks, plan)


class _Reader:
    """Reads words from left to right."""

    def __init__(self, found: Sequence[Word], end: int) -> None:
        self._words = found
        self._next = 0
        self._end = end

    @property
    def here(self) -> Word | None:
        return self._words[self._next] if self._next < len(self._words) else None

    def either(self, depth: int) -> Plan:
        plans = [self.both(depth)]
        while self._take(Mark.OR):
            plans.append(self.both(depth))
        return plans[0] if len(plans) == 1 else any_of(plans)

    def both(self, depth: int) -> Plan:
        plans = [self.one(depth)]
        while (word := self.here) is not None and word.mark not in (Mark.OR, Mark.CLOSE):
            self._take(Mark.AND)
            plans.append(self.one(depth))
        return plans[0] if len(plans) == 1 else all_of(plans)

    def one(self, depth: int) -> Plan:
        word = self.here
        if word is None:
            raise QueryError(f"after {self._words[-1].mark.value} comes a word or a field", self._end)
        if depth > DEEPEST:
            raise QueryError("too many brackets in one another", word.at)
        self._next += 1
        match word.mark:
            case Mark.NOT:
                return not_(self.one(depth + 1))
            case Mark.OPEN:
                plan = self.either(depth + 1)
                if not self._take(Mark.CLOSE):
                    raise QueryError("a ( without a ) after it: add it", word.at)
                return plan
            case Mark.TERM:
                return term(word)
            case Mark.TEXT:
                return contains(word.values[0])
            case _:
                raise QueryError(f"{word.mark.value!r} has nothing before it", word.at)

    def _take(self, mark: Mark) -> bool:
        word = self.here
        if word is None or word.mark is not mark:
            return False
        self._next += 1
        return True


def _every_job(_: JobSummary) -> bool:
    return True
