from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from ftmonitor.format import Glyphs
from ftmonitor.sync.link import Health, Link
from ftmonitor.ui.widgets.link_words import HASTE_S, STALE_S, is_stale, known_at, link_forms
from tests.support.panes import NOW

LIVE = Link(Health.LIVE, NOW - 100, NOW - 3, requests_per_minute=9, next_at=NOW + 1.5)


def forms(link: Link, glyphs: Glyphs = Glyphs.BRAILLE) -> list[str]:
    """Return the forms, each once."""
    return list(dict.fromkeys("".join(text for text, _ in form) for form in link_forms(link, NOW, glyphs)))


@pytest.mark.parametrize(
    ("link", "said"),
    [
        (LIVE, ["● live · 3s ago · next 2s · 9/min", "● live 3s · next 2s", "● live 3s"]),
        (replace(LIVE, next_at=NOW - 0.2), ["● live · 3s ago · asking · 9/min", "● live 3s · asking", "● live 3s"]),
        (replace(LIVE, next_at=NOW - 9), ["◐ waiting for an answer · data 3s old", "◐ waiting 3s"]),
        (
            replace(LIVE, answered_at=NOW - 9, asked_at=NOW - 8),
            ["◐ waiting for an answer · data 9s old", "◐ waiting 9s"],
        ),
        (replace(LIVE, asked_at=NOW - 8), ["● live · 3s ago · next 2s · 9/min", "● live 3s · next 2s", "● live 3s"]),
        (replace(LIVE, next_at=None, requests_per_minute=0), ["● live · 3s ago", "● live 3s"]),
        (Link(Health.LIVE), ["● live"]),
        (
            Link(Health.RETRY, NOW - 10, NOW - 40, NOW + 7.4),
            ["◐ retry 8s · data 40s old", "◐ retry 8s · 40s old", "◐ retry 8s"],
        ),
        (Link(Health.RETRY, NOW - 10, None, NOW - 8), ["◐ retrying"]),
        (Link(Health.RETRY, NOW - 10), ["◐ retry"]),
        (Link(Health.OFFLINE, NOW - 239, NOW - 240, NOW + 20), ["○ offline 4m · retry 20s", "○ offline 4m"]),
        (
            Link(Health.OFFLINE, NOW - 20, NOW - 10_800, NOW - 1),
            ["○ offline · data 3h old · retrying", "○ offline · data 3h old", "○ offline · 3h old", "○ offline"],
        ),
        (Link(Health.OFFLINE, NOW - 20, None, NOW + 8), ["○ offline 20s · retry 8s", "○ offline 20s"]),
        (Link(Health.OFFLINE), ["○ offline"]),
        (
            Link(Health.REFUSED, NOW, NOW - 7200, NOW + 30),
            [
                "✖ key refused · data 2h old · retry 30s",
                "✖ key refused · data 2h old",
                "✖ key refused · 2h old",
                "✖ key refused",
            ],
        ),
        (Link(Health.DENIED, NOW), ["✖ refused"]),
        (Link(Health.NO_KEY), ["○ no key"]),
        (Link(Health.NO_KEY, answered_at=NOW - 7200), ["○ no key · data 2h old", "○ no key · 2h old", "○ no key"]),
        (Link(), ["◌ connecting"]),
        (
            Link(answered_at=NOW - 7200),
            ["◌ connecting · data 2h old", "◌ connecting · 2h old", "◌ connecting"],
        ),
    ],
)
def test_the_connection_in_words(link: Link, said: list[str]) -> None:
    assert forms(link) == said
    assert all(form.isascii() for form in (text.replace("·", "") for text in forms(link, Glyphs.ASCII)))


@pytest.mark.parametrize("health", list(Health))
def test_all_forms_but_the_last_bear_the_age_and_each_is_shorter(health: Health) -> None:
    old = {None: "", NOW - 5: "5s", NOW - 99_999: "1d", NOW + 60: "0s"}
    for answered_at, next_at in itertools.product(old, (None, NOW - 99, NOW + 5)):
        link = Link(health, NOW - 50, answered_at, NOW + 8, requests_per_minute=60, next_at=next_at)
        *aged, barest = ["".join(text for text, _ in form) for form in link_forms(link, NOW, Glyphs.BRAILLE)]
        assert aged, link
        assert [len(form) for form in aged] == sorted((len(form) for form in aged), reverse=True), link
        assert len(barest) <= len(aged[-1]), link
        assert all(old[answered_at] in form for form in aged), link


@pytest.mark.parametrize(
    ("link", "known", "stale"),
    [
        (LIVE, None, False),
        (replace(LIVE, answered_at=NOW - STALE_S), None, True),
        (Link(Health.RETRY, NOW - 4, NOW - 5), NOW - 5, False),
        (Link(Health.OFFLINE, NOW - 4, NOW - 9000), NOW - 9000, True),
        (Link(Health.OFFLINE, NOW - 4), None, False),
        (Link(Health.NO_KEY, answered_at=NOW - 9000), NOW - 9000, True),
        (Link(Health.CONNECTING, NOW - 1, NOW - 9000), NOW - 9000, False),
        (Link(Health.CONNECTING, NOW - HASTE_S, NOW - 9000), NOW - 9000, True),
    ],
)
def test_what_is_shown_is_known_up_to_the_last_answer_and_looks_old_after_a_while(
    link: Link, known: float | None, stale: bool
) -> None:
    assert (known_at(link), is_stale(link, NOW)) == (known, stale)
