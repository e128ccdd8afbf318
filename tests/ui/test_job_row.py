from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from ftmonitor.format import Glyphs
from ftmonitor.metrics.estimate import estimate
from ftmonitor.models.summary import JobSummary
from ftmonitor.ui.widgets import job_columns, job_row
from tests.support.panes import HOSTILE, NOW, job

RUNNING = job(
    0,
    name="support-v7",
    metric="train_loss",
    step=248,
    total_steps=400,
    value=0.412,
    valid=0.455,
    trend=(0.9, 0.7, 0.6, 0.5, 0.45, 0.41),
    first_step_at=NOW - 2470,
    last_step_at=NOW,
    last_event_at=NOW,
    step_s=10.0,
    event_s=10.0,
)


def text(summary: JobSummary, width: int, *, worded: bool = True, glyphs: Glyphs = Glyphs.BRAILLE) -> str:
    columns = job_columns.columns_for(width, worded=worded)
    return "".join(piece for piece, _ in job_row.row(summary, columns, NOW, estimate(summary, NOW), glyphs))


def headings(width: int, *, worded: bool = True) -> list[str]:
    return "".join(
        piece for piece, _ in job_columns.header(job_columns.headings(job_columns.columns_for(width, worded=worded)))
    ).split()


@pytest.mark.parametrize(
    ("width", "worded", "there"),
    [
        (120, True, "ST NAME BASE HOW PROGRESS ETA LOSS VALID TREND AGE"),
        (80, True, "ST NAME BASE PROGRESS ETA LOSS VALID TREND AGE"),
        (77, True, "ST NAME BASE PROGRESS ETA LOSS TREND AGE"),
        (60, False, "NAME BASE PROGRESS ETA LOSS AGE"),
        (59, False, "NAME BASE PROGRESS ETA LOSS"),
        (48, False, "NAME PROGRESS ETA LOSS"),
        (42, False, "NAME PROGRESS LOSS"),
        (40, False, "NAME PROGRESS LOSS"),
        (39, False, "NAME %"),
        (30, False, "NAME %"),
    ],
)
def test_columns_drop_out_in_order(width: int, worded: bool, there: str) -> None:
    assert headings(width, worded=worded) == there.split()


@pytest.mark.parametrize(
    ("width", "longest", "name", "bar"),
    [(48, 14, 14, 15), (48, 18, 18, 11), (48, 28, 19, 10), (60, 18, 18, 11), (80, 28, 20, 10), (120, 28, 32, 29)],
)
def test_a_long_name_has_its_cells_before_the_bar_has_all_it_likes(
    width: int, longest: int, name: int, bar: int
) -> None:
    columns = job_columns.columns_for(width, worded=False, longest=longest)
    assert (columns.name, columns.progress) == (name, bar)


def test_beside_a_detail_pane_the_trend_stays_longer_than_the_base_model() -> None:
    columns = job_columns.columns_for(58, worded=False, detailed=True, longest=18)
    assert columns.name >= 18
    assert columns.trend
    assert not columns.base
    assert job_columns.columns_for(58, worded=False).base


def test_of_a_run_that_is_held_in_part_the_rest_is_blank_where_it_was() -> None:
    late = replace(RUNNING, trend=(math.inf, math.inf, math.inf, math.inf, 0.5, 0.4))
    assert job_row.trend(late, 6, Glyphs.BRAILLE)[0] == "    █▁"


@pytest.mark.parametrize("worded", [True, False])
def test_a_row_fills_its_width_under_its_headings(worded: bool) -> None:
    statuses = ("running", "failed", "succeeded", "queued", "paused", "odd_word")
    rows = [RUNNING, *(job(1, status, error="invalid_n_examples: too few") for status in statuses)]
    for width in range(20, 201):
        header = job_columns.header(job_columns.headings(job_columns.columns_for(width, worded=worded)))
        assert sum(len(piece) for piece, _ in header) == width
        assert {cell_len(text(row, width, worded=worded)) for row in rows} == {width}


@given(
    st.sampled_from(HOSTILE),
    st.sampled_from(["running", "failed", "succeeded", "queued", "cancelled", "", "[odd]\x1b", "日本"]),
    st.integers(24, 200),
    st.sampled_from(list(Glyphs)),
)
@settings(max_examples=60, deadline=None)
def test_no_text_breaks_a_row(hostile: str, status: str, width: int, glyphs: Glyphs) -> None:
    summary = job(1, status, name=hostile, model=hostile, method=hostile, error=hostile, metric=hostile, value=1e300)
    row = text(summary, width, glyphs=glyphs)
    assert cell_len(row) <= width
    assert not set(row) & set("\x1b\x07\n\r\u202e")


@pytest.mark.parametrize(
    ("summary", "said"),
    [
        (RUNNING, "62%"),
        (RUNNING, "25m"),
        (RUNNING, " run support-v7 "),
        (job(5, "queued"), "queued 6m"),
        (job(5, "validating_files"), "validating files 6m"),
        (job(5, "succeeded", trained_tokens=3_104_223), "3.1M tok"),
        (
            job(5, "failed", error="invalid_n_examples: Training file has 7 example(s)"),
            "invalid_n_examples: Training file has",
        ),
        (job(5, "cancelled", step=3, total_steps=10), "30%"),
        (job(5, "running", step=1200), "step 1,200"),
        (job(5, "running", metric="train_mean_reward", value=0.71), "r0.710"),
        (job(5, "evaluating_safety"), "? eva "),
        (job(5, "running", method="distillation"), " dis "),
        (
            job(5, step=5, total_steps=9, last_step_at=NOW - 800, last_event_at=NOW - 800, step_s=25.0, event_s=25.0),
            "stall",
        ),
    ],
)
def test_what_a_row_says(summary: JobSummary, said: str) -> None:
    assert said in text(summary, 140)


def test_how_long_ago_it_ended_stands_for_the_time_left_where_there_is_no_age() -> None:
    ended = job(1, "succeeded", finished_at=NOW - 7200, value=0.3, metric="train_loss")
    assert "2h↑" in text(ended, 59, worded=False)
    assert "↑" not in text(ended, 120)


@pytest.mark.parametrize("name", ["", "   ", "\u200b", "\u200d"])
def test_a_name_of_nothing_shows_the_end_of_the_id(name: str) -> None:
    assert job_row.shown_name(job(7, name=name)) == "job-0007"


def test_ascii_is_ascii() -> None:
    assert text(RUNNING, 140, glyphs=Glyphs.ASCII).isascii()
