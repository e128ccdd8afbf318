"""Plain values as short words: the one vocabulary of the panes and of the command line. Pure.

Numbers that are missing or not finite read `—` (`MISSING`), and outside text that passes through here leaves it plain.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime, tzinfo
from enum import StrEnum
from itertools import pairwise

from ftmonitor.models.phase import Phase
from ftmonitor.text import one_line

MISSING = "—"
"""What stands where there is nothing to say."""

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MINUTE, _HOUR, _DAY, _MONTH, _YEAR = 60, 3_600, 86_400, 2_629_800, 31_557_600
_SPANS = ((_MINUTE, "m", _HOUR), (_HOUR, "h", _DAY), (_DAY, "d", 60 * _DAY), (_MONTH, "mo", 2 * _YEAR))
_SECONDS_SHOWN = 600
"""Up to ten minutes a duration names its seconds."""


class Glyphs(StrEnum):
    """What the terminal can show: decides status marks, bars, sparklines and charts."""

    BRAILLE = "braille"
    BLOCK = "block"
    ASCII = "ascii"


def duration(seconds: float | None) -> str:
    """Return a span of time in one or two units: `12s`, `4m 5s`, `48m`, `2h 5m`, `3d 4h`; below zero counts as zero."""
    if seconds is None or not math.isfinite(seconds):
        return MISSING
    whole = max(0, int(seconds))
    if whole < _SECONDS_SHOWN:
        return _two(whole, _MINUTE, "m", 1, "s")
    if whole < _HOUR:
        return f"{whole // _MINUTE}m"
    return _two(whole, _HOUR, "h", _MINUTE, "m") if whole < _DAY else _two(whole, _DAY, "d", _HOUR, "h")


def age(then: float | None, now: float) -> str:
    """Return how long ago `then` was, in one unit and at most four cells: `3s`, `3m`, `2h`, `5d`, `14mo`, `3y`."""
    return span(None if then is None else now - then)


def span(seconds: float | None) -> str:
    """Return a span of time in one unit, as `age` does; below zero counts as zero."""
    if seconds is None or not math.isfinite(seconds):
        return MISSING
    whole = max(0, int(seconds))
    if whole < _MINUTE:
        return f"{whole}s"
    for unit, word, below in _SPANS:
        if whole < below:
            return f"{whole // unit}{word}"
    return f"{whole // _YEAR}y"


def clock_time(time: float | None, tz: tzinfo | None = None) -> str:
    """Return the time of day, `14:31:07`; local where no zone is given."""
    moment = _moment(time, tz)
    return MISSING if moment is None else moment.strftime("%H:%M:%S")


def when(time: float | None, now: float, tz: tzinfo | None = None) -> str:
    """Return a moment as people say it: `14:31` today, `20 Nov 14:31` this year, else `20 Nov 2024`."""
    moment, today = _moment(time, tz), _moment(now, tz)
    if moment is None:
        return MISSING
    if today is not None and moment.date() == today.date():
        return moment.strftime("%H:%M")
    day = f"{moment.day} {_MONTHS[moment.month - 1]}"
    if today is not None and moment.year == today.year:
        return f"{day} {moment:%H:%M}"
    return f"{day} {moment.year}"


def when_short(time: float | None, now: float, tz: tzinfo | None = None) -> str:
    """Return a moment in 8 cells at most: `14:31:07` today, `20 Nov` this year, else `Nov 2024`."""
    moment, today = _moment(time, tz), _moment(now, tz)
    if moment is None or today is None or moment.date() == today.date():
        return clock_time(time, tz)
    month = _MONTHS[moment.month - 1]
    return f"{moment.day} {month}" if moment.year == today.year else f"{month} {moment.year}"


def iso(time: float | None, tz: tzinfo | None = None) -> str:
    """Return ISO 8601 with offset, to the second, `2026-11-22T14:31:07+01:00`; "" where there is no time."""
    moment = _moment(time, tz)
    return "" if moment is None else moment.isoformat(timespec="seconds")


def _moment(time: float | None, tz: tzinfo | None) -> datetime | None:
    if time is None or not math.isfinite(time):
        return None
    try:
        moment = datetime.fromtimestamp(time, tz)
        return moment if tz else moment.astimezone()
    except (OverflowError, OSError, ValueError):
        return None


def _two(whole: int, big: int, big_word: str, small: int, small_word: str) -> str:
    first, second = whole // big, whole % big // small
    if not first:
        return f"{second}{small_word}"
    return f"{first}{big_word} {second}{small_word}" if second else f"{first}{big_word}"


def count(number: float | None) -> str:
    """Return how many there are, in at most six cells: `812`, `12,345`, `123k`, `3.1M`, `2.4B`."""
    if number is None or not math.isfinite(number):
        return MISSING
    if abs(number) < 99_999.5:
        return f"{number:,.0f}"
    return _scaled(number)


def _scaled(number: float) -> str:
    for unit, word in ((1e3, "k"), (1e6, "M"), (1e9, "B"), (1e12, "T")):
        if abs(scaled := number / unit) < 999.5:
            return f"{scaled:.1f}{word}" if abs(scaled) < 9.95 else f"{scaled:.0f}{word}"
    return f"{number:.0e}"


def exact(number: float | None) -> str:
    """Return a count in full, with separators: `3,104,223`."""
    return MISSING if number is None or not math.isfinite(number) else f"{number:,.0f}"


def size(n_bytes: float | None) -> str:
    """Return a number of bytes: `812 B`, `4.1 MB`."""
    if n_bytes is None or not math.isfinite(n_bytes):
        return MISSING
    scaled, words = float(n_bytes), ["B", "kB", "MB", "GB", "TB"]
    while abs(scaled) >= 999.5 and len(words) > 1:
        scaled, words = scaled / 1000, words[1:]
    return f"{scaled:.0f} {words[0]}" if words[0] == "B" or abs(scaled) >= 99.5 else f"{scaled:.1f} {words[0]}"


def value(number: float | None, width: int = 7) -> str:
    """Return a measured value in at most `width` cells (5 or more): `0.412`, `-1.20`, `3.8e-06`, `2467`, `1.2M`.

    Three or four digits that count, fewer where the cells do not suffice; scientific where fixed digits would hide
    it. Only exponents of three digits may take 7 cells.
    """
    if number is None or not math.isfinite(number):
        return MISSING
    if number == 0:
        return "0.000"
    power = int(f"{number:.3e}".partition("e")[2])  # of the rounded number: 9.9996 reads 10.00
    if power >= 5:
        return _scaled(number)
    if power >= -3:
        most = max(0, 3 - max(0, power)) if power >= -1 else 2 - power
        for decimals in range(most, -1, -1):
            text = f"{number:.{decimals}f}"
            if len(text) <= width and (power >= 0 or power + decimals >= 1):
                return text
    for text in (f"{number:.1e}", f"{number:.0e}"):
        if len(text) <= width:
            return text
    return _scaled(number) if power >= 0 else f"{number:.0e}".replace("e-0", "e-")


def percent(share: float | None) -> str:
    """Return a share of 0 to 1 as whole per cent; `100%` only when all is done and `0%` only when nothing is."""
    if share is None or not math.isfinite(share):
        return MISSING
    if 0 < share < 0.01:
        return "<1%"
    return f"{math.floor(max(0.0, min(1.0, share)) * 100 + 1e-9)}%"


def plural(number: int, noun: str, many: str = "") -> str:
    """Return a count with its noun: `1 job`, `12 jobs`, `3 entries` (given `many`)."""
    return f"{exact(number)} {noun if number == 1 else many or noun + 's'}"


# One cell each in every terminal: none of them has an emoji form by default.
_MARKS: dict[Glyphs, dict[Phase, str]] = {
    Glyphs.BRAILLE: dict(zip(Phase, "◌●◐‖◑✔✖⊘?", strict=True)),
    Glyphs.BLOCK: dict(zip(Phase, "○●▌║▄√×ø?", strict=True)),
    Glyphs.ASCII: dict(zip(Phase, ".>;=,+x-?", strict=True)),
}
_SHORT = dict(zip(Phase, ("que", "run", "pau", "pau", "can", "ok", "err", "can", "?"), strict=True))
_DATED = re.compile(r"-(?:\d{4}-\d{2}-\d{2}|\d{4})$")


def glyph(phase: Phase, glyphs: Glyphs = Glyphs.BRAILLE) -> str:
    """Return the one-cell mark of a phase: `●` running, `‖` paused, `✔` succeeded, ..."""
    return _MARKS[glyphs][phase]


def short_status(phase: Phase, status: str = "") -> str:
    """Return at most three letters: `run`, `pau`, `ok`, `err`, `can`, `que`; `val` while files are validated.

    An unknown phase shows the first letters of `status`, the word as sent.
    """
    if phase is Phase.UNKNOWN:
        return one_line(status, 40)[:3] or "?"
    return "val" if phase is Phase.WAITING and status.lower().startswith("valid") else _SHORT[phase]


def model_name(model: str) -> str:
    """Return the short name of a base model: `gpt-4.1-mini-2025-04-14` is `4.1-mini`, and a tuned one `ft:4.1-mini`."""
    name = one_line(model, 200)
    if name.startswith("ft:"):
        return "ft:" + model_name(name[3:].split(":", 1)[0])
    base = name.rsplit("/", 1)[-1]
    short = _DATED.sub("", base).removeprefix("gpt-")
    return short or base or MISSING


_STEPS = {Glyphs.BRAILLE: "▁▂▃▄▅▆▇█", Glyphs.BLOCK: "▁▂▃▄▅▆▇█", Glyphs.ASCII: "_.-~^"}


def bar(share: float | None, width: int, glyphs: Glyphs = Glyphs.BRAILLE) -> str:
    """Return a progress bar of exactly `width` cells, full only when all is done: `▓▓▓▓░░░`, in ASCII `####---`."""
    full, empty = ("#", "-") if glyphs is Glyphs.ASCII else ("▓", "░")
    known = share if share is not None and math.isfinite(share) else 0.0
    done = int(max(0.0, min(1.0, known)) * width + 1e-9)
    return full * done + empty * (width - done)


def sparkline(values: Sequence[float], width: int = 0, glyphs: Glyphs = Glyphs.BRAILLE) -> str:
    """Return the run of `values` as one row of blocks, `▇▅▃▂▂▁`; a value that is not finite is a blank.

    With a `width`, more values than cells are averaged and fewer are padded on the left.
    """
    steps = _STEPS[glyphs]
    if width and len(values) > width:
        edges = [i * len(values) // width for i in range(width + 1)]
        values = [_mean(values[a:b]) for a, b in pairwise(edges)]
    finite = [v for v in values if math.isfinite(v)]
    low, high = min(finite, default=0.0), max(finite, default=0.0)
    top, scale = len(steps) - 1, high / 2 - low / 2  # halves: the difference of two huge numbers may overflow

    def block(number: float) -> str:
        if not math.isfinite(number):
            return " "
        return steps[top // 2] if scale <= 0 else steps[round((number / 2 - low / 2) / scale * top)]

    return "".join(map(block, values)).rjust(width)


def _mean(values: Sequence[float]) -> float:
    finite = [v for v in values if math.isfinite(v)]
    return sum(v / len(finite) for v in finite) if finite else math.nan


# Letters of the west, dashes, boxes, blocks, signs and braille: what we draw ourselves, and most of what we are told.
_NARROW = re.compile("[ -~\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u2500-\u25fc\u2800-\u28ff]*")


def cells(text: str) -> int:
    """Return how many cells of a terminal plain text takes: wide letters two, combining marks none."""
    if text.isascii() or _NARROW.fullmatch(text):
        return len(text)
    return sum(_cell(char) for char in text)


def clip(text: str, width: int) -> str:
    """Return `text` in at most `width` cells, cut with `…` where it is longer."""
    if cells(text) <= width:
        return text
    kept, room = [], width - 1
    for char in text:
        room -= _cell(char)
        if room < 0:
            break
        kept.append(char)
    return "".join(kept) + "…" if width > 0 else ""


def clip_middle(text: str, width: int) -> str:
    """Return `text` in at most `width` cells, cut in the middle: names that begin alike often differ at their ends."""
    if cells(text) <= width or width < 7:
        return clip(text, width)
    end, room = len(text), width // 2 - 1
    while (room := room - _cell(text[end - 1])) >= 0:
        end -= 1
    return clip(text[:end] + "…" * width, width - cells(text[end:])) + text[end:]


def _cell(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


_AGAIN = "start a new job."
_BY_CODE = {
    "invalid_training_file": f"The training file was rejected: correct the lines it names, upload it and {_AGAIN}",
    "invalid_validation_file": f"The validation file was rejected: correct the lines it names, upload it and {_AGAIN}",
    "invalid_n_examples": f"The file has too few examples: add more (OpenAI wants 10 or more) and {_AGAIN}",
    "exceeded_quota": "The job would cost more than the limit allows: raise limit or balance, or train on less.",
    "insufficient_quota": f"The account has no credit left: check plan and balance, then {_AGAIN}",
    "deleted_training_file": f"The training file was deleted while it was needed: upload it again and {_AGAIN}",
    "deleted_validation_file": f"The validation file was deleted while it was needed: upload it again and {_AGAIN}",
    "model_not_available": "This model cannot be tuned here: choose a base model that the server offers for tuning.",
    "training_not_available": "The server takes no new jobs from this organization; what exists can still be read.",
    "integration_not_defined": "wandb is not set up there: enable it for the organization, or leave it out of the job.",
    "server_error": "The service failed, not the job: start it again; if it fails again, report the job id.",
    "internal_error": "The service failed, not the job: start it again; if it fails again, report the job id.",
    "user_error": f"The service blames the input: read its message, correct files or settings and {_AGAIN}",
}
_MODERATED = f"Moderation refused content of the file or of the tuned model: remove the flagged lines and {_AGAIN}"
_MODERATION = re.compile(r"moderation|usage polic|safety[_ ]check|flagged line")
_TOO_FEW = re.compile(r"must have at least \d+ example")


def explain_error(code: str | None, message: str | None) -> str:
    """Return in one plain sentence what a job's error means and what to do; "" where no more is known than was said."""
    said = f"{code or ''} {message or ''}".lower()
    if _MODERATION.search(said):
        return _MODERATED
    return _BY_CODE.get("invalid_n_examples" if _TOO_FEW.search(said) else (code or "").strip().lower(), "")
