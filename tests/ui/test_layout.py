"""Which panes stand on the screen at which size."""

from __future__ import annotations

import itertools

import pytest

from ftmonitor.ui.commands import Pane
from ftmonitor.ui.screens.layout import Arrangement, Layout, arrange, layout_of

ALL = frozenset(Pane)


def at(width: int, height: int, current: Pane = Pane.JOBS, *, zoomed: bool = False) -> Arrangement:
    lower = Pane.METRICS if current is Pane.JOBS else current
    side = current if current in (Pane.DETAIL, Pane.CHECKPOINTS) else Pane.DETAIL
    return arrange(width, height, current, lower, side, zoomed=zoomed)


@pytest.mark.parametrize(
    ("width", "height", "layout"),
    [
        (200, 60, Layout.THREE),
        (180, 36, Layout.THREE),
        (179, 60, Layout.TWO),
        (200, 30, Layout.TWO),
        (160, 50, Layout.TWO),
        (120, 40, Layout.TWO),
        (119, 40, Layout.STACK),
        (120, 20, Layout.STACK),
        (100, 30, Layout.STACK),
        (80, 24, Layout.STACK),
        (79, 24, Layout.ONE),
        (80, 15, Layout.ONE),
        (60, 20, Layout.ONE),
        (40, 10, Layout.ONE),
        (20, 5, Layout.ONE),
        (1, 1, Layout.ONE),
    ],
)
def test_layout_of_a_size(width: int, height: int, layout: Layout) -> None:
    assert layout_of(width, height) is layout


@pytest.mark.parametrize("current", Pane)
def test_what_has_the_focus_is_shown(current: Pane) -> None:
    sizes = ((200, 60), (120, 40), (80, 24), (60, 20), (20, 5))
    for size, zoomed in itertools.product(sizes, (False, True)):
        found = at(*size, current, zoomed=zoomed)
        assert current in found.panes, (size, zoomed)
        assert found.main == bool(found.panes & {Pane.METRICS, Pane.EVENTS}), (size, zoomed)
        assert found.side == bool(found.panes & {Pane.DETAIL, Pane.CHECKPOINTS}), (size, zoomed)


def test_panes_by_layout() -> None:
    assert at(200, 60).panes == ALL
    assert at(120, 40).panes == ALL - {Pane.CHECKPOINTS}
    assert at(120, 40, Pane.CHECKPOINTS).panes == ALL - {Pane.DETAIL}
    assert at(80, 24).panes == {Pane.JOBS, Pane.METRICS}
    assert at(80, 24, Pane.EVENTS).panes == {Pane.JOBS, Pane.EVENTS}
    assert at(60, 20, Pane.EVENTS).panes == {Pane.EVENTS}


def test_zoomed_a_pane_stands_alone_with_tabs() -> None:
    found = at(200, 60, Pane.METRICS, zoomed=True)
    assert found.panes == {Pane.METRICS}
    assert found.tabs


@pytest.mark.parametrize(
    ("size", "docks"), [((200, 60), True), ((180, 46), True), ((180, 45), False), ((179, 60), False)]
)
def test_boxes_stand_below_the_list_where_it_keeps_24_rows(size: tuple[int, int], docks: bool) -> None:
    assert at(*size).docks is docks
    assert at(*size).classes["-docked"] is docks
    assert not at(*size, zoomed=True).docks


def test_tabs_are_there_where_panes_are_hidden() -> None:
    assert not at(200, 60).tabs
    assert at(80, 24).tabs
    assert at(40, 10).tabs
    assert not at(20, 5).tabs


def test_the_status_word_is_left_to_a_detail_beside_the_list() -> None:
    assert at(120, 40).detailed
    assert not at(120, 40, Pane.CHECKPOINTS).detailed
    assert not at(80, 24, Pane.DETAIL).detailed
