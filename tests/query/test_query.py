from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftmonitor.models.phase import phase_of
from ftmonitor.models.summary import JobSummary
from ftmonitor.query.parse import parse
from ftmonitor.query.words import QueryError

NOW = datetime(2026, 11, 23, 14, 5).timestamp()
HOUR, DAY = 3600.0, 86_400.0


def job(name: str, status: str = "running", **more: object) -> JobSummary:
    base: dict[str, object] = {
        "id": f"ftjob-{name}", "name": name, "status": status, "phase": phase_of(status),
        "model": "gpt-4.1-mini-2025-04-14", "method": "supervised",
    }  # fmt: skip
    return JobSummary(**{**base, **more})  # type: ignore[arg-type]


JOBS = (
    job(
        "support-v7", created_at=NOW - 2 * HOUR, metric="train_loss", value=0.41, valid=0.45, step=248, total_steps=400,
        metadata=(("team", "red"), ("Ticket", "311")), last_event_at=NOW - 5,
    ),
    job(
        "intent-dpo", "paused", method="dpo", created_at=NOW - 3 * DAY, metric="train_loss", value=0.58, warnings=2,
        metadata=(("team", "blue"),),
    ),
    job(
        "sql-rft", "queued", method="reinforcement", model="o4-mini", metric="train_reward_mean", value=0.7,
        created_at=NOW - 60,
    ),
    job(
        "tri age", "failed", error="invalid_n_examples: too few", created_at=NOW - 9 * DAY, finished_at=NOW - 8 * DAY,
        errors=1,
    ),
    job(
        "old", "succeeded", created_at=NOW - 40 * DAY, finished_at=NOW - 39 * DAY, trained_tokens=3_100_000,
        n_epochs=3.0, fine_tuned_model="ft:gpt-4.1-mini:acme:old:A1b",
    ),
)  # fmt: skip


def found(text: str) -> str:
    return " ".join(fit.name.split("-")[0].split()[0] for fit in parse(text).pick(JOBS, NOW))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", "support intent sql tri old"),
        ("support", "support"),
        ("SUPPORT", "support"),
        ("mini", "support intent sql tri old"),
        ("acme", "old"),
        ("red", "support"),
        ('"tri age"', "tri"),
        ("'tri age'", "tri"),
        ("tri age", "tri"),
        ("n_examples", "tri"),
        ("status:running", "support"),
        ("status:running|paused", "support intent"),
        ("status:waiting", "sql"),
        ("status=run", ""),
        ("status!=failed", "support intent sql old"),
        ("method:dpo", "intent"),
        ("model:4.1", "support intent tri old"),
        ("base:o4", "sql"),
        ("model=gpt*14", "support intent tri old"),
        ("model=gpt*15", ""),
        ("name:s*7", "support"),
        ("name=*t*", "support intent sql tri"),
        ("name=s*t*s", ""),
        ("loss<0.5", "support"),
        ("loss>=0.41", "support intent"),
        ("loss:0.41", "support"),
        ("loss:0.4..0.6", "support intent"),
        ("value:0.41|0.7", "support sql"),
        ("reward>0.5", "sql"),
        ("loss:none", "sql tri old"),
        ("valid!=none", "support"),
        ("progress>50%", "support"),
        ("tokens>3M", "old"),
        ("epochs=3", "old"),
        ("warnings>0 or errors>0", "intent tri"),
        ("age<1d", "support sql"),
        ("age>1w", "tri old"),
        ("age:1d..5d", "intent"),
        ("ended<10d", "tri"),
        ("quiet<1m", "support"),
        ("created:today", "support sql"),
        ("created>yesterday", "support sql"),
        ("created<=2026-11-14", "tri old"),
        ("created<2026-11-14", "old"),
        ("created:2026-10..2026-10", "old"),
        ("finished!=none", "tri old"),
        ("meta.team=red", "support"),
        ("META.Team=RED", "support"),
        ("meta.team:*", "support intent"),
        ("meta.team:none", "sql tri old"),
        ("meta.ticket>300", "support"),
        ("error:none method:supervised", "support old"),
        ("supervised", ""),
        ("dpo or reinforcement", "intent sql"),
        ("not method:supervised", "intent sql"),
        ("-method:supervised", "intent sql"),
        ("!method:supervised -method:dpo", "sql"),
        ("-(support or intent)", "sql tri old"),
        ("support or intent and dpo", "support intent"),
        ("(support or intent) and dpo", "intent"),
        ("support | sql", "support sql"),
        ("mini & red", "support"),
        ("not not red", "support"),
        ('name="tri age"', "tri"),
        ('name:"tri age"|old', "tri old"),
        ('"or"', "support sql"),
        ("loss<-0.5", ""),
    ],
)
def test_what_a_query_finds(text: str, names: str) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    ("text", "said", "at"),
    [
        ("statsu:running", "there is no field statsu: did you mean status?", 0),
        ("x zzz=1", 'there is no field zzz: put the text in "quotes" to look for it', 2),
        ("status:", "after status: comes a value", 0),
        ("loss<", "after loss< comes a value", 0),
        ("loss<abc", "loss takes a number such as 0.4 or 12k, not 'abc'", 0),
        ("age<2", "age takes a span of time such as 30m, 2d or 1w, not '2'", 0),
        ("age:2d", "ask age with < or >, or for a range such as age:1d..3d", 0),
        ("created>soon", "created takes a day such as 2026-11-23, today or yesterday, not 'soon'", 0),
        ("status>3", "status is text: ask with : or =", 0),
        ("loss<1|2", "< takes one value", 0),
        ('"abc', 'the quotation "abc has no end: add "', 0),
        ("(a or b", "a ( without a ) after it: add it", 0),
        ("a)", "a ) without a ( before it: remove it", 1),
        ("a or", "after or comes a word or a field", 4),
        ("or a", "'or' has nothing before it", 0),
        ("not", "after not comes a word or a field", 3),
        ("(" * 200, "too many brackets in one another", 101),
        ("x" * 3000, "the filter is too long: 2000 characters at most", 2000),
    ],
)
def test_what_is_said_of_a_broken_one(text: str, said: str, at: int) -> None:
    with pytest.raises(QueryError) as caught:
        parse(text)
    assert str(caught.value) == said
    assert caught.value.at == at


def test_which_queries_depend_on_the_time() -> None:
    assert parse("loss<1 red").timeless
    assert not parse("red or age<1d").timeless
    assert not parse("-created:today").timeless


def test_which_queries_ask_what_only_events_tell() -> None:
    assert parse("red loss<1").learnt
    assert parse("-(age<1d or quiet>1h)").learnt
    assert not parse("loss model:4o meta.loss=1 tokens>3").learnt


PIECES = st.sampled_from(
    ["status:", "loss<", "age", "<", ">=", "2d", "0.4", "(", ")", "or", "and", "not", "-", "!", '"', "'", "|", "*",
     "..", " ", "red", "meta.", "meta.x=", "created:", "today", "none", "\x00", "é", ":"]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES | st.text(max_size=4), max_size=12).map("".join))
def test_any_text_is_a_query_or_an_error_with_a_place(text: str) -> None:
    try:
        query = parse(text)
    except QueryError as error:
        assert 0 <= error.at <= len(text)  # noqa: PT017
        return
    picked = query.pick(JOBS, NOW)
    assert set(picked) <= set(JOBS)
    if text.strip():
        assert parse(f"not ({text})").pick(JOBS, NOW) == tuple(fit for fit in JOBS if fit not in picked)
