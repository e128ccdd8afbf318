"""The newest alerts and requests below the list: there is room for them on high and wide screens only."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.geometry import Offset

from ftmonitor.api.exchange import Exchange
from ftmonitor.monitor.requests import job_request
from ftmonitor.store.actions import Action
from ftmonitor.ui.commands import Pane
from ftmonitor.ui.screens.alert_centre import AlertCentre
from ftmonitor.ui.screens.json_view import JsonView
from ftmonitor.ui.screens.request_log import RequestLog
from ftmonitor.ui.screens.targets import press
from ftmonitor.ui.widgets.docked import Dock
from tests.support.opened import NOW
from tests.support.screens import Shown, screen
from tests.ui.test_alerts import alert, tell


async def ask(there: Shown, job_id: str, status: int = 200) -> None:
    """Let something have been asked of the server, and a second pass."""
    there.main.monitor.requests.add(Exchange(job_request(job_id), there.main.clock.now(), 0.084, status))
    there.world.clock.advance(1.0)
    there.main.look_at_link()
    await there.settle()


def column(there: Shown) -> str:
    """Return what stands below the list."""
    region = there.main.pane(Pane.JOBS).region
    return "\n".join(line[: region.width] for line in there.text.splitlines()[region.bottom :])


@pytest.mark.anyio
async def test_alerts_and_requests_stand_below_the_list_while_there_is_room(tmp_path: Path) -> None:
    async with screen(tmp_path, (200, 60), posed=True, at="support-v7") as there:
        await there.until(lambda: "no alerts" in column(there) and "nothing was asked yet" in column(there))
        told, asked = there.main.query(Dock)
        assert not any(dock.can_focus for dock in (told, asked))

        job_id = there.world.named("support-v6")
        await tell(there, alert(job_id))
        await ask(there, "ftjob-a", 429)
        assert "! Alerts  1 new" in column(there)
        assert "support-v6  failed: quota" in column(there)
        assert "429  84 ms" in column(there)

        await there.pilot.mouse_down(told, offset=(63, 3))  # at the border, which is moved
        press(told, Offset(30, told.region.y + 3))
        await there.pilot.mouse_up(told, offset=(63, 3))
        await there.pilot.pause()
        assert there.dialogs == 0

        await there.pilot.click(asked, offset=(9, 1))
        await there.until(lambda: isinstance(there.app.screen, JsonView))
        assert '"status": 429' in there.text
        await there.press("escape")
        for dock, opened in ((told, AlertCentre), (asked, RequestLog)):
            await there.pilot.click(dock, offset=(4, 0))
            await there.until(lambda: there.dialogs)
            assert isinstance(there.app.screen, opened)
            await there.press("escape")
        await there.main.monitor.store.actions.add(Action(NOW - 50, "pause", job_id, "asked to pause"))
        await there.main.monitor.store.actions.add(Action(NOW - 4_000, "pause", job_id, "asked long ago"))
        for number in range(30):
            there.main.monitor.requests.add(Exchange(job_request(f"ftjob-{number}"), NOW, 0.084, 200))
        await ask(there, "ftjob-c")
        assert "support-v6: asked to pause" in column(there), "polls do not drive it out"
        assert "long ago" not in column(there)

        await there.pilot.click(told, offset=(9, 1))
        await there.until(lambda: there.main.job_id == job_id and "1 new" not in column(there))
        assert there.focus() is Pane.DETAIL

        held = [dock.given[0].key for dock in (told, asked)]
        await there.pilot.resize_terminal(120, 40)
        await ask(there, "ftjob-b")
        await tell(there, alert(there.world.named("faq-v3"), said="failed: late"))
        assert not told.region.area
        assert [dock.given[0].key for dock in (told, asked)] == held, "nobody looks"
        await there.pilot.resize_terminal(200, 60)
        await there.until(lambda: "failed: late" in column(there) and "/ftjob-b" in column(there))
