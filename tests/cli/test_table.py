"""Rows -> lines."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from ftmonitor.cli.sheet import lines, safe
from ftmonitor.cli.table import Cell, Column, Table, fit, pairs, wrapped
from ftmonitor.format import cells


def rows(*texts: Sequence[str]) -> list[list[Cell]]:
    return [[Cell(text) for text in row] for row in texts]


COLUMNS = (Column("id"), Column("name", 4), Column("model", 5))


def table(width: int | None, *texts: Sequence[str]) -> list[str]:
    made = Table(COLUMNS, width)
    batch = rows(*texts)
    return [made.head(batch), *made.lines(batch)]


def test_without_a_terminal_nothing_is_cut() -> None:
    assert table(None, ("j-1", "a" * 200, "m"), ("j-22", "b", "")) == [
        f"ID    NAME{' ' * 198}MODEL",
        f"j-1   {'a' * 200}  m",
        "j-22  b",
    ]


@pytest.mark.parametrize("width", [1, 2, 5, 10, 20, 40, 80])
def test_in_a_terminal_every_line_fits(width: int) -> None:
    found = table(width, ("job-1", "a long name " * 9, "日本語" * 9), ("job-2", "n" * 100_000, "m"))
    assert all(cells(line) <= width for line in found)


def test_the_widest_gives_way_first_and_ids_never() -> None:
    found = table(30, ("job-12345678", "n" * 40, "gpt-4.1"))
    assert found[1] == "job-12345678  nnnnnn…  gpt-4.1"


def test_a_later_batch_may_widen_the_columns() -> None:
    made = Table(COLUMNS, None)
    made.head(rows(("a", "b", "c")))
    assert made.lines(rows(("a", "b", "c"))) == ["a   b     c"]
    assert made.lines(rows(("aaaaa", "b", "c"))) == ["aaaaa  b     c"]


def test_outside_text_is_plain_and_on_one_line() -> None:
    found = table(None, ("j-1", "\x1b[31mred\r\n\tnext\u202e", "[b]x[/b]"))
    assert found[1] == "j-1  \ufffd[31mred next\ufffd  [b]x[/b]"


def test_wide_letters_count_twice() -> None:
    assert table(None, ("日本", "x", "y"), ("a", "x", "y"))[1:] == ["日本  x     y", "a     x     y"]


def test_colours_only_where_they_are_wanted() -> None:
    row = [[Cell("j-1"), Cell("failed", "31"), Cell("m")]]
    assert Table(COLUMNS, 80, colored=True).lines(row) == ["j-1  \x1b[31mfailed\x1b[0m  m"]
    assert Table(COLUMNS, 80).lines(row) == ["j-1  failed  m"]


def test_fit() -> None:
    assert fit([5, 10], [0, 4], None) == [5, 10]
    assert fit([5, 10], [0, 4], 12) == [5, 5]
    assert fit([5, 10], [0, 4], 9) == [5, 2]
    assert fit([5, 10], [0, 4], 4) == [4, 0]


def test_pairs_are_aligned_and_long_values_go_on_below() -> None:
    named = [("id", Cell("j-1")), ("error", Cell("one two three four"))]
    assert pairs(named, None) == ["id     j-1", "error  one two three four"]
    assert pairs(named, 17) == ["id     j-1", "error  one two", "       three four"]


@pytest.mark.parametrize("width", [1, 3, 7])
@pytest.mark.parametrize("text", ["", "a", "word " * 90, "x" * 300, "日本語" * 40, "\u0301" * 9])
def test_wrapped_lines_fit_and_say_where_they_were_cut(width: int, text: str) -> None:
    found = wrapped(text.strip(), width, most=5)
    assert all(cells(line) <= max(width, 2) for line in found)
    assert len(found) <= 5
    whole = "".join(found).replace(" ", "")
    assert whole == text.replace(" ", "") or found[-1].endswith("…") or width == 1


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+SUM(A1)", "'+SUM(A1)"),
        ("-cmd", "'-cmd"),
        ("@x", "'@x"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\ufffd=1"),
        ("\n=1", "'\n=1"),
        ("-", "'-"),
        ("-inf", "'-inf"),
        ("-0.5", "-0.5"),
        ("+1e-06", "+1e-06"),
        ("-.5E+3", "-.5E+3"),
        ("-1+1", "'-1+1"),
        ("a=1", "a=1"),
        ("\x1b[2J", "\ufffd[2J"),
        ("", ""),
    ],
)
def test_cells_that_are_safe_in_a_spreadsheet(text: str, cell: str) -> None:
    assert safe(text) == cell


def test_sheet_lines() -> None:
    assert lines([("a", "b"), ("1,2", 'say "x"'), ("two\nlines", "")]) == 'a,b\n"1,2","say ""x"""\n"two\nlines",\n'
