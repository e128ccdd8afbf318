from __future__ import annotations

from dataclasses import replace

import pytest
from rich.cells import cell_len

from ftmonitor.format import Glyphs
from ftmonitor.models.job import Job
from ftmonitor.models.summary import JobSummary, summary_of
from ftmonitor.ui.widgets.detail_lines import detail_lines
from ftmonitor.ui.widgets.job_detail import JobDetail
from tests.support import payloads
from tests.support.panes import HOSTILE, NOW, PaneApp, assert_harmless, settle, shown

WIDTH = 47
"""Cells of a pane in the left column of a terminal 120 cells wide."""

SCREENFUL = 14


def sample(name: str, **fields: object) -> tuple[Job, JobSummary]:
    raw = payloads.load(f"{name}.json")
    return made(raw, **fields)


def made(raw: dict[str, object], **fields: object) -> tuple[Job, JobSummary]:
    job = Job.read(raw)
    return job, replace(summary_of(raw, job.id), **fields)  # type: ignore[arg-type]


def lines(job: Job | None, summary: JobSummary | None, width: int = WIDTH, notice: str = "") -> list[str]:
    found = detail_lines(job, summary, NOW, width, glyphs=Glyphs.BRAILLE, notice=notice)
    return ["".join(text for text, _ in line) for line in found]


@pytest.mark.parametrize(
    ("name", "parameters"),
    [
        ("job_supervised_running", 3),
        ("job_dpo_running", 4),
        ("job_reinforcement_running", 7),
        ("job_supervised_succeeded", 3),
    ],
)
def test_what_matters_stands_in_the_first_screenful(name: str, parameters: int) -> None:
    job, summary = sample(name, step=12, total_steps=60, first_step_at=NOW - 900, last_step_at=NOW - 2)
    first = lines(job, summary)[:SCREENFUL]
    labels = [line[:12].strip() for line in first]
    assert {"status", "base", "method", "params", "wandb"} <= set(labels)
    assert all(any(one.name in line for line in first) for one in job.hyperparameters)
    assert len(job.hyperparameters) == parameters
    every = [line[:12].strip() for line in lines(job, summary)]
    assert every.index("wandb") < min(every.index("job"), every.index("created"), every.index("org"))


@pytest.mark.parametrize(
    "said",
    [
        "● running",
        "gpt-4.1-mini-2025-04-14",
        "supervised",
        "learning_rate_multiplier  2",
        "file-7hJkPqRsTvWxYz12AbCdEf",
        "file-3mNbVcXzLkJhGfDsAqWeRt",
        "support-tone",
        "run  ftjob-Qm4Rz8vTbYcLw1NdXk7PeHs2",
        "team  support",
        "1289047713",
        "org-Vt3mB8qLxYk0ZrD5nHw2PsCe",
    ],
)
def test_all_that_the_job_says_is_there(said: str) -> None:
    assert said in "\n".join(lines(*sample("job_supervised_running")))


def test_wandb_with_all_it_has() -> None:
    raw = payloads.load("job_supervised_running.json")
    run = {"project": "ft-support", "entity": "ml", "name": "first", "tags": ["a", "b"], "run_id": "3kq9"}
    raw["integrations"] = [{"type": "wandb", "wandb": run}]
    screen = "\n".join(lines(*made(raw), width=80))
    for said in ("ml/ft-support", "name  first", "tags  a, b", "https://wandb.ai/ml/ft-support/runs/3kq9"):
        assert said in screen


def test_what_auto_became() -> None:
    raw = payloads.load("job_supervised_running.json")
    raw["method"]["supervised"]["hyperparameters"] = {"n_epochs": "auto", "batch_size": "auto", "beta": 0.1}
    raw["hyperparameters"] = {"n_epochs": 3, "batch_size": "auto"}
    screen = [" ".join(line.split()) for line in lines(*made(raw))]
    assert "params n_epochs 3 auto" in screen
    assert "batch_size auto" in screen
    assert "beta 0.1" in screen


def test_an_error_with_its_explanation() -> None:
    screen = " ".join(" ".join(lines(*sample("job_failed"))).split())
    assert "✖ failed" in screen
    assert "invalid_training_file (training_file)" in screen
    assert "Example 12, message 3 Discriminator 'role' is missing in value" in screen
    assert "The training file was rejected" in screen


def test_what_has_no_name_is_shown_as_json_and_what_is_odd_as_a_note() -> None:
    job, summary = sample("job_unknown_future")
    screen = "\n".join(lines(job, summary))
    assert "? evaluating_safety" in screen
    for said in ('"teacher": "gpt-9"', '"tier": "flex"', '"progress": 0.37', '"experiment": "x"', "warmup_ratio"):
        assert said in screen
    odd = "\n".join(lines(*made({"id": "ftjob-1", "seed": "many", "status": "running"})))
    assert "seed: a whole number expected" in odd.replace("\n" + " " * 12, " ")


