"""Cancel, pause and resume in words."""

from __future__ import annotations

import pytest

from ftmonitor.errors import BadRequest, ServerFailed
from ftmonitor.models.source import Row, Verb
from ftmonitor.models.summary import summary_of
from ftmonitor.monitor.actions import act, say, why_not


class Scripted:
    """An actor with one answer for each call."""

    def __init__(self, acted: Row | Exception | None, read: Row | Exception) -> None:
        self.acted = acted
        self.read = read

    def can(self, verb: Verb) -> str:
        return ""

    async def act(self, job_id: str, verb: Verb) -> Row | None:
        if isinstance(self.acted, Exception):
            raise self.acted
        return self.acted

    async def job(self, job_id: str) -> Row:
        if isinstance(self.read, Exception):
            raise self.read
        return self.read


def row(status: str) -> Row:
    return Row("ftjob-1", f'{{"id":"ftjob-1","status":"{status}"}}', {"id": "ftjob-1", "status": status})


@pytest.mark.parametrize(
    ("verb", "status", "sentence"),
    [
        (Verb.PAUSE, "running", "asked to pause; still running"),
        (Verb.PAUSE, "pausing", "asked to pause; pausing now"),
        (Verb.PAUSE, "paused", "paused"),
        (Verb.PAUSE, "succeeded", "asked to pause; it has succeeded"),
        (Verb.RESUME, "paused", "asked to resume; still paused"),
        (Verb.RESUME, "resuming", "resumed; now resuming"),
        (Verb.RESUME, "running", "resumed"),
        (Verb.CANCEL, "cancelled", "cancelled"),
        (Verb.CANCEL, "canceled", "cancelled; now canceled"),
        (Verb.CANCEL, "cancel_requested", "asked to cancel; cancelling now"),
        (Verb.CANCEL, "\x1b[31m", "asked to cancel; still \ufffd[31m"),
        (Verb.CANCEL, "", "asked to cancel; still without a status"),
    ],
)
def test_say(verb: Verb, status: str, sentence: str) -> None:
    assert say(verb, summary_of({"status": status}, "ftjob-1")) == sentence


@pytest.mark.parametrize(
    ("status", "allowed"),
    [
        ("queued", {Verb.CANCEL}),
        ("running", {Verb.CANCEL, Verb.PAUSE}),
        ("pausing", {Verb.CANCEL}),
        ("paused", {Verb.CANCEL, Verb.RESUME}),
        ("cancel_requested", set()),
        ("succeeded", set()),
        ("failed", set()),
        ("cancelled", set()),
        ("a_new_word", set(Verb)),
    ],
)
def test_why_not(status: str, allowed: set[Verb]) -> None:
    reasons = {verb: why_not(summary_of({"status": status, "suffix": "tone"}, "ftjob-1"), verb) for verb in Verb}
    assert {verb for verb, reason in reasons.items() if not reason} == allowed
    assert all(reason.startswith("tone ") for reason in reasons.values() if reason)


@pytest.mark.anyio
async def test_the_job_is_read_again() -> None:
    outcome = await act(Scripted(row("running"), row("paused")), "ftjob-1", Verb.PAUSE)
    assert (outcome.accepted, outcome.status, outcome.sentence) == (True, "paused", "paused")


@pytest.mark.anyio
async def test_a_refusal_is_an_outcome_with_its_request_id() -> None:
    error = BadRequest("job has ended", status=400, request_id="req_1")
    outcome = await act(Scripted(error, row("succeeded")), "ftjob-1", Verb.CANCEL)
    assert not outcome.accepted
    assert outcome.error is error
    assert outcome.sentence == "could not cancel: job has ended (request id req_1)"


@pytest.mark.anyio
@pytest.mark.parametrize(("acted", "status"), [(row("pausing"), "pausing"), (None, "")])
async def test_accepted_counts_where_only_the_reading_fails(acted: Row | None, status: str) -> None:
    outcome = await act(Scripted(acted, ServerFailed("down", status=500)), "ftjob-1", Verb.PAUSE)
    assert outcome.accepted
    assert outcome.status == status
