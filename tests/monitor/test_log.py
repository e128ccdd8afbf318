"""What is shown of a log, and of several: the same as looking at every event, whatever comes in at either end."""

from __future__ import annotations

import asyncio
import json
import tempfile
from array import array
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ftmonitor.models.source import Row
from ftmonitor.monitor.census import MOST_PARTS, Census, Histogram, Tally, columns_of
from ftmonitor.monitor.coverage import Coverage, Way
from ftmonitor.monitor.log import Sifted
from ftmonitor.monitor.order import Order, ordered
from ftmonitor.query.logline import Level, LineError, Metrics, Sieve, Words
from ftmonitor.store.store import Store
from tests.support.histories import close_gap, filled, poll
from tests.support.ledger import event_row

JOB, OTHER = "ftjob-0", "ftjob-1"
LEVELS = ("info", "WARN", "error", "debug")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = filled(tmp_path / "h.db", jobs=3)
    yield opened
    opened.close()


def event(number: int, **more: Any) -> Row:
    level = LEVELS[number % 4] if number % 3 else "info"
    kind = "metrics" if number % 5 == 0 else "message"
    said: dict[str, Any] = {"level": level, "type": kind, "message": f"Line {number}\0 Größe {number % 7}", **more}
    return event_row(number, **said)


async def whole(view: Sifted) -> Sifted:
    while await view.advance():
        pass
    return view


async def ids(view: Sifted) -> list[str]:
    return [row.id for row in await view.window(0, view.count)]


async def naive(store: Store, job_id: str, sieve: Sieve) -> list[str]:
    rows = await store.events.window(job_id, 0, 10_000)
    return [row.id for row in rows if sieve.fits(row.level, row.type, row.message)]


SIEVES = [
    Sieve(),
    Sieve(Level.WARNINGS),
    Sieve(Level.ERRORS, Metrics.ALONE),
    Sieve(metrics=Metrics.HIDDEN),
    Sieve(words=(Words("line 1"),)),
    Sieve(words=(Words("Line 1"),)),
    Sieve(words=(Words("grö"),)),
    Sieve(words=(Words("e 3", inverse=True), Words(r"\d{2}", expression=True))),
    Sieve(words=(Words("GRÖSSE", expression=True, inverse=True),)),
    Sieve(words=(Words("\0 gr"),)),
]


@pytest.mark.anyio
@pytest.mark.parametrize("sieve", SIEVES, ids=repr)
async def test_it_is_what_looking_at_every_event_finds(store: Store, sieve: Sieve) -> None:
    await poll(store, JOB, [event(number) for number in reversed(range(60))])
    view = await whole(Sifted(store, (JOB,), sieve))
    assert await ids(view) == await naive(store, JOB, sieve)
    assert (view.total, view.looked_at) == (60, 60)


@settings(max_examples=25)
@given(
    st.lists(st.tuples(st.integers(1, 9), st.integers(0, 3)), min_size=1, max_size=6),
    st.sampled_from(SIEVES),
    st.integers(1, 7),
)
def test_it_keeps_up_with_what_comes(pages: list[tuple[int, int]], sieve: Sieve, most: int) -> None:
    """Pages come above, some with a gap below them that is closed later; the rows it held keep their places."""

    async def live(folder: str) -> None:
        store = filled(Path(folder) / "h.db")
        view = Sifted(store, (JOB,), sieve, most=most)
        number = 0
        for size, hole in pages:
            number += hole
            page = [event(at) for at in reversed(range(number, number + size))]
            number += size
            before = {row.id: row for row in await view.window(0, view.count)}
            await poll(store, JOB, page, page[-1].id if hole else None)
            await whole(view)
            assert await ids(view) == await naive(store, JOB, sieve)
            if hole:
                older = [event(at) for at in reversed(range(number - size - hole, number - size))]
                await close_gap(store, JOB, older, older[-1].id)
                await whole(view)
                assert await ids(view) == await naive(store, JOB, sieve)
            for at, row in enumerate(await view.window(0, view.count)):
                if (held := before.get(row.id)) is not None:
                    assert view.outline(held).shift == at - held.index
        await store.aclose()

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(live(folder))


