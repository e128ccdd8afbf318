from __future__ import annotations

from dataclasses import replace

import pytest

from ftmonitor.models.summary import JobSummary
from ftmonitor.ui.widgets.inks import Pieces
from ftmonitor.ui.widgets.job_list import JobList
from tests.support.panes import HOSTILE, NOW, PaneApp, assert_harmless, job, jobs, settle, shown


class Recording(JobList):
    """A list that keeps which rows it drew."""

    def __init__(self) -> None:
        super().__init__()
        self.drawn_rows: list[int] = []

    def row_pieces(self, index: int, width: int) -> Pieces:
        self.drawn_rows.append(index)
        return super().row_pieces(index, width)


def chosen(app: PaneApp[JobList]) -> list[str]:
    return [message.job_id for message in app.said(JobList.Chosen) if isinstance(message, JobList.Chosen)]


def line_of_cursor(pane: JobList) -> tuple[int, str]:
    ((y, line),) = [(y, line) for y, line in enumerate(shown(pane)) if "▸" in line]
    return y, next(word for word in line.split() if word.startswith("job-"))


@pytest.mark.anyio
async def test_the_first_jobs_choose_the_newest_and_moving_chooses_others() -> None:
    app = PaneApp(pane := JobList())
    async with app.run_test(size=(100, 11), message_hook=app.hear) as pilot:
        pane.focus()
        pane.jobs = jobs(5)
        await settle(pilot)
        await pilot.press("j", "j", "k")
        assert chosen(app) == ["ftjob-0000", "ftjob-0001", "ftjob-0002", "ftjob-0001"]
        assert pane.chosen == "ftjob-0001"
        assert str(pane._border_title) == "1 Jobs  2/5"
        await pilot.press("enter")
        assert [m.job_id for m in app.said(JobList.Opened) if isinstance(m, JobList.Opened)] == ["ftjob-0001"]


@pytest.mark.anyio
async def test_a_refresh_moves_neither_cursor_nor_scroll_off_its_job() -> None:
    app = PaneApp(pane := JobList())
    async with app.run_test(size=(100, 11), message_hook=app.hear) as pilot:
        pane.focus()
        pane.jobs = jobs(40)
        await settle(pilot)
        await pilot.press("ctrl+d", "ctrl+d", "ctrl+d", "ctrl+d", "k", "k")
        before, said = line_of_cursor(pane), chosen(app)
        pane.jobs = tuple(replace(one, value=0.5) for one in jobs(40))
        await settle(pilot)
        assert line_of_cursor(pane) == before
        pane.jobs = (*jobs(3, start=100), *jobs(40))
        await settle(pilot)
        assert line_of_cursor(pane) == before
        pane.jobs = tuple(one for one in jobs(40) if one.id not in ("ftjob-0002", "ftjob-0005"))
        await settle(pilot)
        assert line_of_cursor(pane) == before
        assert chosen(app) == said


@pytest.mark.anyio
async def test_a_new_job_appears_above_while_the_list_stands_at_its_top() -> None:
    app = PaneApp(pane := JobList())
    async with app.run_test(size=(100, 11)) as pilot:
        pane.jobs = jobs(40)
        await settle(pilot)
        pane.jobs = (job(99), *jobs(40))
        await settle(pilot)
        assert "job-99" in shown(pane)[1]
        assert line_of_cursor(pane) == (2, "job-0")


@pytest.mark.anyio
async def test_scrolled_away_by_the_wheel_the_view_stays_on_its_rows() -> None:
    app = PaneApp(pane := JobList())
    async with app.run_test(size=(100, 11)) as pilot:
        pane.jobs = jobs(40)
        await settle(pilot)
        pane.scroll_row(20)
        await settle(pilot)
        pane.jobs = (*jobs(2, start=100), *jobs(40))
        await settle(pilot)
        assert "job-20" in shown(pane)[1]
        assert pane.chosen == "ftjob-0000"


@pytest.mark.parametrize(
    ("left", "neighbour"), [(jobs(3) + jobs(6, start=4), "ftjob-0004"), (jobs(3), "ftjob-0002"), ((), None)]
)
@pytest.mark.anyio
async def test_where_the_job_is_gone_its_neighbour_is_chosen(
    left: tuple[JobSummary, ...], neighbour: str | None
) -> None:
    app = PaneApp(pane := JobList())
    async with app.run_test(size=(100, 11), message_hook=app.hear) as pilot:
        pane.focus()
        pane.jobs = jobs(10)
        await settle(pilot)
        await pilot.press("j", "j", "j")
        app.heard.clear()
        pane.jobs = left
        await settle(pilot)
        assert pane.chosen == neighbour
        assert chosen(app) == ([neighbour] if neighbour else [])


