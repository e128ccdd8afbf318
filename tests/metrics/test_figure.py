"""Charts as lines: nothing outside the area, spikes survive, curves are told apart, and what the words say."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftmonitor.format import Glyphs, cells
from ftmonitor.metrics.axis import Axis, Track
from ftmonitor.metrics.downsample import columns
from ftmonitor.metrics.figure import NO_DATA, Figure, figure, nothing
from ftmonitor.metrics.ink import Ink
from ftmonitor.metrics.look import Facts, Look, Mark, Sign
from ftmonitor.metrics.memory import Memory
from ftmonitor.metrics.panels import Curve, Panel, Role
from ftmonitor.metrics.raster import Dash, Trace, pixel_row, raster
from ftmonitor.metrics.scale import Rise
from ftmonitor.metrics.series import Series
from ftmonitor.metrics.ticks import y_range
from ftmonitor.metrics.viewport import FIT, Viewport
from tests.support.profiles import few

T0 = 1_795_100_400.0  # 15:00 UTC
TRACK = Track(100, 2, Series("clock", (1, 100), (T0 + 1, T0 + 100), (0.0, 0.0)))


def series(values: dict[int, float], name: str = "train_loss") -> Series:
    steps = tuple(sorted(values))
    return Series(name, steps, tuple(T0 + step for step in steps), tuple(values[step] for step in steps))


def panel(*curves: tuple[Role, dict[int, float]], title: str = "loss") -> Panel:
    return Panel(title, tuple(Curve(series(values, f"{role}_{title}"), role.value, role) for role, values in curves))


def falling(n: int = 100, every: int = 1) -> dict[int, float]:
    return {step: 0.4 + 10 / (step + 10) for step in range(every, n + 1, every)}


def text(drawn: Figure) -> list[str]:
    return ["".join(run.text for run in line) for line in drawn.lines]


def inks(drawn: Figure) -> set[Ink]:
    return {run.ink for line in drawn.lines for run in line if run.text.strip()}


curves = st.dictionaries(
    st.integers(0, 10**6), st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=40
)
views = st.one_of(st.just(FIT), st.builds(Viewport, st.floats(2, 1e6), st.one_of(st.none(), st.floats(-10, 1e6))))


@few(60)
@given(
    st.lists(st.tuples(st.sampled_from(Role), curves), max_size=4),
    st.text(max_size=30),
    st.tuples(st.integers(1, 90), st.integers(1, 24)),
    st.builds(
        Look,
        view=views,
        cursor=st.one_of(st.none(), st.floats(0, 10**6)),
        pin=st.one_of(st.none(), st.floats(0, 10**6)),
        axis=st.sampled_from(Axis),
        rise=st.sampled_from(Rise),
        smoothing=st.sampled_from([0.0, 0.9]),
        glyphs=st.sampled_from(Glyphs),
        tz=st.just(UTC),
        marks=st.just((Mark(Sign.CHECKPOINT, step=7), Mark(Sign.WARNING, time=T0 + 9))),
        facts=st.sampled_from(Facts),
    ),
    st.booleans(),
)
def test_nothing_is_drawn_outside_at_any_size(
    told: list[tuple[Role, dict[int, float]]], title: str, size: tuple[int, int], look: Look, rivals: bool
) -> None:
    width, height = size
    shown = panel(*told, title=title or "x")
    if rivals:
        curves = (replace(curve, sign="AB"[at % 2], slot=at % 2, job=at % 2) for at, curve in enumerate(shown.curves))
        shown = Panel(shown.title, tuple(curves))
    drawn = figure(shown, replace(look, tracks=(TRACK, TRACK)), width, height)
    lines = text(drawn)
    assert len(lines) == height
    assert all(cells(line) <= width for line in lines)
    assert look.glyphs is not Glyphs.ASCII or all(line.isascii() for line in lines)


def test_the_largest_numbers_that_there_are_can_be_drawn() -> None:
    for sign in (1, -1):
        values = {0: 0.0, 726: sign * 3.7e307, 727: 0.0, 1854: 0.0, 74121: 0.0}
        drawn = figure(panel((Role.TRAIN, values)), Look(smoothing=0.9), 28, 6)
        assert all(cells(line) <= 28 for line in text(drawn))


@settings(deadline=None)
@given(curves, st.integers(1, 60), st.integers(1, 20), st.sampled_from(Glyphs), st.sampled_from(Dash))
def test_a_raster_is_exactly_its_area(
    values: dict[int, float], width: int, height: int, glyphs: Glyphs, dash: Dash
) -> None:
    one = series(values)
    found = columns(
        one.steps,
        one.values,
        FIT.window((one.steps[0], one.steps[-1])),
        width * 2 if glyphs is not Glyphs.ASCII else width,
    )
    picture = raster([Trace(found, dash)], y_range(min(one.values), max(one.values)), width, height, glyphs)
    assert [len(row) for row in picture.rows] == [width] * height
    assert [len(row) for row in picture.owners] == [width] * height
    drawn = [[char != " " for char in row] for row in picture.rows]
    assert drawn == [[owner > 0 for owner in row] for row in picture.owners]


@settings(deadline=None)
@given(
    st.integers(2, 3000),
    st.data(),
    st.tuples(st.integers(1, 100), st.integers(2, 30)),
    st.sampled_from(Glyphs),
    st.sampled_from(Dash),
)
def test_a_spike_survives_any_width(
    n: int, data: st.DataObject, size: tuple[int, int], glyphs: Glyphs, dash: Dash
) -> None:
    width, height = size
    at = data.draw(st.integers(0, n - 1))
    values = [0.001 * (i % 7) for i in range(n)]
    values[at] = 50.0
    across = width if glyphs is Glyphs.ASCII else width * 2
    found = columns(range(n), values, (0, n - 1), across)
    picture = raster([Trace(found, dash)], (0, 50), width, height, glyphs)
    top = [column for column, char in enumerate(picture.rows[0]) if char != " "]
    assert int(at / (n - 1) * width) in top or (at == n - 1 and width - 1 in top)


def test_braille_dots_stand_where_the_values_are() -> None:
    picture = raster([Trace([(0, 3, 3, 3, 3), (3, 0, 0, 0, 0)], Dash.POINTS)], (0, 3), 2, 1)
    assert picture.rows == ("⠁⢀",)
    assert raster([Trace([(0, 1, 0, 3, 2)])], (0, 3), 1, 1).rows == ("⡇",)
    assert raster([Trace([(0, 3, 3, 3, 3), (3, 0, 0, 0, 0)])], (0, 3), 2, 1).rows == ("⠑⢄",)
    assert raster([Trace([(0, 1, 1, 1, 1), (1, 0, 0, 0, 0)])], (0, 1), 1, 1, Glyphs.BLOCK).rows == ("▚",)


def test_a_later_curve_covers_and_a_marker_stands_on_its_samples() -> None:
    flat = [(0, 1.0, 1.0, 1.0, 1.0), (7, 1.0, 1.0, 1.0, 1.0)]
    picture = raster([Trace(flat), Trace([(7, 1.0, 1.0, 1.0, 1.0)], marker="○")], (0, 2), 4, 3)
    assert picture.rows[1][3] == "○"
    assert list(picture.owners[1]) == [1, 1, 1, 2]


def test_a_gap_is_not_bridged_and_the_usual_distance_is() -> None:
    holed = dict.fromkeys((*range(1, 40), *range(80, 121)), 1.0)
    (row,) = [
        line for line in text(figure(panel((Role.TRAIN, holed)), Look(glyphs=Glyphs.ASCII), 60, 12)) if "**" in line
    ][1:]
    assert row.strip(" |").count("*") == 37, row
    sparse = dict.fromkeys(range(10, 121, 10), 1.0)
    joined = text(figure(panel((Role.TRAIN, sparse)), Look(glyphs=Glyphs.ASCII), 60, 12))
    assert any("*" * 40 in line for line in joined)


@pytest.mark.parametrize("glyphs", Glyphs)
def test_curves_are_told_apart_without_colour(glyphs: Glyphs) -> None:
    drawn = figure(panel((Role.TRAIN, falling()), (Role.VALID, falling(100, 10))), Look(glyphs=glyphs), 70, 14)
    header = text(drawn)[0]
    pieces = [run.text for run in drawn.lines[0] if run.ink in (Ink.TRAIN, Ink.VALID)]
    assert len(set(pieces)) == 2, header
    assert inks(drawn) >= {Ink.TRAIN, Ink.VALID}


def test_two_series_of_one_role_have_different_shapes() -> None:
    drawn = figure(panel((Role.TRAIN, falling()), (Role.TRAIN, {1: 1.0, 50: 2.0})), Look(), 70, 14)
    assert inks(drawn) >= {Ink.TRAIN, Ink.OTHER}


def test_the_header_says_last_values_and_gives_way() -> None:
    told = panel((Role.TRAIN, {1: 2.0, 2: 0.454}), (Role.VALID, {2: 0.485}))
    assert text(figure(told, Look(), 60, 10))[0] == "loss  ━━ train 0.454  ╍╍ valid 0.485"
    assert text(figure(told, Look(), 32, 10))[0] == "loss ━ train 0.454 ╍ valid 0.485"
    assert text(figure(told, Look(), 28, 10))[0] == "loss ━ tr 0.454 ╍ va 0.485"
    assert text(figure(replace(told, title="long loss"), Look(), 28, 10))[0] == "long loss ━ 0.454 ╍ 0.485"
    assert text(figure(told, Look(titled=False), 60, 10))[0] == "━━ train 0.454  ╍╍ valid 0.485"


def test_the_header_says_how_it_is_looked_at() -> None:
    told = panel((Role.TRAIN, {step: float(step) for step in range(1, 9)}))
    look = Look(view=Viewport(4), smoothing=0.5)
    header = text(figure(told, look, 60, 10))[0]
    assert header.startswith("loss  ━━ train 8.000 (avg 7.031)")
    assert header.endswith("avg 0.5 zoom ⇥")
    assert text(figure(told, look, 30, 10))[0].startswith("loss  ━━ train 8.000"), "never an average without its name"


def test_the_cursor_shows_real_samples_with_their_own_steps() -> None:
    told = panel((Role.TRAIN, {step: step / 10 for step in range(1, 31)}), (Role.VALID, {10: 5.0, 20: 6.0}))
    drawn = figure(told, Look(cursor=18, tz=UTC), 70, 12)
    assert text(drawn)[0] == "loss ┊ 18 15:00:18  ━━ train 1.800  ╍╍ valid 6.000 @20"
    assert drawn.plot is not None
    column = drawn.plot.cell_at(18)
    assert column is not None
    marks = {line[column] for line in text(drawn)[1:-2]}
    assert marks >= {"┊", "●"}
    assert text(drawn)[-2][column] == "┴"


def test_a_cursor_out_of_view_is_not_drawn() -> None:
    drawn = figure(panel((Role.TRAIN, falling())), Look(view=Viewport(20, 70), cursor=5, tz=UTC), 60, 12)
    assert all("┊" not in line for line in text(drawn)[1:])


def test_axes_are_round_and_aligned() -> None:
    lines = text(figure(panel((Role.TRAIN, {step: step / 400 for step in range(1, 401)})), Look(), 60, 14))
    assert lines[-1].split() == ["step", "0", "100", "200", "300", "400"]
    assert [line.split("┤")[0].strip() for line in lines if "┤" in line] == ["1.0", "0.8", "0.6", "0.4", "0.2"]
    assert len({line.find("│") if "│" in line else line.find("┤") for line in lines[1:-2]}) == 1


@pytest.mark.parametrize("values", [{7: 2.4}, {1: 0.0, 2: 0.0}, {1: 1e300, 2: -1e300}, {1: 5e-324, 2: 0.0}, {3: -7e-9}])
def test_odd_ranges_are_drawn_sanely(values: dict[int, float]) -> None:
    drawn = figure(panel((Role.TRAIN, values)), Look(), 60, 12)
    assert any(mark in line for line in text(drawn)[1:] for mark in "●")
    assert "┤" in "".join(text(drawn))


def test_little_room_leaves_a_row_of_blocks() -> None:
    told = panel((Role.TRAIN, falling()), (Role.VALID, falling(100, 10)))
    lines = text(figure(told, Look(), 24, 3))
    assert lines[0].startswith("train ")
    assert lines[0].endswith(" 0.491")
    assert "█" in lines[0]
    assert lines[2] == ""
    assert text(figure(told, Look(), 3, 1)) == ["█▂▁"]
    assert figure(told, Look(), 24, 3).plot is None


def test_without_data_there_is_a_word_in_the_middle() -> None:
    lines = text(figure(Panel("loss", ()), Look(), 40, 5))
    assert lines[2].strip() == NO_DATA
    assert abs(len(lines[2]) - len(NO_DATA) - (40 - len(lines[2]))) <= 1
    assert text(nothing(5, 1)) == ["no m…"]


def test_a_spike_beside_the_view_does_not_change_it() -> None:
    values = {step: 1.0 + step / 100 for step in range(1, 101)}
    calm = figure(panel((Role.TRAIN, values)), Look(view=Viewport(20, 40)), 60, 12)
    values[5] = 900.0
    assert text(figure(panel((Role.TRAIN, values)), Look(view=Viewport(20, 40)), 60, 12)) == text(calm)


def test_a_line_goes_on_through_a_view_without_samples() -> None:
    told = panel((Role.TRAIN, {0: 0.0, 100: 1.0, 200: 2.0}))
    drawn = figure(told, Look(view=Viewport(10, 40)), 60, 12)
    assert Ink.TRAIN in {run.ink for line in drawn.lines[1:] for run in line}


def test_smoothing_draws_the_average_over_the_raw_curve_but_leaves_single_points() -> None:
    noisy = {step: 1.0 + step % 2 for step in range(1, 200)}
    drawn = figure(panel((Role.TRAIN, noisy), (Role.FULL, {100: 1.2})), Look(smoothing=0.9), 70, 14)
    assert {Ink.TRAIN, Ink.TRAIN_RAW, Ink.FULL} <= inks(drawn)
    assert "train 2.000 (avg 1.526)" in text(drawn)[0]
    assert "full 1.200" in text(drawn)[0]


def test_what_is_remembered_changes_nothing() -> None:
    memory = Memory()
    told = panel((Role.TRAIN, falling()), (Role.VALID, falling(100, 10)))
    more = panel((Role.TRAIN, falling(130)), (Role.VALID, falling(100, 10)))
    looks = [Look(), Look(cursor=50, tz=UTC), Look(smoothing=0.9), Look(view=Viewport(20)), Look(glyphs=Glyphs.BLOCK)]
    for look in looks * 2:
        for one in (told, more):
            assert figure(one, look, 70, 14, memory) == figure(one, look, 70, 14)


def test_a_plot_knows_where_the_mouse_is() -> None:
    plot = figure(panel((Role.TRAIN, falling(1000))), Look(), 70, 14).plot
    assert plot is not None
    for step in (1, 300, 999):
        cell = plot.cell_at(step)
        assert cell is not None
        assert plot.x_at(cell) == pytest.approx(step, abs=999 / plot.width)
    assert plot.cell_at(2000) is None
    assert plot.x_at(0) >= 1
    assert plot.x_at(500) <= 1000


def test_bounds_keep_charts_in_step() -> None:
    late = panel((Role.FULL, {300: 1.0, 400: 2.0}))
    plots = [figure(one, Look(bounds=(1, 400)), 70, 14).plot for one in (late, panel((Role.TRAIN, falling(400))))]
    assert plots[0] is not None
    assert plots[1] is not None
    assert plots[0].window == plots[1].window


def test_rows_of_values() -> None:
    assert [pixel_row(v, (0, 1), 10) for v in (1, 0.5, 0, 7, -7)] == [0, 4, 9, 0, 9]


def test_an_outside_title_is_only_text() -> None:
    told = replace(panel((Role.TRAIN, falling())), title="[/nope] 日本")
    assert text(figure(told, Look(), 70, 12))[0].startswith("[/nope] 日本  ━━")


def column_of(drawn: Figure, x: float) -> int:
    assert drawn.plot is not None
    column = drawn.plot.cell_at(x)
    assert column is not None
    return column


def holed() -> Panel:
    one = series(dict.fromkeys((*range(1, 41), *range(61, 101)), 1.0))
    return Panel("loss", (Curve(replace(one, holes=tuple(range(41, 61))), "train", Role.TRAIN),))


@pytest.mark.parametrize("axis", [Axis.STEP, Axis.EPOCH, Axis.ELAPSED])
def test_what_is_no_number_leaves_a_gap_and_a_mark(axis: Axis) -> None:
    look = Look(axis=axis, tracks=(TRACK,), glyphs=Glyphs.ASCII)
    drawn = figure(holed(), look, 106, 12)
    assert drawn.plot is not None
    line = next(line for line in text(drawn)[1:] if "**" in line)
    marks = text(drawn)[-2]
    left = drawn.plot.left
    gap = range(left + 41, left + 59)
    assert not any(line[cell] == "*" for cell in gap)
    assert all(marks[cell] == "x" for cell in gap)
    assert "x" not in marks[: left + 38] + marks[left + 62 :]
    assert Ink.FAULT in {run.ink for run in drawn.lines[-2]}


def test_one_value_that_is_no_number_breaks_the_line() -> None:
    one = series({step: 1.0 for step in range(1, 41) if step != 20})
    told = Panel("loss", (Curve(replace(one, holes=(20,)), "train", Role.TRAIN),))
    whole = Panel("loss", (Curve(one, "train", Role.TRAIN),))
    drawn = [figure(each, Look(), 96, 12) for each in (told, whole)]
    rows = [next(line for line in text(one)[1:] if set(line) & set("⠉⠒⠤⣀")) for one in drawn]
    at = column_of(drawn[0], 20)
    assert rows[0][at] == "┄"
    assert rows[1][at] != "┄"


def test_a_logarithm_draws_a_straight_line() -> None:
    decay = {step: 10.0 ** (-step / 20) for step in range(1, 101)}
    drawn = figure(panel((Role.TRAIN, decay)), Look(rise=Rise.LOG), 66, 26)
    assert [line.split("┤")[0].strip() for line in text(drawn) if "┤" in line] == [
        "0.1",
        "0.01",
        "0.001",
        "0.0001",
        "1e-05",
    ]
    rows = [y for y, line in enumerate(text(drawn)) if any("⠁" <= char <= "⣿" for char in line)]
    assert rows == list(range(1, 24))
    assert text(drawn)[0].endswith("log")


def test_outliers_are_clipped_and_marked() -> None:
    spiky = {step: 1.0 + (step % 7) / 100 for step in range(1, 101)} | {50: 90.0, 70: -90.0}
    drawn = figure(panel((Role.TRAIN, spiky), title="lr"), Look(rise=Rise.CLIPPED), 80, 16)
    lines = text(drawn)
    assert lines[1][column_of(drawn, 50)] == "▲"
    assert lines[-3][column_of(drawn, 70)] == "▼"
    assert "90" not in "".join(line.split("┤")[0] for line in lines if "┤" in line)
    plain = text(figure(panel((Role.TRAIN, spiky), title="lr"), Look(), 80, 16))
    assert "▲" not in "".join(plain)


def test_the_axis_bears_checkpoints_and_warnings_and_the_best_is_starred() -> None:
    told = panel((Role.TRAIN, falling()), (Role.VALID, {20: 3.0, 60: 0.7, 90: 0.9}))
    marks = (Mark(Sign.CHECKPOINT, step=50), Mark(Sign.WARNING, time=T0 + 75), Mark(Sign.CHECKPOINT, step=5000))
    drawn = figure(told, Look(marks=marks, tracks=(TRACK,)), 80, 16)
    lines = text(drawn)
    assert lines[-2][column_of(drawn, 50)] == "◆"
    assert lines[-2][column_of(drawn, 75)] == "▲"
    assert lines[-2].count("◆") == 1
    assert [line[column_of(drawn, 60)] for line in lines[1:-1]].count("★") == 1
    assert {Ink.CHECKPOINT, Ink.WARNING, Ink.BEST} <= inks(drawn)


def test_a_pinned_point_has_its_line_and_the_difference_below() -> None:
    told = panel((Role.TRAIN, {step: step / 10 for step in range(1, 101)}), (Role.VALID, {20: 5.0, 80: 6.5}))
    drawn = figure(told, Look(pin=20.0, cursor=80.0, tz=UTC), 80, 16)
    lines = text(drawn)
    assert lines[-1] == "Δ +60 steps  1m  ━━ train +6.000  ╍╍ valid +1.500"
    column = {line[column_of(drawn, 20)] for line in lines}
    assert {"┆", "◉", "┴"} <= column
    assert len(lines) == 16
    same = text(figure(told, Look(pin=20.0, cursor=20.0, tz=UTC), 80, 16))[-1]
    assert same == "◉ pinned at step 20  move the cursor to compare"


def test_facts_stand_below_where_there_is_room() -> None:
    told = panel((Role.TRAIN, {step: 2.0 - step / 100 for step in range(1, 101)}), (Role.VALID, {50: 1.7, 100: 1.2}))
    assert text(figure(told, Look(facts=Facts.SOME), 80, 13))[-1].startswith(" step")
    short = text(figure(told, Look(facts=Facts.SOME), 80, 14))[-1]
    assert short == "★ valid min 1.200 @100  gap to train +0.105"
    full = text(figure(told, Look(facts=Facts.ALL), 90, 20))[-3:]
    assert full == [
        "━━ train  last 1.000 @100    min 1.000 @100  slope -1.000 /100 steps",
        "╍╍ valid  last 1.200 @100  ★ min 1.200 @100",
        "valid - train +0.105 @100  train: the mean of the 20 samples up to there",
    ]


def test_a_reward_is_best_where_it_is_highest() -> None:
    told = panel((Role.TRAIN, {step: step / 100 for step in range(1, 101)}), title="reward")
    assert text(figure(told, Look(facts=Facts.SOME), 80, 14))[-1] == "★ train max 1.000 @100  slope +1.000 /100 steps"
    curve = replace(told.curves[0], label="", role=Role.OTHER)
    said = text(figure(Panel("grad norm", (curve,)), Look(facts=Facts.SOME), 80, 14))[-1]
    assert said == "min 0.0100 @1  max 1.000 @100  slope +1.000 /100 steps"


@pytest.mark.parametrize(
    ("axis", "place"),
    [
        (Axis.STEP, "┊ 50 15:00:50"),
        (Axis.EPOCH, "┊ 50 epoch 1.00 15:00:50"),
        (Axis.SHARE, "┊ 50 50% 15:00:50"),
        (Axis.ELAPSED, "┊ 50 +49s 15:00:50"),
        (Axis.CLOCK, "┊ 50 15:00:50"),
    ],
)
def test_the_cursor_says_where_it_is_on_each_axis(axis: Axis, place: str) -> None:
    told = panel((Role.TRAIN, falling()))
    x = {Axis.EPOCH: 1.0, Axis.ELAPSED: 49.0, Axis.CLOCK: T0 + 50}.get(axis, 50.0)
    header = text(figure(told, Look(axis=axis, cursor=x, tracks=(TRACK,), tz=UTC), 80, 12))[0]
    assert header == f"loss {place}  ━━ train 0.567"


def test_the_source_of_what_the_events_did_not_tell_is_named() -> None:
    curves = panel((Role.TRAIN, falling()), (Role.VALID, falling(100, 10))).curves
    told = Panel("loss", (curves[0], replace(curves[1], series=replace(curves[1].series, source="events+results"))))
    assert text(figure(told, Look(), 80, 12))[0].endswith("╍╍ valid 0.491 +results")
    assert text(figure(told, Look(facts=Facts.ALL), 100, 20))[-2].endswith("from events and results")


@pytest.mark.parametrize("glyphs", [Glyphs.BRAILLE, Glyphs.ASCII])
def test_jobs_are_told_apart_by_letters_too(glyphs: Glyphs) -> None:
    train = [Curve(series({s: at + 1 / s for s in range(1, 101)}, "a"), "train", Role.TRAIN, at) for at in range(3)]
    valid = [Curve(series({s: at + 2 / s for s in range(5, 101, 5)}, "b"), "valid", Role.VALID, at) for at in range(3)]
    curves = tuple(replace(curve, sign="ABC"[curve.job], slot=curve.job) for curve in (*train, *valid))
    drawn = figure(Panel("loss", curves), Look(glyphs=glyphs), 90, 24)
    body = "".join(text(drawn)[1:-2])
    assert set("ABCabc") <= set(body)
    assert {Ink.JOB_0, Ink.JOB_1, Ink.JOB_2} <= inks(drawn)
    assert text(drawn)[0].endswith("valid:  A 0.0200  B 1.020  C 2.020")


def test_a_curve_without_any_number_says_so() -> None:
    one = replace(series({}), holes=(1, 2, 3))
    lines = text(figure(Panel("loss", (Curve(one, "train", Role.TRAIN),)), Look(), 60, 12))
    assert "".join(lines).strip() == "loss: 3 values sent, none of them a number"


def test_the_axis_goes_on_to_what_is_no_number() -> None:
    one = replace(series(dict.fromkeys(range(1, 51), 1.0)), holes=tuple(range(51, 101)))
    drawn = figure(Panel("loss", (Curve(one, "train", Role.TRAIN),)), Look(), 106, 12)
    assert drawn.plot is not None
    assert drawn.plot.window == (1, 100)
    assert text(drawn)[-2].count("×") >= 45
