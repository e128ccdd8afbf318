"""Requests and deeds as rows: their day where it is another one, and their ids whole where there is room."""

from __future__ import annotations

import pytest

from ftmonitor.store.actions import Action
from ftmonitor.ui.screens.request_rows import ID_CELLS, id_cells, of_deed, pieces

NOW = 1_795_000_000.0
DAY = 86_400.0


def row(at: float, width: int, *, request_id: str = "") -> str:
    entry = of_deed(Action(at, "pause", "ftjob-1", "asked to pause", request_id), {}, None)
    return "".join(text for text, _ in pieces(entry, width, now=NOW, ids=id_cells([entry])))


def test_a_deed_of_another_day_has_its_date() -> None:
    today, earlier, long_ago = (row(at, 80) for at in (NOW, NOW - 3 * DAY, NOW - 400 * DAY))
    assert today.split()[0].count(":") == 2
    assert earlier.split()[:3] == ["15", "Nov", "pause"]
    assert long_ago.split()[:3] == ["Oct", "2025", "pause"]
    assert len({text.index("pause") for text in (today, earlier, long_ago)}) == 1


@pytest.mark.parametrize(("width", "whole"), [(100, False), (106, True), (200, True)])
def test_an_id_is_whole_where_there_is_room(width: int, whole: bool) -> None:
    request_id = "0123456789" * 3 + "abcdef"
    text = row(NOW, width, request_id=request_id)
    assert len(text) == width
    assert (request_id in text) is whole
    assert request_id[: ID_CELLS - 1] in text
    assert len(row(NOW, width)) == width
