"""A result file -> a table -> named series. Pure; any bytes are taken, nothing raises.

Long files are read in loops, not in single calls over all of it, so that other threads have their turn.

The services give the base64 of a CSV, or the CSV itself, and call the same thing by several names: `train_accuracy`
there is `train_mean_token_accuracy` in the events, Azure's `validation_mean_token_accuracy` is
`valid_mean_token_accuracy`. Here everything has the name that it has in the events.
"""

from __future__ import annotations

import binascii
import codecs
import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite

from ftmonitor.metrics.points import LARGEST_STEP, LONGEST_NAME, MOST
from ftmonitor.metrics.series import Series
from ftmonitor.models.summary import number_of
from ftmonitor.text import one_line

SOURCE = "results"

_BASE64_BLANKS = b" \t\r\n"
_STEPS = frozenset({"step", "steps", "global_step", "train_step", "training_step", "iteration", "iter"})
_NOT_CURVES = frozenset({"total_steps"})
_PREFIX = re.compile(r"(full_)?(train|training|valid|validation)_(.+)")
_ACCURACY = frozenset({"accuracy", "token_accuracy"})
_NOT_MEASURED = -1.0
"""What Azure writes for a loss or an accuracy that was not measured (seen in its result files)."""
_DELIMITERS = (",", "\t", ";")
_USUAL = 10
"""Digits of a step that needs no second look."""


@dataclass(frozen=True, slots=True)
class Table:
    """A result file in rows; each row is as long as the titles. With a `fault` it is no table, and has neither.

    Cells and titles are outside text, as sent.
    """

    titles: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    fault: str = ""
    """Why it is none, as the end of a sentence: `is empty`."""


def decoded(content: bytes) -> str:
    """Return a result file as text, without base64 and byte order mark; bytes that are no text become U+FFFD."""
    text = _text(content)
    try:
        packed = text.encode("ascii").translate(None, _BASE64_BLANKS)
        inner = binascii.a2b_base64(packed, strict_mode=True)
        inner.decode()
    except ValueError:  # what is no base64, or whose inside is no text
        return text
    return _text(inner) if inner and b"\0" not in inner else text


def table(text: str) -> Table:
    """Return the rows of a decoded result file; lines without anything in them are left out."""
    text = text.strip("\ufeff\r\n\t ")
    if not text:
        return Table(fault="is empty")
    if text[0] in "<{[" or "\0" in text:
        return Table(fault="is no table")
    first, *lines = text.splitlines()
    delimiter = max(_DELIMITERS, key=first.count)
    titles = tuple(title.strip() for title in _cells(first, delimiter))
    if not _are_titles(titles):
        return Table(fault="is no table with names in its first line")
    width = len(titles)
    rows = (_cells(line, delimiter) for line in lines)
    return Table(titles, tuple((*row[:width], *[""] * (width - len(row))) for row in rows if any(row)))


def series_of(found: Table) -> tuple[Series, ...]:
    """Return the curves of a table, by name; a column of texts is none. Their times are not known: 0.

    Blanks and Azure's -1 for a loss or an accuracy are skipped; what is not finite makes a hole. Of a repeated step the
    last row holds, of columns with the same meaning the first one that has a number. Without a column of steps rows
    are counted from 1.
    """
    names = [series_name(title) for title in found.titles]
    at = next((at for at, name in enumerate(names) if name in _STEPS), None)
    steps = _steps(found.rows, at)
    curves: dict[str, dict[int, float]] = {}
    for column, name in enumerate(names[:MOST]):
        if column != at and name and name not in _NOT_CURVES and len(name) <= LONGEST_NAME:
            numbers = _numbers(steps, [row[column] for row in found.rows], name)
            curves[name] = numbers | curves.get(name, {})
    return tuple(one for name, numbers in sorted(curves.items()) if (one := _one(name, numbers)).steps)


def series_name(title: str) -> str:
    """Return the name that the events have for what a column is called; a name that is not known stays as it is."""
    flat = one_line(title, LONGEST_NAME + 1)
    spelt = re.sub(r"[\s/-]+", "_", flat.lower())
    if spelt in _STEPS or spelt in _NOT_CURVES:
        return spelt
    known = _PREFIX.fullmatch(spelt)
    if known is None:
        return flat
    full, role, rest = known.groups()
    return f"{full or ''}{role[:5]}_{'mean_token_accuracy' if rest in _ACCURACY else rest}"


def _text(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    return content.decode("utf-8-sig", "replace")


def _cells(line: str, delimiter: str) -> list[str]:
    """Return the cells of one line; what is quoted ends with its line, so that an odd quote costs no other row."""
    if '"' in line:
        try:
            return next(csv.reader((line,), delimiter=delimiter), [])
        except csv.Error:  # such as a cell that is longer than the reader takes
            pass
    return line.split(delimiter)


def _are_titles(titles: Sequence[str]) -> bool:
    named = [title for title in titles if title]
    if not named or any(number_of(title) is not None for title in named):
        return False
    return len(titles) > 1 or series_name(named[0]) in _STEPS


def _steps(rows: Sequence[Sequence[str]], at: int | None) -> list[int | None]:
    if at is None:
        return list(range(1, len(rows) + 1))
    return [_step(row[at]) for row in rows]


def _step(cell: str) -> int | None:
    if cell.isascii() and cell.isdigit() and len(cell) < _USUAL:
        return int(cell)
    number = number_of(cell)
    return int(number) if number is not None and 0 <= number <= LARGEST_STEP and number.is_integer() else None


def _numbers(steps: Sequence[int | None], cells: Sequence[str], name: str) -> dict[int, float]:
    """Return the values of a column by step, with what is not finite among them."""
    measured = [(step, cell) for step, cell in zip(steps, cells, strict=True) if cell and step is not None]
    try:
        numbers = {step: float(cell) for step, cell in measured}
    except ValueError:  # there are other things among the numbers: the slow way
        known = ((step, _float(cell)) for step, cell in measured)
        numbers = {step: number for step, number in known if number is not None}
    if name.endswith(("loss", "accuracy")):
        return {step: value for step, value in numbers.items() if value != _NOT_MEASURED}
    return numbers


def _float(cell: str) -> float | None:
    try:
        return float(cell)
    except ValueError:
        return None


def _one(name: str, numbers: dict[int, float]) -> Series:
    steps = sorted(step for step, value in numbers.items() if isfinite(value))
    holes = () if len(steps) == len(numbers) else tuple(sorted(numbers.keys() - set(steps)))
    return Series(name, tuple(steps), (0.0,) * len(steps), tuple(numbers[step] for step in steps), SOURCE, holes)