@pytest.mark.anyio
async def test_a_job_that_is_asked_for_is_chosen_as_soon_as_it_comes() -> None:
    app = PaneApp(pane := JobList())
    async with app.run_test(size=(100, 11), message_hook=app.hear) as pilot:
        pane.select("ftjob-0030")
        pane.jobs = jobs(10)
        await settle(pilot)
        pane.jobs = jobs(40)
        await settle(pilot)
        assert line_of_cursor(pane)[1] == "job-30"
        pane.select("ftjob-0002")
        await settle(pilot)
        assert line_of_cursor(pane)[1] == "job-2"
        assert chosen(app) == ["ftjob-0000", "ftjob-0030"], "a job that is selected is not told about again"


@pytest.mark.anyio
async def test_a_key_forgets_the_job_that_was_awaited() -> None:
    app = PaneApp(pane := JobList())
    async with app.run_test(size=(100, 11)) as pilot:
        pane.focus()
        pane.select("ftjob-0030")
        pane.jobs = jobs(10)
        await settle(pilot)
        await pilot.press("j")
        pane.jobs = jobs(40)
        await settle(pilot)
        assert pane.chosen == "ftjob-0001"


@pytest.mark.anyio
async def test_time_draws_only_the_rows_that_read_differently() -> None:
    app = PaneApp(pane := Recording())
    async with app.run_test(size=(100, 11)) as pilot:
        pane.now = NOW
        pane.jobs = (job(0, created_at=NOW - 10), job(1, created_at=NOW - 3600))
        await settle(pilot)
        pane.drawn_rows.clear()
        pane.now = NOW + 1
        await settle(pilot)
        assert pane.drawn_rows == [0]


@pytest.mark.parametrize("size", [(30, 6), (40, 10), (48, 16), (80, 24), (120, 40), (200, 60)])
@pytest.mark.anyio
async def test_hostile_jobs_are_shown_harmlessly_at_every_size(size: tuple[int, int]) -> None:
    app = PaneApp(pane := JobList())
    async with app.run_test(size=size) as pilot:
        pane.now = NOW
        pane.jobs = tuple(
            job(at, status, name=text, model=text, method=text, error=text)
            for at, (text, status) in enumerate((text, status) for text in HOSTILE for status in ("failed", "running"))
        )
        await settle(pilot)
        assert_harmless(pane)
        pane.scroll_row(1000)
        assert_harmless(pane)


@pytest.mark.anyio
async def test_markup_in_a_name_is_shown_as_written() -> None:
    app = PaneApp(pane := JobList())
    async with app.run_test(size=(120, 10)) as pilot:
        pane.jobs = tuple(job(at, name=text) for at, text in enumerate(("[/nope]", "[Red]", "[@click=app.quit]x")))
        await settle(pilot)
        screen = "\n".join(shown(pane))
        assert all(text in screen for text in ("[/nope]", "[Red]", "[@click=app.quit]x"))


@pytest.mark.anyio
async def test_no_jobs_say_so() -> None:
    app = PaneApp(pane := JobList())
    async with app.run_test(size=(60, 9)) as pilot:
        pane.note = "no jobs match"
        await settle(pilot)
        assert "no jobs match" in "\n".join(shown(pane))


@pytest.mark.anyio
async def test_the_status_word_stands_there_unless_a_detail_pane_says_it() -> None:
    app = PaneApp(pane := JobList())
    async with app.run_test(size=(100, 9)) as pilot:
        pane.jobs = jobs(1)
        await settle(pilot)
        assert " run " in shown(pane)[1]
        pane.detailed = True
        await settle(pilot)
        assert " run " not in shown(pane)[1]
        assert "●" in shown(pane)[1]
        pane.detailed = False
        pane.columns = ("name", "id", "tokens", "output", "error")
        await settle(pilot)
        assert " run " in shown(pane)[1]


@pytest.mark.parametrize(("width", "screen", "said"), [(48, 120, True), (48, 79, False), (36, 120, False)])
@pytest.mark.anyio
async def test_beside_other_panes_than_the_detail_the_word_stands_there_too(
    width: int, screen: int, said: bool
) -> None:
    app = PaneApp(pane := JobList())
    pane.styles.width = width
    async with app.run_test(size=(screen, 9)) as pilot:
        pane.jobs = jobs(1)
        await settle(pilot)
        assert (" run " in shown(pane)[1]) == said


@pytest.mark.anyio
async def test_watched_and_diverged_jobs_bear_a_sign() -> None:
    app = PaneApp(pane := Recording())
    async with app.run_test(size=(100, 9)) as pilot:
        pane.jobs = (job(0), job(1), job(2, "succeeded"))
        await settle(pilot)
        pane.drawn_rows.clear()
        pane.watched = frozenset({"ftjob-0001"})
        pane.diverged = frozenset({"ftjob-0002", "of another list"})
        await settle(pilot)
        assert sorted(pane.drawn_rows) == [1, 2], "nothing else is drawn"
        assert " ⚑● run job-1" in shown(pane)[2]
        assert "✔⚠ok  job-2" in shown(pane)[3]
        pane.diverged = frozenset()
        await settle(pilot)
        assert "✔ ok  job-2" in shown(pane)[3]
