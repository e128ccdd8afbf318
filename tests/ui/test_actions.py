"""Pause, resume, cancel: nothing unasked, never two questions, and what became of it is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from ftmonitor.errors import AuthenticationFailed, BadRequest, ConnectionFailed, ServerFailed
from ftmonitor.models.phase import Phase
from ftmonitor.models.summary import JobSummary
from ftmonitor.simulator.faults import Fault, Kind
from ftmonitor.ui.actions import facts_of, safe_link, trouble_of
from ftmonitor.ui.dialogs.cancel_job import CancelJob
from ftmonitor.ui.dialogs.confirm import Confirm
from ftmonitor.ui.dialogs.failure import Failure
from tests.support.screens import Shown, screen

SMALL = (80, 24)


def posts(there: Shown) -> int:
    """Return how often the server was asked to change something."""
    return there.world.simulator.ledger.count(method="POST")


def phase(there: Shown, suffix: str) -> Phase | None:
    """Return the phase of a job as the list has it."""
    summary = there.main.summary_of(there.world.named(suffix))
    return summary.phase if summary else None


@pytest.mark.anyio
async def test_a_pause_is_asked_done_and_told(tmp_path: Path) -> None:
    async with screen(tmp_path, SMALL, at="support-v7") as there:
        await there.press("P")
        await there.until(lambda: isinstance(there.app.screen, Confirm))
        assert "Pause support-v7?" in there.text
        assert posts(there) == 0
        await there.press("y")
        await there.until(lambda: any("asked to pause" in toast or "paused" in toast for toast in there.toasts))
        assert posts(there) == 1
        await there.until(lambda: phase(there, "support-v7") in (Phase.PAUSING, Phase.PAUSED))
        await there.until(lambda: phase(there, "support-v7") is Phase.PAUSED, step_s=1)
        await there.press("R")
        await there.until(lambda: isinstance(there.app.screen, Confirm))
        await there.press("y")
        await there.until(lambda: phase(there, "support-v7") in (Phase.WAITING, Phase.RUNNING))
        assert posts(there) == 2


@pytest.mark.anyio
@pytest.mark.parametrize(
    "keys",
    [["enter"], ["space", "escape"], *(pytest.param([key], marks=pytest.mark.long) for key in ("escape", "n", "q"))],
)
async def test_stray_keys_change_nothing(tmp_path: Path, keys: list[str]) -> None:
    async with screen(tmp_path, SMALL, at="support-v7") as there:
        await there.press("P")
        await there.until(lambda: isinstance(there.app.screen, Confirm))
        await there.press(*keys)
        await there.until(lambda: there.dialogs == 0)
        assert posts(there) == 0
        assert phase(there, "support-v7") is Phase.RUNNING


@pytest.mark.anyio
async def test_two_presses_open_one_dialog(tmp_path: Path) -> None:
    async with screen(tmp_path, SMALL, posed=True, at="support-v7") as there:
        there.main.run_command("job.pause")
        there.main.run_command("job.pause")
        there.main.run_command("job.cancel")
        await there.until(lambda: there.dialogs)
        assert there.dialogs == 1
        await there.press("escape")
        assert there.dialogs == 0
        await there.press("X")
        assert there.dialogs == 1


@pytest.mark.anyio
async def test_a_cancel_wants_the_id(tmp_path: Path) -> None:
    async with screen(tmp_path, SMALL, at="support-v7") as there:
        job_id = there.world.named("support-v7")
        await there.press("X")
        await there.until(lambda: isinstance(there.app.screen, CancelJob))
        assert "cannot be undone" in there.text
        assert "progress" in there.text
        assert "tokens" in there.text
        await there.press("enter", "y", "enter")
        assert posts(there) == 0
        await there.press("backspace", *job_id[-4:], "enter")
        await there.until(lambda: phase(there, "support-v7") is Phase.CANCELLED)
        assert posts(there) == 1
        assert any("cancelled" in toast for toast in there.toasts)


@pytest.mark.anyio
async def test_what_cannot_be_done_says_why(tmp_path: Path) -> None:
    async with screen(tmp_path, SMALL, posed=True) as there:
        for suffix, key, reason in (
            ("support-v6", "P", "support-v6 has succeeded: nothing to pause"),
            ("support-v6", "X", "support-v6 has succeeded: nothing to cancel"),
            ("support-v7", "R", "support-v7 is running and not paused"),
            ("faq-v3", "P", "faq-v3 has not started yet: nothing to pause"),
        ):
            if there.main.summary is None or there.main.summary.name != suffix:
                await there.move_to(suffix)
            await there.press(key)
            assert there.dialogs == 0
            assert there.toasts[-1] == reason


@pytest.mark.anyio
async def test_a_refusal_is_shown_with_its_request_id(tmp_path: Path) -> None:
    async with screen(tmp_path, SMALL, at="support-v7") as there:
        there.world.simulator.faults.add(Fault(Kind.FORBIDDEN, method="POST"))
        await there.press("P")
        await there.until(lambda: isinstance(there.app.screen, Confirm))
        await there.press("y")
        await there.until(lambda: isinstance(there.app.screen, Failure))
        assert "Could not pause support-v7" in there.text
        assert "request id" in there.text
        assert "Nothing was changed." in there.text
        await there.press("y")
        assert "request id: req" in there.app.copied
        await there.press("escape")
        assert phase(there, "support-v7") is Phase.RUNNING


@pytest.mark.anyio
async def test_what_goes_on_is_shown_until_it_is_over(tmp_path: Path) -> None:
    async with screen(tmp_path, SMALL, at="support-v7") as there:
        there.world.simulator.faults.add(Fault(Kind.SLOW, method="POST", delay_s=3))
        await there.press("P")
        await there.until(lambda: isinstance(there.app.screen, Confirm))
        await there.press("y")
        assert "pausing support-v7…" in there.text.splitlines()[-1]
        await there.until(lambda: any("support-v7" in toast for toast in there.toasts))
        assert "pausing support-v7…" not in there.text.splitlines()[-1]


def test_facts_of_a_job() -> None:
    job = JobSummary(
        "ftjob-1", "x", "running", Phase.RUNNING, "gpt", "dpo", step=248, total_steps=400, first_step_at=40.0,
        trained_tokens=2_200_000,
    )  # fmt: skip
    assert dict(facts_of(job, 100.0)) == {
        "job": "ftjob-1",
        "base": "gpt",
        "status": "running",
        "progress": "62%, step 248 of 400",
        "first step": "1m ago",
        "tokens": "2.2M trained",
    }
    assert dict(facts_of(JobSummary("i", "n", "", Phase.UNKNOWN, "", ""), 0.0))["progress"] == "no step yet"


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        (BadRequest("no", status=400), "Nothing was changed."),
        (AuthenticationFailed("no", status=401), "Nothing was changed."),
        (ConnectionFailed("refused", sent=False), "The request did not reach the server: nothing was changed."),
        (ConnectionFailed("broke"), "It may have arrived"),
        (ServerFailed("oops", status=500), "It may have arrived"),
    ],
)
def test_advice_says_whether_anything_changed(error: BadRequest, advice: str) -> None:
    assert trouble_of("Could not pause x", error).advice.startswith(advice)


@pytest.mark.parametrize(
    ("url", "good"),
    [
        ("https://wandb.ai/acme/x/runs/1", True),
        ("http://wandb.ai/acme/x/runs/1", False),
        ("javascript:alert(1)", False),
        ("file:///etc/passwd", False),
        ("https://user@evil.example/", False),
        ("https://wandb.ai/\x1b[31m", False),
        ("https://wandb.ai/a b", False),
        ("https://", False),
        ("https://[", False),
        ("", False),
    ],
)
def test_only_https_is_opened(url: str, good: bool) -> None:
    assert safe_link(url) == (url if good else "")
