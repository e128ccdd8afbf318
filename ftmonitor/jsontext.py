"""JSON as text: split, compacted and indented without touching a key, an order, a number or a value.

Python's own `json.dumps(json.loads(text))` rewrites numbers (`3.8E-06`, `1.0e2`), so what a server sent
is kept as its text, and the parsed value stands beside it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Concatenate, NamedTuple, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

DEEPEST = 60
"""Levels that are indented: far more than a screen has room for."""

_SCAN: Callable[[str, int], tuple[object, int]] = json.JSONDecoder().scan_once  # type: ignore[attr-defined]
_WIDE_DECODER = json.JSONDecoder(parse_int=float)
_WS = re.compile(r"[ \t\n\r]*")
_LINE_BREAK = re.compile(r"[\n\r][ \t\n\r]*")
_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\]:,]|[^\s{}\[\]:,"]+', re.DOTALL)
_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_C0 = re.compile("[\x00-\x1f]")
_HOSTILE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


_ORDINARY = bytes([*b"\t\n\r", *range(0x20, 0x7F)])


class _TooDeepError(ValueError):
    """Python's reader has met more brackets inside each other than it can count."""


class Item(NamedTuple):
    """One JSON value: its text on one line, as it was sent, and what it means to Python."""

    text: str
    value: object


def escape(text: str) -> str:
    r"""Return JSON text with C0, DEL, C1, U+2028/9, bidi marks and lone surrogates written as `\uXXXX`.

    Tabs and line breaks stay: in well-formed JSON they stand between tokens only.
    """
    if text.isascii() and not text.encode().translate(None, _ORDINARY):
        return text  # nearly always: ten times as fast as a search
    return _HOSTILE.sub(_escaped, text)


def compact(text: str) -> str:
    """Return well-formed JSON on one line: line breaks and the indentation behind them fall away."""
    return _LINE_BREAK.sub("", text)


def pretty(text: str, indent: int = 2) -> str:
    """Return one JSON value over several lines, `indent` blanks a level; empty `{}` and `[]` stay closed.

    Below `DEEPEST` levels nothing is indented further: 100 kB of brackets would become gigabytes of blanks.
    """
    out: list[str] = []
    depth = 0
    tokens = _TOKEN.findall(escape(text))
    for at, mark in enumerate(tokens):
        if mark in ("{", "["):
            depth += 1
            out.append(mark)
            if tokens[at + 1 : at + 2] not in (["}"], ["]"]):
                out.append("\n" + " " * (indent * min(depth, DEEPEST)))
        elif mark in ("}", "]"):
            depth -= 1
            if at and tokens[at - 1] not in ("{", "["):
                out.append("\n" + " " * (indent * min(depth, DEEPEST)))
            out.append(mark)
        elif mark == ",":
            out.append(",\n" + " " * (indent * min(depth, DEEPEST)))
        elif mark == ":":
            out.append(": ")
        else:
            out.append(mark)
    return "".join(out)


def parse(text: str) -> Item:
    """Return the one JSON value of `text`; NaN and Infinity are read as Python reads them.

    Raises:
        ValueError: If `text` is not one whole JSON value.
    """
    return _mended(_parse, text)


def split_list(text: str, key: str = "data") -> tuple[Mapping[str, object], tuple[Item, ...]]:
    """Return a list envelope without its rows, and the rows, each with its own text.

    A bare array is read as an envelope with nothing else in it; a null in place of the rows as no rows. A row that is
    nested too deep for Python has its text, and None as its value.

    Raises:
        ValueError: If `text` is no JSON, or neither an array nor an object with an array (or null) at `key`.
    """
    return _mended(_split_list, text, key)


def _parse(text: str) -> Item:
    value, end = _value(text, _skip(text, 0))
    if _skip(text, end) != len(text):
        raise ValueError(f"more text after the value, at character {end}")
    return Item(compact(text), value)


def _split_list(text: str, key: str) -> tuple[Mapping[str, object], tuple[Item, ...]]:
    at = _skip(text, 0)
    if text[at : at + 1] == "[":
        rows, end = _rows(text, at)
        envelope: dict[str, object] = {}
    elif text[at : at + 1] == "{":
        envelope, rows, end = _envelope(text, at, key)
    else:
        raise ValueError("the answer is no list")
    if _skip(text, end) != len(text):
        raise ValueError(f"more text after the value, at character {end}")
    return envelope, rows


def _envelope(text: str, at: int, key: str) -> tuple[dict[str, object], tuple[Item, ...], int]:
    envelope: dict[str, object] = {}
    rows: tuple[Item, ...] | None = None
    at = _skip(text, at + 1)
    while text[at : at + 1] != "}":
        name, at = _value(text, at)
        at = _skip(text, _expect(text, at, ":"))
        if name == key and text[at : at + 1] == "[":
            rows, at = _rows(text, at)
        else:
            value, at = _value(text, at)
            if name == key and value is None:
                rows = ()
            else:
                envelope[str(name)] = value
        at = _after_item(text, at, "}")
    if rows is None:
        raise ValueError(f"the answer has no list {key!r}")
    return envelope, rows, at + 1


def _rows(text: str, at: int) -> tuple[tuple[Item, ...], int]:
    rows: list[Item] = []
    on_one_line = _same if "\n" not in text and "\r" not in text else compact
    at = _skip(text, at + 1)
    while text[at : at + 1] != "]":
        try:
            value, end = _value(text, at)
        except _TooDeepError:  # one odd item never fails its page
            value, end = None, _end_of(text, at)
        rows.append(Item(on_one_line(text[at:end]), value))
        at = end + 2 if text.startswith(", {", end) else _after_item(text, end, "]")
    return tuple(rows), at + 1


def _same(text: str) -> str:
    return text


def _after_item(text: str, at: int, closing: str) -> int:
    """Return where the next item of an array or object starts, or where its closing bracket stands."""
    at = _skip(text, at)
    if text[at : at + 1] == closing:
        return at
    return _skip(text, _expect(text, at, ","))


def _value(text: str, at: int) -> tuple[object, int]:
    try:
        return _SCAN(text, at)
    except RecursionError:
        raise _TooDeepError("JSON nested too deep") from None
    except StopIteration:
        raise ValueError(f"no value at character {at}") from None
    except json.JSONDecodeError:
        raise
    except ValueError:  # a whole number of more digits than `int` takes
        return _WIDE_DECODER.raw_decode(text, at)


def _end_of(text: str, at: int) -> int:
    """Return where the array or object at `at` ends, by its brackets alone."""
    depth = 0
    for found in _TOKEN.finditer(text, at):
        depth += (found.group() in ("{", "[")) - (found.group() in ("}", "]"))
        if depth == 0:
            return found.end()
    raise ValueError("the answer breaks off")


def _expect(text: str, at: int, mark: str) -> int:
    at = _skip(text, at)
    if text[at : at + 1] != mark:
        raise ValueError(f"{mark!r} expected at character {at}")
    return at + 1


def _skip(text: str, at: int) -> int:
    found = _WS.match(text, at)
    return found.end() if found else at


def _mended(read: Callable[Concatenate[str, P], T], text: str, /, *args: P.args, **named: P.kwargs) -> T:
    """Return `read(text)`; where it fails, once more with raw control characters inside strings escaped."""
    text = escape(text)
    try:
        return read(text, *args, **named)
    except ValueError:
        mended = _STRING.sub(lambda found: _C0.sub(_escaped, found.group()), text)
        if mended == text:
            raise
        return read(mended, *args, **named)


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found.group()):04x}"
