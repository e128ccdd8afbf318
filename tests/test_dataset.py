from __future__ import annotations

import json

import pytest

from ftmonitor.dataset import RowFault, check

USER = {"role": "user", "content": "q"}
ASSISTANT = {"role": "assistant", "content": "a"}
CHAT = {"messages": [USER, ASSISTANT]}
PREFERENCE = {"input": {"messages": [USER]}, "preferred_output": [ASSISTANT], "non_preferred_output": [ASSISTANT]}
QUESTION = {"messages": [USER], "label": "x"}


def lines(*rows: object, fill: object = None, count: int = 12) -> str:
    filled = [*rows, *[fill] * (count - len(rows) if fill is not None else 0)]
    return "\n".join(row if isinstance(row, str) else json.dumps(row) for row in filled) + "\n"


@pytest.mark.parametrize(("method", "row"), [("supervised", CHAT), ("dpo", PREFERENCE), ("reinforcement", QUESTION)])
def test_a_file_that_fits_has_no_faults(method: str, row: object) -> None:
    report = check(lines(fill=row), method)
    assert report.fits
    assert report.examples == 12


@pytest.mark.parametrize(
    ("method", "good", "bad", "said"),
    [
        (
            "supervised",
            CHAT,
            {"messages": [USER, {"content": "a"}]},
            "message 2 Discriminator 'role' is missing in value",
        ),
        (
            "supervised",
            CHAT,
            {"messages": [USER, {"role": "bot", "content": "a"}]},
            "message 2 Input tag 'bot' does not",
        ),
        ("supervised", CHAT, {"messages": [USER]}, "The last message must be from the assistant"),
        ("supervised", CHAT, {"messages": []}, "Field 'messages' must be a list of at least one message"),
        ("supervised", CHAT, {"prompt": "q"}, "Field 'messages' is missing"),
        ("supervised", CHAT, {"messages": [USER, {"role": "assistant"}]}, "message 2 Field 'content' is missing"),
        ("supervised", CHAT, {"messages": [USER, {**ASSISTANT, "content": 3}]}, "Field 'content' must be a string"),
        ("supervised", CHAT, {"messages": [USER, {**ASSISTANT, "weight": 2}]}, "Field 'weight' must be 0 or 1"),
        ("supervised", CHAT, {"messages": [USER, "a"]}, "message 2 is not a JSON object"),
        ("supervised", CHAT, [1, 2], "Line 3 is none"),
        ("supervised", CHAT, "{'messages': []}", "Line 3 is not valid JSON"),
        ("supervised", CHAT, "[" * 200_000, "Line 3 is"),
        ("dpo", PREFERENCE, {**PREFERENCE, "preferred_output": []}, "Field 'preferred_output' must be a list"),
        ("dpo", PREFERENCE, {"input": {"messages": [USER]}}, "Field 'preferred_output' is missing"),
        ("dpo", PREFERENCE, {**PREFERENCE, "input": {"messages": [{}]}}, "input, message 1 Discriminator 'role'"),
        ("dpo", PREFERENCE, {**PREFERENCE, "non_preferred_output": [USER]}, "must have a message from the assistant"),
        ("reinforcement", QUESTION, CHAT, "The last message must be from the user"),
    ],
)
def test_a_bad_row_is_named_by_its_line(method: str, good: object, bad: object, said: str) -> None:
    fault = check(lines(good, good, bad, fill=good), method).faults[0]
    assert fault.line == 3
    assert fault.code == "invalid_training_file"
    assert said in fault.message
    assert "Example 3" in fault.message or "Line 3" in fault.message


def test_content_may_be_left_out_beside_tool_calls() -> None:
    calling = {"role": "assistant", "tool_calls": [{"id": "1", "type": "function", "function": {"name": "f"}}]}
    parts = {"role": "user", "content": [{"type": "text", "text": "q"}, {"type": "image_url", "image_url": {}}]}
    assert check(lines(fill={"messages": [parts, calling]}), "supervised").fits


def test_too_few_examples_is_said_in_the_words_of_the_service() -> None:
    report = check(lines(fill=CHAT, count=7), "supervised")
    expected = "Training file has 7 example(s), but must have at least 10 examples"
    assert report.faults == (RowFault(0, "invalid_n_examples", expected),)
    assert check(lines(fill=CHAT, count=7), "supervised", side="validation").fits


@pytest.mark.parametrize(
    ("method", "row", "found", "wanted"),
    [
        ("dpo", CHAT, "fine-tune-chat", "supervised"),
        ("supervised", PREFERENCE, "fine-tune-preference", "dpo"),
        ("reinforcement", PREFERENCE, "fine-tune-preference", "dpo"),
    ],
)
def test_a_file_for_another_method_is_said_before_its_rows(method: str, row: object, found: str, wanted: str) -> None:
    fault = check(lines(fill=row), method).faults[0]
    assert fault.line == 0
    assert f"in the {found} format" in fault.message
    assert f"not using '{wanted}'" in fault.message


def test_blank_lines_count_as_lines_and_not_as_examples() -> None:
    report = check(lines(CHAT, "", "  ", {"messages": 3}, fill=CHAT), "supervised")
    assert report.examples == 10
    assert [fault.line for fault in report.faults] == [4]


def test_bytes_that_are_no_text_and_a_byte_order_mark() -> None:
    text = lines(fill=CHAT).encode()
    assert check(b"\xef\xbb\xbf" + text, "supervised").fits
    fault = check(text + b"\xff\xfe", "supervised").faults[0]
    assert fault.line == 13
    assert "UTF-8" in fault.message


def test_the_number_of_faults_is_bounded() -> None:
    assert len(check(lines(fill={"messages": [{}, {}]}, count=5000), "supervised", most=7).faults) == 7


def test_an_empty_file_has_too_few_examples() -> None:
    assert [fault.code for fault in check(b"", "supervised").faults] == ["invalid_n_examples"]
