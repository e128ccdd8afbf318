"""What the user is told of without asking, and how: the table `[alerts]` of the configuration file."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

RULES = ("succeeded", "failed", "cancelled", "paused", "stalled", "nan", "spike", "rise")
"""What can be told of: how a job ended, that it paused unasked or stands still, and that it diverges: a number that is
none, a validation loss that leaps, or that rises evaluation after evaluation."""
DESKTOPS = ("auto", "osc9", "osc777", "osc99", "off")
JOBS = ("all", "watched")

DAY = 24 * 60
"""Minutes."""

_SPAN = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)-([01]?\d|2[0-3]):([0-5]\d)")


class Alerting(NamedTuple):
    """What is told of, and how."""

    rules: frozenset[str] = frozenset(RULES)
    jobs: str = "all"
    """`watched`: only what happens to jobs that are watched. Of those, every rule counts."""
    stall: float = 0.0
    """Seconds of silence, at the least, before a job stands still; the estimate on the screen has to say so as well."""
    spike: float = 2.0
    """A validation loss that is so many times the highest of the three before it has leapt."""
    valid_rise: int = 3
    """So many evaluations in a row, each with a higher validation loss, are a rise."""
    quiet: str = ""
    """`22:00-07:00`, local time: no bell and no desktop notice then; "": never."""
    bell: bool = True
    desktop: str = "auto"
    """Which sequence asks the terminal for a desktop notice; `auto`: the one it is known to understand."""
    title: bool = True
    """Whether the title of the terminal counts what was not read."""

    def wants(self, rule: str, *, watched: bool) -> bool:
        """Return whether a rule counts for a job."""
        return watched or (self.jobs == "all" and rule in self.rules)

    def is_quiet(self, minute: int) -> bool:
        """Return whether `minute` (of the local day, 0 to 1439) lies in the quiet hours, which may pass midnight."""
        found = _SPAN.fullmatch(self.quiet)
        if found is None:
            return False
        start_h, start_m, end_h, end_m = map(int, found.groups())
        start, end = start_h * 60 + start_m, end_h * 60 + end_m
        return (minute - start) % DAY < (end - start) % DAY


def _rules(value: object) -> bool:
    return isinstance(value, list) and all(rule in RULES for rule in value)


def _seconds(value: object) -> bool:
    return _number(value) and value >= 0  # type: ignore[operator]


def _times(value: object) -> bool:
    return _number(value) and value > 1  # type: ignore[operator]


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1


def _span(value: object) -> bool:
    return isinstance(value, str) and (value == "" or _SPAN.fullmatch(value) is not None)


def _switch(value: object) -> bool:
    return isinstance(value, bool)


def _one_of(words: tuple[str, ...]) -> tuple[Callable[[object], bool], str]:
    return lambda value: value in words, " or ".join(f'"{word}"' for word in words)


FIELDS: Mapping[str, tuple[Callable[[object], bool], str]] = {
    "rules": (_rules, f"a list of {', '.join(RULES)}"),
    "jobs": _one_of(JOBS),
    "stall": (_seconds, "a number of seconds, 0 or more"),
    "spike": (_times, "a number above 1, like 2.0"),
    "valid_rise": (_count, "a whole number, 1 or more"),
    "quiet": (_span, 'two times of day, like "22:00-07:00"'),
    "bell": (_switch, "true or false"),
    "desktop": _one_of(DESKTOPS),
    "title": (_switch, "true or false"),
}
"""What may stand in the table, and in words."""


def alerting_of(table: Mapping[str, object]) -> Alerting:
    """Return what a table says that was checked; what it leaves out is as ever."""
    known = {name: value for name, value in table.items() if name in FIELDS}
    rules = known.pop("rules", None)
    plain: Alerting = Alerting(**known)  # type: ignore[arg-type]
    return plain._replace(rules=frozenset(rules)) if isinstance(rules, list) else plain


def worded(alerting: Alerting) -> dict[str, str]:
    """Return every setting as text, as a file would have it."""
    found = alerting._asdict()
    found["rules"] = " ".join(rule for rule in RULES if rule in alerting.rules) or "none"
    found["quiet"] = alerting.quiet or "never"
    return {name: f"{value:g}" if isinstance(value, float) else str(value).lower() if isinstance(value, bool)
            else str(value) for name, value in found.items()}  # fmt: skip
