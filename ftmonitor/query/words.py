"""Text -> words of the filter language, each with where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from ftmonitor.errors import UsageError

MOST = 2000
"""Characters of a query: far more than anybody types."""

OPERATORS = ("!=", "<=", ">=", ":", "=", "<", ">")
"""Longer ones first."""

_FIELD = re.compile(r"""([^\s:=<>!()|&"']+)(!=|<=|>=|[:=<>])""")
_BARE = re.compile(r"[^\s()]+")
_NOTHING = " \t\n\r\f\v)"
"""A sign of negation before one of these, or at the end, is a word as any."""
_QUOTES = "\"'"


class QueryError(UsageError):
    """A query that cannot be read. `at` is where in the text (characters from 0)."""

    def __init__(self, message: str, at: int) -> None:
        super().__init__(message)
        self.at = at


class Mark(StrEnum):
    """What a word is there for."""

    OR = "or"
    AND = "and"
    NOT = "not"
    OPEN = "("
    CLOSE = ")"
    TERM = "term"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Word:
    """One word. A TERM has a field as typed, an operator and alternatives; a TEXT has one, what is looked for."""

    mark: Mark
    at: int
    field: str = ""
    operator: str = ""
    values: tuple[str, ...] = ()
    quoted: bool = False


_MARKS = {"or": Mark.OR, "|": Mark.OR, "||": Mark.OR, "and": Mark.AND, "&": Mark.AND, "&&": Mark.AND, "not": Mark.NOT}
_SIGNS = {"(": Mark.OPEN, ")": Mark.CLOSE}


def words(text: str) -> list[Word]:
    """Return the words of a query.

    Raises:
        QueryError: If a quotation has no end, or the text is too long.
    """
    if len(text) > MOST:
        raise QueryError(f"the filter is too long: {MOST} characters at most", MOST)
    found: list[Word] = []
    at = 0
    while at < len(text):
        sign = text[at]
        if sign.isspace():
            at += 1
        elif sign in _SIGNS:
            found.append(Word(_SIGNS[sign], at))
            at += 1
        elif sign in "-!" and text[at + 1 : at + 2].strip(_NOTHING):
            found.append(Word(Mark.NOT, at))
            at += 1
        else:
            word, at = _word(text, at)
            found.append(word)
    return found


def _word(text: str, at: int) -> tuple[Word, int]:
    if text[at] in _QUOTES:
        value, end = _quoted(text, at)
        return Word(Mark.TEXT, at, values=(value,), quoted=True), end
    field = _FIELD.match(text, at)
    if field is not None:
        values, end = _values(text, field.end())
        return Word(Mark.TERM, at, field[1], field[2], values), end
    bare = _BARE.match(text, at)
    if bare is None:  # not reached: what is no space and no sign is a bare word
        raise QueryError("a word is missing", at)
    mark = _MARKS.get(bare[0].lower())
    if mark is not None:
        return Word(mark, at), bare.end()
    return Word(Mark.TEXT, at, values=(bare[0],)), bare.end()


def _values(text: str, at: int) -> tuple[tuple[str, ...], int]:
    """Return the alternatives from `at` on, and where they end; none where there is nothing yet."""
    values = []
    while at < len(text) and not text[at].isspace() and text[at] not in "()":
        if text[at] in _QUOTES:
            value, at = _quoted(text, at)
        else:
            end = at
            while end < len(text) and not text[end].isspace() and text[end] not in "|()":
                end += 1
            value, at = text[at:end], end
        values.append(value)
        if at < len(text) and text[at] == "|":
            at += 1
            continue
        break
    return tuple(value for value in values if value), at


def _quoted(text: str, at: int) -> tuple[str, int]:
    end = text.find(text[at], at + 1)
    if end < 0:
        raise QueryError(f"the quotation {text[at : at + 20]} has no end: add {text[at]}", at)
    return text[at + 1 : end], end + 1
