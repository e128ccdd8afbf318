"""When what is on the screen is asked for next, as the first line tells it."""

from __future__ import annotations

import math
from dataclasses import replace

from ftmonitor.errors import RateLimited, TimedOut
from ftmonitor.store.jobs import Standing
from ftmonitor.sync.board import Board
from ftmonitor.sync.link import Health, Link, failed
from ftmonitor.sync.schedule import LIST_S, SELECTED_S, Kind, Mood

RUNNING = Standing("j", "running", True, 0, False, None, True, False, True)


def test_without_a_job_that_runs_it_is_the_list() -> None:
    board = Board()
    assert board.looks_at(Mood(), 50.0) == 50.0, "at once, where nothing was asked yet"
    board.list.asked_at, board.list.wanted_at = 40.0, math.inf
    assert board.looks_at(Mood(), 50.0) == 40.0 + LIST_S


def test_the_selected_job_comes_first_and_what_is_under_way_was_asked_then() -> None:
    board = Board()
    board.select("j", 0.0)
    board.update([RUNNING], 0.0)
    (stream,) = (one for one in board.streams if one.kind is Kind.EVENTS)
    stream.asked_at, stream.wanted_at = 48.0, math.inf
    assert board.looks_at(Mood(), 50.0) == 48.0 + SELECTED_S
    assert board.looks_at(Mood(), 90.0) == 90.0, "overdue is now"
    stream.busy = True
    assert board.looks_at(Mood(), 90.0) == 48.0


def test_a_question_that_hung_counts_from_when_it_was_asked() -> None:
    live = Link(Health.LIVE, since=100.0, answered_at=178.0)
    late = failed(live, TimedOut("no answer"), 200.0, 1.0, asked_s=20.0)
    assert (late.health, late.since) == (Health.OFFLINE, 180.0)
    meanwhile = failed(replace(live, answered_at=199.0), TimedOut("no answer"), 200.0, 1.0, asked_s=20.0)
    assert (meanwhile.health, meanwhile.since) == (Health.RETRY, 199.0), "others were answered since"
    assert failed(live, RateLimited("slow down"), 200.0, 1.0, asked_s=20.0).health is Health.RETRY
