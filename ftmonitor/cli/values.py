"""A word of the command line -> the value it stands for; ArgumentTypeError says what it should be."""

from __future__ import annotations

import argparse
import math

LITERAL = "\0"
"""What marks a word that stood behind `--`: no word of a process can hold it."""


def job_id(text: str) -> str:
    """Return the id of a job."""
    text = text.removeprefix(LITERAL)
    if not text.strip():
        raise argparse.ArgumentTypeError("the id of a job is needed, and this one is empty")
    return text


def words(text: str) -> tuple[str, ...]:
    """Return words that stand apart by commas, in lower case."""
    found = tuple(word.strip().lower() for word in text.split(",") if word.strip())
    if not found:
        raise argparse.ArgumentTypeError("at least one word is needed")
    return found


def pair(text: str) -> tuple[str, str]:
    """Return a key and its value."""
    key, equals, value = text.partition("=")
    if not equals or not key:
        raise argparse.ArgumentTypeError(f"{text!r} should read KEY=VALUE")
    return key, value


def count(text: str) -> int:
    """Return how many of something."""
    number = _whole(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def port(text: str) -> int:
    """Return a port; 0 is any free one."""
    number = _whole(text)
    if not 0 <= number <= 65_535:
        raise argparse.ArgumentTypeError("must be 0 to 65535")
    return number


def _whole(text: str) -> int:
    try:
        return int(text) if len(text) < 20 else -1
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no whole number") from None


def positive(text: str) -> float:
    """Return a number above 0."""
    try:
        number = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no number") from None
    if not math.isfinite(number) or number <= 0:
        raise argparse.ArgumentTypeError("must be more than 0")
    return number


def seed(text: str) -> int:
    """Return a seed, as the API takes one."""
    number = _whole(text)
    if not 0 <= number < 1 << 31:
        raise argparse.ArgumentTypeError("must be 0 or more, and below 2147483648")
    return number
