"""Paths into a job as sent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftmonitor.errors import UsageError
from ftmonitor.query.path import LONGEST_VALUE, at, steps, word

RAW = {
    "hyperparameters": {"n_epochs": 3, "beta": 0.1},
    "metadata": {"team": "red\x1b[31m\nblue", "two words": "x"},
    "integrations": [{"wandb": {"project": "ft"}}, 7],
    "seed": 10**40,
    "shared": True,
    "nothing": None,
    "long": "y" * 1000,
}


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("hyperparameters.n_epochs", "3"),
        ("$.hyperparameters.beta", "0.1"),
        ("metadata.team", "red\ufffd[31m blue"),
        ("metadata.two words", "x"),
        ("integrations.0.wandb.project", "ft"),
        ("integrations.1", "7"),
        ("integrations.2", ""),
        ("integrations", "2 items"),
        ("metadata", "team, two words"),
        ("seed", "1.000e+40"),
        ("shared", "yes"),
        ("nothing", ""),
        ("seed.deeper", ""),
        ("absent.deeper", ""),
    ],
)
def test_what_stands_there(path: str, said: str) -> None:
    assert word(at(RAW, steps(path))) == said


def test_long_values_are_cut() -> None:
    assert len(word(at(RAW, ("long",)))) <= LONGEST_VALUE


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("", "type where"),
        ("  ", "type where"),
        ("a..b", "is no path"),
        ("a.\x1b", "is no path"),
        ("a" * 200, "too long"),
        ("method.reinforcement.grader.headers", "may hold a secret"),
    ],
)
def test_what_is_no_path_is_told(path: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        steps(path)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(JSON, st.lists(st.text(max_size=3), max_size=3))
def test_any_value_at_any_path_is_a_short_line(raw: object, path: list[str]) -> None:
    said = word(at(raw, path))
    assert len(said) <= LONGEST_VALUE
    assert "\n" not in said
    assert "\x1b" not in said