@pytest.mark.anyio
async def test_events_that_moved_are_looked_at_anew(store: Store) -> None:
    await poll(store, JOB, [event(number) for number in (5, 4, 3, 1, 0)])
    view = await whole(Sifted(store, (JOB,), Sieve(words=(Words("line"),))))
    await poll(store, JOB, [event(number) for number in (5, 4, 3, 2, 1, 0)])
    await whole(view)
    assert await ids(view) == [f"ev-{number}" for number in range(6)]


@pytest.mark.anyio
async def test_gaps_stand_above_the_first_row_that_is_shown(store: Store) -> None:
    await poll(store, JOB, [event(number, message="a" if number < 3 else "b") for number in (3, 2, 1, 0)])
    await poll(store, JOB, [event(number, message="b") for number in (19, 18)], "ev-18")
    await poll(store, JOB, [event(number, message="a") for number in (39, 38)], "ev-38")
    view = await whole(Sifted(store, (JOB,), Sieve(words=(Words("a"),))))
    (gap,) = view.outline().gaps
    assert gap.index == 3
    assert (gap.older_at, gap.newer_at) == (1_795_000_001.0, 1_795_000_012.0)
    none = await whole(Sifted(store, (JOB,), Sieve(words=(Words("c"),))))
    assert [gap.index for gap in none.outline().gaps] == [0]


@pytest.mark.anyio
async def test_several_logs_stand_in_one_order(store: Store) -> None:
    await poll(store, JOB, [event_row(number, at=float(at)) for number, at in ((3, 30), (2, 9), (1, 20), (0, 10))])
    await poll(store, OTHER, [event_row(number, at=float(at), prefix="o") for number, at in ((1, 25), (0, 15))])
    view = await whole(Sifted(store, (JOB, OTHER), Sieve(), merged=True))
    assert await ids(view) == ["ev-0", "o-0", "ev-1", "ev-2", "o-1", "ev-3"], "the server's order within a log"
    rows = await view.window(0, 9)
    assert [row.job for row in rows][:2] == [JOB, OTHER]
    held = rows[4]
    await poll(store, JOB, [event_row(number, at=float(at)) for number, at in ((4, 24), (3, 30))], "ev-3")
    await whole(view)
    assert await ids(view) == ["ev-0", "o-0", "ev-1", "ev-2", "o-1", "ev-3", "ev-4"]
    await poll(store, OTHER, [event_row(2, at=26.0, prefix="o"), event_row(1, at=25.0, prefix="o")], "o-1")
    await whole(view)
    assert (await ids(view))[4:6] == ["o-1", "o-2"]
    assert view.outline(held).shift == 0
    texts = await view.texts(1, 3)
    assert [json.loads(text)["id"] for text in texts] == ["o-0", "ev-1"]
    view.join(("ftjob-2",))
    await poll(store, "ftjob-2", [event_row(0, at=1.0, prefix="z")])
    await whole(view)
    assert (await ids(view))[0] == "z-0"
    assert view.outline(held).shift == 1


@pytest.mark.anyio
async def test_an_expression_that_takes_too_long_says_so(store: Store) -> None:
    await poll(store, JOB, [event(0, message="a" * 4_000)])
    with pytest.raises(LineError, match="too long"):
        await Sifted(store, (JOB,), Sieve(words=(Words("^(a+)+[bc]$", expression=True),))).advance()


class Found:
    """What was found in one log."""

    def __init__(self, job_id: str, times: Sequence[int]) -> None:
        self.job_id = job_id
        self.times = array("d", map(float, times))
        self.places = array("q", range(len(times)))


LOG = st.lists(st.integers(0, 20), max_size=30)


