"""What the terminal sends becomes keys at once, and nothing is looked at in between."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import Queue
from threading import Thread

import pytest
from textual import events
from textual.message import Message

from ftmonitor.config.terminal import ESCAPE_MS, answer_escape
from ftmonitor.ui.keyboard import CHUNK_BYTES, Bell, listen

PATIENCE_S = 20.0


@contextmanager
def listening() -> Iterator[tuple[Callable[[bytes], int], Callable[[], Message], Callable[[], None]]]:
    """Listen to a pipe: what sends bytes, what waits for a message, and what closes the other end."""
    ear, mouth = os.pipe()
    heard: Queue[Message] = Queue()
    leave = Bell()
    thread = Thread(target=listen, args=(ear, leave, heard.put))
    thread.start()
    left = [mouth]
    try:
        yield lambda data: os.write(mouth, data), lambda: heard.get(timeout=PATIENCE_S), lambda: os.close(left.pop())
    finally:
        leave.set()
        thread.join(PATIENCE_S)
        assert not thread.is_alive()
        leave.close()
        leave.set()  # nobody is rung any more, and no other file is written to
        for file in (ear, *left):
            os.close(file)


def said(message: Message) -> str:
    """Return the letter, or the name of a key that writes none."""
    assert isinstance(message, events.Key)
    return message.character if message.character and message.is_printable else message.key


@pytest.mark.parametrize(
    ("sent", "keys"),
    [
        (b"\x1b", ["escape"]),
        (b"\x1b[A", ["up"]),
        (b"jk", ["j", "k"]),
        ("ü€".encode(), ["ü", "€"]),
        (b"\x1b[1;5A", ["ctrl+up"]),
        (b"\xff", ["\ufffd"]),
        (b"\x1bj\x1b:\x1b1\x1b\r", ["escape", "j", "escape", ":", "escape", "1", "escape", "enter"]),
        (b"\x1bb\x1b\x1b[B", ["ctrl+left", "escape", "down"]),
        (b"\x1bOP" + b"g" * CHUNK_BYTES + b"q", ["f1", *"g" * CHUNK_BYTES, "q"]),
    ],
    ids=[
        *("escape", "arrow", "letters", "two and three bytes", "with ctrl", "no text"),
        *("escape and another", "words and another escape", "more than is read at once"),
    ],
)
def test_keys(sent: bytes, keys: list[str]) -> None:
    with listening() as (send, hear, _):
        send(sent)
        assert [said(hear()) for _ in keys] == keys


def test_what_is_pasted_holds_no_keys() -> None:
    with listening() as (send, hear, _):
        send(b"\x1b[200~one\n")
        send(b"two\x1b[201~q")
        pasted = hear()
        assert isinstance(pasted, events.Paste)
        assert pasted.text == "one\ntwo"
        assert said(hear()) == "q"


def test_a_letter_of_two_bytes_may_come_in_pieces() -> None:
    with listening() as (send, hear, _):
        send("ü".encode()[:1])
        send("ü".encode()[1:])
        assert said(hear()) == "ü"


def test_a_key_after_an_escape_that_stood_alone_is_another_key() -> None:
    with listening() as (send, hear, _):
        send(b"\x1b")
        assert said(hear()) == "escape"
        send(b"j")
        assert said(hear()) == "j"


def test_a_terminal_that_is_gone_is_waited_for_in_peace() -> None:
    with listening() as (send, hear, close):
        send(b"q")
        assert said(hear()) == "q"
        close()


def test_how_long_an_escape_waits_is_up_to_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ESCDELAY", "")  # so that it is put back
    monkeypatch.delenv("ESCDELAY")
    answer_escape()
    assert os.environ["ESCDELAY"] == str(ESCAPE_MS)
    monkeypatch.setenv("ESCDELAY", "200")
    answer_escape()
    assert os.environ["ESCDELAY"] == "200"
