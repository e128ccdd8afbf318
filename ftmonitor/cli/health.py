"""What a terminal and the answers of a server tell of themselves. Pure: (result, what, found) for `doctor`."""

from __future__ import annotations

import os
import statistics
from collections.abc import Iterator, Mapping, Sequence
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, TextIO

from ftmonitor.config.terminal import colourless, unicode
from ftmonitor.format import duration

if TYPE_CHECKING:
    from ftmonitor.api.exchange import Exchange

LOOKS = 3
"""Requests that the latency is the median of."""
SLOW_S = 2.0
SKEW_S = 30.0
"""Clocks that differ by more make ages and times left wrong enough to notice."""

# Headers that only one kind of server sends; the first that fits names it.
_FLAVOURS = (
    ("x-litellm-version", "LiteLLM"),
    ("x-litellm-call-id", "LiteLLM"),
    ("apim-request-id", "Azure OpenAI"),
    ("x-ms-region", "Azure OpenAI"),
    ("openai-processing-ms", "OpenAI"),
    ("openai-version", "OpenAI"),
)

Found = tuple[str, str, str]


def terminal(environ: Mapping[str, str], stdout: TextIO | None) -> Iterator[Found]:
    """Yield what is known of the terminal."""
    try:
        shown = stdout is not None and stdout.isatty()
        size = os.get_terminal_size(stdout.fileno()) if shown and stdout is not None else None
    except (OSError, ValueError):
        shown, size = False, None
    words = [
        environ.get("TERM") or "TERM is not set",
        f"{size.columns}x{size.lines}" if size else "stdout is no terminal",
    ]
    words += [
        name for name, there in (("tmux", "TMUX"), ("screen", "STY"), ("ssh", "SSH_CONNECTION")) if environ.get(there)
    ]
    words += [environ["TERM_PROGRAM"]] if environ.get("TERM_PROGRAM") else []
    yield "ok" if shown else "note", "terminal", ", ".join(words)
    if colourless(environ):
        yield "note", "colours", "none: NO_COLOR is set" if environ.get("NO_COLOR") else "none: TERM knows none"
    elif environ.get("COLORTERM", "").lower() in ("truecolor", "24bit"):
        yield "ok", "colours", "16 million"
    else:
        yield "ok", "colours", "256" if "256" in environ.get("TERM", "") else "16"
    yield (
        ("ok", "letters", "UTF-8")
        if unicode(environ)
        else ("note", "letters", "no UTF-8 locale: charts are drawn in ASCII")
    )


def server(exchanges: Sequence[Exchange]) -> Iterator[Found]:
    """Yield what the answers so far tell: how long they took, what the server's clock says, what kind it is."""
    answered = [exchange for exchange in exchanges if exchange.status is not None]
    if not answered:
        return
    seconds = statistics.median(exchange.seconds for exchange in answered)
    result = "note" if seconds > SLOW_S else "ok"
    yield result, "latency", f"{1000 * seconds:.0f} ms (median of {len(answered)}; the first one connects)"
    last = answered[-1]
    skew = _skew(last)
    if skew is None:
        yield "note", "clock", "the server does not tell its time"
    elif abs(skew) <= SKEW_S:
        yield "ok", "clock", f"as the server's, within {max(1.0, abs(skew)):.0f} s"
    else:
        yield (
            "note",
            "clock",
            f"{duration(round(abs(skew)))} {'behind' if skew > 0 else 'ahead of'} the server's: ages are off by that",
        )
    kind = next((name for header, name in _FLAVOURS if header in last.headers), "")
    named = last.headers.get("server", "")
    yield "ok", "server", kind or (f"of its own kind ({named})" if named else "of its own kind")


def _skew(exchange: Exchange) -> float | None:
    """Return the seconds that the server's clock is ahead of ours; its `Date` has whole seconds (RFC 9110, 6.6.1)."""
    try:
        then = parsedate_to_datetime(exchange.headers["date"]).timestamp()
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
    middle = exchange.at + exchange.seconds / 2
    return 0.0 if then <= middle <= then + 1.0 else then + 0.5 - middle