@given(st.lists(LOG, max_size=4), st.data())
def test_an_order_that_follows_is_one_that_is_made_anew(logs: list[list[int]], data: st.DataObject) -> None:
    def naive_order(logs: Sequence[Sequence[int]]) -> list[tuple[str, int]]:
        rows = [(max(times[: at + 1]), log, at) for log, times in enumerate(logs) for at in range(len(times))]
        return [(f"j{log}", at) for _, log, at in sorted(rows)]

    cuts = [data.draw(st.integers(0, len(times))) for times in logs]
    order = ordered([Found(f"j{log}", times[:cut]) for log, (times, cut) in enumerate(zip(logs, cuts, strict=True))])
    assert [order.at(index) for index in range(len(order))] == naive_order(
        [t[:c] for t, c in zip(logs, cuts, strict=True)]
    )
    entries = [Found(f"j{log}", times) for log, times in enumerate(logs)]
    assert order.follow(entries)
    rows = [order.at(index) for index in range(len(order))]
    assert rows == naive_order(logs)
    assert [order.index_of(*row) for row in rows] == list(range(len(rows)))
    assert order.index_of("j0", 10**6) == len(rows)


def test_an_order_does_not_follow_what_came_below() -> None:
    order = ordered([Found("j0", [1, 2, 3])])
    changed = Found("j0", [1, 2, 3])
    changed.places[0] = -1
    assert not order.follow([changed])
    assert not order.follow([Found("j0", [1])])
    assert not order.follow([Found("j1", [1, 2, 3])])
    assert not Order().follow([Found("j0", [1])])


WAYS = st.none() | st.builds(Way, st.integers(-5, 70), st.booleans())


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 12)), max_size=8), st.integers(1, 9), WAYS)
def test_coverage_misses_just_what_it_has_not(runs: list[tuple[int, int]], most: int, way: Way | None) -> None:
    coverage = Coverage()
    seen: set[int] = set()
    for first, size in runs:
        log = {(first, first + size - 1)}
        while missing := coverage.missing(log, most, way):
            assert sum(high - low + 1 for low, high in missing) <= most
            for low, high in missing:
                assert not seen & set(range(low, high + 1))
                seen |= set(range(low, high + 1))
                coverage.add(low, high, f"e{high}")
        assert set(range(first, first + size)) <= seen
    assert coverage.rows == len(seen)
    assert coverage.holds({end: f"e{end}" for end in coverage.ends})
    assert not runs or not coverage.holds({})


@pytest.mark.anyio
@pytest.mark.parametrize("looks", [(0, 0), (1, 0), (0, 1), (2, 1), (3, 3)])
@pytest.mark.parametrize("first", [2, 5, 100])
async def test_a_longer_text_is_looked_for_where_the_shorter_one_was_found(
    store: Store, first: int, looks: tuple[int, int]
) -> None:
    await poll(store, JOB, [event(number) for number in reversed(range(40))])
    view = Sifted(store, (JOB,), Sieve(words=(Words("l"),)), most=7)
    for _ in range(first):
        await view.advance()
    for text, times in zip(("line", "line 1"), looks, strict=True):
        sieve = Sieve(words=(Words(text),))
        longer = view.narrowed(sieve, spared=0)
        assert longer is not None
        view = longer
        for _ in range(times):
            await view.advance()
    await poll(store, JOB, [event(number) for number in reversed(range(38, 60))])
    assert await ids(await whole(view)) == await naive(store, JOB, sieve)
    assert (view.total, view.looked_at) == (60, 60)


@pytest.mark.anyio
async def test_events_that_moved_are_looked_at_anew_with_a_longer_text(store: Store) -> None:
    await poll(store, JOB, [event(number) for number in (5, 4, 3, 1, 0)])
    sieve = Sieve(words=(Words("line"),))
    view = (await whole(Sifted(store, (JOB,), Sieve(words=(Words("l"),))))).narrowed(sieve, spared=0)
    assert view is not None
    await poll(store, JOB, [event(number) for number in (5, 4, 3, 2, 1, 0)])
    await view.advance()
    assert not view.count, "nothing that was found holds"
    assert await ids(await whole(view)) == await naive(store, JOB, sieve)


