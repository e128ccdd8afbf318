from __future__ import annotations

import re
from dataclasses import replace

import pytest
from rich.cells import cell_len

from ftmonitor.format import Glyphs
from ftmonitor.models.log import Gap, LogRow
from ftmonitor.ui.widgets import event_row
from ftmonitor.ui.widgets.event_row import Manner, TimeFormat
from tests.support.panes import NOW


def row(message: str, level: str = "info", kind: str = "message", time: float | None = NOW - 60) -> LogRow:
    return LogRow(0, "e0", time, level, message, kind)


def said(message: str, kind: str = "metrics") -> str:
    return "".join(text for text, _ in event_row.message(row(message, kind=kind)))


@pytest.mark.parametrize(
    ("message", "line"),
    [
        ("Step 60/200: training loss=0.73, validation loss=1.46", "step 60/200  loss 0.73  valid 1.46"),
        (
            "Step 200/200: training loss=1.14, validation loss=1.13, full validation loss=1.12",
            "step 200/200  loss 1.14  valid 1.13  full 1.12",
        ),
        (
            "Step 10/20 , train mean reward=0.42, full validation mean reward=0.68",
            "step 10/20  reward 0.42  full reward 0.68",
        ),
        ("Step 100: training loss=3.814697265625E-06", "step 100  loss 3.814697265625E-06"),
        ("Step 5/6: nothing to see", "Step 5/6: nothing to see"),
        ("Something else entirely", "Something else entirely"),
        ("Step " + "9" * 50 + ": a=b", "Step " + "9" * 50 + ": a=b"),
    ],
)
def test_metrics_read_at_a_glance_and_anything_else_as_sent(message: str, line: str) -> None:
    assert said(message) == line


def test_a_plain_message_is_never_rewritten() -> None:
    assert said("Step 60/200: training loss=0.73", kind="message") == "Step 60/200: training loss=0.73"


def test_a_message_of_several_lines_is_one() -> None:
    assert said("Summary: \nFile has\r\n  1 example\n", "message") == "Summary: ⏎ File has ⏎ 1 example"


@pytest.mark.parametrize(
    ("level", "shown", "ink"),
    [
        ("info", "INFO", "faint"),
        ("warn", "WARN", "warn"),
        ("warning", "WARN", "warn"),
        ("error", "ERROR", "error"),
        ("notice", "NOTI…", "accent"),
        ("", "-", "accent"),
        ("[red]\x1b", "[RED…", "accent"),
    ],
)
def test_levels_have_a_word_and_a_colour(level: str, shown: str, ink: str) -> None:
    pieces = event_row.prefix(row("", level), "12:00:00", 80, dated=False)
    text, found = pieces[3]
    assert (text.rstrip(), found) == (shown, ink)


@pytest.mark.parametrize("width", [10, 39, 40, 120])
def test_a_narrow_pane_has_one_letter_for_the_level(width: int) -> None:
    text = "".join(piece for piece, _ in event_row.prefix(row("", "error"), "12:00:00", width, dated=False))
    assert text == (" E " if width < 40 else " 12:00:00 ERROR ")


@pytest.mark.parametrize(
    ("form", "start", "dated", "shown"),
    [
        (TimeFormat.AGO, None, False, "1m"),
        (TimeFormat.SINCE_START, NOW - 3721, False, "+1:01:01"),
        (TimeFormat.SINCE_START, None, False, "—"),
    ],
)
def test_times(form: TimeFormat, start: float | None, dated: bool, shown: str) -> None:
    assert Manner(form, start, NOW, dated).time(NOW - 60) == shown


def test_a_time_of_day_has_its_date_where_the_log_is_older() -> None:
    clock = Manner(now=NOW).time(NOW - 60)
    dated = Manner(now=NOW, dated=True).time(NOW - 60)
    assert len(clock) == event_row.SHORT_TIME
    assert len(dated) == event_row.LONG_TIME
    assert dated.endswith(clock)
    assert Manner(now=NOW, dated=True).time(None) == "—"


MIDDLE, OLDEST = Gap(7, False, NOW - 7200, NOW - 3600), Gap(0, False, None, NOW - 3600)


