"""Jobs as servers really send them."""

from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from ftmonitor.models.job import Job, JobError, WandbIntegration
from ftmonitor.models.method import Hyperparameter, masked
from ftmonitor.models.phase import Phase
from tests.support import payloads

JOBS = [name for name in payloads.names("*job*.json") if "page" not in name and "variants" not in name]


@pytest.mark.parametrize("name", JOBS)
def test_a_real_job_has_nothing_odd_and_comes_back_unchanged(name: str) -> None:
    text = payloads.text(name)
    job = Job.read(json.loads(text), text)
    assert job.notes == ()
    assert job.text == text
    assert job.raw == json.loads(text)
    assert job.id == job.raw["id"]
    assert job.status == job.raw["status"]
    assert job.created_at is not None


def test_every_field_has_its_place() -> None:
    job = Job.read(payloads.load("job_supervised_succeeded.json"))
    assert (job.phase, job.name, job.method_type) == (Phase.SUCCEEDED, "support-tone", "supervised")
    assert (job.model, job.fine_tuned_model) == (
        "gpt-4.1-mini-2025-04-14",
        "ft:gpt-4.1-mini-2025-04-14:acme:support-tone:CbK4x9Zq",
    )
    assert (job.created_at, job.finished_at, job.estimated_finish) == (1795100000, 1795102713, None)
    assert (job.training_file, job.validation_file) == ("file-7hJkPqRsTvWxYz12AbCdEf", "file-3mNbVcXzLkJhGfDsAqWeRt")
    assert job.result_files == ("file-9pLmOkNjIbUhVyGtFcRdXe",)
    assert (job.trained_tokens, job.seed, job.shared_with_openai) == (184320, 1289047713, False)
    assert job.metadata == {"team": "support", "run": "42"}
    assert job.organization_id == "org-Vt3mB8qLxYk0ZrD5nHw2PsCe"
    assert job.unknown == {}


def test_azures_extras_and_absent_nulls() -> None:
    sent = {"id": "ftjob-1", "status": "running", "method": {"type": "supervised"}, "trainingType": "developerTier"}
    job = Job.read({**sent, "additionalParameters": {"completionOverride": "True"}, "suffix": "x", "updated_at": 5})
    assert (job.training_type, job.suffix, job.updated_at) == ("developerTier", "x", 5.0)
    assert job.additional_parameters == {"completionOverride": "True"}
    assert (job.notes, dict(job.unknown), job.hyperparameters) == ((), {}, ())


def test_iso_dates_are_times() -> None:
    job = Job.read(payloads.load("other_provider_iso_dates_job.json"))
    assert job.created_at == pytest.approx(1795097600.123)
    assert job.phase is Phase.SUCCEEDED


def test_what_is_unknown_is_kept() -> None:
    job = Job.read(payloads.load("job_unknown_future.json"))
    assert (job.phase, job.status, job.method_type) == (Phase.UNKNOWN, "evaluating_safety", "distillation")
    assert job.unknown == {"priority": {"tier": "flex"}, "progress": 0.37}
    assert job.other_integrations == ({"type": "mlflow", "mlflow": {"experiment": "x"}},)
    assert job.method.unknown == {"teacher": "gpt-9"}
    assert Hyperparameter("temperature", 0.7) in job.hyperparameters
    assert Hyperparameter("warmup_ratio", 0.03) in job.hyperparameters


@pytest.mark.parametrize(
    ("field", "sent", "kept", "note"),
    [
        ("status", 7, "", "status: text expected, got 7"),
        ("created_at", "soon", None, 'created_at: a time expected, got "soon"'),
        ("estimated_finish", 0, None, None),
        ("finished_at", "", None, None),
        ("finished_at", False, None, "finished_at: a time expected, got false"),
        ("trained_tokens", "184320", 184320, None),
        ("trained_tokens", 120.0, 120, None),
        ("trained_tokens", -5, None, "trained_tokens: a count expected, got -5"),
        ("seed", 2**63 + 1, 2**63 + 1, None),
        ("seed", -3, -3, None),
        ("seed", 1.5, None, "seed: a whole number expected, got 1.5"),
        ("seed", True, None, "seed: a whole number expected, got true"),
        ("result_files", None, (), None),
        ("result_files", "file-1", (), 'result_files: a list expected, got "file-1"'),
        ("result_files", ["file-1", 2], ("file-1",), "result_files: text expected in the list, got 2"),
        ("integrations", [None], (), "integrations: an object expected in the list, got null"),
        ("metadata", ["a"], {}, 'metadata: an object of texts expected, got ["a"]'),
        ("metadata", {"n": 1, "s": "x", "z": None}, {"n": "1", "s": "x", "z": "null"}, None),
        ("shared_with_openai", "yes", None, 'shared_with_openai: true or false expected, got "yes"'),
        ("hyperparameters", [1], (), "hyperparameters: an object expected, got [1]"),
        ("usage_metrics", [{"any": 1}], [{"any": 1}], None),
        ("additionalParameters", 3, None, "additional_parameters: an object expected, got 3"),
    ],
)
def test_a_field_of_a_wrong_type_falls_back_with_a_note(field: str, sent: object, kept: object, note: str) -> None:
    job = Job.read({"id": "ftjob-1", field: sent})
    attribute = {"additionalParameters": "additional_parameters"}.get(field, field)
    assert getattr(job, attribute) == kept
    assert job.notes == ((note,) if note else ())
    assert job.raw[field] == sent


