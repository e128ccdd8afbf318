"""Hyperparameters: of the method first, "auto" in all its spellings."""

from __future__ import annotations

import json

import pytest

from ftmonitor.models.method import Hyperparameter, hyperparameters, masked_text, method_block
from tests.support import payloads


def job(own: object, top: object = None, method: str = "supervised") -> dict[str, object]:
    return {"id": "j", "hyperparameters": top, "method": {"type": method, method: {"hyperparameters": own}}}


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("auto", Hyperparameter("n_epochs", None, True)),
        ("AUTO", Hyperparameter("n_epochs", None, True)),
        (-1, Hyperparameter("n_epochs", None, True)),
        (-1.0, Hyperparameter("n_epochs", None, True)),
        (3, Hyperparameter("n_epochs", 3)),
        (2.0, Hyperparameter("n_epochs", 2.0)),
        ("medium", Hyperparameter("n_epochs", "medium")),
        (True, Hyperparameter("n_epochs", "true")),
        (False, Hyperparameter("n_epochs", "false")),
        (float("nan"), Hyperparameter("n_epochs", "nan")),
        ([1, "a"], Hyperparameter("n_epochs", '[1, "a"]')),
    ],
)
def test_each_is_auto_or_a_number_or_shown_as_it_is(value: object, read: Hyperparameter) -> None:
    assert hyperparameters(job({"n_epochs": value})) == (read,)


def test_minus_one_of_a_name_we_do_not_know_is_minus_one() -> None:
    assert hyperparameters(job({"max_steps": -1})) == (Hyperparameter("max_steps", -1),)


def test_the_methods_own_come_first_and_hold() -> None:
    read = hyperparameters(job({"beta": 0.1, "n_epochs": 2}, {"n_epochs": 3, "warmup_ratio": 0.03}, "dpo"))
    assert read == (Hyperparameter("beta", 0.1), Hyperparameter("n_epochs", 2), Hyperparameter("warmup_ratio", 0.03))


@pytest.mark.parametrize(
    ("own", "top", "read"),
    [
        ("auto", 3, Hyperparameter("n_epochs", 3, True)),
        (3, "auto", Hyperparameter("n_epochs", 3, True)),
        (-1, 3, Hyperparameter("n_epochs", 3, True)),
        ("auto", "auto", Hyperparameter("n_epochs", None, True)),
        ("auto", None, Hyperparameter("n_epochs", None, True)),
        (2.0, 2, Hyperparameter("n_epochs", 2.0)),
    ],
)
def test_what_auto_became_is_taken_from_the_twin(own: object, top: object, read: Hyperparameter) -> None:
    assert hyperparameters(job({"n_epochs": own}, {"n_epochs": top})) == (read,)


@pytest.mark.parametrize(
    "raw", [{}, {"method": None}, {"method": {"type": "dpo"}}, {"method": {"type": 3, "dpo": 1}}, {"method": "dpo"}]
)
def test_a_job_without_any_has_none(raw: dict[str, object]) -> None:
    assert hyperparameters(raw) == ()


def test_reinforcement_has_its_own_and_a_form_for_answers() -> None:
    raw = payloads.load("job_reinforcement_running.json")
    named = {one.name: one.value for one in hyperparameters(raw)}
    assert named == {
        "n_epochs": 2,
        "batch_size": 16,
        "learning_rate_multiplier": 1.0,
        "reasoning_effort": "medium",
        "compute_multiplier": 1.0,
        "eval_interval": 5,
        "eval_samples": 2,
    }
    method = method_block(raw)
    assert method.response_format == raw["method"]["reinforcement"]["response_format"]
    assert method.unknown == {}


@pytest.mark.parametrize(
    ("one", "shown"),
    [
        (Hyperparameter("a", None, True), "auto"),
        (Hyperparameter("a", 3, True), "auto (3)"),
        (Hyperparameter("a", 2.0), "2.0"),
        (Hyperparameter("a", None), ""),
    ],
)
def test_a_hyperparameter_as_text(one: Hyperparameter, shown: str) -> None:
    assert str(one) == shown


def test_what_is_shown_of_an_object_holds_no_header_values() -> None:
    text = '{"grader": {"url": "https://g", "Headers": {"Authorization": "Bearer s3cret"}}, "lr": 2.0}'
    assert "s3cret" not in masked_text(text)
    assert json.loads(masked_text(text))["grader"]["Headers"] == {"Authorization": "***"}
    assert masked_text('{"lr": 1.0E-06}') == '{"lr": 1.0E-06}'
    assert "s3cret" not in masked_text('{"headers": "s3cret"')
