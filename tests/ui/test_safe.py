from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from ftmonitor.ui import safe
from tests.support.panes import HOSTILE

SENT = st.one_of(st.text(max_size=60), st.sampled_from(HOSTILE))


@pytest.mark.parametrize("text", ["[red]x[/red]", "[/nope]", "[@click=app.quit]x[/]", "[Red]", "\\[x]", "x\\"])
def test_literal_and_cell_keep_markup_as_written(text: str) -> None:
    assert safe.literal(text).plain == text
    assert safe.cell(text).plain == text
    assert not safe.literal(text).spans
    assert not safe.cell(text).spans


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_a_terminal_obeys_comes_through(text: str) -> None:
    for shown in (
        safe.literal(text).plain,
        safe.cell(text).plain,
        safe.line(text),
        safe.flat(text),
        safe.fit(text, 50),
    ):
        assert not set(shown) & set("\x1b\x07\x9b\r\x0b\u202e\u2066\u2028\ud800")


@given(SENT, st.integers(0, 40))
def test_fit_and_pad_hold_their_width(text: str, width: int) -> None:
    assert cell_len(safe.fit(text, width)) <= width
    assert cell_len(safe.pad(text, width)) == width
    assert cell_len(safe.pad(text, width, right=True)) == width


@given(st.lists(SENT, max_size=4), st.integers(0, 40))
def test_strip_is_exactly_as_wide_as_asked(texts: list[str], width: int) -> None:
    strip = safe.strip([(text, None) for text in texts], width)
    assert sum(cell_len(segment.text) for segment in strip) == strip.cell_length == width


@given(SENT, st.integers(1, 30))
def test_wrap_keeps_every_line_in_its_width(text: str, width: int) -> None:
    lines = safe.wrap(text, width, most=5)
    assert 1 <= len(lines) <= 5
    assert all(cell_len(line) <= width or cell_len(line) == 2 for line in lines)


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("support", 7, "support"),
        ("support-v7", 7, "suppor…"),
        ("日本語", 6, "日本語"),
        ("日本語", 5, "日本…"),
        ("日本語", 4, "日…"),
        ("a  b\nc\td", 20, "a b c d"),
        ("x", 0, ""),
    ],
)
def test_fit(text: str, width: int, shown: str) -> None:
    assert safe.fit(text, width) == shown


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("one two three", ("one two", "three")),
        ("first\nsecond", ("first", "second")),
        ("abcdefghijkl", ("abcdefgh", "ijkl")),
        ("", ("",)),
        ("1 2 3 4 5 6 7 8 9 10 11 12 13 14", ("1 2 3 4", "5 6 7 8", "9 10 11…")),
    ],
)
def test_wrap(text: str, lines: tuple[str, ...]) -> None:
    assert safe.wrap(text, 8, most=3) == lines


def test_flat_marks_where_lines_ended() -> None:
    assert safe.flat("one\n  two\r\n\r\nthree\n") == "one ⏎ two ⏎ three"


def test_a_hundred_kilobytes_cost_no_more_than_a_line() -> None:
    huge = "日本 " * 100_000
    safe.fit("日本", 10)  # loads the width tables
    start = time.process_time()
    for _ in range(20):
        safe.fit(huge, 60)
        safe.flat(huge, 200)
        safe.strip([(huge, None)], 60)
    assert time.process_time() - start < 1.0


def test_every_segment_has_a_style() -> None:
    """Textual's filter for NO_COLOR fails on a segment without one."""
    drawn = safe.strip([("a", None), ("b", Style(bold=True))], 5)
    assert drawn.text == "ab   "
    assert all(segment.style is not None for segment in drawn)
