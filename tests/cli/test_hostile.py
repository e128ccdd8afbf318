"""Outside text is shown as written and obeyed by nobody, in every command and format."""

from __future__ import annotations

import json
import re

import pytest

from ftmonitor.format import cells
from ftmonitor.simulator.simulator import Simulator
from tests.support.program import Program

OBEYED = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
OUR_OWN = re.compile(r"\x1b\[[0-9]+m")


@pytest.fixture
def simulator() -> Simulator:
    """Return a server that says the worst."""
    return Simulator("hostile")


@pytest.mark.parametrize("form", ["table", "csv", "json", "jsonl"])
def test_nothing_a_terminal_obeys_comes_out(form: str, program: Program, simulator: Simulator) -> None:
    job_ids = [str(job["id"]) for job in simulator.ledger.jobs()]
    assert any(OBEYED.search(json.dumps(job, ensure_ascii=False)) for job in simulator.ledger.jobs())
    runs = [program("jobs", "--all", "-o", form)]
    for job_id in job_ids[:3]:
        runs += [program("show", "-o", form, "--", job_id), program("events", "--all", "-o", form, "--", job_id)]
    for done in runs:
        assert (done.code, done.err) == (0, "")
        assert not OBEYED.search(done.out.replace("\t", " ") if form == "csv" else done.out)


def test_every_line_of_a_table_is_one_line_that_fits(program: Program, simulator: Simulator) -> None:
    assert len(program("jobs", "--all").out.splitlines()) == len(simulator.ledger.jobs()) + 1
    job_id = str(simulator.ledger.jobs()[0]["id"])
    for words in (["jobs", "--all"], ["show", "--", job_id], ["events", "--", job_id]):
        shown = OUR_OWN.sub("", program.in_terminal(*words, columns=60).out)
        assert not OBEYED.search(shown)
        assert max(cells(line) for line in shown.splitlines()) <= 60
