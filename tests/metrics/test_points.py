from __future__ import annotations

import json
from pathlib import Path

import pytest

from ftmonitor.metrics.points import MOST, points_of, read
from ftmonitor.metrics.series import Point

PAYLOADS = Path(__file__).parent.parent / "payloads"


def metrics(data: object, message: str = "", **more: object) -> dict[str, object]:
    return {"id": "e", "created_at": 1795000000, "type": "metrics", "data": data, "message": message, **more}


def events(name: str) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = json.loads((PAYLOADS / name).read_text())["data"]
    return rows


def test_every_number_of_a_step_is_a_point() -> None:
    event = metrics({"step": 3, "total_steps": 60, "train_loss": 1.5, "train_mean_token_accuracy": 0.5})
    assert points_of(event) == [
        Point("train_loss", 3, 1795000000.0, 1.5),
        Point("train_mean_token_accuracy", 3, 1795000000.0, 0.5),
    ]
    assert (read(event).step, read(event).total_steps) == (3, 60)


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (2, 2.0),
        (-1, -1.0),
        ("0.51", 0.51),
        (2.6e-06, 2.6e-06),
        ("1.0E-06", 1e-06),
        (None, None),
        (True, None),
        (False, None),
        (float("nan"), None),
        (float("inf"), None),
        ("nan", None),
        ("fast", None),
        ("", None),
        (10**400, None),
        ([1, 2], None),
    ],
)
def test_what_counts_as_a_number(value: object, number: float | None) -> None:
    found = {point.series: point.value for point in points_of(metrics({"step": 1, "sure": 1.0, "maybe": value}))}
    assert found.get("maybe") == number
    assert found["sure"] == 1.0


@pytest.mark.parametrize(
    ("value", "is_hole"),
    [
        (float("nan"), True),
        (float("-inf"), True),
        ("NaN", True),
        ("-Infinity", True),
        (None, False),
        ("fast", False),
        ("", False),
        (True, False),
        (0.5, False),
        ([], False),
    ],
)
def test_what_was_sent_and_is_no_number_is_a_hole(value: object, is_hole: bool) -> None:
    reading = read(metrics({"step": 1, "sure": 1.0, "deep": {"maybe": value}}))
    assert reading.holes == (("deep.maybe",) if is_hole else ())
    assert read(metrics({"maybe": value})).holes == ()


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (7, 7),
        (7.0, 7),
        ("7", 7),
        ("7.0", 7),
        (0, 0),
        (-1, None),
        (None, None),
        (True, None),
        ("x", None),
        (10**30, None),
    ],
)
def test_what_counts_as_a_step(step: object, expected: int | None) -> None:
    assert read(metrics({"step": step, "train_loss": 1.0})).step == expected


@pytest.mark.parametrize(("total", "expected"), [(60, 60), ("60", 60), (0, None), (None, None), ("x", None)])
def test_a_total_of_none_or_nothing_is_unknown(total: object, expected: int | None) -> None:
    assert read(metrics({"step": 1, "total_steps": total})).total_steps == expected


def test_reinforcement_is_named_by_its_path_and_its_graders() -> None:
    event = events("events_reinforcement.json")[0]
    found = {point.series: point.value for point in points_of(event)}
    assert found["scores.train_reward_mean"] == 0.475404
    assert found["scores.graders.explanation.train_reward_mean"] == 0.435404
    assert found["scores.graders.label.valid_reward_mean"] == 0.545404
    assert found["usage.graders.explanation.train_prompt_tokens_mean"] == 241.0
    assert found["timing.step.full_iteration"] == 731.5
    assert found["model_graders_token_usage.gpt-4o-2024-08-06.eval_prompt_tokens"] == 9640.0
    assert found["train_mean_reward"] == 0.475404
    assert not {"step", "total_steps"} & set(found)


def test_odd_events_are_read_as_far_as_they_go() -> None:
    steps = [(read(event).step, dict(zip(read(event).names, read(event).values, strict=True)))
             for event in events("events_odd.json")]  # fmt: skip
    assert steps == [
        (7, {"train_mean_token_accuracy": 0.51}),
        (6, {"train_loss": -1.0, "brand_new_metric": 3.5}),
        (None, {}),
        (None, {}),
        (None, {}),
        (None, {}),
    ]


@pytest.mark.parametrize(
    "data", [{"error_code": "x", "error_param": "training_file"}, {"blocked": False, "results": [{"flagged": False}]},
             {"train_loss": 1.0}, [1, 2], "text", 5, None, {}]
)  # fmt: skip
def test_without_a_step_there_are_no_points(data: object) -> None:
    assert points_of(metrics(data, "The job has successfully completed")) == []


@pytest.mark.parametrize(
    ("message", "step", "total", "numbers"),
    [
        ("Step 60/200: training loss=0.73, validation loss=1.46", 60, 200, {"train_loss": 0.73, "valid_loss": 1.46}),
        (
            "Step 200/200: training loss=1.14, validation loss=1.13, full validation loss=1.12",
            200,
            200,
            {"train_loss": 1.14, "valid_loss": 1.13, "full_valid_loss": 1.12},
        ),
        (
            "Step 10/20 , train mean reward=0.42, full validation mean reward=0.68",
            10,
            20,
            {"train_mean_reward": 0.42, "full_valid_mean_reward": 0.68},
        ),
        ("Step 100: training loss=3.814697265625E-06", 100, None, {"train_loss": 3.814697265625e-06}),
    ],
)
def test_the_text_is_the_last_resort(message: str, step: int, total: int | None, numbers: dict[str, float]) -> None:
    nothing: tuple[object, ...] = (None, {}, "x")
    for data in nothing:
        reading = read(metrics(data, message))
        assert (reading.step, reading.total_steps) == (step, total)
        assert dict(zip(reading.names, reading.values, strict=True)) == numbers


def test_data_is_believed_before_text() -> None:
    reading = read(metrics({"step": 5, "train_loss": 2.6e-06}, "Step 4/9: training loss=0.00"))
    assert (reading.step, reading.names, reading.values) == (5, ("train_loss",), (2.6e-06,))


def test_text_gives_the_step_where_data_has_only_numbers() -> None:
    reading = read(metrics({"train_loss": 0.5}, "Step 4/9: training loss=0.50"))
    assert (reading.step, reading.total_steps, reading.values) == (4, 9, (0.5,))


def test_a_huge_event_is_cut_and_a_deep_one_ends() -> None:
    wide = metrics({"step": 1, **{f"n{number}": number for number in range(5000)}})
    deep: dict[str, object] = {"end": 1.0}
    for _ in range(200):
        deep = {"in": deep}
    assert len(points_of(wide)) == MOST
    assert points_of(metrics({"step": 1, "deep": deep})) == []
    assert points_of(metrics({"step": 1, "x" * 1000: 1.0})) == []


def test_a_long_message_is_quick_to_read() -> None:
    assert points_of(metrics(None, "Step 1: " + "a " * 50_000 + "=")) == []
