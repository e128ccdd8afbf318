"""The only writer of stdout: tables, JSON and CSV, in UTF-8 wherever it goes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from ftmonitor.secret import scrub

if TYPE_CHECKING:
    from ftmonitor.cli.table import Cell, Column

INDENT = 2
"""Blanks a level of JSON documents."""

FALLBACK_WIDTH = 80
"""Cells of a terminal that does not say how wide it is."""


class ReaderGone(Exception):
    """Whoever read stdout has gone: end quietly."""


class HasText(Protocol):
    """An object as the server sent it, by its JSON."""

    @property
    def text(self) -> str:
        """The JSON as sent, on one line."""
        ...


T = TypeVar("T", bound=HasText)


class Output:
    """Stdout in one of the formats. `width` is None where it is no terminal."""

    def __init__(self, form: str = "table", *, colored: bool = True) -> None:
        self.form = form
        self.width = _width()
        self.colored = colored and self.width is not None

    def write(self, text: str) -> None:
        """Write text and flush it; keys in it are masked: servers echo them.

        Raises:
            ReaderGone: If nobody reads any more.
            OSError: If it cannot be written for another reason, such as a full disk.
        """
        stream = sys.stdout
        if stream is None:
            raise ReaderGone
        try:
            stream.buffer.write(scrub(text).encode("utf-8", "replace"))
            stream.buffer.flush()
        except OSError as error:
            _let_go()
            if isinstance(error, BrokenPipeError):
                raise ReaderGone from None
            raise

    def line(self, text: str) -> None:
        """Write a line and flush it."""
        self.write(text + "\n")

    def document(self, texts: Sequence[str], *, single: bool) -> None:
        """Write objects as one JSON document: the object itself where it is `single`, else a list."""
        from ftmonitor.jsontext import pretty

        if single:
            self.line(pretty(texts[0], INDENT))
            return
        listing = JsonList(self)
        listing.add(texts)
        listing.close()

    def jsonl(self, texts: Iterable[str]) -> None:
        """Write objects one a line."""
        from ftmonitor.jsontext import compact, escape

        self.write("".join(escape(compact(text)) + "\n" for text in texts))


class JsonList:
    """A list as one JSON document, written as it grows; without `close` it stays open, for all to see."""

    def __init__(self, output: Output) -> None:
        self._output = output
        self._empty = True

    def add(self, texts: Iterable[str]) -> None:
        """Write objects."""
        from ftmonitor.jsontext import pretty

        out = []
        for text in texts:
            indented = pretty(text, INDENT).replace("\n", "\n" + " " * INDENT)
            out.append(("[\n" if self._empty else ",\n") + " " * INDENT + indented)
            self._empty = False
        if out:
            self._output.write("".join(out))

    def close(self) -> None:
        """End the document."""
        self._output.write("[]\n" if self._empty else "\n]\n")


class Listing(Generic[T]):
    """A list printed batch by batch in the format that was asked for.

    `cells` gives a cell for each of `columns`.
    """

    def __init__(self, output: Output, columns: Sequence[Column], cells: Callable[[T], Sequence[Cell]]) -> None:
        self._output = output
        self._columns = [column for column in columns if output.form == "csv" or not column.sheet_only]
        self._shown = [at for at, column in enumerate(columns) if column in self._columns]
        self._cells = cells
        self._json = JsonList(output) if output.form == "json" else None
        self._begun = False
        if output.form == "table":
            from ftmonitor.cli.table import Table

            self._table = Table(self._columns, output.width, colored=output.colored)

    def add(self, rows: Sequence[T]) -> None:
        """Write objects, and the line of titles before the first."""
        if self._json is not None:
            self._json.add(row.text for row in rows)
        elif self._output.form == "jsonl":
            self._output.jsonl(row.text for row in rows)
        elif self._output.form == "csv":
            self._sheet(rows)
        elif rows:
            self._lines([self._row(row) for row in rows])

    def close(self) -> None:
        """End the list; an empty one still has its titles."""
        if self._json is not None:
            self._json.close()
        elif not self._begun and self._output.form == "csv":
            self._sheet(())
        elif not self._begun and self._output.form == "table":
            self._lines([])

    def _row(self, row: T) -> list[Cell]:
        cells = self._cells(row)
        return [cells[at] for at in self._shown]

    def _sheet(self, rows: Sequence[T]) -> None:
        from ftmonitor.cli.sheet import lines

        head = [] if self._begun else [[column.title for column in self._columns]]
        self._begun = True
        self._output.write(lines([*head, *([cell.text for cell in self._row(row)] for row in rows)]))

    def _lines(self, rows: Sequence[Sequence[Cell]]) -> None:
        head = [] if self._begun else [self._table.head(rows)]
        self._begun = True
        self._output.write("".join(line + "\n" for line in [*head, *self._table.lines(rows)]))


def _width() -> int | None:
    try:
        if sys.stdout is None or not sys.stdout.isatty():
            return None
        return os.get_terminal_size(sys.stdout.fileno()).columns or FALLBACK_WIDTH
    except (OSError, ValueError):
        return None


def _let_go() -> None:
    """Point stdout at nothing: what is left in its buffers would break again when the interpreter ends."""
    try:
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, sys.stdout.fileno())
        os.close(nothing)
    except (OSError, ValueError):
        pass
