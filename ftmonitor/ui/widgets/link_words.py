"""The state of the connection, and what it says of the age of all that is on the screen, in words. Pure."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ftmonitor import format as words
from ftmonitor.format import Glyphs
from ftmonitor.sync.link import Health, Link
from ftmonitor.ui.widgets.inks import Piece

EARLIER_S = 120.0
"""What is shown is of an earlier run, or of long before the connection went, where it is so much older than that."""
UNANSWERED_S = 5.0
"""A question that waits this long for its answer is no usual one."""
STALE_S = 90.0
"""What is older than this is shown as old: nothing that goes on is asked about less often."""
HASTE_S = 3.0
"""So long a start may take: until then what an earlier run left is shown as if it were of now."""

_HEALTH = {
    Health.CONNECTING: ("◌", ".", "connecting", "waiting"),
    Health.LIVE: ("●", "*", "live", "good"),
    Health.RETRY: ("◐", "~", "retry", "warn"),
    Health.OFFLINE: ("○", "o", "offline", "error"),
    Health.REFUSED: ("✖", "x", "key refused", "error"),
    Health.DENIED: ("✖", "x", "refused", "error"),
    Health.NO_KEY: ("○", "o", "no key", "warn"),
}

Form = tuple[str, ...]
"""What is said of the connection, and the parts that follow it."""


def link_forms(link: Link, now: float, glyphs: Glyphs) -> tuple[Sequence[Piece], ...]:
    """Return the state of the connection, the fullest form first: mark and word, ages, what comes next.

    The last one is the barest; all others say how old what is on the screen is. There are two at least.
    """
    late = _unanswered(link, now)
    mark, ascii_mark, word, ink = _HEALTH[Health.RETRY if late else link.health]
    if late:
        forms = _late(words.age(link.answered_at, now))
    elif link.health is Health.LIVE:
        forms = _live(link, now)
    elif link.health is Health.OFFLINE:
        forms = _offline(link, now, word)
    elif link.health is Health.RETRY:
        forms = _aged(_again(link, now) or word, link, now)
    else:
        forms = _aged(word, link, now, _again(link, now))
    lead: Piece = (ascii_mark if glyphs is Glyphs.ASCII else mark, ink)
    return tuple((lead, (f" {said}", ink), ("".join(f" · {part}" for part in parts), "dim")) for said, *parts in forms)


def known_at(link: Link) -> float | None:
    """Return up to when what is shown is known: of later nothing can be said while nobody answers. None: up to now."""
    return None if link.health is Health.LIVE else link.answered_at


def is_stale(link: Link, now: float) -> bool:
    """Return whether what is shown is so old that it is to look old."""
    if link.answered_at is None or now - link.answered_at < STALE_S:
        return False
    return link.health is not Health.CONNECTING or now - link.since >= HASTE_S


def _live(link: Link, now: float) -> tuple[Form, ...]:
    if link.answered_at is None:
        return (("live",),) * 2
    old = words.age(link.answered_at, now)
    after = (_next(link.next_at, now),) if link.next_at is not None else ()
    rate = (f"{link.requests_per_minute}/min",) if link.requests_per_minute else ()
    return ("live", f"{old} ago", *after, *rate), (f"live {old}", *after), *((f"live {old}",),) * 2


def _late(old: str) -> tuple[Form, ...]:
    return ("waiting for an answer", f"data {old} old"), *((f"waiting {old}",),) * 2


def _offline(link: Link, now: float, word: str) -> tuple[Form, ...]:
    gone_at, answered_at = link.since or None, link.answered_at
    if answered_at is not None and gone_at is not None and gone_at - answered_at >= EARLIER_S:
        return _aged(word, link, now, _again(link, now))
    if answered_at is not None:
        gone_at = answered_at
    again = _again(link, now)
    gone = word if gone_at is None else f"{word} {words.age(gone_at, now)}"
    return (gone, *((again,) if again else ())), *((gone,),) * 2


def _aged(said: str, link: Link, now: float, again: str = "") -> tuple[Form, ...]:
    after = (again,) if again else ()
    if link.answered_at is None:
        return (said, *after), *((said,),) * 2
    old = f"{words.age(link.answered_at, now)} old"
    return (said, f"data {old}", *after), (said, f"data {old}"), (said, old), (said,)


def _again(link: Link, now: float) -> str:
    if link.retry_at is None:
        return ""
    wait = math.ceil(link.retry_at - now)
    return f"retry {words.span(wait)}" if wait > 0 else "retrying"


def _next(due: float, now: float) -> str:
    wait = math.ceil(due - now)
    return f"next {words.span(wait)}" if wait > 0 else "asking"


def _unanswered(link: Link, now: float) -> bool:
    """Return whether what is on the screen waits for its answer for longer than usual, or whatever else was asked."""
    if link.health is not Health.LIVE or link.answered_at is None:
        return False
    if link.next_at is not None and now - link.next_at >= UNANSWERED_S:
        return True
    return link.asked_at is not None and link.answered_at < link.asked_at <= now - UNANSWERED_S
