"""JSON on the screen: as sent, coloured, broken into rows, folded, searched, and copied by path."""

from __future__ import annotations

import json

import pytest
from rich.cells import cell_len
from textual.widgets import Input

from ftmonitor.jsontext import pretty
from ftmonitor.ui.screens.json_view import JsonView
from ftmonitor.ui.widgets.json_lines import broken, coloured, folded, found_in, json_lines, lines_with, value_of
from ftmonitor.ui.widgets.json_tree import JsonTree
from ftmonitor.ui.widgets.log_panel import LONGEST, laid_out
from tests.support import payloads
from tests.support.stagehand import HOSTILE, BareApp, shown

TEXT = '{"id": "ftjob-1", "n": [1, -2.5e-07, true, null], "none": {}, "deep": {"a \\"q\\"": "x", "b": {"c": [[2]]}}}'


def plain_rows(text: str, width: int) -> list[str]:
    rows = (row for line in json_lines(text) for row in broken(line.text, width))
    return ["".join(piece for piece, _ in row) for row in rows]


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


@pytest.mark.parametrize("said", ["[{x}, 1: " * 20_000, "漢字" * 80_000, "e\u0301 " * 60_000, "x" * LONGEST * 2])
def test_a_long_text_beside_the_log_is_cut_and_stays_one_text(said: str) -> None:
    sent = json.dumps({"id": "ev-1", "message": said, "data": {}}, ensure_ascii=False)
    heading, *rows, last = laid_out("Event 1", sent, 50)
    lines = ["".join(text for text, _ in row) for row in rows]
    joined = "".join(lines).replace(" ", "")
    kept = sent.replace(" ", "").startswith(joined)
    assert kept, "nothing is lost, nothing comes in"
    assert LONGEST * 0.6 < len(joined) <= LONGEST
    assert max(map(cell_len, lines)) <= 50
    assert {cell_len(line) for line in lines[6:-2]} == {49}, "as long as can be"
    assert {ink for row in rows[5:] for text, ink in row if text.strip()} == {"text"}
    assert "Event 1" in heading[0][0]
    assert "d shows all of it" in last[0][0]
    assert "shows all" not in laid_out("Event 1", json.dumps({"message": "x" * 1_000}), 50)[-1][0][0]


def test_paths_stay_short_however_deep_they_lead() -> None:
    lines = json_lines('{"a":[' * 3_000 + "1" + "]}" * 3_000)
    assert sum(len(line.path) for line in lines) < 2_000 * len(lines)
    assert lines[5].path == "a[0].a[0].a"


def test_what_is_no_json_is_shown_too() -> None:
    assert "".join(plain_rows('{"cut": "in ha', 40)).replace(" ", "").startswith('{"cut"')


@pytest.mark.parametrize(
    ("within", "path", "value"),
    [
        ('"id"', "id", "ftjob-1"),
        ("1,", "n[0]", "1"),
        ("-2.5e-07", "n[1]", "-2.5e-07"),
        ("null", "n[3]", "null"),
        ('"none"', "none", "{}"),
        ('"x"', 'deep["a \\"q\\""]', "x"),
        ("2", "deep.b.c[0][0]", "2"),
    ],
)
def test_a_line_knows_its_path_and_its_value(within: str, path: str, value: str) -> None:
    lines = json_lines(TEXT)
    at = next(at for at, line in enumerate(lines) if within in line.text.strip() and (line.path or at == 0))
    at = next(at for at, line in enumerate(lines) if line.path == path)
    assert within in lines[at].text
    assert value_of(lines, at) == value


@pytest.mark.parametrize("name", payloads.names("job_*.json"))
def test_the_paths_of_a_job_lead_to_its_values(name: str) -> None:
    sent = payloads.load(f"{name}.json" if not name.endswith(".json") else name)
    lines = json_lines(json.dumps(sent))
    for at, line in enumerate(lines):
        if not line.path or line.value in ("}", "]"):
            continue
        value = sent
        for part in line.path.replace("[", ".[").split("."):
            value = value[json.loads(part[1:-1])] if part.startswith("[") else value[part]
        copied = value_of(lines, at)
        assert (copied if isinstance(value, str) else json.loads(copied)) == value


def test_an_object_is_copied_whole() -> None:
    lines = json_lines(TEXT)
    at = next(at for at, line in enumerate(lines) if line.path == "n")
    assert json.loads(value_of(lines, at)) == [1, -2.5e-07, True, None]
    assert folded(lines, at) == '  "n": [ 4 lines ],'


