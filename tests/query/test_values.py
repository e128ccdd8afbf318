from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ftmonitor.query.values import day, number, span

NOW = datetime(2026, 11, 23, 14, 5, tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.4", 0.4), (".5", 0.5), ("3.", 3.0), ("-1", -1.0), ("1e-3", 0.001), ("12k", 12_000.0), ("3M", 3e6),
        ("50%", 50.0), ("", None), ("x", None), ("1.2.3", None), ("1e999", None), ("nan", None), ("inf", None),
    ],
)  # fmt: skip
def test_numbers(text: str, value: float | None) -> None:
    assert number(text) == value


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("30s", 30), ("5m", 300), ("2h", 7200), ("1d", 86_400), ("1w", 604_800), ("1mo", 2_629_800), ("1y", 31_557_600),
        ("1h30m", 5400), ("0.5h", 1800), ("", None), ("5", None), ("m", None), ("2d x", None),
    ],
)  # fmt: skip
def test_spans(text: str, seconds: float | None) -> None:
    assert span(text) == seconds


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("today", "2026-11-23", "2026-11-24"),
        ("yesterday", "2026-11-22", "2026-11-23"),
        ("2026-11-01", "2026-11-01", "2026-11-02"),
        ("2026-02", "2026-02-01", "2026-03-01"),
        ("2026-12", "2026-12-01", "2027-01-01"),
        ("2026-11-23T14:05", "2026-11-23T14:05", "2026-11-23T14:06"),
        ("2026-11-23T14:05+02:00", "2026-11-23T12:05", "2026-11-23T12:06"),
    ],
)
def test_days(text: str, start: str, end: str) -> None:
    assert day(text, NOW, UTC) == tuple(
        datetime.fromisoformat(at).replace(tzinfo=UTC).timestamp() for at in (start, end)
    )


@pytest.mark.parametrize("text", ["", "tomorrow", "2026", "2026-13-01", "2026-02-30", "9999-12-31", "0001-01-01"])
def test_no_days(text: str) -> None:
    assert day(text, NOW, UTC) is None or text in ("0001-01-01",)