def test_headers_of_a_grader_are_masked() -> None:
    raw = payloads.load("job_reinforcement_running.json")
    raw["method"]["reinforcement"]["grader"]["headers"] = {"Authorization": "Bearer s3cret"}
    raw["new_thing"] = {"headers": {"x": "s3cret"}}
    screen = "\n".join(lines(*made(raw)))
    assert "Authorization" in screen
    assert "s3cret" not in screen


def test_the_summary_stands_in_until_the_job_is_here() -> None:
    _, summary = sample("job_supervised_running", step=12, total_steps=60)
    screen = "\n".join(lines(None, summary))
    for said in ("● running", "12/60", "gpt-4.1-mini-2025-04-14", "supervised", "team  support", summary.id):
        assert said in screen
    assert "wandb" not in screen, "what is not known is not said to be missing"


def test_long_values_wrap_under_themselves() -> None:
    job, summary = sample("job_failed")
    for width in (30, 47, 80):
        found = lines(job, summary, width)
        at = next(number for number, line in enumerate(found) if "The job failed" in line)
        assert found[at + 1].startswith(" " * 12)
        assert not found[at + 1].startswith(" " * 13)


@pytest.mark.parametrize("name", [*payloads.names("job_*.json"), *payloads.names("azure_job_*.json")])
def test_every_payload_fits_every_width(name: str) -> None:
    job, summary = made(payloads.load(name))
    for width in (20, 29, 30, 33, 47, 88, 160):
        assert max(cell_len(line) for line in lines(job, summary, width)) <= width


def hostile(text: str) -> dict[str, object]:
    """Return a job that says `text` wherever it can."""
    return {
        "id": "ftjob-" + text[:200],
        "status": text,
        "model": text,
        "fine_tuned_model": text,
        "training_file": text,
        "result_files": [text, text],
        "metadata": {text: text, "k": text},
        "error": {"code": text, "message": text, "param": text},
        "hyperparameters": {text: text, "n_epochs": text},
        "method": {"type": text, text: {"grader": {text: text}}},
        "integrations": [{"type": "wandb", "wandb": {"project": text, "tags": [text]}}, {"type": text}],
        "user_provided_suffix": text,
        text + "!": {text: [text]},
    }


@pytest.mark.anyio
async def test_hostile_jobs_are_shown_harmlessly() -> None:
    app = PaneApp(pane := JobDetail())
    async with app.run_test(size=(50, 30)) as pilot:
        pane.now = NOW
        for text in HOSTILE:
            job, pane.summary = made(hostile(text))
            pane.notice = text
            pane.job = job
            await settle(pilot)
            assert 0 < pane.rows < 2_000
            for top in range(0, pane.rows, 28):
                pane.scroll_row(top)
                assert_harmless(pane)


@pytest.mark.anyio
async def test_it_scrolls_by_keys_and_a_refresh_leaves_it_there() -> None:
    app = PaneApp(pane := JobDetail())
    async with app.run_test(size=(50, 10)) as pilot:
        pane.focus()
        pane.now = NOW
        job, summary = sample("job_reinforcement_running")
        pane.summary = summary
        pane.job = job
        await settle(pilot)
        assert "status" in shown(pane)[0]
        await pilot.press("j", "j")
        assert pane.top_row == 2
        pane.summary = replace(summary, value=0.1, metric="train_mean_reward")
        pane.now = NOW + 60
        await settle(pilot)
        assert pane.top_row == 2
        await pilot.press("G")
        assert pane.at_end
        other, pane.summary = sample("job_supervised_running")
        pane.job = other
        await settle(pilot)
        assert pane.top_row == 0


@pytest.mark.anyio
async def test_a_job_that_is_not_the_selected_one_is_not_shown() -> None:
    app = PaneApp(pane := JobDetail())
    async with app.run_test(size=(50, 30)) as pilot:
        pane.job, _ = sample("job_failed")
        _, pane.summary = sample("job_supervised_running")
        await settle(pilot)
        screen = "\n".join(shown(pane))
        assert "invalid_training_file" not in screen
        assert "● running" in screen


@pytest.mark.anyio
async def test_without_a_job_it_says_so() -> None:
    app = PaneApp(pane := JobDetail())
    async with app.run_test(size=(50, 9)) as pilot:
        await settle(pilot)
        assert "no job selected" in shown(pane)[4]
