"""A page read as columns says what its events say one by one."""

from __future__ import annotations

from math import isnan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftmonitor.metrics.points import Reading, read
from ftmonitor.metrics.sheet import Sheet, read_page
from tests.support.profiles import few, many

odd: st.SearchStrategy[object] = st.sampled_from(
    [None, True, "0.5", "x", 3, -1, 10**400, float("nan"), float("inf"), 1e308, {}, [], {"deep": 0.25}]
)
numbers = st.one_of(st.floats(0, 2), odd)
datas = st.one_of(
    st.builds(
        lambda step, loss: {"step": step, "train_loss": loss, "total_steps": 9}, st.integers(0, 9), st.floats(0, 2)
    ),
    st.builds(lambda step, loss: {"step": step, "train_loss": loss}, st.integers(0, 9) | odd, numbers),
    st.builds(
        lambda step, total, a, b: {"step": step, "a": a, "total_steps": total, "": b}, odd, odd, numbers, numbers
    ),
    st.sampled_from([None, {}, {"step": 3}, {"total_steps": 4}, "text", [1]]),
)
events = st.fixed_dictionaries(
    {},
    optional={
        "created_at": st.one_of(st.integers(1, 2_000_000_000), odd, st.just("2026-11-18T11:06:40Z")),
        "data": datas,
        "message": st.sampled_from(["line", "Step 5/7: training loss=0.50", None]),
    },
)


def said(sheet: Sheet) -> list[Reading]:
    """Return what a sheet says, row by row."""
    named = {
        row: (batch.names, tuple(column[at] for column in batch.columns))
        for batch in sheet.batches
        for at, row in enumerate(batch.rows)
    }
    assert all(
        sheet.steps[row] == step for batch in sheet.batches for row, step in zip(batch.rows, batch.steps, strict=True)
    )
    holes: dict[int, tuple[str, ...]] = {}
    for batch in sheet.holes:
        assert len(batch.names) == len(batch.columns) == 1
        assert all(isnan(value) for value in batch.columns[0])
        assert [sheet.steps[row] for row in batch.rows] == list(batch.steps)
        for row in batch.rows:
            holes[row] = (*holes.get(row, ()), *batch.names)
    return [
        Reading(time, step, total, *named.get(row, ((), ())), tuple(sorted(holes.get(row, ()))))
        for row, (time, step, total) in enumerate(zip(sheet.times, sheet.steps, sheet.totals, strict=True))
    ]


def told(event: dict[str, object]) -> Reading:
    """Return what one event says; in which order its holes stand does not matter."""
    reading = read(event)
    return reading._replace(holes=tuple(sorted(reading.holes)))


@few(80)
@given(st.lists(events, max_size=12))
def test_a_page_says_what_its_events_say(page: list[dict[str, object]]) -> None:
    assert said(read_page(page)) == [told(event) for event in page]


@pytest.mark.long
@many(3_000)
@given(st.lists(events, max_size=12))
def test_thousands_of_pages_say_what_their_events_say(page: list[dict[str, object]]) -> None:
    assert said(read_page(page)) == [told(event) for event in page]


@few(40)
@given(st.lists(events, min_size=1, max_size=9), st.data())
def test_some_rows_of_a_page_say_what_they_said(page: list[dict[str, object]], data: st.DataObject) -> None:
    rows = data.draw(st.lists(st.integers(0, len(page) - 1), unique=True))
    assert said(read_page(page).only(rows)) == [told(page[row]) for row in rows]


def test_rows_of_one_make_are_read_together() -> None:
    page = [{"created_at": 100 - at, "data": {"step": 9 - at, "train_loss": at / 4}} for at in range(3)]
    (batch,) = read_page(page).batches
    assert batch == (("train_loss",), [0, 1, 2], (9, 8, 7), [(0.0, 0.25, 0.5)])
