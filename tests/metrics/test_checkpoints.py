"""What checkpoints were measured by, and which is the best."""

from __future__ import annotations

import pytest

from ftmonitor.metrics.checkpoints import best_of, higher_is_better, measures, order


@pytest.mark.parametrize(
    ("metrics", "best"),
    [
        ([], None),
        ([{}], None),
        ([{"train_loss": 0.2}, {"train_loss": 0.1}], 1),
        ([{"train_loss": 0.1, "valid_loss": 0.6}, {"train_loss": 0.2, "valid_loss": 0.5}], 1),
        ([{"train_loss": 0.1}, {"train_loss": 0.2, "valid_loss": 0.5}], 1),
        ([{"valid_reward_mean": 0.9}, {"valid_reward_mean": 0.3}], 0),
        ([{"full_valid_mean_reward": 0.1, "valid_reward_mean": 0.9}, {"full_valid_mean_reward": 0.2}], 1),
        ([{"valid_mean_token_accuracy": 0.1}, {"valid_mean_token_accuracy": 0.2}], 1),
        ([{"perplexity": 9.0}, {"perplexity": 8.0}], 1),
        ([{"step": 1.0}], None),
    ],
)
def test_the_best_is_by_reward_then_valid_then_train_loss(metrics: list[dict[str, float]], best: int | None) -> None:
    assert best_of(metrics) == best


def test_the_best_by_a_measure() -> None:
    metrics = [{"a_loss": 1.0, "b_reward": 1.0}, {"a_loss": 2.0, "b_reward": 2.0}, {}]
    assert best_of(metrics, "a_loss") == 0
    assert best_of(metrics, "b_reward") == 1
    assert best_of(metrics, "c") is None


def test_what_they_were_measured_by() -> None:
    names = ["step", "train_loss", "valid_loss", "train_mean_token_accuracy", "my.odd_thing"]
    assert measures([dict.fromkeys(names, 1.0)]) == (
        ("valid_loss", "VALID"),
        ("train_loss", "TRAIN"),
        ("train_mean_token_accuracy", "T ACC"),
        ("my.odd_thing", "ODD THI"),
    )
    rewards = dict.fromkeys(["valid_reward_mean", "full_valid_mean_reward", "train_mean_reward", "train_loss"], 1.0)
    assert [name for name, _ in measures([rewards])] == ["full_valid_mean_reward", "train_mean_reward", "train_loss"]


@pytest.mark.parametrize(
    ("name", "higher"),
    [
        ("train_loss", False),
        ("valid_mean_token_accuracy", True),
        ("full_valid_mean_reward", True),
        ("mean_parse_error", False),
        ("reward_error_mean", False),
        ("Score", True),
    ],
)
def test_which_way_is_better(name: str, higher: bool) -> None:
    assert higher_is_better(name) is higher


def test_order() -> None:
    metrics = [{"loss": 2.0}, {}, {"loss": 1.0}, {"loss": 2.0}]
    assert order(metrics, None) == [0, 1, 2, 3]
    assert order(metrics, "loss") == [2, 0, 3, 1]
    assert order([{"reward": 1.0}, {"reward": 2.0}], "reward") == [1, 0]
