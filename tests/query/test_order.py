"""In which order and in which groups jobs stand."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftmonitor.models.phase import phase_of
from ftmonitor.models.summary import JobSummary
from ftmonitor.query.groups import Grouping, Heading, Line, grouped
from ftmonitor.query.order import (
    SLICE,
    SORTABLE,
    By,
    Order,
    Sorter,
    at_once,
    chosen,
    inverted,
    order_of,
    pinned_first,
    stepped,
)

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC).timestamp()
DAY = 86_400.0


def job(name: str, status: str = "running", **fields: object) -> JobSummary:
    base = JobSummary(f"ftjob-{name}", name, status, phase_of(status), "gpt-4.1-mini", "supervised", NOW - 60)
    return replace(base, **fields)  # type: ignore[arg-type]


def names(jobs: tuple[JobSummary, ...], *order: By, beside: dict[str, dict[str, object]] | None = None) -> str:
    return " ".join(one.name for one in at_once(Sorter().sorted(jobs, order, NOW, beside)))


@pytest.mark.parametrize(
    ("order", "wanted"),
    [
        ((By("name"),), "a2 a10 b"),
        ((By("name", True),), "b a10 a2"),
        ((By("loss"),), "a2 b a10"),
        ((By("loss", True),), "b a2 a10"),
        ((By("tokens", True),), "a10 a2 b"),
        ((By("age"),), "b a10 a2"),
        ((By("status"),), "a10 a2 b"),
        ((By("method"), By("loss")), "a2 b a10"),
        ((By("status"), By("name")), "a10 a2 b"),
        ((), "b a10 a2"),
    ],
)
def test_any_column_sorts_and_what_is_missing_stands_last(order: Order, wanted: str) -> None:
    jobs = (
        job("b", "succeeded", metric="train_loss", value=0.5, created_at=NOW - 1),
        job("a10", created_at=NOW - 2, trained_tokens=10),
        job("a2", "failed", metric="train_loss", value=0.25, created_at=NOW - 3, trained_tokens=9),
    )
    assert names(jobs, *order) == wanted


def test_time_left_stands_before_what_has_none_and_how_long_ago_it_ended_and_each_is_turned_round_by_itself() -> None:
    going: dict[str, Any] = {
        "total_steps": 100,
        "first_step_at": NOW - 100,
        "last_step_at": NOW,
        "last_event_at": NOW,
        "step_s": 1.0,
    }
    jobs = (
        job("unknown"),
        job("paused", "paused"),
        job("long-ago", "failed", finished_at=NOW - 500),
        job("late", step=20, **going),
        job("just", "succeeded", finished_at=NOW - 5),
        job("soon", step=90, **going),
        job("ended", "cancelled"),
        job("queue", "queued"),
    )
    assert names(jobs, By("eta")) == "soon late unknown paused queue just long-ago ended"
    assert names(jobs, By("eta", True)) == "late soon queue paused unknown long-ago just ended"


def test_what_has_no_value_stands_last_and_there_what_goes_on_before_what_has_ended() -> None:
    jobs = (
        job("done", "succeeded"),
        job("queue", "queued"),
        job("valued", metric="train_loss", value=1.0),
        job("failed", "failed"),
        job("paused", "paused"),
    )
    assert names(jobs, By("loss")) == names(jobs, By("loss", True)) == "valued queue paused done failed"


def test_the_last_the_smoothed_and_the_best_value_are_different_columns() -> None:
    jobs = (
        job("last", metric="train_loss", value=0.1, trend=(0.5, 0.5, 0.5)),
        job("smooth", metric="train_loss", value=0.3, trend=(0.9, 0.6, 0.2)),
        job("best", metric="train_loss", value=0.9, trend=(0.9, 0.15, 0.9)),
        job("reward", metric="train_reward", value=0.9, trend=(0.1, 0.9)),
        job("poor", metric="train_reward", value=0.1, trend=(0.1, 0.1)),
    )
    assert names(jobs, By("loss")).startswith("last ")
    assert names(jobs, By("smooth")).startswith("smooth ")
    assert names(jobs, By("best")) == "best smooth last reward poor"


def test_a_path_of_the_job_as_sent_sorts_numbers_before_words() -> None:
    column = "raw:metadata.team"
    values: dict[str, object] = {"ftjob-a": "x10", "ftjob-b": 3, "ftjob-c": "x9", "ftjob-d": 0.5}
    jobs = tuple(map(job, "abcde"))
    assert names(jobs, By(column), beside={column: values}) == "d b c a e"


def test_a_title_a_key_and_the_order_turned_round() -> None:
    assert chosen((), "loss") == (By("loss"),)
    assert chosen((By("loss"),), "loss") == (By("loss", True),)
    assert chosen((By("loss"),), "tokens") == (By("tokens", True),)
    assert inverted((By("loss"), By("age", True))) == (By("loss", True), By("age"))
    assert inverted(()) == (By("age", True),)
    assert stepped((), ("name", "loss"), 1) == (By("name"),)
    assert stepped((By("loss"),), ("name", "loss"), 1) == ()
    assert stepped((), ("name", "loss"), -1) == (By("loss"),)


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        (None, ()),
        ([["loss", True], ["loss", False]], (By("loss"),)),
        ([["nothing", True], ["raw:a.b", True], 7, ["age"], [1, 2]], (By("raw:a.b", True),)),
        ({"loss": True}, ()),
    ],
)
def test_what_was_remembered_oddly_is_left_out(value: object, wanted: Order) -> None:
    assert order_of(value) == wanted


ORDERS = st.lists(st.builds(By, st.sampled_from(sorted(SORTABLE)), st.booleans()), max_size=3).map(tuple)
NUMBERS = st.none() | st.sampled_from([0.0, 0.5, 2.0, float("nan"), float("inf")])
STATUSES = st.sampled_from(["running", "succeeded", "failed", "paused", "odd"])
SEEDS = st.lists(st.tuples(STATUSES, NUMBERS, NUMBERS, st.booleans(), st.booleans()), max_size=12)


def made(seeds: list[tuple[str, float | None, float | None, bool, bool]]) -> tuple[JobSummary, ...]:
    return tuple(
        job(
            f"n{at}",
            status,
            value=value,
            valid=valid,
            metric="train_reward" if reward else "train_loss",
            pinned_at=NOW if pinned else None,
            finished_at=NOW - at * DAY,
        )
        for at, (status, value, valid, reward, pinned) in enumerate(seeds)
    )


@given(SEEDS, ORDERS)
def test_sorting_loses_nothing_and_is_stable(
    seeds: list[tuple[str, float | None, float | None, bool, bool]], order: Order
) -> None:
    jobs = made(seeds)
    found = at_once(Sorter().sorted(jobs, order, NOW))
    assert sorted(one.id for one in found) == sorted(one.id for one in jobs)
    places = {one.id: at for at, one in enumerate(jobs)}
    for one, other in pairwise(found):
        same = one.phase.ended is other.phase.ended and all(
            SORTABLE[by.column].key(one, NOW) == SORTABLE[by.column].key(other, NOW) for by in order
        )
        assert not same or places[one.id] < places[other.id]
    assert at_once(Sorter().sorted(found, order, NOW)) == found
    assert {one.id for one in pinned_first(found)} == set(places)


@pytest.mark.parametrize("down", [False, True])
def test_a_long_list_is_sorted_in_parts_as_in_one_go(down: bool) -> None:
    chance = random.Random(7)
    jobs = tuple(job(f"n{at}", metric="train_loss", value=chance.randrange(40) / 8) for at in range(3 * SLICE + 7))
    steps = Sorter().sorted(jobs, (By("loss", down),), NOW)
    assert sum(1 for _ in steps) > 9, "others have their turn in between"
    found = at_once(Sorter().sorted(jobs, (By("loss", down),), NOW))
    assert found == tuple(sorted(jobs, key=lambda one: one.value or 0.0, reverse=down))


@given(SEEDS, st.sampled_from([Grouping.DAY, Grouping.STATUS]), st.sets(st.integers(0, 9)))
def test_every_job_stands_in_one_group_and_folding_hides_exactly_those_of_the_group(
    seeds: list[tuple[str, float | None, float | None, bool, bool]], by: Grouping, shut: set[int]
) -> None:
    jobs = made(seeds)
    open_lines = at_once(grouped(jobs, by, (), NOW, UTC))
    headings = [line for line in open_lines if isinstance(line, Heading)]
    assert len({heading.id for heading in headings}) == len(headings)
    assert sum(heading.count for heading in headings) == len(jobs)
    assert sorted(line.id for line in open_lines if isinstance(line, JobSummary)) == sorted(one.id for one in jobs)
    folded = {heading.id for at, heading in enumerate(headings) if at in shut}
    lines = at_once(grouped(jobs, by, folded, NOW, UTC))
    hidden = {one.id for heading in headings if heading.id in folded for one in heading.members}
    assert [line.id for line in lines] == [line.id for line in open_lines if line.id not in hidden]


def said(lines: tuple[Line, ...]) -> list[str]:
    return [line.name if isinstance(line, JobSummary) else f"{line.title} ({line.count})" for line in lines]


def test_groups_by_day_begin_at_midnight_and_go_back() -> None:
    jobs = (
        job("going"),
        job("noon", "succeeded", finished_at=NOW - 3600),
        job("midnight", "failed", finished_at=NOW - DAY / 2),
        job("before", "failed", finished_at=NOW - DAY / 2 - 1),
        job("friday", "succeeded", finished_at=NOW - 3 * DAY),
        job("month", "succeeded", finished_at=NOW - 20 * DAY),
        job("old", "cancelled", last_event_at=NOW - 300 * DAY),
        job("never", "cancelled", created_at=None),
        job("kept", "succeeded", finished_at=NOW - 300 * DAY, pinned_at=NOW),
    )
    assert said(at_once(grouped(jobs, Grouping.DAY, (), NOW, UTC))) == [
        *("pinned (1)", "kept", "going on (1)", "going", "ended today (2)", "noon", "midnight"),
        *("ended yesterday (1)", "before", "ended Fri 20 Nov (1)", "friday"),
        *("ended in the last 30 days (1)", "month", "ended before that (1)", "old"),
        *("ended at a time not told (1)", "never"),
    ]


def test_groups_by_status_put_what_runs_first_and_count_tokens() -> None:
    jobs = (
        job("x", "succeeded", trained_tokens=5),
        job("y", "running"),
        job("z", "succeeded", trained_tokens=6),
    )
    lines = at_once(grouped(jobs, Grouping.STATUS, (), NOW, UTC))
    assert said(lines) == ["running (1)", "y", "succeeded (2)", "x", "z"]
    assert [line.tokens for line in lines if isinstance(line, Heading)] == [0, 11]
