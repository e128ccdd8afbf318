"""What the frame says beside the panes, and what a layout changes of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.dom import DOMNode

from ftmonitor.config.profiles import Profile
from ftmonitor.sync.link import Health, Link
from ftmonitor.ui.screens.frame import list_note, notice_of, profile_label
from tests.support.screens import Shown, screen

REFUSED = "The key is wrong."


@pytest.mark.parametrize(
    ("history", "link", "empty", "said"),
    [
        ("", Link(Health.LIVE), False, ""),
        ("", Link(Health.RETRY, answered_at=1.0, message="no answer"), False, ""),
        ("", Link(Health.RETRY, message="it failed"), True, "it failed"),
        ("", Link(Health.OFFLINE, message="no answer"), False, "no answer. What is shown is the history."),
        ("", Link(Health.OFFLINE, message="no answer"), True, "no answer"),
        ("", Link(Health.REFUSED, message=REFUSED), False, f"{REFUSED} What is shown is the history."),
        ("", Link(Health.DENIED, message="a web page."), True, "a web page."),
        ("", Link(Health.LIVE, message="the disk is full"), False, "the disk is full"),
        ("", Link(Health.NO_KEY, message="No API key."), False, "No API key. This is the history, read-only."),
        ("", Link(Health.NO_KEY, message="No API key."), True, "No API key."),
        ("It was corrupt.", Link(Health.REFUSED, message=REFUSED), False, "It was corrupt."),
        ("a\x1b[31m\nb", Link(), False, "a\ufffd[31m b"),
    ],
)
def test_notice(history: str, link: Link, empty: bool, said: str) -> None:
    assert notice_of(history, link, empty=empty) == said


@pytest.mark.parametrize(
    ("health", "complete", "said"),
    [
        (Health.CONNECTING, False, "asking"),
        (Health.LIVE, False, "reading"),
        (Health.LIVE, True, "no fine-tuning jobs yet"),
        (Health.OFFLINE, False, "no answer"),
        (Health.NO_KEY, False, "no history yet"),
    ],
)
def test_an_empty_list_says_why(health: Health, complete: bool, said: str) -> None:
    assert said in list_note(Link(health), complete=complete)


def test_profile_label() -> None:
    assert profile_label(Profile()) == "api.openai.com"
    assert profile_label(Profile("prod")) == "prod"
    assert profile_label(Profile("env", "http://127.0.0.1:8000/v1")) == "127.0.0.1:8000"
    assert "\x1b" not in profile_label(Profile("\x1b[31m"))


@pytest.mark.anyio
async def test_a_layout_styles_all_that_its_rules_name(tmp_path: Path) -> None:
    async with screen(tmp_path, (120, 40), posed=True) as there:
        for size in ((120, 40), (80, 24), (200, 60)):
            await there.pilot.resize_terminal(*size)
            for _ in range(2):  # one pane alone, then all
                await there.press("z")
                styled = _styles(there)
                there.main.update_node_styles(animate=False)
                assert styled == _styles(there)


def _styles(there: Shown) -> dict[DOMNode, str]:
    return {node: node.styles.base.css for node in there.main.walk_children(with_self=True)}
