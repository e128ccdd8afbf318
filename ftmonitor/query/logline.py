"""Which events of a log are wanted: a text or an expression, from some level on, with metrics or without. Pure.

A text is case-smart: it is looked for in either case unless it has a capital. Letters beyond ASCII are compared as
Unicode pairs them only where the text has one. `/...` is a regular expression of the `regex` package, whose searches
have a time limit each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from math import prod
from time import perf_counter
from typing import Protocol

from ftmonitor.errors import UsageError
from ftmonitor.turns import InTurn

LONGEST = 300
"""Characters of an expression: some lines of any screen."""

LINE_S = 0.05
"""Seconds that a regular expression may take for one line, of 4,000 characters at most; a usual one takes 1e-5."""

GLANCE_S = 0.002
"""Seconds that it may take to find what is to be marked in a line that is drawn."""

MOST_MARKS = 40
"""Places that are marked in one line."""

WARNINGS = ("warn", "warning")
ERRORS = ("error", "critical", "fatal")
METRICS = "metrics"
"""The type of the events that tell numbers of a step."""

MOST_REPEATS = 50_000
"""Counts of repeats multiplied: `a{99}` within `{99}` within `{99}` would be written out when it is compiled."""

_COUNTS = re.compile(r"\{(\d*),?(\d*)\}")
_ESCAPED = re.compile(r"\\.", re.DOTALL)


class LineError(UsageError):
    """An expression that cannot be read, or takes too long."""


class Level(InTurn):
    """From which level on events are shown; the value is what the title says."""

    ALL = ""
    WARNINGS = "warn+"
    ERRORS = "errors"

    @property
    def words(self) -> tuple[str, ...]:
        """Return the levels that are shown, in small letters; none where all of them are."""
        return {Level.ALL: (), Level.WARNINGS: WARNINGS + ERRORS, Level.ERRORS: ERRORS}[self]


class Metrics(InTurn):
    """Whether metrics events are shown; the value is what the title says."""

    SHOWN = ""
    HIDDEN = "no metrics"
    ALONE = "only metrics"


class _Found(Protocol):
    def span(self) -> tuple[int, int]: ...


@dataclass(frozen=True, slots=True)
class Words:
    """What is looked for in a message."""

    text: str
    """A text, or a regular expression without its slashes; never empty."""
    expression: bool = False
    inverse: bool = False

    @property
    def cased(self) -> bool:
        """Return whether capitals and small letters are told apart: there is a capital, beside `\\S` and its like."""
        bare = _ESCAPED.sub("", self.text) if self.expression else self.text
        return any(letter.isupper() for letter in bare)

    @property
    def simple(self) -> bool:
        """Return whether comparing bytes is enough, letters from A to Z in either case."""
        return not self.expression and (self.cased or self.text.isascii())

    def narrows(self, other: Words) -> bool:
        """Return whether all that fits this one is known to fit another one, as after one more letter."""
        if self.inverse or other.inverse or not (self.simple and other.simple and self.text.isascii()):
            return False
        return (self.cased and other.text in self.text) if other.cased else other.text in self.text.lower()

    @property
    def said(self) -> str:
        """Return it as it is typed."""
        return f"{'!' if self.inverse else ''}{f'/{self.text}/' if self.expression else self.text}"

    def fits(self, message: str) -> bool:
        """Return whether a message is wanted.

        Raises:
            LineError: If finding out takes too long.
        """
        if self.expression:
            return (next(self._searched(message, LINE_S, 1), None) is not None) is not self.inverse
        return (_plain(self).search(message) is not None) is not self.inverse

    def marks(self, line: str, within_s: float = GLANCE_S) -> tuple[tuple[int, int], ...]:
        """Return where it stands in a line that is shown, as (start, stop); nothing where finding out takes long."""
        if self.inverse:
            return ()
        try:
            if self.expression:
                return tuple(span for span in self._searched(line, within_s, MOST_MARKS) if span[0] < span[1])
        except LineError:
            return ()
        return tuple([found.span() for found in islice(_plain(self).finditer(line), MOST_MARKS)])

    def _searched(self, text: str, limit_s: float, most: int) -> Iterator[tuple[int, int]]:
        """Yield up to `most` places, one after the other, all of them within the limit."""
        compiled = _compiled(self.text, self.cased)
        end = perf_counter() + limit_s
        try:
            at = 0
            for _ in range(most):
                left_s = max(1e-6, end - perf_counter())
                found = compiled.search(text, at, timeout=left_s, concurrent=True)
                if found is None:
                    return
                start, stop = found.span()
                yield start, stop
                at = max(stop, start + 1)
        except TimeoutError:
            raise LineError("this expression takes too long on one line: make it simpler") from None


@dataclass(frozen=True, slots=True)
class Sieve:
    """Which events are shown. One that is false lets all of them pass."""

    level: Level = Level.ALL
    metrics: Metrics = Metrics.SHOWN
    words: tuple[Words, ...] = ()
    """All of them have to fit."""

    def __bool__(self) -> bool:
        return bool(self.words) or self.level is not Level.ALL or self.metrics is not Metrics.SHOWN

    @property
    def said(self) -> tuple[str, ...]:
        """Return what the title says of it."""
        return tuple(
            part for part in (self.level.value, self.metrics.value, *(f"& {w.said}" for w in self.words)) if part
        )

    def narrows(self, other: Sieve) -> bool:
        """Return whether it lets pass what passes another one and fits its own last words, and nothing else."""
        alike = (self.level, self.metrics, self.words[:-1]) == (other.level, other.metrics, other.words[:-1])
        return alike and bool(self.words and other.words) and self.words[-1].narrows(other.words[-1])

    def fits(self, level: str, kind: str, message: str) -> bool:
        """Return whether an event is shown.

        Raises:
            LineError: If finding out takes too long.
        """
        if self.level.words and level.lower() not in self.level.words:
            return False
        if self.metrics is not Metrics.SHOWN and (kind == METRICS) is (self.metrics is Metrics.HIDDEN):
            return False
        return all(words.fits(message) for words in self.words)


def read(typed: str, *, inverse: bool = False) -> Words | None:
    """Return what is typed as something to look for, None where nothing is.

    `/.../` is a regular expression; its last slash may be left out. With `inverse`, a leading `!` asks for the lines
    without it.

    Raises:
        LineError: If it is no expression, or too long.
    """
    text = typed.strip()
    if len(text) > LONGEST:
        raise LineError(f"longer than {LONGEST} characters")
    turned = inverse and text.startswith("!")
    text = text[1:].strip() if turned else text
    if not text:
        return None
    if text[0] == "/":
        bare = text[1:-1] if len(text) > 2 and text[-1] == "/" else text[1:]
        if bare in ("", "/"):
            return None
        words = Words(bare, expression=True, inverse=turned)
        _compiled(words.text, words.cased)
        return words
    return Words(text, inverse=turned)


@lru_cache(8)
def _plain(words: Words) -> re.Pattern[str]:
    flags = re.NOFLAG if words.cased else re.IGNORECASE | (re.ASCII if words.text.isascii() else re.NOFLAG)
    return re.compile(re.escape(words.text), flags)


class _Compiled(Protocol):
    def search(self, text: str, pos: int, /, *, timeout: float, concurrent: bool) -> _Found | None: ...


@lru_cache(8)
def _compiled(text: str, cased: bool) -> _Compiled:
    import regex  # not before somebody types an expression

    counts = (max((int(number[:9]) for number in found if number), default=1) for found in _COUNTS.findall(text))
    if prod(max(1, count) for count in counts) > MOST_REPEATS:
        raise LineError("no regular expression: its repeats are too many")
    try:
        compiled: _Compiled = regex.compile(text, regex.VERSION0 if cased else regex.VERSION0 | regex.IGNORECASE)
    except (regex.error, OverflowError, RecursionError, MemoryError, ValueError, KeyError, IndexError) as error:
        raise LineError(f"no regular expression: {_reason(error)}") from None
    return compiled


def _reason(error: BaseException) -> str:
    return str(getattr(error, "msg", "") or error or "it is too large").partition(" at position")[0]
