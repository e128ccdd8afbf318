"""JSON as text: nothing that the server sent is rewritten."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftmonitor import jsontext

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)

GAPS = [", ", ",", " ,\n  "]
OBJECTS = ['{"a": "}, {"}', '{"a": [{}, {"b": 1}]}', '{"a": "[{"}', '{"a": {"b": {}}, "c": 1}', "{}"]
LIKE_GAPS = [*OBJECTS, '"}, {"', "[{},{}]"]


@pytest.mark.parametrize("number", ["3.814697265625E-06", "2.0", "1e2", "-0", "12345678901234567890123"])
def test_numbers_keep_their_spelling(number: str) -> None:
    text = f'{{\n  "b": {number},\n  "a": [ {number} ]\n}}'
    item = jsontext.parse(text)
    assert number in item.text
    assert "\n" not in item.text
    assert jsontext.pretty(item.text).count(number) == 2


@given(VALUES, st.sampled_from([None, 2]))
def test_what_is_read_is_what_was_written(value: object, indent: int | None) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=False)
    item = jsontext.parse(text)
    assert item.value == value
    assert json.loads(item.text) == value
    assert json.loads(jsontext.pretty(text)) == value


@given(st.lists(VALUES, max_size=5), st.sampled_from([None, 2]))
def test_rows_are_split_with_their_own_text(rows: list[object], indent: int | None) -> None:
    text = json.dumps({"object": "list", "data": rows, "has_more": True}, indent=indent)
    envelope, items = jsontext.split_list(text)
    assert envelope == {"object": "list", "has_more": True}
    assert [item.value for item in items] == rows
    assert [json.loads(item.text) for item in items] == rows


@given(st.lists(st.tuples(st.sampled_from(LIKE_GAPS), st.sampled_from(GAPS)), min_size=1, max_size=6))
def test_rows_are_told_from_what_looks_like_a_gap_between_them(rows: list[tuple[str, str]]) -> None:
    text = "".join(row + gap for row, gap in rows[:-1]) + rows[-1][0]
    _, items = jsontext.split_list(f'{{"data": [ {text} ], "last": [{{}}, {{}}]}}')
    assert [item.text for item in items] == [row for row, _ in rows]
    assert [item.value for item in items] == [json.loads(row) for row, _ in rows]


def test_a_bare_array_and_a_null_list_are_read() -> None:
    assert [item.value for item in jsontext.split_list("[1, 2]")[1]] == [1, 2]
    assert jsontext.split_list('{"data": null}') == ({}, ())


@pytest.mark.parametrize(
    "text",
    ["", "{", '{"data":[', '{"data":[{"a":1}', "<html>", '{"data":[1 2]}', '{"x":1}', '{"data":[]} x', "3", "[" * 9000],
)
def test_what_is_no_list_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        jsontext.split_list(text)


def test_nothing_that_a_terminal_obeys_is_left_in_strings() -> None:
    text = '{"a": "x\x1b[31m\u202e\x9b\u2028"}'
    written = jsontext.parse(text).text
    assert written.isprintable()
    assert json.loads(written) == json.loads(text, strict=False)


def test_raw_line_breaks_in_strings_are_read() -> None:
    _, (item,) = jsontext.split_list('{"data": [\n {"message": "one\ntwo\tthree"}\n]}')
    assert item.value == {"message": "one\ntwo\tthree"}
    assert "\n" not in item.text


def test_pretty_keeps_empty_brackets_closed() -> None:
    assert jsontext.pretty('{"a":[],"b":{},"c":[1]}') == '{\n  "a": [],\n  "b": {},\n  "c": [\n    1\n  ]\n}'


def test_pretty_stays_small_however_deep_it_goes() -> None:
    text = '{"a":[' * 2_000 + "1" + "]}" * 2_000
    shown = jsontext.pretty(text)
    assert "".join(shown.split()) == text
    assert len(shown) < len(text) * 100
