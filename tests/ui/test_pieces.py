"""Lines of pieces taken apart: nothing is lost but blanks where a line ends, and nothing is wider than it may be."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from ftmonitor.ui.widgets.pieces import broken, marked, part_of, text_of

PIECES = st.lists(st.tuples(st.text("ab 日⏎", max_size=12), st.sampled_from(["dim", "text"])), max_size=6)


@given(PIECES, st.integers(2, 12), st.integers(1, 6))
def test_broken_lines_fit_and_say_all_of_it(pieces: list[tuple[str, str]], width: int, most: int) -> None:
    lines = broken(pieces, width, most)
    assert 1 <= len(lines) <= most
    assert all(cell_len(text_of(line)) <= width for line in lines)
    said = "".join(map(text_of, lines)).replace(" ", "")
    whole = text_of(pieces).replace(" ", "")
    assert said == whole or (len(lines) == most and said.endswith("…") and whole.startswith(said[:-1]))


def test_lines_break_at_blanks_and_behind_ends_of_lines() -> None:
    pieces = (("one two ", "a"), ("three ⏎ four", "b"))
    assert [text_of(line) for line in broken(pieces, 9, 9)] == ["one two", "three ⏎", "four"]
    assert broken(pieces, 9, 2)[1] == [("three ⏎ ", "b"), ("…", "faint")]
    assert broken((("abcdefgh", "a"),), 3, 9) == [[("abc", "a")], [("def", "a")], [("gh", "a")]]
    assert broken((), 5, 3) == [[]]


@given(PIECES, st.lists(st.tuples(st.integers(0, 40), st.integers(0, 9)), max_size=4))
def test_marks_change_nothing_but_inks(pieces: list[tuple[str, str]], found: list[tuple[int, int]]) -> None:
    spans = sorted((start, start + size) for start, size in found)
    line = marked(pieces, spans, "found")
    assert text_of(line) == text_of(pieces)
    inks = [ink for text, ink in line for _ in text]
    assert [ink == "found" for ink in inks] == [any(a <= at < b for a, b in spans) for at in range(len(inks))]


@given(PIECES, st.integers(0, 60), st.integers(0, 60))
def test_a_part_is_what_lies_between(pieces: list[tuple[str, str]], start: int, stop: int) -> None:
    assert text_of(part_of(pieces, start, stop)) == text_of(pieces)[start:stop]
