"""Groups, signs and chosen columns in the list; and the cursor, which stays with its job whatever comes."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from ftmonitor.format import Glyphs
from ftmonitor.metrics.estimate import estimate
from ftmonitor.models.phase import phase_of
from ftmonitor.models.summary import JobSummary
from ftmonitor.query.groups import Grouping, Heading, Line, grouped
from ftmonitor.query.order import SORTABLE, By, Sorter, at_once, pinned_first
from ftmonitor.ui.widgets import group_row, job_cells, job_columns, row_signs
from ftmonitor.ui.widgets.job_list import JobList
from tests.support.panes import HOSTILE, NOW, PaneApp, assert_harmless, job, jobs, settle, shown


def lines_of(listed: tuple[JobSummary, ...], order: tuple[By, ...], by: Grouping, folded: set[str]) -> tuple[Line, ...]:
    found = at_once(Sorter().sorted(listed, order, NOW))
    return pinned_first(found) if by is Grouping.NONE else at_once(grouped(found, by, folded, NOW))


def holds(pane: JobList, job_id: str) -> bool:
    """Return whether the cursor is on a job, or on the heading that it is folded away under."""
    heading = pane.heading_at(pane.cursor)
    return pane.chosen == job_id or (heading is not None and any(one.id == job_id for one in heading.members))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.anyio
async def test_the_cursor_stays_with_its_job_under_refreshes_sorts_and_folds(seed: int) -> None:
    chance = random.Random(seed)
    app = PaneApp(pane := JobList())
    listed, by, folded = jobs(30), Grouping.NONE, set[str]()
    order: tuple[By, ...] = ()
    async with app.run_test(size=(80, 12), message_hook=app.hear) as pilot:
        pane.jobs = lines_of(listed, order, by, folded)
        await settle(pilot)
        pane.move_to(chance.randrange(30))
        mine = pane.chosen or ""
        await settle(pilot)
        app.heard.clear()
        for turn in range(60):
            match chance.randrange(6):
                case 0:
                    status = chance.choice(["succeeded", "failed", "running", "paused"])
                    at = chance.randrange(len(listed))
                    changed = replace(listed[at], status=status, phase=phase_of(status), value=chance.random())
                    listed = (*listed[:at], changed, *listed[at + 1 :])
                case 1:
                    listed = (job(1000 + turn, metric="train_loss", value=chance.random()), *listed)
                case 2:
                    listed = tuple(one for one in listed if one.id == mine or chance.random() < 0.9)
                case 3:
                    order = (By(chance.choice(sorted(SORTABLE)), chance.random() < 0.5),)
                case 4:
                    by = chance.choice(tuple(Grouping))
                case _:
                    groups = [line.id for line in pane.jobs if isinstance(line, Heading)]
                    folded ^= {chance.choice(groups)} if groups else set()
            pane.jobs = lines_of(listed, order, by, folded)
            await settle(pilot)
            if pane.chosen is None:  # folded away: the heading stands for it
                assert holds(pane, mine), (seed, turn)
                folded = set()
                pane.select(mine)
                pane.jobs = lines_of(listed, order, by, folded)
                await settle(pilot)
            assert pane.chosen == mine, (seed, turn)
            at_screen = pane.cursor - pane.top_row
            assert 0 <= at_screen < pane.page_rows, (seed, turn)
        assert not app.said(JobList.Chosen), "nobody is told of another job"


@pytest.mark.anyio
async def test_the_title_counts_jobs_and_not_lines() -> None:
    app = PaneApp(pane := JobList())
    async with app.run_test(size=(100, 20)) as pilot:
        listed = (*jobs(3), *(replace(one, status="failed", phase=phase_of("failed")) for one in jobs(4, start=10)))
        pane.jobs = lines_of(listed, (), Grouping.STATUS, set())
        await settle(pilot)
        pane.cursor = 5  # heading, three jobs, heading, the first failed one
        assert str(pane._border_title) == "1 Jobs  4/7"
        pane.jobs = lines_of(listed, (), Grouping.STATUS, {pane.jobs[0].id})
        await settle(pilot)
        assert str(pane._border_title) == "1 Jobs  4/7"


@pytest.mark.anyio
async def test_what_is_new_stands_out_until_the_cursor_was_there_or_it_was_long_in_sight() -> None:
    app = PaneApp(pane := JobList())
    async with app.run_test(size=(100, 12), message_hook=app.hear) as pilot:
        pane.focus()
        pane.now = NOW
        pane.jobs = jobs(30)
        pane.fresh = frozenset({"ftjob-0001", "ftjob-0005", "ftjob-0025"})
        await settle(pilot)
        assert [y - 1 for y, line in enumerate(shown(pane)) if "•" in line] == [1, 5]
        await pilot.press("j", "j")
        seen = [message.job_ids for message in app.said(JobList.LookedAt) if isinstance(message, JobList.LookedAt)]
        assert set().union(*seen) == {"ftjob-0001"}
        pane.now = NOW + 5
        pane.now = NOW + 20
        await settle(pilot)
        seen = [message.job_ids for message in app.said(JobList.LookedAt) if isinstance(message, JobList.LookedAt)]
        assert "ftjob-0005" in set().union(*seen)
        assert "ftjob-0025" not in set().union(*seen), "it is out of sight"


@pytest.mark.anyio
async def test_a_click_at_the_edge_or_with_ctrl_marks_and_shift_marks_up_to_it() -> None:
    app = PaneApp(pane := JobList())
    async with app.run_test(size=(100, 12)) as pilot:
        pane.jobs = jobs(8)
        await settle(pilot)
        await pilot.click(pane, offset=(1, 2))
        assert pane.marked == ("ftjob-0001",)
        await pilot.click(pane, offset=(20, 5), shift=True)
        assert pane.marked == tuple(f"ftjob-000{at}" for at in range(1, 5))
        await pilot.click(pane, offset=(1, 2))
        assert pane.marked == tuple(f"ftjob-000{at}" for at in range(2, 5))
        await pilot.click(pane, offset=(30, 8), control=True)
        assert "ftjob-0007" in pane.marked
        await pilot.click(pane, offset=(30, 8), control=True)
        await pilot.click(pane, offset=(1, 6), button=3)
        assert pane.marked == tuple(f"ftjob-000{at}" for at in range(2, 5)), "the right button is for the menu"


@pytest.mark.anyio
async def test_a_click_on_the_sign_of_a_heading_folds_its_group() -> None:
    app = PaneApp(pane := JobList())
    async with app.run_test(size=(100, 12), message_hook=app.hear) as pilot:
        pane.jobs = lines_of(jobs(3), (), Grouping.STATUS, set())
        await settle(pilot)
        heading = pane.jobs[0].id
        await pilot.click(pane, offset=(40, 1))
        assert not app.said(JobList.Folded)
        await pilot.click(pane, offset=(shown(pane)[1].rindex("▾"), 1))
        await pilot.click(pane, offset=(98, 2))
        assert [one.group_id for one in app.said(JobList.Folded) if isinstance(one, JobList.Folded)] == [heading]


@pytest.mark.parametrize("size", [(20, 5), (40, 10), (80, 24), (200, 60)])
@pytest.mark.anyio
async def test_chosen_columns_of_hostile_jobs_are_shown_harmlessly(size: tuple[int, int]) -> None:
    app = PaneApp(pane := JobList())
    async with app.run_test(size=size) as pilot:
        pane.now = NOW
        pane.columns = (*job_cells.CELLS, "raw:metadata.\x1b[31mx")
        listed = tuple(
            job(at, "failed", name=text, model=text, note=text, error=text, shutdown=text[:10], fine_tuned_model=text)
            for at, text in enumerate(HOSTILE)
        )
        pane.values = {"raw:metadata.\x1b[31mx": {one.id: one.name for one in listed}}
        pane.jobs = lines_of(listed, (), Grouping.STATUS, set())
        await settle(pilot)
        assert_harmless(pane)


COLUMNS = st.lists(st.sampled_from([*job_cells.CELLS, "raw:a.b"]), max_size=12, unique=True).map(tuple)


@given(st.integers(0, 200), COLUMNS, st.sampled_from(Glyphs), st.booleans())
def test_chosen_columns_fit_and_give_way_by_their_rank(
    width: int, chosen: tuple[str, ...], glyphs: Glyphs, worded: bool
) -> None:
    fit = job_cells.fitted(width, chosen, worded=worded)
    lead, columns = fit
    ids = [column for column, _ in columns]
    assert job_cells.NAME in ids
    held = [column for column in chosen if column != job_cells.NAME]
    ranked = held
    usual = [column for column in chosen if column in job_cells.USUAL]
    if usual == sorted(usual, key=job_cells.USUAL.index):
        rank = ("progress", "loss", "eta", "base", "method", "age", "trend", "valid")
        ranked = [column for column in held if column not in rank] + [column for column in rank if column in held]
    assert [column for column in ids if column != job_cells.NAME] == [
        column for column in held if column in ranked[: len(ids) - 1]
    ]
    one = job(0, "failed", note="x", shutdown="2027-01-14", pinned_at=1.0, warnings=3)
    seen = job_cells.Seen(one, NOW, estimate(one, NOW), glyphs, {"raw:a.b": {one.id: "7"}})
    row = job_cells.row(seen, fit, row_signs.Signs(fresh=worded))
    drawn = sum(cell_len(text) for text, _ in row)
    assert drawn <= max(width, lead)
    assert dict(columns)[job_cells.NAME] >= min(job_cells.CELLS[job_cells.NAME].least, max(0, width - lead))
    least = {column: cell.least for column in ids if column != job_cells.NAME and (cell := job_cells.cell_of(column))}
    least["progress"] = job_columns.PERCENT_ONLY
    assert all(cells >= least[column] for column, cells in columns if column in least)
    titles = job_cells.headings(fit)
    assert sum(title.width + 1 for title in titles) - 1 == drawn


def test_an_added_column_takes_nothing_away_that_was_seen() -> None:
    added = (job_cells.NAME, "raw:metadata.team", *job_cells.USUAL[1:])
    seen = [column for column, _ in job_cells.fitted(48, added).columns]
    assert seen == ["name", "raw:metadata.team", "progress", "eta", "loss"]
    assert dict(job_cells.fitted(42, added).columns)["progress"] == job_columns.PERCENT_ONLY
    assert {"eta", "loss"} <= dict(job_cells.fitted(42, added).columns).keys()
    moved = (job_cells.NAME, "base", "raw:metadata.team", "method", "loss", "progress", "eta")
    assert [column for column, _ in job_cells.fitted(40, moved).columns] == [
        "name",
        "base",
        "raw:metadata.team",
        "method",
    ]


@pytest.mark.parametrize(
    ("width", "columns", "worded", "said"),
    [
        (80, job_cells.USUAL, True, True),
        (80, (*job_cells.USUAL, "tokens"), True, True),
        (80, ("name", "status", "loss"), True, False),  # the column says it
        (58, ("name", "loss"), False, True),  # nothing has to make room for it
        (58, job_cells.USUAL, False, False),
        (26, ("name", "error", "status"), True, True),  # the column is cut
    ],
)
def test_the_word_of_the_status_stands_beside_chosen_columns_too(
    width: int, columns: tuple[str, ...], worded: bool, said: bool
) -> None:
    one = job(0, "paused", shutdown="2027-01-14")
    seen = job_cells.Seen(one, NOW, estimate(one, NOW), Glyphs.BRAILLE, {})
    fit = job_cells.fitted(width, columns, worded=worded)
    line = "".join(text for text, _ in job_cells.row(seen, fit, row_signs.NO_SIGNS))
    assert ("‖ pau " in line) == said
    assert ("ST" in "".join(title.title for title in job_cells.headings(fit)[:1])) == said


@pytest.mark.parametrize(
    ("signs", "narrow", "usual", "worded"),
    [
        (row_signs.NO_SIGNS, " ● ", "  ● ", "  ● run "),
        (row_signs.Signs(watched=True), " ●⚑", " ⚑● ", " ⚑● run "),
        (row_signs.Signs(diverged=True), " ●⚠", "  ●⚠", "  ●⚠run "),
        (row_signs.Signs(watched=True, diverged=True, noted=True), " ●⚠", " ⚑●⚠", " ⚑●⚠run✎"),
        (row_signs.Signs(marked=True, watched=True, diverged=True), " ●◆", " ◆●⚠", " ◆●⚠run⚑"),
        (row_signs.Signs(pinned=True, watched=True, fresh=True), " ●★", " ★●•", " ★● run•"),
        (row_signs.Signs(marked=True, letter="B", watched=True), " ●◆", "◆B●⚑", "◆B● run⚑"),
    ],
)
def test_signs_beside_the_status(signs: row_signs.Signs, narrow: str, usual: str, worded: str) -> None:
    def drawn(width: int, glyphs: Glyphs = Glyphs.BRAILLE) -> str:
        return "".join(text for text, _ in row_signs.lead(job(0), width, glyphs, signs))

    assert [drawn(width) for width in (3, 4, 8)] == [narrow, usual, worded]
    assert drawn(8, Glyphs.ASCII).isascii()
    assert [len(drawn(width, Glyphs.ASCII)) for width in (3, 4, 8)] == [3, 4, 8]


@given(st.integers(0, 120), st.text(max_size=30), st.booleans(), st.sampled_from(Glyphs))
def test_a_heading_fills_its_line(width: int, title: str, folded: bool, glyphs: Glyphs) -> None:
    line = group_row.row(Heading("x", title, 3, 2_000_000, folded), width, glyphs)
    cells = sum(cell_len(text) for text, _ in line)
    assert cells == width or width < 14


@pytest.mark.anyio
async def test_the_cursor_begins_at_a_job_and_not_at_a_heading() -> None:
    app = PaneApp(pane := JobList())
    async with app.run_test(size=(80, 12)) as pilot:
        pane.jobs = lines_of(jobs(3), (), Grouping.STATUS, set())
        await settle(pilot)
        assert pane.chosen == "ftjob-0000"


@pytest.mark.anyio
async def test_sorted_the_first_of_all_is_chosen_once_the_rest_is_read_but_not_where_the_user_moved() -> None:
    for moved, wanted in ((False, "ftjob-0059"), (True, "ftjob-0008")):
        app = PaneApp(pane := JobList())
        async with app.run_test(size=(80, 12)) as pilot:
            pane.focus()
            pane.order = (("name", True),)
            pane.jobs = jobs(10)[::-1]
            await settle(pilot)
            assert pane.chosen == "ftjob-0009"
            if moved:
                await pilot.press("j")
            pane.jobs = jobs(60)[::-1]
            await settle(pilot)
            assert pane.chosen == wanted
            assert pane.top_row == 0 or moved
