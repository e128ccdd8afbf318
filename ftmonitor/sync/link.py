"""The state of the connection as a value of its own, beside the store, and the waits after a failure. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from ftmonitor.errors import (
    TRY_AGAIN,
    ApiError,
    AuthenticationFailed,
    ConnectionFailed,
    NotTheApi,
    RateLimited,
    Redirected,
    Refused,
    TimedOut,
)

SHORTEST_S = 1.0
LONGEST_S = 30.0
"""Waits after a failure double from the one to the other."""
SLOW_S = 30.0
"""Between two tries where the server says no: a key can be replaced, a permission be given."""
LONGEST_ASKED_S = 3600.0
"""A server that asks for a longer wait is asked again after this one."""
OFFLINE_S = 10.0
"""Without any answer for this long, it is offline and not just a failure."""


class Health(StrEnum):
    """How the connection is."""

    CONNECTING = "connecting"
    LIVE = "live"
    RETRY = "retry"
    """The last request failed; the next is due at `retry_at`."""
    OFFLINE = "offline"
    """No answer for a while; it is still tried again at `retry_at`."""
    REFUSED = "refused"
    """The server does not accept the key (401); tried again slowly, since a key can be replaced."""
    DENIED = "denied"
    """What answers is not the API, points elsewhere, or refuses; tried again slowly, since servers get mended."""
    NO_KEY = "no key"
    """There is no key: the history is shown, nothing is asked."""


@dataclass(frozen=True, slots=True)
class Link:
    """The connection as the screen shows it. Times are seconds since the epoch, by the wall clock."""

    health: Health = Health.CONNECTING
    since: float = 0.0
    answered_at: float | None = None
    """When the server last gave a good answer: the age of what is on the screen."""
    retry_at: float | None = None
    message: str = ""
    """Why it is not live, as one sentence."""
    requests_per_minute: int = 0
    next_at: float | None = None
    """When what is on the screen is asked for next; in the past while the question is under way."""
    asked_at: float | None = None
    """Since when the oldest question under way waits for its answer."""


@dataclass(frozen=True, slots=True)
class Pause:
    """How long all streams wait together. `until` is monotonic; a `firm` pause was asked for by the server."""

    failures: int = 0
    """Failures in a row, over all streams."""
    until: float = 0.0
    firm: bool = False


def answered(link: Link, now: float) -> Link:
    """Return the link after a good answer at `now`."""
    since = link.since if link.health is Health.LIVE else now
    return replace(link, health=Health.LIVE, since=since, answered_at=now, retry_at=None, message="")


def failed(link: Link, error: ApiError, now: float, wait: float, asked_s: float = 0.0) -> Link:
    """Return the link after a failure at `now`, `asked_s` seconds after the question; all streams wait for `wait`."""
    ailing = link.health not in (Health.LIVE, Health.CONNECTING)
    since = link.since if ailing else min(now, max(now - asked_s, link.answered_at or 0.0))
    lasting = now - since >= OFFLINE_S
    if isinstance(error, AuthenticationFailed):
        health = Health.REFUSED
    elif isinstance(error, Refused | NotTheApi | Redirected):
        health = Health.DENIED
    elif isinstance(error, RateLimited):
        health = Health.RETRY
    elif lasting or (isinstance(error, ConnectionFailed | TimedOut) and link.answered_at is None and not error.sent):
        health = Health.OFFLINE
    else:
        health = Health.RETRY
    said = str(error).removesuffix(TRY_AGAIN)  # that is what the engine does
    return replace(link, health=health, since=since, retry_at=now + wait, message=said)


def troubled(link: Link, message: str) -> Link:
    """Return the link with something to say that is not about the connection, such as a full disk."""
    return replace(link, message=message)


def hold(pause: Pause, error: ApiError, now: float, spread: float) -> Pause:
    """Return how long all streams wait after `error` at monotonic `now`; `spread`, 0 to 1, is random.

    The server's own wait holds where it gave one. Else waits double, a quarter of them at random, so that many
    programs do not come back at the same moment.
    """
    failures = pause.failures + 1
    if error.retry_after_s is not None:
        wait = min(LONGEST_ASKED_S, max(0.0, error.retry_after_s))
        return Pause(failures, max(pause.until if pause.firm else 0.0, now + wait), firm=True)
    wait = backoff_s(failures, spread)
    if isinstance(error, AuthenticationFailed | Refused | NotTheApi | Redirected):
        wait = SLOW_S
    elif isinstance(error, RateLimited):
        wait = max(wait, SHORTEST_S * 4)
    return Pause(failures, max(pause.until if pause.firm else 0.0, now + wait), firm=isinstance(error, RateLimited))


def backoff_s(failures: int, spread: float) -> float:
    """Return the seconds to wait after so many failures in a row; `spread` is random, 0 to 1."""
    return min(LONGEST_S, SHORTEST_S * 2.0 ** min(failures - 1, 10)) * (1.0 - 0.25 * spread)
