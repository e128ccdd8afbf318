"""A key is never shown, whoever asks."""

from __future__ import annotations

import pickle

import pytest

from ftmonitor.secret import Secret, scrub

KEY = "correct-horse-battery"


def test_a_secret_shows_nothing() -> None:
    secret = Secret(KEY)
    assert KEY not in f"{secret} {secret!r} {secret:>40} {[secret]}"
    assert secret.reveal() == KEY


def test_a_secret_is_not_pickled() -> None:
    with pytest.raises(TypeError):
        pickle.dumps(Secret(KEY))


@pytest.mark.parametrize(
    "text",
    [
        f"Incorrect API key provided: {KEY}.",
        "got sk-proj-abcdefghijklmnop here",
        "authorization: Bearer abcdefgh12345678",
    ],
)
def test_scrub_masks_keys_and_what_looks_like_one(text: str) -> None:
    Secret(KEY)
    cleaned = scrub(text)
    assert "***" in cleaned
    assert not any(key in cleaned for key in (KEY, "abcdefgh"))


def test_scrub_leaves_the_rest() -> None:
    assert scrub("job ftjob-abc failed: risk-free") == "job ftjob-abc failed: risk-free"


def test_secrets_are_equal_by_their_text() -> None:
    assert Secret(KEY) == Secret(KEY) != Secret("another")
    assert bool(Secret("")) is False
