"""What is looked for in the lines of a log."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftmonitor.query.logline import LINE_S, LONGEST, Level, LineError, Metrics, Sieve, Words, read

NASTY = r"()[]{}*+?|^$\.-,:=!<>#&~P0123456789aAzZäß İ�/\x00"


@pytest.mark.parametrize(
    ("typed", "message", "fits"),
    [
        ("loss", "Training LOSS rose", True),
        ("Loss", "training loss rose", False),
        ("Loss", "Loss rose", True),
        ("a.c", "abc", False),
        ("/a.c/", "xABCx", True),
        ("/A.c/", "abc", False),
        (r"/\S+\D/", "ABC", True),
        ("/^step \\d+$/", "Step 12", True),
        ("/a.", "xay", True),
        ("/a.", "xa", False),
        ("a/b", "A/B", True),
        ("ä", "Ähre", True),
        ("Ä", "ähre", False),
        ("!loss", "loss", False),
        ("!loss", "gain", True),
        ("!/lo+/", "loo", False),
        ("! loss", "gain", True),
    ],
)
def test_what_fits(typed: str, message: str, fits: bool) -> None:
    words = read(typed, inverse=True)
    assert words is not None
    assert words.fits(message) is fits


def test_a_search_takes_an_exclamation_mark_as_it_is() -> None:
    words = read("!x")
    assert words == Words("!x")
    assert words.fits("wow!x")


@pytest.mark.parametrize("typed", ["", "   ", "!", " ! ", "/", "//", "!/"])
def test_nothing_typed_looks_for_nothing(typed: str) -> None:
    assert read(typed, inverse=True) is None


REPEATS = "/((((a{99}){99}){99}){99}){99}/"
"""Written out, more than any memory holds."""


@pytest.mark.parametrize("typed", ["/(/", "/[a/", "/a**b(/", "/(?P<n>x)(?P=m)/", REPEATS, "x" * (LONGEST + 1)])
def test_what_is_wrong_is_said(typed: str) -> None:
    with pytest.raises(LineError) as caught:
        read(typed)
    assert str(caught.value)
    assert "position" not in str(caught.value)


@pytest.mark.parametrize(
    ("typed", "line", "marks"),
    [
        ("ab", "xAByab", ((1, 3), (4, 6))),
        ("/a+/", "aa b aaa", ((0, 2), (5, 8))),
        ("/x*/", "ab", ()),
        ("!ab", "ab", ()),
        ("ab", "ab" * 100, tuple((at, at + 2) for at in range(0, 80, 2))),
    ],
)
def test_marks(typed: str, line: str, marks: tuple[tuple[int, int], ...]) -> None:
    words = read(typed, inverse=True)
    assert words is not None
    assert words.marks(line, within_s=5.0) == marks


def test_an_expression_that_goes_astray_is_stopped() -> None:
    words = read("/^(a+)+[bc]$/")
    assert words is not None
    begun = time.process_time()
    with pytest.raises(LineError, match="too long"):
        words.fits("a" * 4_000)
    assert words.marks("a" * 4_000) == ()
    assert time.process_time() - begun < 40 * LINE_S


@pytest.mark.parametrize(
    ("sieve", "fits"),
    [
        (Sieve(), (True, True, True, True)),
        (Sieve(Level.WARNINGS), (False, True, True, False)),
        (Sieve(Level.ERRORS), (False, False, True, False)),
        (Sieve(metrics=Metrics.HIDDEN), (True, True, True, False)),
        (Sieve(metrics=Metrics.ALONE), (False, False, False, True)),
        (Sieve(words=(Words("b"),)), (True, False, False, True)),
        (Sieve(Level.WARNINGS, words=(Words("w"), Words("x", inverse=True))), (False, True, False, False)),
    ],
)
def test_sieves(sieve: Sieve, fits: tuple[bool, ...]) -> None:
    events = [
        ("info", "message", "ab"),
        ("WARN", "message", "w"),
        ("critical", "message", "xw"),
        ("info", "metrics", "b"),
    ]
    assert tuple(sieve.fits(*event) for event in events) == fits
    assert bool(sieve) is (sieve != Sieve())


def test_what_a_sieve_says() -> None:
    sieve = Sieve(Level.WARNINGS, Metrics.HIDDEN, (Words("a+", expression=True, inverse=True),))
    assert sieve.said == ("warn+", "no metrics", "& !/a+/")


@given(st.text(NASTY, max_size=40), st.booleans(), st.text(max_size=200))
def test_nothing_typed_breaks_anything(typed: str, slashes: bool, message: str) -> None:
    """Whatever is typed either is read or is refused with a sentence; what is read answers or says that it cannot."""
    try:
        words = read(f"/{typed}/" if slashes else typed, inverse=True)
        if words is not None:
            words.fits(message)
    except LineError:
        return
    if words is not None:
        marks = words.marks(message, within_s=5.0)
        assert all(0 <= start < stop <= len(message) for start, stop in marks)
        assert list(marks) == sorted(marks)
        if marks:
            assert words.fits(message)


TEXTS = st.text("aAbB\u212a\u0130k1", min_size=1, max_size=3)


@given(TEXTS, TEXTS, TEXTS, st.text("aAbB\u212a\u0130k1 ", max_size=8))
def test_what_fits_a_narrower_text_fits_the_wider_one(text: str, before: str, behind: str, message: str) -> None:
    wide, narrow = Words(text), Words(before + text + behind)
    if narrow.narrows(wide) and narrow.fits(message):
        assert wide.fits(message)


@pytest.mark.parametrize(
    ("narrow", "wide", "known"),
    [
        (Words("loss"), Words("los"), True),
        (Words("Loss"), Words("los"), True),
        (Words("Loss"), Words("Los"), True),
        (Words("loss"), Words("Los"), False),
        (Words("los"), Words("loss"), False),
        (Words("\u212aa"), Words("k"), False),
        (Words("loss", expression=True), Words("los"), False),
        (Words("loss"), Words("los", inverse=True), False),
    ],
)
def test_narrower(narrow: Words, wide: Words, known: bool) -> None:
    assert narrow.narrows(wide) is known
    more = Words("more")
    assert Sieve(words=(more, narrow)).narrows(Sieve(words=(more, wide))) is known
    assert not Sieve(words=(more, narrow)).narrows(Sieve(words=(wide,)))
    assert not Sieve(Level.ERRORS, words=(narrow,)).narrows(Sieve(words=(wide,)))
    assert not Sieve().narrows(Sieve())
