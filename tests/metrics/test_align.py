"""Jobs side by side: whose curve is whose, and what was set differently."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftmonitor.format import Glyphs, cells
from ftmonitor.metrics.align import (
    OWN_SIGN,
    Side,
    axes_for,
    comparison,
    differing,
    fits,
    letter_of,
    no_axis,
    side_panels,
    slots_of,
)
from ftmonitor.metrics.axis import Axis
from ftmonitor.metrics.ink import Line
from ftmonitor.metrics.look import Look
from ftmonitor.metrics.memory import Memory
from ftmonitor.metrics.panels import Panel
from ftmonitor.metrics.series import Series
from ftmonitor.models.phase import Phase
from ftmonitor.models.summary import JobSummary

JOB = JobSummary("ftjob-1", "support", "running", Phase.RUNNING, "gpt-4.1-mini-2025-04-14", "supervised")


def series(n: int, high: float = 1.0, name: str = "train_loss") -> Series:
    steps = tuple(range(1, n + 1))
    return Series(name, steps, tuple(1.8e9 + step for step in steps), tuple(high / step for step in steps))


def side(name: str, n: int = 10, high: float = 1.0, slot: int = 0, **parameters: str) -> Side:
    summary = replace(JOB, id=f"ftjob-{name}", name=name, total_steps=100, n_epochs=2.0)
    sign = letter_of(slot) if slot else OWN_SIGN
    return Side(summary, (series(n, high),), tuple(parameters.items()), sign, slot)


def text(lines: tuple[Line, ...]) -> list[str]:
    return ["".join(run.text for run in line) for line in lines]


def test_a_job_keeps_its_letter_as_long_as_it_is_marked() -> None:
    one = slots_of(["a", "b", "c"], {})
    assert one == {"a": 1, "b": 2, "c": 3}
    two = slots_of(["b", "c"], one)
    assert two == {"b": 2, "c": 3}
    assert slots_of(["b", "c", "d", "e"], two) == {"b": 2, "c": 3, "d": 1, "e": 4}
    assert [letter_of(slot) for slot in (1, 2, 26, 27)] == ["A", "B", "Z", "A"]


@settings(deadline=None)
@given(st.lists(st.lists(st.sampled_from("abcdef"), unique=True, max_size=6), max_size=6))
def test_no_two_jobs_share_a_slot(rounds: list[list[str]]) -> None:
    slots: dict[str, int] = {}
    for marked in rounds:
        before, slots = slots, slots_of(marked, slots)
        assert len(set(slots.values())) == len(marked)
        assert all(slots[job] == before[job] for job in marked if job in before)
        assert all(1 <= slot <= max(len(marked), *before.values(), 1) for slot in slots.values())


def test_charts_hold_the_curves_of_all_jobs() -> None:
    other = replace(side("b", slot=1), series=(series(5), series(5, name="valid_loss"), series(5, name="grad_norm")))
    found = side_panels([side("a"), other])
    assert [(panel.title, [(c.sign, c.role.value, c.job) for c in panel.curves]) for panel in found] == [
        ("loss", [(OWN_SIGN, "train", 0), ("A", "train", 1), ("A", "valid", 1)]),
        ("grad norm", [("A", "other", 1)]),
    ]
    (alone,) = side_panels([side("a")])
    assert alone.curves[0].sign == ""


def test_only_what_differs_is_told() -> None:
    one = side("a", n_epochs="3", batch_size="8", seed="1")
    other = side("b", n_epochs="4", batch_size="8")
    assert differing([one, other]) == (("n_epochs", ("3", "4")), ("seed", ("1", "")))
    tuned = replace(other, summary=replace(other.summary, model="o4-mini", method="reinforcement"))
    assert differing([one, tuned])[:2] == (
        ("model", ("4.1-mini", "o4-mini")),
        ("method", ("supervised", "reinforcement")),
    )
    assert differing([one]) == ()


def test_an_axis_has_to_be_known_for_all() -> None:
    one, other = side("a"), side("b")
    unknown = replace(other, summary=replace(other.summary, n_epochs=None))
    assert fits([one, other], Axis.EPOCH)
    assert not fits([one, unknown], Axis.EPOCH)
    assert no_axis([unknown], [Axis.EPOCH]) == "no axis by epoch: the number of epochs is not known"
    said = "no axis by epoch while b is compared: the number of epochs is not known"
    assert no_axis([one, unknown], [Axis.EPOCH]) == said
    blank = [
        replace(unknown, summary=replace(unknown.summary, name=name, total_steps=None), series=()) for name in "cde"
    ]
    assert no_axis([one, *blank[:1]], [Axis.EPOCH, Axis.SHARE, Axis.ELAPSED]) == (
        "no axis by epoch, per cent or elapsed while c is compared: "
        "the number of all steps and the times of the samples are not known"
    )
    assert no_axis([one, *blank[:2]], [Axis.SHARE]) == (
        "no axis by per cent while c and d are compared: the number of all steps is not known"
    )
    assert "while c and 2 more jobs are compared: the times of the samples are" in no_axis(blank, [Axis.ELAPSED])
    assert Axis.SHARE in axes_for([one, other])
    assert Axis.SHARE not in axes_for([one])


def test_the_table_says_values_and_differences_at_the_cursor() -> None:
    sides = (side("a", n_epochs="3"), side("b", 8, 2.0, 1, n_epochs="4"))
    (panel,) = side_panels(sides)
    look = Look(cursor=5.0, tracks=tuple(one.track for one in sides))
    lines = text(comparison(sides, panel, look, Memory(), width=70, height=9))
    assert [line.split() for line in lines] == [
        ["comparing", OWN_SIGN, "a", "A", "b"],
        ["loss", "train,", "cursor", "0.200", "@5", "0.400", "@5"],
        ["beside", "the", "first", "+0.200"],
        ["n_epochs", "3", "4"],
    ]
    last = text(comparison(sides, panel, replace(look, cursor=None), Memory(), width=70, height=9))[1]
    assert last.split() == ["loss", "train,", "last", "0.100", "@10", "0.250", "@8"]
    averaged = text(comparison(sides, panel, replace(look, smoothing=0.5), Memory(), width=70, height=9))[1]
    assert averaged.split() == ["loss", "train,", "cursor", "avg", "0.275", "@5", "0.551", "@5"]


def test_columns_stand_in_the_order_of_their_letters_and_files_and_seed_come_last() -> None:
    sides = [
        side("tone-sweep-a-very-long-name-lr3", slot=3, seed="1", training_file="x", lr="0.2"),
        side("tone-sweep-a-very-long-name-lr1", slot=1, seed="2", training_file="y", lr="0.4"),
        side("tone-sweep-a-very-long-name-lr2", slot=2, seed="2", training_file="y", lr="0.8"),
    ]
    lines = text(comparison(sides, None, Look(), Memory(), width=70, height=9))
    assert lines[0].split() == ["comparing", "A", "tone-s…e-lr1", "B", "tone-s…e-lr2", "C", "tone-s…e-lr3"]
    assert [line.split() for line in lines[1:]] == [
        ["lr", "0.4", "0.8", "0.2"],
        ["training_file", "y", "y", "x"],
        ["seed", "2", "2", "1"],
    ]
    assert "C" in text(comparison(sides, None, Look(), Memory(), width=32, height=9))[0], "the selected one stays"


def test_jobs_that_have_no_room_and_rows_that_have_none_are_counted() -> None:
    sides = [side(f"job-{at}", slot=at, seed=str(at), n_epochs=str(at)) for at in range(8)]
    lines = text(comparison(sides, None, Look(), Memory(), width=40, height=2))
    assert lines[0].startswith("+6 more")
    assert lines[1] == "2 more rows"
    assert (
        text(comparison([side("a"), side("b")], None, Look(), Memory(), width=40, height=5))[1] == "all was set alike"
    )


def test_rows_that_have_no_room_are_scrolled_to_and_values_take_what_is_free() -> None:
    many: Any = {f"p{at}": "x" for at in range(9)}
    sides = [side("a", file="a" * 40, **many), side("b", slot=1, file="b" * 30)]

    def rows(top: int) -> list[str]:
        return [
            line.split()[0] for line in text(comparison(sides, None, Look(), Memory(), width=110, height=5, top=top))
        ]

    assert rows(0) == ["comparing", "file", "p0", "p1", "7"]
    assert rows(4) == ["comparing", "p3", "p4", "p5", "3"]
    assert rows(99) == rows(7) == ["comparing", "p6", "p7", "p8", "7"]
    last = text(comparison(sides, None, Look(), Memory(), width=110, height=5, top=4))[-1]
    assert last == "3 more rows, 4 above"
    (said,) = [line for line in text(comparison(sides, None, Look(), Memory(), width=110, height=12)) if "bbb" in line]
    assert said.split() == ["file", "a" * 40, "b" * 30]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.text(max_size=30), min_size=1, max_size=8),
    st.integers(1, 120),
    st.integers(0, 12),
    st.sampled_from(Glyphs),
    st.one_of(st.none(), st.floats(0, 12)),
)
def test_the_table_stays_in_its_place(
    names: list[str], width: int, height: int, glyphs: Glyphs, cursor: float | None
) -> None:
    sides = [
        replace(side("x", slot=at, seed=name), summary=replace(JOB, name=name, model=name, total_steps=9))
        for at, name in enumerate(names)
    ]
    panel: Panel = side_panels(sides)[0]
    look = Look(cursor=cursor, glyphs=glyphs, tracks=tuple(one.track for one in sides))
    lines = text(comparison(sides, panel, look, Memory(), width=width, height=height))
    assert len(lines) <= height
    assert all(cells(line) <= width for line in lines)
    assert glyphs is not Glyphs.ASCII or all(line.isascii() for line in lines)


@pytest.mark.parametrize("axis", [Axis.STEP, Axis.EPOCH, Axis.SHARE, Axis.ELAPSED])
def test_jobs_are_aligned_on_each_axis(axis: Axis) -> None:
    one, other = side("a", 50), side("b", 100, slot=1)
    later = tuple(time + 5000 for time in other.series[0].times)
    other = replace(other, series=(replace(other.series[0], times=later),))
    look = Look(axis=axis, tracks=(one.track, other.track))
    (panel,) = side_panels([one, other])
    ruler = [Memory().of(curve).ruler(axis, look.track(curve.job)) for curve in panel.curves]
    assert ruler[0].x(0) == pytest.approx(ruler[1].x(0))
    assert ruler[0].x(49) == pytest.approx(ruler[1].x(49))
