"""One word -> its test."""

from __future__ import annotations

import difflib
import operator
from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from ftmonitor.models.summary import JobSummary, number_of
from ftmonitor.query import values
from ftmonitor.query.fields import IS, MARKED, META, Field, Sort, everything, field_of, names, states_of
from ftmonitor.query.words import QueryError, Word

Test = Callable[[JobSummary], bool]
"""Whether a job fits."""


class Sight(NamedTuple):
    """What a test looks at beside the job: the time, in seconds since the epoch, and which jobs are marked."""

    now: float
    marked: Collection[str] = ()


Plan = Callable[[Sight], Test]
"""What depends on the time is worked out once: a plan gives the test at that time."""

STATES = ("pinned", "noted", "marked", "ended", "retiring")
"""What `is:` asks about."""

NONE = "none"

_COMPARE = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


def any_of(plans: Sequence[Plan]) -> Plan:
    """Return the plan that one of `plans` suffices for."""

    def at(sight: Sight) -> Test:
        tests = [plan(sight) for plan in plans]

        def fits(job: JobSummary) -> bool:
            for test in tests:  # noqa: SIM110  (a third of the time of any() over a generator, at ten thousand jobs a key)
                if test(job):
                    return True
            return False

        return fits

    return at


def all_of(plans: Sequence[Plan]) -> Plan:
    """Return the plan that all of `plans` are needed for."""

    def at(sight: Sight) -> Test:
        tests = [plan(sight) for plan in plans]

        def fits(job: JobSummary) -> bool:
            for test in tests:  # noqa: SIM110
                if not test(job):
                    return False
            return True

        return fits

    return at


def not_(plan: Plan) -> Plan:
    """Return the opposite of a plan."""

    def at(sight: Sight) -> Test:
        test = plan(sight)
        return lambda job: not test(job)

    return at


def contains(text: str) -> Plan:
    """Return the plan for a word alone."""
    pattern = _pattern(text, whole=False)
    return _always(lambda job: pattern(everything(job)))


def term(word: Word) -> Plan:
    """Return the plan for `field:value` and its like.

    Raises:
        QueryError: If there is no such field, or the value does not fit it.
    """
    asked = field_of(word.field)
    if asked is None:
        near = difflib.get_close_matches(word.field.lower(), names(), n=1)
        hint = f"did you mean {near[0]}?" if near else 'put the text in "quotes" to look for it'
        raise QueryError(f"there is no field {word.field}: {hint}", word.at)
    if not word.values:
        raise QueryError(f"after {word.field}{word.operator} comes a value", word.at)
    if word.operator in _COMPARE:
        if len(word.values) > 1:
            raise QueryError(f"{word.operator} takes one value", word.at)
        return _compared(asked, word)
    plans = [_equal(asked, word, value) for value in word.values]
    plan = plans[0] if len(plans) == 1 else any_of(plans)
    return not_(plan) if word.operator == "!=" else plan


def _compared(asked: Field, word: Word) -> Plan:
    compare = _COMPARE[word.operator]
    if asked.sort is Sort.TEXT:
        wanted = values.number(word.values[0])
        if wanted is None or not asked.name.startswith(META):
            raise QueryError(f"{asked.name} is text: ask with : or =", word.at)
        return _always(
            lambda job: any(
                (held := number_of(text)) is not None and compare(held, wanted) for text in asked.texts(job)
            )
        )
    if asked.sort is Sort.DAY:
        return _by_day(asked, word)
    border, number = _number(asked, word, word.values[0]), asked.number
    if asked.sort is Sort.SPAN:  # older is earlier: the comparison turns round
        return lambda sight: lambda job: (then := number(job)) is not None and compare(sight.now - then, border)
    return _always(lambda job: (held := number(job)) is not None and compare(held, border))


def _by_day(asked: Field, word: Word) -> Plan:
    """Compare with a whole day: `>` and `<=` look at its end, `<` and `>=` at its beginning."""
    text, number = word.values[0].lower(), asked.number
    end, after = word.operator in (">", "<="), word.operator in (">", ">=")
    _day(word, text, 0.0)

    def at(sight: Sight) -> Test:
        border = _day(word, text, sight.now)[end]
        return lambda job: (then := number(job)) is not None and (then >= border) is after

    return at


def _equal(asked: Field, word: Word, value: str) -> Plan:
    texts, number = asked.texts, asked.number
    missing = value.casefold() == NONE
    if asked.name == IS:
        return _state(word, value.casefold())
    if asked.sort is Sort.TEXT:
        if missing:
            return _always(lambda job: not any(texts(job)))
        pattern = _pattern(value, whole=word.operator != ":")
        return _always(lambda job: any(pattern(text.casefold()) for text in texts(job)))
    if missing:
        return _always(lambda job: number(job) is None)
    if asked.sort is Sort.DAY:
        return _on_days(asked, word, value.lower())
    first, dots, last = value.partition("..")
    low = _number(asked, word, first)
    high = _number(asked, word, last) if dots else low
    if asked.sort is Sort.SPAN:
        if not dots:
            raise QueryError(f"ask {word.field} with < or >, or for a range such as {word.field}:1d..3d", word.at)
        return lambda sight: lambda job: (then := number(job)) is not None and low <= sight.now - then <= high
    return _always(lambda job: (held := number(job)) is not None and low <= held <= high)


def _state(word: Word, state: str) -> Plan:
    if state not in STATES:
        raise QueryError(f"{word.field}{word.operator} takes {', '.join(STATES[:-1])} or {STATES[-1]}", word.at)
    if state == MARKED:
        return lambda sight: lambda job: job.id in sight.marked
    return _always(lambda job: state in states_of(job))


def _on_days(asked: Field, word: Word, value: str) -> Plan:
    number = asked.number
    first, _, last = value.partition("..")
    for text in (first, last or first):
        _day(word, text, 0.0)

    def at(sight: Sight) -> Test:
        start, end = _day(word, first, sight.now)[0], _day(word, last or first, sight.now)[1]
        return lambda job: (then := number(job)) is not None and start <= then < end

    return at


def _day(word: Word, text: str, now: float) -> tuple[float, float]:
    found = values.day(text, now)
    if found is None:
        raise QueryError(f"{word.field} takes a day such as 2026-11-23, today or yesterday, not {text!r}", word.at)
    return found


def _number(asked: Field, word: Word, text: str) -> float:
    found = values.span(text) if asked.sort is Sort.SPAN else values.number(text)
    if found is None:
        example = "a span of time such as 30m, 2d or 1w" if asked.sort is Sort.SPAN else "a number such as 0.4 or 12k"
        raise QueryError(f"{word.field} takes {example}, not {text!r}", word.at)
    return found


def _pattern(text: str, *, whole: bool) -> Callable[[str], bool]:
    """Return a test of a text in small letters; `*` stands for anything. Its time is linear in the text."""
    wanted = text.casefold()
    if "*" not in wanted:
        return (lambda held: held == wanted) if whole else (lambda held: wanted in held)
    first, *between = wanted.split("*")
    last = between.pop()

    def fits(held: str) -> bool:
        if whole and not (held.startswith(first) and held.endswith(last) and len(held) >= len(first) + len(last)):
            return False
        at, end = (len(first), len(held) - len(last)) if whole else (0, len(held))
        for piece in between if whole else (first, *between, last):
            found = held.find(piece, at, end)
            if found < 0:
                return False
            at = found + len(piece)
        return True

    return fits


def _always(test: Test) -> Plan:
    return lambda sight: test
