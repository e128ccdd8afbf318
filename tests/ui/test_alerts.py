"""Alerts on the screen: told once, counted until they are read, listed; what was asked of the server; copies."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import Button

from ftmonitor.api.exchange import Exchange
from ftmonitor.config.alerts import Alerting
from ftmonitor.config.terminal import Reach
from ftmonitor.format import Glyphs
from ftmonitor.models.source import Verb
from ftmonitor.monitor.requests import job_request
from ftmonitor.store import alerts
from ftmonitor.store.actions import Action
from ftmonitor.store.alerts import Alert
from ftmonitor.ui.actions import dashboard
from ftmonitor.ui.dialogs.copy_menu import CopyMenu
from ftmonitor.ui.messages import AlertsChanged
from ftmonitor.ui.screens.alert_centre import AlertCentre
from ftmonitor.ui.screens.json_view import JsonView
from ftmonitor.ui.screens.request_log import RequestLog
from ftmonitor.ui.widgets.job_list import JobList
from ftmonitor.ui.widgets.status_bar import TopBar
from tests.support.screens import Shown, screen
from tests.support.stagehand import HOSTILE

pytestmark = pytest.mark.anyio

SIZE = (120, 40)


def alert(
    job_id: str, rule: str = "failed", said: str = "failed: quota", level: str = "error", subject: str = ""
) -> Alert:
    return Alert(1_795_000_100.0, job_id, rule, subject, level, said)


async def tell(there: Shown, *told: Alert) -> None:
    """Write alerts down as a pass does, and ring."""
    await there.until(lambda: there.main.telling is not None)
    await there.settle()
    await there.main.monitor.store.write(alerts.add, told)
    there.main.post_message(AlertsChanged())
    await there.settle()


def top(there: Shown) -> str:
    return there.text.splitlines()[0]


def asked_of_terminal(there: Shown) -> str:
    return "".join(there.app.told)


async def test_an_alert_is_a_toast_a_bell_a_notice_a_title_and_a_count(tmp_path: Path) -> None:
    async with screen(tmp_path, SIZE, posed=True) as there:
        there.app.reach = Reach(notices="osc777")
        job_id = there.world.named("support-v7")
        await tell(there, alert(job_id))
        assert there.toasts == ["support-v7 failed: quota"]
        assert "! 1 " in top(there)
        assert "\x1b]777;notify;support-v7;failed: quota\x07" in asked_of_terminal(there)
        assert "\x1b[22;0t\x1b]2;✖ 1 · ftmonitor\x07" in asked_of_terminal(there)
        assert there.app.bells == 1
        await tell(there, alert(job_id))  # once more: it was told
        assert (there.app.bells, len(there.toasts)) == (1, 1)


async def test_in_the_quiet_hours_only_the_toast_stays(tmp_path: Path) -> None:
    async with screen(tmp_path, SIZE, posed=True) as there:
        there.app.reach = Reach(notices="osc9")
        assert there.main.telling is not None
        there.main.telling._alerting = Alerting(quiet="00:00-23:59")
        await tell(there, alert(there.world.named("support-v7")))
        assert there.toasts == ["support-v7 failed: quota"]
        assert there.app.bells == 0
        assert "\x1b]9;" not in asked_of_terminal(there)


async def test_many_at_once_are_summed_up_and_hostile_words_obeyed_by_nobody(tmp_path: Path) -> None:
    async with screen(tmp_path, SIZE, posed=True) as there:
        there.app.reach = Reach(notices="osc9")
        await tell(there, *(alert(f"j{name}", said=name, subject=name) for name in HOSTILE))
        assert there.toasts == [f"{len(HOSTILE)} alerts: {len(HOSTILE)} failed; ! lists them"]
        await there.press("exclamation_mark")
        await there.until(lambda: "[/nope]" in there.text)
        assert "\x1b" not in there.text
        assert asked_of_terminal(there).count("\x1b]9;") == 1


async def test_what_happened_while_nobody_looked_is_unread_at_the_start_and_not_told(tmp_path: Path) -> None:
    async with screen(tmp_path, SIZE, posed=True) as there:
        await tell(there, alert(there.world.named("support-v7")))
        folder = tmp_path / "again"
        folder.mkdir()
        await there.main.monitor.store.aclose()
        (folder / "history.sqlite3").write_bytes((tmp_path / "history.sqlite3").read_bytes())
    async with screen(folder, SIZE, posed=True, filled=False) as there:
        await there.settle()
        assert "! 1 " in top(there)
        assert there.toasts == []


async def test_the_list_acknowledges_one_or_all_and_leads_to_the_job(tmp_path: Path) -> None:
    async with screen(tmp_path, SIZE, posed=True) as there:
        ids = [there.world.named(name) for name in ("support-v7", "support-v6", "faq-v3")]
        await tell(there, *(alert(job_id) for job_id in ids))
        await there.press("exclamation_mark")
        await there.until(lambda: "3 unread" in there.text)
        assert isinstance(there.app.screen, AlertCentre)
        await there.press("a")
        await there.until(lambda: "2 unread" in there.text)
        await there.press("enter")
        await there.until(lambda: there.dialogs == 0)
        await there.settle()
        assert there.main.job_id == ids[1]  # the newest first: support-v6 stands second
        assert "! 1 " in top(there)
        there.main.query_one(JobList).glyphs = Glyphs.ASCII
        await there.press("exclamation_mark")
        await there.until(lambda: "1 unread" in there.text)
        assert "x " in next(row for row in there.text.splitlines() if "failed: quota" in row)
        await tell(there, alert(ids[0], "stalled", "stands still", "warn"))
        await there.until(lambda: "2 unread" in there.text)
        await there.press("A")
        await there.until(lambda: "unread" not in there.text)
        await there.press("escape")
        await there.settle()
        assert there.toasts == [], "it was read there"
        assert "! " not in top(there)
        assert asked_of_terminal(there).endswith("\x1b]2;ftmonitor\x07")


async def test_the_count_can_be_clicked(tmp_path: Path) -> None:
    async with screen(tmp_path, SIZE, posed=True) as there:
        await tell(there, alert(there.world.named("support-v7")))
        await there.pilot.click(TopBar, offset=(top(there).index("! 1") + 1, 0))
        await there.until(lambda: isinstance(there.app.screen, AlertCentre))


async def test_the_title_is_given_back(tmp_path: Path) -> None:
    async with screen(tmp_path, SIZE, posed=True) as there:
        await tell(there, alert(there.world.named("support-v7")))
        app = there.app
    assert app.told[-1] == "\x1b[23;0t"


async def test_one_job_is_watched_and_it_shows(tmp_path: Path) -> None:
    async with screen(tmp_path, SIZE, posed=True, at="support-v7") as there:
        job_id = there.world.named("support-v7")
        await there.press("b")
        await there.until(lambda: "ago ⚑" in there.text)
        assert "⚑● support-v7" in there.text, "in the list too"
        assert there.toasts == ["Watching support-v7: everything that happens to it is told"]
        assert await there.main.monitor.alerts.watched() == {job_id}
        await there.press("j")
        await there.until(lambda: "ago ⚑" not in there.text)
        assert "⚑● support-v7" in there.text
        await there.press("k", "b")
        await there.until(lambda: there.main.telling is not None and not there.main.telling.watched)
        assert "⚑" not in there.text


async def test_a_job_that_fails_on_the_server_is_told(tmp_path: Path) -> None:
    async with screen(tmp_path, SIZE, at="support-v7") as there:
        there.world.simulator.world.act(there.world.named("support-v7"), Verb.CANCEL, there.world.simulator.now())
        await there.until(lambda: any("was cancelled" in toast for toast in there.toasts), step_s=0.5)
        assert "! 1 " in top(there)


# Requests


async def test_requests_are_listed_filtered_shown_and_copied(tmp_path: Path) -> None:
    async with screen(tmp_path, SIZE, posed=True, at="support-v7") as there:
        monitor, job_id = there.main.monitor, there.world.named("support-v7")
        await monitor.store.actions.add(
            Action(1_795_000_050.0, "pause", job_id, "asked to pause; pausing now", "req_p")
        )
        for number, status in enumerate((200, 500, 200)):
            monitor.requests.add(Exchange(job_request(f"ftjob-{number}"), 1_795_000_000.0 + number, 0.084, status))
        await there.press("at")
        await there.until(lambda: "asked to pause" in there.text)
        assert isinstance(there.app.screen, RequestLog)
        lines = [line for line in there.text.splitlines() if "jobs/ftjob-" in line or "asked to" in line]
        assert ["pause" in lines[0], "ftjob-2" in lines[1], "ftjob-0" in lines[3]] == [True, True, True]
        assert "200" in lines[1]
        assert "84 ms" in lines[1]
        await there.press("j", "y")
        assert there.app.copied.startswith("curl ")
        assert '"Authorization: Bearer $' in there.app.copied
        assert "sk-simulated" not in there.app.copied
        monitor.requests.add(Exchange(job_request("ftjob-9"), 1_795_000_900.0, 0.1, 200))  # it is live
        await there.until(lambda: "ftjob-9" in there.text, step_s=0.3)
        await there.press("slash", *"status 500")
        await there.until(lambda: "1 of 5" in there.text)
        await there.press("enter", "enter")
        await there.until(lambda: isinstance(there.app.screen, JsonView))
        assert '"status": 500' in there.text
        await there.press("escape", "escape", "escape")
        assert there.dialogs == 0


# Copies


@pytest.mark.parametrize(
    ("keys", "begins"),
    [("yy", "ftjob-"), ("yi", "ftjob-"), ("ym", "ft:gpt"), ("yj", '{"'), ("yc", "curl http")],
)
async def test_the_copy_menu_takes_a_second_key(tmp_path: Path, keys: str, begins: str) -> None:
    async with screen(tmp_path, SIZE, posed=True, at="support-v6") as there:
        await there.press(*keys)
        await there.until(lambda: there.app.copied)
        assert there.app.copied.startswith(begins)
        assert there.dialogs == 0
        assert "(OSC 52)" in there.toasts[-1]


async def test_the_copy_menu_can_be_clicked_and_says_what_is_not_there(tmp_path: Path) -> None:
    async with screen(tmp_path, SIZE, posed=True, at="support-v7") as there:
        await there.press("y", "m")
        assert isinstance(there.app.screen, CopyMenu)
        assert "there is no tuned model yet" in there.toasts
        button = there.app.screen.query_one("#curl", Button)
        await there.pilot.click(button)
        await there.until(lambda: there.app.copied.startswith("curl "))


@pytest.mark.parametrize(
    ("reach", "length", "said"),
    [
        (Reach("screen"), 10, "Copied the text (OSC 52 via screen)"),
        (Reach(clipboard=False), 10, "This terminal has no clipboard; written to "),
        (Reach(), 75_000, "Too long for the clipboard: the text; written to "),
    ],
)
async def test_a_copy_says_where_it_went(tmp_path: Path, reach: Reach, length: int, said: str) -> None:
    from ftmonitor.ui import actions

    async with screen(tmp_path, SIZE, posed=True) as there:
        there.app.reach = reach
        actions.copy(there.main, "x" * length, "the text")
        await there.until(lambda: there.toasts)
        assert there.toasts[-1].startswith(said)
        files = [*(tmp_path / "copies").glob("*.txt")] if "written" in said else []
        assert [file.read_text() for file in files] == (["x" * length] if "written" in said else [])


@pytest.mark.parametrize(
    ("reach", "said"), [(Reach(remote=True), "over SSH"), (Reach(graphical=False), "no browser here")]
)
async def test_without_a_browser_the_address_is_copied(tmp_path: Path, reach: Reach, said: str) -> None:
    async with screen(tmp_path, SIZE, posed=True, at="support-v7") as there:
        there.app.reach = reach
        await there.press("o")
        assert there.app.copied.startswith("https://wandb.ai/")
        assert not there.app.opened_url
        assert f"the address of the wandb run, {said}" in there.toasts[-1]


async def test_where_the_host_has_a_page_for_the_job_that_is_opened(tmp_path: Path) -> None:
    async with screen(tmp_path, SIZE, posed=True, at="faq-v3") as there:
        there.app.reach = Reach(remote=True)
        there.main.monitor.profile = replace(there.main.monitor.profile, base_url="https://api.openai.com/v1")
        await there.press("o")
        assert there.app.copied == f"https://platform.openai.com/finetune/{there.world.named('faq-v3')}"


@pytest.mark.parametrize(
    ("base_url", "job_id", "page"),
    [
        ("https://api.openai.com/v1", "ftjob-1", "https://platform.openai.com/finetune/ftjob-1"),
        ("https://api.openai.com/v1", "a b/../c", "https://platform.openai.com/finetune/a%20b%2F..%2Fc"),
        ("https://eu.api.openai.com/v1", "ftjob-1", ""),
        ("https://r.openai.azure.com/openai", "ftjob-1", ""),
        ("http://localhost:8000/v1", "ftjob-1", ""),
    ],
)
async def test_only_a_host_that_is_known_has_a_page(base_url: str, job_id: str, page: str) -> None:
    assert dashboard(base_url, job_id) == page