@pytest.mark.anyio
async def test_only_what_was_found_is_looked_at_again(store: Store) -> None:
    await poll(store, JOB, [event(number) for number in reversed(range(60))])
    view = await whole(Sifted(store, (JOB,), Sieve(words=(Words("line 1"),))))
    assert view.narrowed(Sieve(words=(Words("line 12"),))) is None, "there are too many of them"
    assert view.narrowed(Sieve(words=(Words("line 2"),)), spared=0) is None
    view = await whole(Sifted(store, (JOB,), Sieve(words=(Words("line 5"),))))
    assert view.narrowed(Sieve(words=(Words("line 53"),))) is None
    other = view.narrowed(Sieve(words=(Words("line 53"),)), spared=5)
    assert other is not None
    assert other.looked_at == 60
    place = view.spot(3)
    assert place is not None
    assert not other.settled(JOB, place[1], place[1]), "it is not made sure of yet"
    await other.advance()
    assert await ids(other) == ["ev-53"]
    assert other.settled(JOB, place[1], place[1])


@pytest.mark.parametrize(
    ("way", "first"),
    [
        (None, [(90, 99)]),
        (Way(50, up=True), [(50, 59)]),
        (Way(50, up=False), [(41, 50)]),
        (Way(95, up=True), [(95, 99)]),
        (Way(200, up=True), [(0, 9)]),
        (Way(-1, up=False), [(90, 99)]),
    ],
)
def test_coverage_goes_a_way_first(way: Way | None, first: list[tuple[int, int]]) -> None:
    coverage = Coverage()
    assert coverage.missing([(0, 99)], 10, way) == first
    for low, high in first:
        coverage.add(low, high, "")
        assert coverage.covers(low, high)
        assert not coverage.covers(low, high + 1)


@pytest.mark.anyio
async def test_the_way_to_a_row_is_settled_once_all_of_it_was_looked_at(store: Store) -> None:
    await poll(store, JOB, [event(number) for number in reversed(range(40))])
    view = Sifted(store, (JOB,), Sieve(), most=10)
    places = [row.place for row in await (await whole(Sifted(store, (JOB,), Sieve()))).window(0, 40)]
    assert not view.settled(JOB, places[20], places[20])
    await view.advance(way=Way(places[20], up=True))
    assert view.settled(JOB, places[20], places[29])
    assert not view.settled(JOB, places[20], places[30])
    assert not view.settled(JOB, places[20], places[20], around=True)
    await view.advance(way=Way(places[20], up=True))
    assert not view.settled(JOB, places[20], places[9], around=True)
    await view.advance(way=Way(places[20], up=True))
    assert view.settled(JOB, places[20], places[9], around=True)
    assert not view.settled(JOB, places[20], places[10], around=True)
    assert view.settled(JOB, places[5], places[30], up=False, around=True)
    assert not view.settled("another", places[20], places[20])


@pytest.mark.anyio
async def test_a_census_counts_by_level(store: Store) -> None:
    await poll(store, JOB, [event(number) for number in reversed(range(40))])
    census = Census(store, JOB, most=7)
    while await census.advance():
        pass
    rows = await store.events.window(JOB, 0, 40)
    numbers = [sum(tally[rank] for tally in columns_of([census.histogram], 9)) for rank in range(3)]
    assert numbers[1:] == [sum(row.level == level for row in rows) for level in ("WARN", "error")]
    assert sum(numbers) == census.total == 40


@given(st.lists(st.integers(1, 2**31), min_size=1, max_size=60), st.integers(1, 100))
def test_a_histogram_counts_each_event_once(times: list[int], columns: int) -> None:
    histogram = Histogram()
    for time in times:
        width = histogram.width_s
        histogram.add(width, [(int(time // width), time % 3, 1)])
    found = columns_of([histogram], columns)
    assert [sum(column) for column in zip(*found, strict=True)] == [
        sum(t % 3 == rank for t in times) for rank in range(3)
    ]
    bounds = histogram.bounds
    assert bounds is not None
    assert bounds[0] <= min(times) <= max(times) < bounds[1]


def test_a_histogram_stays_small() -> None:
    histogram = Histogram()
    histogram.add(1.0, [(part, 0, 1) for part in range(3 * MOST_PARTS)])
    assert histogram.width_s == 4.0
    assert columns_of([histogram], 1) == (Tally(3 * MOST_PARTS),)
    assert columns_of([Histogram()], 5) == ()
