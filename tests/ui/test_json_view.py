"""JSON on the screen: as sent, coloured, broken into rows, copied."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from ftmonitor.jsontext import pretty
from ftmonitor.ui.screens.json_view import JsonView, coloured, rows_of
from tests.support.stagehand import BareApp, shown

TEXT = '{"id": "ftjob-1", "n": [1, -2.5e-07, true, null], "none": {}, "deep": {"a \\"q\\"": "x"}}'


def plain_rows(text: str, width: int) -> list[str]:
    return ["".join(piece for piece, _ in row) for row in rows_of(text, width)]


def test_wide_enough_it_is_the_indented_text() -> None:
    assert plain_rows(TEXT, 80) == pretty(TEXT).split("\n")


def test_tokens_have_inks() -> None:
    inks = dict(coloured('  "a \\"q\\"": "x", "n": -2.5e-07, "t": true'))
    assert inks['"a \\"q\\""'] == "accent"
    assert inks['"x"'] == "text"
    assert inks["-2.5e-07"] == "warn"
    assert inks["true"] == "waiting"


@pytest.mark.parametrize("width", [8, 20, 33, 80])
@pytest.mark.parametrize("value", ["x" * 300, "日本" * 200, "a b " * 100, "[/nope]\\n" * 40])
def test_long_values_are_broken_and_nothing_is_lost(width: int, value: str) -> None:
    text = f'{{"message": "{value}", "b": 1}}'
    rows = plain_rows(text, width)
    assert all(cell_len(row) <= width for row in rows)
    assert "".join(row.strip() for row in rows).replace(" ", "") == pretty(text).replace("\n", "").replace(" ", "")


def test_what_is_no_json_is_shown_too() -> None:
    assert "".join(plain_rows('{"cut": "in ha', 40)).replace(" ", "").startswith('{"cut"')


@pytest.mark.anyio
async def test_it_shows_copies_and_closes() -> None:
    app = BareApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(JsonView("support [/nope] \x1b[31m", TEXT))
        await pilot.pause()
        text = shown(app)
        assert '"id": "ftjob-1"' in text
        assert "support [/nope] \ufffd[31m" in text
        await pilot.press("y")
        assert app.copied == [TEXT]
        await pilot.press("escape")
        await pilot.pause()
        assert not isinstance(app.screen, JsonView)


@pytest.mark.anyio
async def test_long_json_scrolls_and_is_broken_anew() -> None:
    app = BareApp()
    many = '{"list": [' + ", ".join(f'"item number {number}"' for number in range(500)) + "]}"
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(JsonView("Event 1", many))
        await pilot.pause()
        await pilot.press("G")
        await pilot.pause()
        assert "item number 499" in shown(app)
        for size in ((40, 10), (20, 5), (120, 40)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert "item" in shown(app)