@pytest.mark.parametrize(
    ("gap", "asking", "said"),
    [
        (MIDDLE, True, "reading what came between 2h and 1h ago…"),
        (MIDDLE, False, "what came between 2h and 1h ago is not read yet"),
        (replace(MIDDLE, lost=True), True, "what came between 2h and 1h ago is no longer served"),
        (OLDEST, True, "reading what came before 1h ago…"),
        (OLDEST, False, "what came before 1h ago is not read yet"),
        (replace(OLDEST, lost=True), False, "what came before 1h ago is no longer served"),
        (Gap(7, True, NOW - 7200, None), True, "what came after 2h ago is no longer served"),
        (Gap(7, True, None, None), True, "what came here is no longer served"),
    ],
)
def test_a_gap_says_what_is_missing_and_why(gap: Gap, asking: bool, said: str) -> None:
    assert event_row.gap_words(gap, Manner(TimeFormat.AGO, now=NOW, asking=asking))[0] == said


def test_the_bounds_of_a_gap_read_like_the_times_of_the_log() -> None:
    forms = (TimeFormat.CLOCK, TimeFormat.SINCE_START, TimeFormat.AGO)
    with_clock, since, ago = (event_row.gap_words(MIDDLE, Manner(form, NOW - 9000, NOW))[0] for form in forms)
    older, newer = (Manner(now=NOW).time(at) for at in (MIDDLE.older_at, MIDDLE.newer_at))
    assert f"between {older} and {newer}…" in with_clock
    assert "between +0:30:00 and +1:30:00…" in since
    assert "between 2h and 1h ago…" in ago
    days = Gap(7, True, NOW - 5 * 86_400, NOW - 3600)
    assert re.search(r"between \d+ \w+ [\d:]+ and [\d:]+ is", event_row.gap_words(days, Manner(now=NOW))[0])


@pytest.mark.parametrize("glyphs", list(Glyphs))
@pytest.mark.parametrize("gap", [MIDDLE, OLDEST, replace(MIDDLE, lost=True), replace(OLDEST, lost=True)])
def test_the_line_of_a_gap_goes_from_edge_to_edge_in_the_words_that_fit(gap: Gap, glyphs: Glyphs) -> None:
    said = set()
    for width in range(8, 121):
        text = "".join(text for text, _ in event_row.gap_line(gap, width, Manner(now=NOW, glyphs=glyphs)))
        assert cell_len(text) == width
        assert text.endswith("--" if glyphs is Glyphs.ASCII else "┄┄")
        said.add(text.strip(" -┄"))
    assert said == {*event_row.gap_words(gap, Manner(now=NOW)), ""}, "each form has its width"


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        (11, "ab日本cdef"),
        (10, "ab日本cdef"),
        (9, "ab日本cd…"),
        (7, "ab日本…"),
        (6, "ab日…"),
        (3, "ab…"),
        (1, "…"),
        (0, ""),
    ],
)
def test_a_line_that_is_longer_ends_in_a_mark(cells: int, line: str) -> None:
    cut = event_row.cut_right((("ab", "x"), ("日本", "y"), ("cdef", "z")), cells)
    text = "".join(text for text, _ in cut)
    assert text.replace(" ", "") == line
    assert cell_len(text) <= cells


@pytest.mark.parametrize(("cells", "line"), [(0, "ab日本cdef"), (1, "…日本cdef"), (2, "… 本cdef"), (40, "…")])
def test_a_line_that_is_moved_begins_with_a_mark(cells: int, line: str) -> None:
    pieces = (("ab", "x"), ("日本", "y"), ("cdef", "z"))
    assert "".join(text for text, _ in event_row.shifted(pieces, cells)) == line
    assert event_row.shifted((("", "x"),), cells) == (("", "x"),)


@pytest.mark.parametrize("cells", range(12))
def test_cutting_the_left_of_a_line_takes_cells_not_letters(cells: int) -> None:
    pieces = (("ab", "x"), ("日本", "y"), ("cdef", "z"))
    cut = event_row.cut_left(pieces, cells)
    assert sum(cell_len(text) for text, _ in cut) == max(0, 10 - cells)
