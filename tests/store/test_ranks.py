from __future__ import annotations

import random

import pytest

from ftmonitor.store.ranks import LEAP, crowded, place


def nothing_below(rank: float) -> None:
    return None


def listed(held: dict[str, float], placed: dict[str, float]) -> list[str]:
    ranks = {**held, **placed}
    return sorted(ranks, key=lambda name: -ranks[name])


def test_an_empty_list_takes_the_page_as_it_is() -> None:
    assert listed({}, place(["c", "b", "a"], {}, None, None, nothing_below)) == ["c", "b", "a"]


def test_the_next_page_goes_below() -> None:
    held = {"d": 5.0, "c": 4.0}
    assert listed(held, place(["b", "a"], {}, 4.0, 5.0, nothing_below)) == ["d", "c", "b", "a"]


def test_new_rows_go_on_top_and_the_rest_keeps_its_ranks() -> None:
    held = {"b": 2.0, "a": 1.0}
    placed = place(["d", "c", "b", "a"], held, None, 2.0, nothing_below)
    assert set(placed) == {"c", "d"}
    assert listed(held, placed) == ["d", "c", "b", "a"]


def test_a_page_that_meets_nothing_leaves_room_below_it() -> None:
    placed = place(["z", "y"], {}, None, 7.0, nothing_below)
    assert listed({}, placed) == ["z", "y"]
    assert placed["y"] >= 7.0 + LEAP / 2


def test_a_row_between_two_known_ones_goes_between() -> None:
    held = {"c": 3.0, "a": 1.0}
    assert listed(held, place(["c", "b", "a"], held, None, 3.0, nothing_below)) == ["c", "b", "a"]


def test_the_server_is_believed_where_it_moved_a_row() -> None:
    held = {"d": 4.0, "c": 3.0, "b": 2.0, "a": 1.0}
    placed = place(["a", "d", "c", "b"], held, None, 4.0, nothing_below)
    assert set(placed) == {"a"}
    assert listed(held, placed) == ["a", "d", "c", "b"]


def test_the_end_of_a_page_stays_above_what_is_below() -> None:
    held = {"e": 9.0, "a": 8.5}
    placed = place(["e", "d", "c"], {"e": 9.0}, None, 9.0, lambda rank: 8.5)
    assert listed(held, placed) == ["e", "d", "c", "a"]


def test_ranks_that_stand_too_close_are_told() -> None:
    assert crowded({"a": 1.0, "b": 1.0 + 1e-9})
    assert not crowded({"a": 1.0, "b": 1.5})


@pytest.mark.parametrize("seed", range(30))
def test_pages_in_any_order_make_the_servers_list(seed: int) -> None:
    chance = random.Random(seed)
    server = [f"s{number}" for number in range(40)]
    ranks: dict[str, float] = {}
    for turn in range(30):
        for _ in range(chance.randrange(4)):
            server.insert(0, f"n{turn}-{len(server)}")
        start = 0 if chance.random() < 0.5 or not ranks else chance.randrange(len(server))
        above = server[start - 1] if start else None
        if above is not None and above not in ranks:
            continue
        page = server[start : start + chance.choice((3, 10, 100))]
        held = {name: ranks[name] for name in page if name in ranks}
        ranks.update(
            place(
                page,
                held,
                ranks[above] if above else None,
                max(ranks.values(), default=None),
                lambda rank: max((other for other in ranks.values() if other < rank), default=None),
            )
        )
        ordered = [name for name in sorted(ranks, key=lambda name: -ranks[name]) if name in page]
        assert ordered == page
    whole = place(
        server, {name: ranks[name] for name in server if name in ranks}, None, max(ranks.values()), nothing_below
    )
    assert listed(ranks, whole) == server