def test_searching_is_blind_to_case_and_finds_keys_and_values() -> None:
    lines = json_lines(TEXT)
    assert [lines[at].path for at in lines_with(lines, "FTJOB")] == ["id"]
    assert [lines[at].path for at in lines_with(lines, "none")] == ["none"]
    assert lines_with(lines, "") == ()


def test_what_was_found_is_marked_across_tokens() -> None:
    marked = found_in((('"n"', "accent"), (": ", "dim"), ("12", "warn")), 'N": 1')
    assert marked == (('"', "accent"), ('n": 1', "found"), ("2", "warn"))
    assert found_in((("a", "text"),), "b") == (("a", "text"),)


@pytest.mark.anyio
async def test_it_shows_copies_and_closes() -> None:
    app = BareApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(JsonView("support [/nope] \x1b[31m", TEXT))
        await pilot.pause()
        text = shown(app)
        assert '"id": "ftjob-1"' in text
        assert "support [/nope] \ufffd[31m" in text
        await pilot.press("y", "Y", "j", "y", "Y")
        await pilot.pause()
        assert app.copied == [TEXT, TEXT, "id", "ftjob-1"]
        await pilot.press("escape")
        await pilot.pause()
        assert not isinstance(app.screen, JsonView)


@pytest.mark.anyio
async def test_it_searches_and_escape_leaves_the_search_first() -> None:
    app = BareApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(JsonView("Job", '{"a": {"beta": 1}, "b": [{"beta": 2}], "q": 3, "beta": 4}'))
        await pilot.pause()
        await pilot.press("slash", *"beta")
        await pilot.pause()
        assert "1/3" in shown(app)
        await pilot.press("enter", "n", "n", "y")
        await pilot.pause()
        assert app.copied == ["beta"]
        assert "3/3" in shown(app)
        await pilot.press("n", "y", "N", "N", "y")
        await pilot.pause()
        assert app.copied[1:] == ["a.beta", "b[0].beta"]
        await pilot.press("slash", "x")
        await pilot.pause()
        assert "not found" in shown(app)
        await pilot.press("escape")
        assert isinstance(app.screen, JsonView)
        assert not app.screen.query_one(Input).parent.display  # type: ignore[union-attr]
        await pilot.press("escape")
        await pilot.pause()
        assert not isinstance(app.screen, JsonView)


@pytest.mark.anyio
async def test_an_object_is_folded_and_a_search_unfolds_it() -> None:
    app = BareApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(JsonView("Job", TEXT))
        await pilot.pause()
        tree = app.screen.query_one(JsonTree)
        rows = tree.rows
        await pilot.press("j", "j", "enter")
        await pilot.pause()
        assert '"n": [ 4 lines ],' in shown(app)
        assert tree.rows == rows - 5
        await pilot.press("slash", *"2.5e", "enter")
        await pilot.pause()
        assert tree.rows == rows
        assert tree.line is not None
        assert tree.line.path == "n[1]"
        await pilot.press("escape", "G", "enter")
        await pilot.pause()
        assert tree.rows == 1


@pytest.mark.anyio
async def test_the_same_job_with_news_stays_where_it_is() -> None:
    app = BareApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(JsonView("Job", '{"a": [1, 2], "b": 2}'))
        await pilot.pause()
        tree = app.screen.query_one(JsonTree)
        await pilot.press("j", "enter", "j")
        tree.show('{"new": 0, "a": [1, 2, 3], "b": 3}')
        await pilot.pause()
        assert tree.line is not None
        assert tree.line.path == "b"
        assert "[ 3 lines ]" in shown(app)


@pytest.mark.anyio
async def test_hostile_texts_are_shown_as_they_are_and_found() -> None:
    app = BareApp()
    async with app.run_test(size=(60, 20)) as pilot:
        for text in HOSTILE:
            await app.push_screen(JsonView(text, json.dumps({text: text}, ensure_ascii=False)))
            await pilot.pause()
            tree = app.screen.query_one(JsonTree)
            tree.wanted = text[:20]
            await pilot.pause()
            assert not set(shown(app)) & set("\x1b\x07\x9b\u202e")
            await app.pop_screen()


@pytest.mark.anyio
async def test_long_json_scrolls_and_is_broken_anew() -> None:
    app = BareApp()
    many = '{"list": [' + ", ".join(f'"item number {number}"' for number in range(500)) + "]}"
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(JsonView("Event 1", many))
        await pilot.pause()
        await pilot.press("G", "k", "k")
        await pilot.pause()
        assert "item number 499" in shown(app)
        tree = app.screen.query_one(JsonTree)
        for size in ((40, 10), (20, 5), (1, 1), (120, 40)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            assert tree.line is not None
            assert tree.line.path == "list[499]"
            assert size == (1, 1) or "item" in shown(app)
