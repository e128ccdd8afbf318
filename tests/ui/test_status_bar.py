from __future__ import annotations

from dataclasses import replace

import pytest
from rich.cells import cell_len

from ftmonitor import format as words
from ftmonitor.format import Glyphs
from ftmonitor.models.phase import Phase
from ftmonitor.sync.link import Health, Link
from ftmonitor.ui.widgets.status_bar import Hint, Hints, TopBar, count_spots, hint_line, top_line
from tests.support.panes import HOSTILE, NOW, PaneApp, assert_harmless, settle, shown

COUNTS = ((Phase.WAITING, 2), (Phase.RUNNING, 3), (Phase.PAUSED, 1), (Phase.SUCCEEDED, 41), (Phase.FAILED, 3))
LIVE = Link(Health.LIVE, NOW - 100, NOW - 3, requests_per_minute=9, next_at=NOW + 1.5)
HINTS = (Hint("?", "help", "app.help"), Hint(":", "command", "app.palette"), Hint("q", "quit", "app.back"))


@pytest.mark.parametrize(
    ("width", "line"),
    [
        (130, " ftmonitor  prod:acme/ml  ● 3 running  ‖ 1 paused  ◌ 2 waiting  ✔ 41 succeeded  ✖ 3 failed"),
        (80, " ftmonitor  prod:acme/ml  ● 3  ‖ 1  ◌ 2  ✔ 41  ✖ 3"),
        (56, " ftmonitor  prod:acme/ml  ● 3  ‖ 1  ◌ 2"),
        (40, " ftmonitor  prod:acme/ml"),
        (30, " prod:acme/ml"),
        (20, " prod:a…"),
        (10, ""),
    ],
)
def test_the_line_says_what_there_is_room_for(width: int, line: str) -> None:
    pieces = top_line("prod:acme/ml", COUNTS, LIVE, NOW, width, glyphs=Glyphs.BRAILLE, read_only=False)
    text = "".join(text for text, _ in pieces)
    assert text.partition("● live")[0].rstrip() == line
    assert "3s" in text, "the connection and its age are the last to go"


def test_the_age_outlasts_the_counts_and_the_name() -> None:
    offline = Link(Health.OFFLINE, NOW - 20, NOW - 10_800, NOW + 8)
    said = {}
    for width in range(20, 141):
        pieces = top_line("prod:acme/ml", COUNTS, offline, NOW, width, glyphs=Glyphs.BRAILLE, read_only=False)
        said[width] = "".join(text for text, _ in pieces)
    assert said[140].endswith("○ offline · data 3h old · retry 8s")
    assert said[120].endswith("○ offline · data 3h old")
    assert all("3h old" in said[width] for width in range(29, 141))
    assert said[29].startswith(" prod:a…")
    assert said[28].endswith("  ○ offline")


@pytest.mark.parametrize(("width", "more"), [(160, "✖ 3 failed  + more"), (80, "✖ 3  + more")])
def test_counts_of_a_list_that_is_not_walked_whole_say_so(width: int, more: str) -> None:
    for whole in (True, False):
        pieces = top_line("p", COUNTS, LIVE, NOW, width, glyphs=Glyphs.BRAILLE, read_only=False, whole=whole)
        assert (more in "".join(text for text, _ in pieces)) is not whole
    empty = top_line("p", (), LIVE, NOW, width, glyphs=Glyphs.BRAILLE, read_only=False, whole=False)
    assert "+" not in "".join(text for text, _ in empty)


@pytest.mark.parametrize("width", [56, 80, 130, 200])
@pytest.mark.parametrize("health", [Health.LIVE, Health.CONNECTING])
def test_where_the_counts_stand(width: int, health: Health) -> None:
    link = replace(LIVE, health=health)
    pieces = top_line("p", COUNTS, link, NOW, width, glyphs=Glyphs.BRAILLE, read_only=False, whole=False, alerts=2)
    line = "".join(text for text, _ in pieces)
    counts = dict(COUNTS)
    spots = list(count_spots(pieces))
    seen = {phase for phase, number in COUNTS if f"{words.glyph(phase, Glyphs.BRAILLE)} {number}" in line}
    assert {phase for *_, phase in spots} == seen
    for first, end, phase in spots:
        assert line[first:end].split()[1:2] == [str(counts[phase])]
        assert line[first - 2 : first] == line[end : end + 2] == "  ", "not the word that there may be more"


