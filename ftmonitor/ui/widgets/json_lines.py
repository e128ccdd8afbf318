"""JSON line by line: where each line stands in the whole, what its value is, how it is coloured and broken. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.cells import cell_len, chop_cells, get_character_cell_size

from ftmonitor import format as words
from ftmonitor.jsontext import pretty
from ftmonitor.ui.widgets.inks import Piece, Pieces

_KEY = re.compile(r'\s*(?:(?P<key>"(?:[^"\\]|\\.)*"): )?')
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_TOKEN = re.compile(
    r'(?P<key>"(?:[^"\\]|\\.)*"(?=\s*:))|(?P<string>"(?:[^"\\]|\\.)*"?)'
    r"|(?P<number>-?\d[\d.eE+-]*)|(?P<word>true|false|null)|(?P<mark>[^\"\w-]+|.)"
)
_INKS = {"key": "accent", "string": "text", "number": "warn", "word": "waiting", "mark": "dim"}
_DEEPEST = 24
"""Cells of indentation that a continued line keeps at most."""
LONGEST_PATH = 1_000
"""Characters of a path from which on it leads no deeper: each line has one, and nobody writes such a one."""
LONGEST_PIECE = 2_000
"""Characters of a token that may fit into a line; what is longer is not even measured."""


@dataclass(frozen=True, slots=True)
class JsonLine:
    """One line of indented JSON."""

    text: str
    path: str
    """Where it stands, as one writes it: `method.dpo.hyperparameters.beta`, `result_files[0]`; "" for the whole."""
    value: str
    """The JSON of its value; of an object or an array that goes on below, the bracket."""
    last: int
    """The number of the line that ends its value: its own, but for objects and arrays."""


def json_lines(text: str, longest: int | None = None) -> tuple[JsonLine, ...]:
    """Return one JSON value as lines, of at most `longest` characters in all; what is no JSON is lines, too."""
    found: list[JsonLine] = []
    open_: list[tuple[int, str, int]] = []  # line, path, items so far; -1 in an object
    for at, shown in enumerate(pretty(text)[:longest].split("\n")):
        parts = _KEY.match(shown)
        key, start = (parts["key"], parts.end()) if parts else (None, 0)
        value = shown[start:].removesuffix(",")
        if value in ("}", "]") and open_:
            start, path, _ = open_.pop()
            found[start] = JsonLine(found[start].text, path, found[start].value, at)
        else:
            path = _path_of(open_, key)
            if value in ("{", "["):
                open_.append((at, path, 0 if value == "[" else -1))
        found.append(JsonLine(shown, path, value, at))
    return tuple(found)


def _path_of(open_: list[tuple[int, str, int]], key: str | None) -> str:
    """Return the path of the next value in the innermost object or array, and count it there."""
    if not open_:
        return ""
    start, parent, items = open_[-1]
    if items >= 0:
        open_[-1] = (start, parent, items + 1)
    if len(parent) > LONGEST_PATH:
        return parent
    if items >= 0:
        return f"{parent}[{items}]"
    name = _decoded(key or '""')
    if not _NAME.fullmatch(name):
        return f"{parent}[{key}]"
    return f"{parent}.{name}" if parent else name


def value_of(lines: Sequence[JsonLine], at: int) -> str:
    """Return the value of a line to copy: a text without its quotes, anything else as JSON."""
    line = lines[at]
    if line.last == at:
        return _decoded(line.value) if line.value.startswith('"') else line.value
    indent = len(line.text) - len(line.text.lstrip(" "))
    rest = [one.text[indent:] for one in lines[at + 1 : line.last + 1]]
    return "\n".join([line.value, *rest]).rstrip(",")


def _decoded(text: str) -> str:
    try:
        value = json.loads(text)
    except ValueError:
        return text.strip('"')
    return value if isinstance(value, str) else text


def lines_with(lines: Sequence[JsonLine], wanted: str) -> tuple[int, ...]:
    """Return the numbers of the lines in which a text stands, whatever its case; none has no text."""
    wanted = wanted.casefold()
    return tuple(at for at, line in enumerate(lines) if wanted in line.text.casefold()) if wanted else ()


def folded(lines: Sequence[JsonLine], at: int) -> str:
    """Return the line of an object or array that is folded up: `"grader": { 7 lines }`."""
    line = lines[at]
    closing = lines[line.last].text.strip()
    return f"{line.text} {words.plural(line.last - at - 1, 'line')} {closing}"


def coloured(text: str) -> Iterator[Piece]:
    """Yield the tokens of one line of indented JSON, each with its ink."""
    for found in _TOKEN.finditer(text):
        yield found.group(), _INKS[found.lastgroup or "mark"]


def broken(text: str, width: int) -> Iterator[Pieces]:
    """Yield one line of JSON as coloured rows of at most `width` cells; a long value goes on below, indented."""
    if len(text) <= width and cell_len(text) <= width:
        yield tuple(coloured(text))
        return
    indent = min(len(text) - len(text.lstrip()) + 2, _DEEPEST, width // 2)
    row: list[Piece] = []
    room = width - 1  # the last cell is for the comma behind a value
    for piece, ink in coloured(text):
        if len(piece) <= LONGEST_PIECE and cell_len(piece) <= room + (ink == "dim"):
            row.append((piece, ink))
            room -= cell_len(piece)
            continue
        head, rest = _split(piece, room)
        if head:
            row.append((head, ink))
        for part in _chopped(rest, max(2, width - 1 - indent)):
            yield tuple(row)
            row = [(" " * indent, ""), (part, ink)]
            room = width - 1 - indent - cell_len(part)
    yield tuple(row)


def _chopped(text: str, width: int) -> Iterator[str]:
    """Yield a text in parts of at most `width` cells, each as long as can be."""
    if text.isascii():
        yield from (text[at : at + width] for at in range(0, len(text), width))
        return
    start, room = 0, width
    for at, letter in enumerate(text):
        cells = get_character_cell_size(letter)
        if cells > room:
            yield text[start:at]
            start, room = at, width
        room -= cells
    yield text[start:]


def _split(text: str, room: int) -> tuple[str, str]:
    """Return what fits into `room` cells, and the rest; nothing fits where only a scrap would."""
    if room < 8:
        return "", text
    head = chop_cells(text[: room + 1], room)[0]
    return head, text[len(head) :]


def found_in(pieces: Pieces, wanted: str) -> Pieces:
    """Return a row with every place of a text in it written in the ink of what was found, whatever its case."""
    text = "".join(piece for piece, _ in pieces)
    low, wanted = text.lower(), wanted.lower()
    if not wanted or wanted not in low or len(low) != len(text):
        return pieces
    hits = {place for hit in re.finditer(re.escape(wanted), low) for place in range(hit.start(), hit.end())}
    marked: list[Piece] = []
    at = 0
    for piece, ink in pieces:
        for letter in piece:
            here = "found" if at in hits else ink
            at += 1
            if marked and marked[-1][1] == here:
                marked[-1] = (marked[-1][0] + letter, here)
            else:
                marked.append((letter, here))
    return tuple(marked)
