"""Which series share a chart, in which order, under which names."""

from __future__ import annotations

import pytest

from ftmonitor.metrics.panels import Role, bounds_of, panels
from ftmonitor.metrics.series import Series


def series(name: str, steps: tuple[int, ...] = (1, 2)) -> Series:
    return Series(name, steps, tuple(map(float, steps)), tuple(map(float, steps)))


def shown(names: str, method: str = "supervised") -> list[tuple[str, list[tuple[str, str]]]]:
    found = panels([series(name) for name in names.split()], method)
    return [(panel.title, [(curve.label, curve.series.name) for curve in panel.curves]) for panel in found]


def test_supervised() -> None:
    names = "valid_mean_token_accuracy train_loss full_valid_loss valid_loss train_mean_token_accuracy"
    assert shown(names) == [
        ("loss", [("train", "train_loss"), ("valid", "valid_loss"), ("full valid", "full_valid_loss")]),
        ("accuracy", [("train", "train_mean_token_accuracy"), ("valid", "valid_mean_token_accuracy")]),
    ]


def test_the_spellings_of_result_files() -> None:
    names = "train_accuracy valid_mean_token_accuracy validation_mean_token_accuracy"
    (title, curves) = shown(names)[0]
    assert title == "accuracy"
    assert [name for _, name in curves] == names.split()
    assert curves[0] == ("train", "train_accuracy")
    assert curves[1][0] == "valid_mean_token_accuracy"  # two of one role bear their whole names


def test_reinforcement_puts_reward_first_and_timings_last() -> None:
    names = """timing.step.sampling completion_tokens_mean usage.samples.train_reasoning_tokens_mean
        scores.graders.label.train_reward_mean reasoning_tokens_mean scores.valid_reward_mean train_mean_reward
        valid_reasoning_tokens_mean full_valid_mean_reward full_valid_mean_parse_error scores.train_reward_mean
        errors.graders.label.train_sample_parse_error_mean errors.graders.label.valid_sample_parse_error_mean"""
    titles = shown(names, "reinforcement")
    assert [title for title, _ in titles] == [
        "reward",
        "reasoning tokens",
        "label · reward",
        "parse error",
        "label · sample parse error",
        "completion tokens",
        "timing · sampling",
    ]
    assert titles[0][1] == [("train", "train_mean_reward"), ("full valid", "full_valid_mean_reward")]
    assert titles[1][1] == [("train", "reasoning_tokens_mean"), ("valid", "valid_reasoning_tokens_mean")]
    assert titles[4][1] == [
        ("train", "errors.graders.label.train_sample_parse_error_mean"),
        ("valid", "errors.graders.label.valid_sample_parse_error_mean"),
    ]


def test_nested_numbers_stand_in_where_there_is_no_flat_one() -> None:
    assert shown("scores.train_reward_mean scores.valid_reward_mean", "reinforcement") == [
        ("reward", [("train", "scores.train_reward_mean"), ("valid", "scores.valid_reward_mean")])
    ]


def test_dpo() -> None:
    assert [title for title, _ in shown("train_reward_margin train_accuracy train_loss", "dpo")] == [
        "loss",
        "accuracy",
        "reward margin",
    ]


def test_an_unknown_series_charts_itself() -> None:
    assert shown("grad_norm lr weird.0.depth") == [
        ("grad norm", [("", "grad_norm")]),
        ("lr", [("", "lr")]),
        ("weird · #0 · depth", [("", "weird.0.depth")]),
    ]


@pytest.mark.parametrize("name", ["_", "train_", "mean", "", ".", "a..b", "[/nope]", "\x1b]0;x\x07", "x" * 500, "日本"])
def test_any_name_gets_a_title_that_is_plain_and_short(name: str) -> None:
    (panel,) = panels([series(name)])
    assert panel.title
    assert panel.title.isprintable()
    assert len(panel.title) <= 48


def test_steps_and_empty_series_are_no_curves() -> None:
    assert panels([series("step"), series("total_steps"), series("train_loss", ())]) == ()


def test_no_series_is_lost() -> None:
    names = "train_loss train_loss_ema valid_loss a.train_loss b.train_loss train_accuracy train_token_accuracy"
    found = {name for _, curves in shown(names) for _, name in curves}
    assert found == set(names.split())


def test_roles_and_bounds() -> None:
    (panel,) = panels([series("train_loss", (3, 9)), series("eval_loss", (1, 4))])
    assert [curve.role for curve in panel.curves] == [Role.TRAIN, Role.VALID]
    assert panel.bounds == (1, 9)
    assert bounds_of([]) is None
