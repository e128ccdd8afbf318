"""The vocabulary: spans, counts, values, marks and bars as words."""

from __future__ import annotations

import math
from datetime import UTC, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from ftmonitor.format import (
    Glyphs,
    age,
    bar,
    cells,
    clip,
    clock_time,
    count,
    duration,
    exact,
    explain_error,
    glyph,
    iso,
    model_name,
    percent,
    plural,
    short_status,
    size,
    sparkline,
    value,
    when,
    when_short,
)
from ftmonitor.models.phase import Phase

NOON = 1_795_100_400.0  # 2026-11-19 15:00 UTC
floats = st.floats(allow_nan=True, allow_infinity=True)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, "—"),
        (math.nan, "—"),
        (-5, "0s"),
        (12, "12s"),
        (95, "1m 35s"),
        (120, "2m"),
        (2900, "48m"),
        (7500, "2h 5m"),
        (7200, "2h"),
        (273_600, "3d 4h"),
    ],
)
def test_duration(seconds: float | None, words: str) -> None:
    assert duration(seconds) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(-1, "0s"), (3, "3s"), (200, "3m"), (7300, "2h"), (5 * 86_400, "5d"), (70 * 86_400, "2mo"), (1e9, "31y")],
)
def test_age_is_one_unit_and_at_most_four_cells(seconds: float, words: str) -> None:
    assert age(NOON - seconds, NOON) == words
    assert len(words) <= 4


def test_times_take_a_zone() -> None:
    berlin = timezone(timedelta(hours=1))
    assert clock_time(NOON, berlin) == "16:00:00"
    assert iso(NOON, berlin) == "2026-11-19T16:00:00+01:00"
    assert when(NOON, NOON + 60, UTC) == "15:00"
    assert when(NOON, NOON + 86_400, UTC) == "19 Nov 15:00"
    assert when(NOON, NOON + 90 * 86_400, UTC) == "19 Nov 2026"
    later = (60, 86_400, 90 * 86_400)
    assert [when_short(NOON, NOON + after, UTC) for after in later] == ["15:00:00", "19 Nov", "Nov 2026"]


def test_local_times_carry_an_offset() -> None:
    assert iso(NOON)[-6] in "+-"


@pytest.mark.parametrize("time", [None, math.inf, 1e18, -1e18])
def test_no_time_is_no_crash(time: float | None) -> None:
    assert (clock_time(time, UTC), iso(time, UTC), when(time, NOON, UTC)) == ("—", "", "—")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0"),
        (812, "812"),
        (12_345, "12,345"),
        (123_456, "123k"),
        (3_104_223, "3.1M"),
        (2.4e9, "2.4B"),
        (1e20, "1e+20"),
    ],
)
def test_count(number: float, words: str) -> None:
    assert count(number) == words


def test_numbers_in_full() -> None:
    assert exact(3_104_223) == "3,104,223"
    assert size(812) == "812 B"
    assert size(4_123_456) == "4.1 MB"
    assert plural(1, "job") == "1 job"
    assert plural(1200, "entry", "entries") == "1,200 entries"


@pytest.mark.parametrize(
    ("number", "width", "words"),
    [
        (0.412, 5, "0.412"),
        (-1.2, 5, "-1.20"),
        (3.8e-06, 7, "3.8e-06"),
        (0.0, 7, "0.000"),
        (2.43938, 7, "2.439"),
        (9.9996, 7, "10.00"),
        (2466.8, 7, "2467"),
        (0.00412, 5, "4e-03"),
        (0.00412, 7, "0.00412"),
        (1_234_567, 7, "1.2M"),
        (math.nan, 5, "—"),
    ],
)
def test_value(number: float, width: int, words: str) -> None:
    assert value(number, width) == words


@settings(deadline=None)
@given(floats, st.integers(5, 12))
def test_a_value_keeps_its_width_and_tells_its_size(number: float, width: int) -> None:
    words = value(number, width)
    assert len(words) <= max(width, 7)
    if abs(number) < 1e308 and words[-1].isdigit():
        assert math.isclose(float(words), number, rel_tol=0.5, abs_tol=0)


@pytest.mark.parametrize(
    ("share", "words"),
    [(None, "—"), (0, "0%"), (0.001, "<1%"), (0.29, "29%"), (0.999, "99%"), (1, "100%"), (7, "100%")],
)
def test_percent_says_done_only_when_done(share: float | None, words: str) -> None:
    assert percent(share) == words


