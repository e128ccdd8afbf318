"""Training files of the scenarios: rows that fit a method, and one that does not where a failure is wanted."""

from __future__ import annotations

import json
import random
from dataclasses import dataclass
from functools import lru_cache

from ftmonitor.simulator.plan import Method

_ASKED = (
    "How do I reset my password?",
    "The invoice of last month is wrong.",
    "Can I move my plan to another team?",
    "Where do I see who signed in yesterday?",
    "My export has stopped at 40 percent.",
    "Which regions do you store data in?",
    "I was charged twice.",
    "Does the API keep the order of events?",
)
_ANSWERED = (
    "Open Settings, choose Security, then Reset password. You will get a link by mail.",
    "I am sorry about that. I have opened a ticket with billing; you will hear from them within a day.",
    "Yes. An owner of both teams can do that under Billing, Transfer.",
    "Under Audit, Sign-ins. The list goes back 90 days.",
    "Exports go on by themselves after ten minutes. If it has not moved by then, tell me its id.",
    "In the region you chose when you made the workspace; it cannot be changed later.",
    "The second charge is a reservation and goes back within three days.",
    "Yes, within one stream.",
)
_LABELS = ("billing", "account", "export", "privacy", "other")


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to make a training file: `rows` examples for `method`; the one on line `broken` lacks a role (0: none)."""

    seed: str
    method: Method
    rows: int
    broken: int = 0


def content_of(recipe: Recipe) -> bytes:
    """Return the file: one JSON object a line."""
    dice = random.Random(recipe.seed)  # noqa: S311
    lines = []
    for line in range(1, recipe.rows + 1):
        asked, good, bad = (int(dice.random() * len(_ASKED)) for _ in range(3))
        lines.append(_line(recipe.method, asked, good, bad, broken=line == recipe.broken))
    return ("\n".join(lines) + "\n").encode()


@lru_cache(maxsize=4096)
def _line(method: Method, asked: int, good: int, bad: int, *, broken: bool) -> str:
    user: dict[str, object] = {"role": "user", "content": _ASKED[asked]}
    if broken:
        del user["role"]
    return json.dumps(_row(method, user, _ANSWERED[good], _ANSWERED[bad]), ensure_ascii=False)


def _row(method: Method, user: dict[str, object], good: str, bad: str) -> dict[str, object]:
    if method is Method.DPO:
        return {
            "input": {"messages": [user], "tools": [], "parallel_tool_calls": True},
            "preferred_output": [{"role": "assistant", "content": good}],
            "non_preferred_output": [{"role": "assistant", "content": bad}],
        }
    if method is Method.REINFORCEMENT:
        return {"messages": [user], "label": _LABELS[len(good) % len(_LABELS)], "explanation": good}
    system = {"role": "system", "content": "You are a support agent of Acme. Be brief and kind."}
    return {"messages": [system, user, {"role": "assistant", "content": good}]}
