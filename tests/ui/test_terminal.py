"""What the terminal is asked for, byte for byte: notices, titles, the clipboard, also through tmux and GNU screen."""

from __future__ import annotations

import base64
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftmonitor.config.terminal import Reach, reach
from ftmonitor.ui import terminal
from tests.support.profiles import few

ALONE, TMUX, SCREEN = Reach(), Reach("tmux"), Reach("screen")


@pytest.mark.parametrize(
    ("kind", "through", "sequence"),
    [
        ("osc9", ALONE, "\x1b]9;run-7: failed\x07"),
        ("osc777", ALONE, "\x1b]777;notify;run-7;failed\x07"),
        ("osc99", ALONE, "\x1b]99;i=ftm3:d=0;run-7\x1b\\\x1b]99;i=ftm3:d=1:p=body;failed\x1b\\"),
        ("off", ALONE, ""),
        ("auto", ALONE, ""),
        ("osc9", TMUX, "\x1bPtmux;\x1b\x1b]9;run-7: failed\x07\x1b\\"),
        ("osc777", TMUX, "\x1bPtmux;\x1b\x1b]777;notify;run-7;failed\x07\x1b\\"),
        ("osc9", SCREEN, "\x1bP\x1b]9;run-7: failed\x07\x1b\\"),
        (
            "osc99",
            TMUX,
            "\x1bPtmux;\x1b\x1b]99;i=ftm3:d=0;run-7\x1b\x1b\\\x1b\\"
            "\x1bPtmux;\x1b\x1b]99;i=ftm3:d=1:p=body;failed\x1b\x1b\\\x1b\\",
        ),
        ("osc99", SCREEN, "\x1bP\x1b]99;i=ftm3:d=0;run-7\x07\x1b\\\x1bP\x1b]99;i=ftm3:d=1:p=body;failed\x07\x1b\\"),
    ],
)
def test_notices(kind: str, through: Reach, sequence: str) -> None:
    assert terminal.notice(kind, "run-7", "failed", through, 3) == sequence


def test_the_title() -> None:
    assert terminal.title("✖ 1 · ftmonitor") == "\x1b]2;✖ 1 · ftmonitor\x07"


def test_the_clipboard() -> None:
    plain = "\x1b]52;c;ZnRqb2ItMQ==\x07"
    assert terminal.clipboard("ftjob-1", ALONE) == plain
    assert terminal.clipboard("ftjob-1", TMUX) == plain + "\x1bPtmux;\x1b\x1b]52;c;ZnRqb2ItMQ==\x07\x1b\\"
    assert terminal.clipboard("ftjob-1", SCREEN) == f"\x1bP{plain}\x1b\\"
    assert terminal.clipboard("ftjob-1", Reach(clipboard=False)) == ""


def test_gnu_screen_gets_it_in_pieces() -> None:
    text = "x" * 2_000
    parts = re.findall("\x1bP(.*?)\x1b\\\\", terminal.clipboard(text, SCREEN), re.DOTALL)
    assert max(map(len, parts)) <= 768 - 4
    assert "".join(parts) == f"\x1b]52;c;{base64.b64encode(text.encode()).decode()}\x07"


def test_what_is_too_long_is_not_sent() -> None:
    longest = "x" * terminal.LONGEST_CLIP
    assert len(terminal.clipboard(longest, ALONE)) <= 100_000
    assert terminal.clipboard(longest + "x", ALONE) == ""
    assert terminal.clipboard("€" * (terminal.LONGEST_CLIP // 3 + 1), ALONE) == ""


@few(60)
@given(
    st.text(),
    st.text(max_size=4_000),
    st.sampled_from(["osc9", "osc777", "osc99"]),
    st.sampled_from([ALONE, TMUX, SCREEN]),
)
def test_outside_text_is_never_obeyed(name: str, said: str, kind: str, through: Reach) -> None:
    hostile = f"{name}\x1b]0;owned\x07\x9c\x1b\\;{said}"
    sequence = terminal.notice(kind, hostile, hostile, through)
    assert len(sequence) < 800
    if through is ALONE:
        inner = re.sub("\x1b\\](9|777|99);|\x07|\x1b\\\\", "", sequence)
        assert not re.search("[\x00-\x1f\x7f-\x9f]", inner)
        assert sequence.count("\x1b") == {"osc9": 1, "osc777": 1, "osc99": 4}[kind]
        assert sequence.count(";") == {"osc9": 1, "osc777": 3, "osc99": 4}[kind]
    assert not re.search("[\x00-\x1f\x7f-\x9f]", terminal.title(hostile)[4:-1])


@pytest.mark.parametrize(
    ("environ", "found"),
    [
        ({"TERM": "xterm-256color", "DISPLAY": ":0"}, Reach()),
        ({"TERM": "xterm-256color", "TERM_PROGRAM": "iTerm.app", "DISPLAY": ":0"}, Reach(notices="osc9")),
        ({"TERM": "xterm-kitty", "DISPLAY": ":0"}, Reach(notices="osc99")),
        ({"TERM": "foot", "WAYLAND_DISPLAY": "w"}, Reach(notices="osc777")),
        ({"TERM": "xterm-256color", "VTE_VERSION": "7600", "DISPLAY": ":0"}, Reach(notices="osc777")),
        (
            {
                "TERM": "tmux-256color",
                "TERM_PROGRAM": "tmux",
                "TMUX": "t,1,0",
                "KITTY_WINDOW_ID": "1",
                "DISPLAY": ":0",
            },
            Reach("tmux", notices="osc99"),
        ),
        ({"TERM": "screen", "STY": "1.pts", "DISPLAY": ":0"}, Reach("screen")),
        ({"TERM": "linux", "DISPLAY": ":0"}, Reach(clipboard=False)),
        ({"TERM": "dumb", "DISPLAY": ":0"}, Reach(clipboard=False)),
        ({"TERM": "xterm", "SSH_TTY": "/dev/pts/1", "DISPLAY": ":0"}, Reach(remote=True)),
    ],
)
def test_what_the_environment_says(environ: dict[str, str], found: Reach) -> None:
    assert reach(environ) == found


def test_without_windows_there_is_no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    assert not reach({"TERM": "xterm"}).graphical
