"""The scenarios by name: who takes part, and how the server behaves."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from ftmonitor.errors import UsageError
from ftmonitor.simulator import graders, hostile, organization
from ftmonitor.simulator.cast import FULL, MINI, NANO, O4_MINI, Company, Role, company_of, ready_file
from ftmonitor.simulator.faults import FLAKY, Fault
from ftmonitor.simulator.ids import fraction, pick
from ftmonitor.simulator.plan import Curve, Method

_MANY = 300
_CROWD = 100


@dataclass(frozen=True, slots=True)
class Scenario:
    """A world to begin with: what it shows, its company for a seed, and faults that are there from the start."""

    name: str
    about: str
    company: Callable[[int], Company]
    faults: tuple[Fault, ...] = ()


def _scenario(name: str, about: str, roles: Callable[[int], tuple[Role, ...]], *faults: Fault) -> Scenario:
    @lru_cache(maxsize=2)  # all of it is frozen, so worlds can share it
    def company(seed: int) -> Company:
        cast = company_of(name, seed, roles(seed))
        ready = (
            ready_file(name, seed, Method.SUPERVISED, "ready-chat.jsonl"),
            ready_file(name, seed, Method.SUPERVISED, "broken-chat.jsonl", broken=12),
            ready_file(name, seed, Method.DPO, "ready-preferences.jsonl"),
            ready_file(name, seed, Method.REINFORCEMENT, "ready-questions.jsonl"),
        )
        return Company(cast.plans, cast.files + ready)

    return Scenario(name, about, company, faults)


def _failing(_: int) -> tuple[Role, ...]:
    """Return jobs that fail for every reason there is, some of them in the minutes to come."""
    live = (
        Role("bad-line", examples=60, broken=12, created=5.0, validate_s=25.0),
        Role("too-few", examples=7, created=2.0, validate_s=12.0, valid=False),
        Role("no-quota", created=1.0, validate_s=40.0, reason="quota"),
        Role("file-gone", created=3.0, validate_s=33.0, reason="deleted"),
        Role("flagged", created=4.0, validate_s=50.0, reason="flagged"),
        Role("wrong-format", Method.DPO, examples=80, created=2.0, validate_s=20.0, misfit=Method.SUPERVISED),
        Role("server-dies", share=0.35, step_s=1.0, reason="server", closing_s=20.0),
        Role("refused-model", share=0.95, examples=200, step_s=1.0, reason="refused", closing_s=20.0),
        Role("diverging", curve=Curve.DIVERGING, rate=12.0, share=0.5, step_s=1.2),
    )
    return live + organization.FAILED


def _busy(_: int) -> tuple[Role, ...]:
    """Return a dozen jobs that train at once, a step a second each."""
    methods = (Method.SUPERVISED, Method.SUPERVISED, Method.DPO, Method.REINFORCEMENT)
    roles = []
    for number in range(12):
        method = methods[number % len(methods)]
        rft = method is Method.REINFORCEMENT
        grader = graders.TRIAGE if rft else None
        model = O4_MINI if rft else (MINI, FULL, NANO)[number % 3]
        curve = tuple(Curve)[number % len(Curve)]
        share = 0.1 + 0.06 * number
        roles.append(
            Role(
                f"busy-{number + 1}", method, model, examples=1000, curve=curve, share=share, step_s=1.0, grader=grader
            )
        )
    waiting = [Role(f"waiting-{number}", created=60.0 * number, queue_s=600.0) for number in range(1, 9)]
    return (*roles, *waiting, *organization.SUCCEEDED)


def _crowd(_: int) -> tuple[Role, ...]:
    """Return a hundred jobs that train at once, a step in five seconds each."""
    return tuple(
        Role(f"crowd-{number:02}", examples=2000, share=0.3 * number / _CROWD, step_s=5.0) for number in range(_CROWD)
    )


def _single(_: int) -> tuple[Role, ...]:
    """Return one job that trains, a step in five seconds, among those that have ended."""
    return (Role("single", examples=2000, share=0.3, step_s=5.0), *organization.SUCCEEDED)


def _many(seed: int) -> tuple[Role, ...]:
    """Return hundreds of jobs of months, most of them over."""
    return (*organization.LIVE, *(_one_of_many(seed, number) for number in range(_MANY - len(organization.LIVE))))


def _one_of_many(seed: int, number: int) -> Role:
    def roll(*choices: str) -> str:
        return pick(choices, seed, number, *choices)

    name = f"{roll('support', 'intent', 'sql', 'tone', 'faq', 'legal', 'kb')}-{roll('a', 'b', 'c')}{number}"
    method = Method(roll("supervised", "supervised", "supervised", "dpo", "reinforcement"))
    rft = method is Method.REINFORCEMENT
    ended = 1200.0 + 9_000.0 * number * (0.8 + 0.4 * fraction(seed, number, "age"))
    end = roll("well", "well", "well", "well", "badly", "stopped")
    return Role(
        name,
        method,
        O4_MINI if rft else pick((MINI, FULL, NANO), seed, number, "model"),
        examples=pick((60, 120, 240), seed, number, "rows"),
        curve=pick(tuple(Curve), seed, number, "curve"),
        ended=ended,
        cancelled=0.5 if end == "stopped" else None,
        reason=roll("server", "quota", "deleted", "flagged") if end == "badly" else "",
        pool=f"pool-{method}-{number % 5}",
        grader=graders.TRIAGE if rft else None,
        metadata={"team": roll("support", "search", "data"), "batch": str(number // 50)} if number % 3 else None,
    )


_ALL = (
    _scenario(
        "default", "a small company's account: jobs in every status and of every method", lambda _: organization.ROLES
    ),
    _scenario("empty", "an account without jobs", lambda _: ()),
    _scenario("failing", "jobs that fail for every reason, some in the first minute", _failing),
    _scenario("crowd", f"{_CROWD} jobs that train at once", _crowd),
    _scenario("single", "one job that trains, the others ended", _single),
    _scenario("many", f"{_MANY} jobs", _many),
    _scenario(
        "hostile", "markup, escapes, bidi marks, wide characters and odd shapes in every field", lambda _: hostile.ROLES
    ),
    _scenario("busy", "a dozen jobs that train at once", _busy),
    _scenario("flaky", "the default jobs on a server that fails now and then", lambda _: organization.ROLES, *FLAKY),
)

SCENARIOS: Mapping[str, Scenario] = {scenario.name: scenario for scenario in _ALL}


def scenario_of(name: str) -> Scenario:
    """Return a scenario by name.

    Raises:
        UsageError: If there is none; the message names the nearest, or all.
    """
    if name in SCENARIOS:
        return SCENARIOS[name]
    near = difflib.get_close_matches(name, SCENARIOS, n=1)
    hint = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(SCENARIOS)}"
    raise UsageError(f"no scenario {name!r}: {hint}")
