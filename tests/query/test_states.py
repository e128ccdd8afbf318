"""What `is:` and `note:` ask for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ftmonitor.models.phase import phase_of
from ftmonitor.models.summary import JobSummary
from ftmonitor.query.parse import parse
from ftmonitor.query.words import QueryError

JOB = JobSummary("ftjob-1", "one", "running", phase_of("running"), "gpt-4.1", "supervised")
JOBS = (
    JOB,
    replace(JOB, id="ftjob-2", name="two", pinned_at=1.0),
    replace(JOB, id="ftjob-3", name="three", note="ask Ann"),
    replace(JOB, id="ftjob-4", name="four", shutdown="2027-01-14", status="failed", phase=phase_of("failed")),
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("is:pinned", "two"),
        ("is:NOTED", "three"),
        ("is:ended", "four"),
        ("is:retiring", "four"),
        ("is:marked", "one"),
        ("is:marked|noted", "one three"),
        ("not is:marked", "two three four"),
        ("note:ann", "three"),
        ("note:none", "one two four"),
        ("ann", "three"),
    ],
)
def test_states_and_notes(text: str, found: str) -> None:
    test = parse(text).at(0.0, {"ftjob-1"})
    assert " ".join(job.name for job in JOBS if test(job)) == found


def test_an_unknown_state_is_told() -> None:
    with pytest.raises(QueryError, match="is: takes pinned, noted, marked, ended or retiring"):
        parse("is:good")


@pytest.mark.parametrize(
    ("text", "of_marks"), [("is:marked", True), ("a or is:pinned|marked", True), ("marked", False)]
)
def test_a_query_tells_whether_marks_matter(text: str, of_marks: bool) -> None:
    assert parse(text).of_marks is of_marks