@pytest.mark.anyio
async def test_a_click_on_a_count_tells_of_its_phase_and_one_beside_it_of_nothing() -> None:
    app = PaneApp(bar := TopBar())
    async with app.run_test(size=(130, 4), message_hook=app.hear) as pilot:
        bar.profile, bar.counts, bar.link, bar.now = "p", COUNTS, LIVE, NOW
        await settle(pilot)
        line = shown(bar)[0]
        for said in ("‖ 1", "paused", "ftmonitor", "live"):
            await pilot.click(bar, offset=(line.index(said), 0))
        await settle(pilot)
    pressed = [message.phase for message in app.said(TopBar.CountPressed) if isinstance(message, TopBar.CountPressed)]
    assert pressed == [Phase.PAUSED, Phase.PAUSED]


@pytest.mark.parametrize("health", list(Health))
@pytest.mark.parametrize("read_only", [True, False])
def test_the_line_never_runs_over(health: Health, read_only: bool) -> None:
    link = Link(health, NOW - 5, NOW - 90_000, NOW + 300, requests_per_minute=60)
    for profile in ("", "p", "x" * 200, "日本" * 40):
        for width in (*range(24, 120), *range(120, 201, 5)):
            pieces = top_line(profile, COUNTS, link, NOW, width, glyphs=Glyphs.ASCII, read_only=read_only)
            assert sum(cell_len(text) for text, _ in pieces) <= width


@pytest.mark.anyio
async def test_a_second_draws_the_line_only_where_it_reads_differently() -> None:
    class Counted(TopBar):
        drawn_lines = 0

        def render_line(self, y):  # type: ignore[no-untyped-def]
            self.drawn_lines += 1
            return super().render_line(y)

    app = PaneApp(bar := Counted())
    async with app.run_test(size=(100, 4)) as pilot:
        bar.now = NOW
        bar.link = Link(Health.LIVE, NOW - 9000, NOW - 7200)
        await settle(pilot)
        before = bar.drawn_lines
        bar.now = NOW + 1
        await settle(pilot)
        assert bar.drawn_lines == before
        bar.link = LIVE
        await settle(pilot)
        assert "live · 4s ago · next 1s" in shown(bar)[0]


@pytest.mark.parametrize("profile", HOSTILE)
@pytest.mark.anyio
async def test_hostile_profiles_and_hints_are_harmless(profile: str) -> None:
    app = PaneApp(bar := TopBar())
    async with app.run_test(size=(60, 4)) as pilot:
        bar.profile = profile
        bar.link = LIVE
        await settle(pilot)
        assert_harmless(bar)


@pytest.mark.parametrize(
    ("width", "said"),
    [
        (80, " ? help  : command  q quit "),
        (25, " ? : q"),
        (4, " ? :"),
        (0, ""),
    ],
)
def test_hints_lose_their_labels_before_their_places(width: int, said: str) -> None:
    assert "".join(text for *_, pieces in hint_line(HINTS, width) for text, _ in pieces) == said


def test_a_wide_line_leaves_out_the_last_hints() -> None:
    many = tuple(Hint("x", "a label of some length", str(at)) for at in range(20))
    placed = hint_line(many, 100)
    assert [hint.action for _, _, hint, _ in placed] == ["0", "1", "2"]


@pytest.mark.anyio
async def test_a_click_on_a_hint_asks_for_its_action() -> None:
    app = PaneApp(hints := Hints())
    async with app.run_test(size=(80, 4), message_hook=app.hear) as pilot:
        hints.hints = HINTS
        await settle(pilot)
        await pilot.click(hints, offset=(11, 0))
        await pilot.click(hints, offset=(70, 0))
        assert [m.action for m in app.said(Hints.Pressed) if isinstance(m, Hints.Pressed)] == ["app.palette"]
