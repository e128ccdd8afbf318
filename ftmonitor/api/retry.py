"""Whether and when a failed request is sent again. Pure: the caller brings the time and the chance."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from ftmonitor.api.exchange import Deed
from ftmonitor.errors import (
    ApiError,
    Conflict,
    ConnectionFailed,
    NotTheApi,
    QuotaExceeded,
    RateLimited,
    Redirected,
    ServerFailed,
    TimedOut,
    Unanswered,
)

UNREACHED_TRIES = 3
"""Tries where no connection can be made: a host that is off or misspelt stays so for the next seconds."""

FIRST_WAIT_S = 0.5
LONGEST_BACKOFF_S = 8.0
JITTER = 0.25
"""The share of a wait that chance takes away. These three are those of the official SDK (openai 3.54)."""

LONGEST_WAIT_S = 120.0
"""The longest wait that is obeyed; a server that asks for more gets no second try (as in the official SDK)."""


def wait_s(
    deed: Deed, attempt: int, tries: int, error: ApiError, headers: Mapping[str, str], *, now: float, chance: float
) -> float | None:
    """Return the seconds to wait before trying again, or None to give up.

    `attempt` counts from 1 and is the one that failed with `error`; `headers` are those of the answer ({} where none
    came), with names in lower case; `now` is in seconds since the epoch; `chance` is at least 0 and below 1.
    """
    most = min(tries, UNREACHED_TRIES) if isinstance(error, ConnectionFailed) and not error.sent else tries
    if deed is Deed.CREATE or attempt >= most:
        return None
    asked = asked_wait_s(headers, now)
    if not _may_help(deed, error, headers, asked) or (asked is not None and asked > LONGEST_WAIT_S):
        return None
    return asked or backoff_s(attempt, chance)


def backoff_s(attempt: int, chance: float) -> float:
    """Return the wait after the failed `attempt` (from 1) where the server asked for none, in seconds."""
    return min(FIRST_WAIT_S * 2.0 ** min(attempt - 1, 30), LONGEST_BACKOFF_S) * (1 - JITTER * chance)


def asked_wait_s(headers: Mapping[str, str], now: float) -> float | None:
    """Return the seconds that the server asked to wait, or None where it asked for none.

    Read are `retry-after-ms`, else `retry-after` in seconds or as a date; a date counts from the server's own
    `date` where that is sent, so that a wrong clock here does no harm. A wait of 0 or less is none.
    """
    wait = _number(headers.get("retry-after-ms", ""), 1000.0)
    if wait is None:
        wait = _number(headers.get("retry-after", ""), 1.0)
    if wait is None:
        until = _date(headers.get("retry-after", ""))
        since = _date(headers.get("date", ""))
        wait = until - (now if since is None else since) if until is not None else None
    return wait if wait is not None and wait > 0 else None


def _may_help(deed: Deed, error: ApiError, headers: Mapping[str, str], asked: float | None) -> bool:
    """Return whether trying again may help, and can do no harm."""
    told = headers.get("x-should-retry", "").strip().lower()
    if isinstance(error, QuotaExceeded) or told == "false":
        return False
    if deed is Deed.ACT:
        if isinstance(error, ConnectionFailed | TimedOut):
            return not error.sent
        told_to_wait = asked is not None and isinstance(error, ServerFailed | Conflict)
        return isinstance(error, RateLimited) or told_to_wait
    if told == "true":
        return True
    return isinstance(error, Unanswered | Conflict) and not isinstance(error, Redirected | NotTheApi)


def _number(text: str, divisor: float) -> float | None:
    try:
        number = float(text) / divisor
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _date(text: str) -> float | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    try:
        return (moment - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds()
    except OverflowError:
        return None