@pytest.mark.parametrize("glyphs", Glyphs)
def test_every_phase_has_a_mark_of_its_own_in_one_cell(glyphs: Glyphs) -> None:
    marks = [glyph(phase, glyphs) for phase in Phase]
    assert len(set(marks)) == len(Phase)
    assert [cell_len(mark) for mark in marks] == [1] * len(Phase)
    assert glyphs is not Glyphs.ASCII or "".join(marks).isascii()


@pytest.mark.parametrize(
    ("phase", "status", "words"),
    [
        (Phase.RUNNING, "running", "run"),
        (Phase.WAITING, "queued", "que"),
        (Phase.WAITING, "validating_files", "val"),
        (Phase.SUCCEEDED, "succeeded", "ok"),
        (Phase.FAILED, "failed", "err"),
        (Phase.UNKNOWN, "hibernating", "hib"),
        (Phase.UNKNOWN, "\x1b[3", "�[3"),
        (Phase.UNKNOWN, "", "?"),
    ],
)
def test_short_status(phase: Phase, status: str, words: str) -> None:
    assert short_status(phase, status) == words


@pytest.mark.parametrize(
    ("model", "words"),
    [
        ("gpt-4.1-mini-2025-04-14", "4.1-mini"),
        ("o4-mini-2025-04-16", "o4-mini"),
        ("gpt-3.5-turbo-0125", "3.5-turbo"),
        ("ft:gpt-4.1-mini-2025-04-14:acme::Cb1", "ft:4.1-mini"),
        ("meta-llama/Llama-3.1-8B", "Llama-3.1-8B"),
        ("Ministral-3B", "Ministral-3B"),
        ("\x1b]0;x\x07", "�]0;x�"),
        ("", "—"),
    ],
)
def test_model_name(model: str, words: str) -> None:
    assert model_name(model) == words


@pytest.mark.parametrize(
    ("share", "words"), [(None, "░░░░░"), (0.5, "▓▓░░░"), (0.999, "▓▓▓▓░"), (1, "▓▓▓▓▓"), (math.nan, "░░░░░")]
)
def test_bar(share: float | None, words: str) -> None:
    assert bar(share, 5) == words


def test_bars_and_sparklines_in_ascii() -> None:
    assert bar(0.5, 4, Glyphs.ASCII) == "##--"
    assert sparkline([1, 2, 3], 6, Glyphs.ASCII) == "   _-^"


def test_sparkline() -> None:
    assert sparkline([9, 7, 5, 4, 3, 3]) == "█▆▃▂▁▁"
    assert sparkline([2, 2]) == "▄▄"
    assert sparkline([1, math.nan, 2]) == "▁ █"
    assert sparkline([]) == ""


@settings(deadline=None)
@given(st.lists(floats, max_size=40), st.integers(1, 20))
def test_a_sparkline_has_its_width(values: list[float], width: int) -> None:
    assert len(sparkline(values, width)) == width


def test_cells_and_clip() -> None:
    assert cells("日本") == 4
    assert cells("e\u0301") == 1
    assert clip("日本語", 5) == "日本…"
    assert clip("abc", 3) == "abc"
    assert clip("abc", 0) == ""


@settings(deadline=None)
@given(st.text(max_size=30), st.integers(0, 12))
def test_a_clipped_text_fits(text: str, width: int) -> None:
    assert cells(clip(text, width)) <= width


@pytest.mark.parametrize(
    ("code", "message", "word"),
    [
        ("invalid_training_file", "Invalid file format. Example 100", "correct the lines"),
        ("invalid_training_file", "This file failed moderation safety checks. Flagged lines: 4", "Moderation"),
        ("invalid_training_file", "Training file has 7 example(s), but must have at least 10 examples", "too few"),
        ("exceeded_quota", "would exceed your hard limit", "limit"),
        ("deleted_training_file", "", "deleted"),
        ("server_error", None, "service failed"),
    ],
)
def test_errors_are_explained(code: str, message: str | None, word: str) -> None:
    assert word in explain_error(code, message)
    assert explain_error(code, message).endswith(".")


def test_an_error_nobody_knows_is_not_explained() -> None:
    assert explain_error("brand_new", "Something else") == ""
    assert explain_error(None, None) == ""
