from __future__ import annotations

import pytest
from rich.cells import cell_len

from ftmonitor.models.log import LogRow
from ftmonitor.ui.widgets import event_row
from ftmonitor.ui.widgets.event_row import TimeFormat
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
    assert event_row.time_text(row(""), form, start, NOW, dated=dated) == shown


def test_a_time_of_day_has_its_date_where_the_log_is_older() -> None:
    clock = event_row.time_text(row(""), TimeFormat.CLOCK, None, NOW, dated=False)
    dated = event_row.time_text(row(""), TimeFormat.CLOCK, None, NOW, dated=True)
    assert len(clock) == event_row.SHORT_TIME
    assert len(dated) == event_row.LONG_TIME
    assert dated.endswith(clock)
    assert event_row.time_text(row("", time=None), TimeFormat.CLOCK, None, NOW, dated=True) == "—"


@pytest.mark.parametrize("cells", range(12))
def test_cutting_the_left_of_a_line_takes_cells_not_letters(cells: int) -> None:
    pieces = (("ab", "x"), ("日本", "y"), ("cdef", "z"))
    cut = event_row.cut_left(pieces, cells)
    assert sum(cell_len(text) for text, _ in cut) == max(0, 10 - cells)