@pytest.mark.parametrize("sent", [3, [1], True])
def test_an_odd_method_is_supervised_with_a_note(sent: object) -> None:
    job = Job.read({"id": "ftjob-1", "method": sent})
    assert job.method_type == "supervised"
    assert len(job.notes) == 1
    assert "method: an object expected" in job.notes[0]


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("17", "an object expected, got 17"),
        ("null", "an object expected, got null"),
        ('["a"]', 'an object expected, got ["a"]'),
        ('{"id": "ftj', 'an object expected, got {"id": "ftj'),
        ("{}", "id: none was sent"),
        ('{"id": ""}', 'id: "" cannot be used'),
        ('{"id": ["x"]}', 'id: ["x"] cannot be used'),
        ('{"id": "\\ud800"}', "cannot be used"),
    ],
)
def test_what_has_no_id_gets_one_made_from_its_text(text: str, note: str) -> None:
    job = Job.read_text(text)
    assert any(note in one for one in job.notes)
    assert job.id.startswith("?")
    assert len(job.id) == 13
    assert job.id == Job.read_text(text).id != Job.read_text(text + " ").id
    assert Job.read_text(text, row_id="ftjob-asked").id == "ftjob-asked"


def test_a_number_as_id_is_its_digits() -> None:
    assert Job.read({"id": 12}).id == "12"


def test_raw_that_is_no_object_does_not_raise() -> None:
    assert Job.read(json.loads("[1]"), "[1]").notes[0] == "an object expected, got [1]"


def test_a_job_is_a_value() -> None:
    raw = payloads.load("job_failed.json")
    assert Job.read(raw) == Job.read(raw) != Job.read({**raw, "status": "running"})
    with pytest.raises(ValidationError):
        Job.read(raw).status = "x"  # type: ignore[misc]
    with pytest.raises(ValidationError):
        Job(id="x", seed="y")


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        *((sent, None) for sent in payloads.load("job_error_variants.json")["values"]),
        ("", None),
        ([1], None),
        (0, None),
        ("it broke", JobError(message="it broke")),
        ({"code": "x", "message": None, "param": None}, JobError("x")),
        ({"code": 5, "message": "m", "param": "training_file"}, JobError("5", "m", "training_file")),
        ({"error": {"message": "inner", "code": "c"}}, JobError("c", "inner")),
        ({"error": "text"}, JobError(message="text")),
        (
            {"code": "exceeded_quota", "message": "details" + " " * 21 + "Cost of job ftjob-1: USD 2.56.\nLine 2"},
            JobError("exceeded_quota", "details Cost of job ftjob-1: USD 2.56.\nLine 2"),
        ),
    ],
)
def test_an_error_is_one_only_where_it_says_something(error: object, failure: JobError | None) -> None:
    assert Job.read({"id": "j", "error": error}).failure == failure


@pytest.mark.parametrize(
    ("part", "url"),
    [
        ({"entity": "acme", "project": "tone", "run_id": "ftjob-1"}, "https://wandb.ai/acme/tone/runs/ftjob-1"),
        (
            {"entity": "a/b?", "project": "p#1 é", "run_id": "r%2"},
            "https://wandb.ai/a%2Fb%3F/p%231%20%C3%A9/runs/r%252",
        ),
        ({"entity": None, "project": "tone", "run_id": "ftjob-1"}, ""),
        ({"entity": "acme", "project": "tone"}, ""),
        ({"entity": "..", "project": "tone", "run_id": "x"}, ""),
        ({"entity": "\ud800", "project": "p", "run_id": "r"}, "https://wandb.ai/%3F/p/runs/r"),
    ],
)
def test_the_run_link_needs_an_entity_and_cannot_lead_elsewhere(part: dict[str, object], url: str) -> None:
    job = Job.read({"id": "j", "integrations": [{"type": "wandb", "wandb": part}]})
    assert job.wandb[0].url == url


def test_a_wandb_integration_with_all_and_with_odd_parts() -> None:
    full = {"project": "p", "entity": "e", "name": "n", "tags": ["a", 1, "b"], "run_id": "r", "more": 1}
    odd = {"project": 1, "tags": "t"}
    sent = [{"type": "wandb", "wandb": full}, {"type": "wandb", "wandb": odd}, {"type": "wandb", "wandb": None}]
    job = Job.read({"id": "j", "integrations": sent})
    assert job.wandb == (WandbIntegration("p", "e", "n", ("a", "b"), "r"), WandbIntegration())
    assert job.other_integrations == ({"type": "wandb", "wandb": None},)


def test_headers_of_a_grader_are_masked_and_the_rest_is_free() -> None:
    endpoint = {"type": "endpoint", "name": "e", "url": "https://g", "headers": {"Authorization": "Bearer hush"}}
    grader = {"type": "multi", "graders": {"a": endpoint, "b": {"type": "new", "x": [1]}}, "calculate_output": "a + b"}
    raw = {"id": "j", "method": {"type": "reinforcement", "reinforcement": {"grader": grader}}}
    job = Job.read(raw)
    assert job.grader is not None
    assert "hush" not in json.dumps(job.grader)
    assert json.dumps(job.grader).count("Authorization") == 1
    assert dict(job.grader)["calculate_output"] == "a + b"
    assert "hush" in job.text  # as sent, for who asks for it as sent
    assert raw["method"]["reinforcement"]["grader"] == grader  # type: ignore[index]


@pytest.mark.parametrize(
    ("headers", "shown"),
    [
        ({"a": "s", "b": ["s"]}, {"a": "***", "b": "***"}),
        ([{"name": "a", "value": "s"}, "s"], [{"name": "a", "value": "***"}, "***"]),
        ("s", "***"),
        (None, None),
    ],
)
def test_masked_leaves_no_value(headers: object, shown: object) -> None:
    assert masked([{"Headers": headers, "url": "u"}]) == [{"Headers": shown, "url": "u"}]
