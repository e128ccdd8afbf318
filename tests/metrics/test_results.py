"""Result files of every shape -> curves with the names of the events."""

from __future__ import annotations

import base64
from math import isfinite

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ftmonitor.metrics.results import Table, decoded, series_name, series_of, table
from tests.support.payloads import FOLDER

SUPERVISED = "step,train_loss,train_accuracy,valid_loss,valid_mean_token_accuracy\n"


def curves(text: str) -> dict[str, dict[int, float]]:
    found = series_of(table(text))
    return {one.name: dict(zip(one.steps, one.values, strict=True)) for one in found}


def payload(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


def test_openai_s_base64_is_its_csv() -> None:
    plain, packed = payload("results_supervised.csv"), payload("results_supervised.csv.b64")
    assert decoded(packed) == decoded(plain) == plain.decode()
    found = curves(decoded(packed))
    assert list(found) == ["train_loss", "train_mean_token_accuracy", "valid_loss", "valid_mean_token_accuracy"]
    assert len(found["train_loss"]) == 60
    assert found["train_loss"][1] == 2.43938
    assert sorted(found["valid_loss"]) == [10, 20, 30, 40, 50, 60]


def test_azure_s_file_has_the_names_of_its_events() -> None:
    text = decoded(payload("results_azure.csv"))
    assert not text.startswith("\ufeff")
    found = curves(text)
    assert sorted(found) == [
        "full_valid_loss",
        "full_valid_mean_token_accuracy",
        "train_loss",
        "train_mean_token_accuracy",
        "valid_loss",
        "valid_mean_token_accuracy",
    ]
    assert found["valid_mean_token_accuracy"][10] == 0.6740603145820167


def test_a_reinforcement_file() -> None:
    found = series_of(table(decoded(payload("results_reinforcement.csv"))))
    assert {one.source for one in found} == {"results"}
    assert {one.name for one in found} >= {"train_mean_reward", "full_valid_mean_reward", "pg_loss_sum"}
    assert all(set(one.times) == {0.0} for one in found)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("train_loss", "train_loss"),
        ("training_loss", "train_loss"),
        ("Training Loss", "train_loss"),
        ("train/loss", "train_loss"),
        ("valid_loss", "valid_loss"),
        ("validation_loss", "valid_loss"),
        ("full_valid_loss", "full_valid_loss"),
        ("full_validation_loss", "full_valid_loss"),
        ("train_accuracy", "train_mean_token_accuracy"),
        ("training_token_accuracy", "train_mean_token_accuracy"),
        ("validation_mean_token_accuracy", "valid_mean_token_accuracy"),
        ("full_validation_mean_token_accuracy", "full_valid_mean_token_accuracy"),
        ("training_sequence_accuracy", "train_sequence_accuracy"),
        ("train_mean_reward", "train_mean_reward"),
        ("eval_loss", "eval_loss"),
        ("pg_loss_sum", "pg_loss_sum"),
        ("My Metric", "My Metric"),
        ("Step", "step"),
        ("", ""),
        ("\x1b[31mx", "\ufffd[31mx"),
    ],
)
def test_one_thing_has_one_name(title: str, name: str) -> None:
    assert series_name(title) == name


@pytest.mark.parametrize(
    "packed",
    [
        base64.b64encode(SUPERVISED.encode()),
        base64.encodebytes(SUPERVISED.encode() * 9),
        b"\xef\xbb\xbf" + base64.b64encode(SUPERVISED.encode()),
        base64.b64encode(b"\xef\xbb\xbf" + SUPERVISED.encode()),
        base64.b64encode(SUPERVISED.encode()) + b"\r\n",
        SUPERVISED.encode("utf-16"),
    ],
)
def test_packings(packed: bytes) -> None:
    assert decoded(packed).startswith(SUPERVISED)


@pytest.mark.parametrize(
    "content", [b"step\n12345678", b"Zm9v!YmFy", b"abcd", b"step", b"", b"AAAA", b"step,x\n1,2\n", b"\xff\xfe\xff"]
)
def test_what_only_looks_like_base64_stays(content: bytes) -> None:
    assert decoded(content) in (content.decode("utf-8", "replace"), content.decode("utf-16", "replace"))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("step,train_loss\r\n1,0.5\r\n\r\n2,0.4\r\n", {"train_loss": {1: 0.5, 2: 0.4}}),
        ('"step","train_loss"\n"1","0.5"\n', {"train_loss": {1: 0.5}}),
        ("step;train_loss\n1;0.5\n", {"train_loss": {1: 0.5}}),
        ("step\ttrain_loss\n1\t0.5\n", {"train_loss": {1: 0.5}}),
        ("\ufeffstep,train_loss\n1.0,5e-1\n", {"train_loss": {1: 0.5}}),
        ("train_loss,step\n0.5,7\n", {"train_loss": {7: 0.5}}),
        ("train_loss,valid_loss\n0.5,\n0.4,0.6\n", {"train_loss": {1: 0.5, 2: 0.4}, "valid_loss": {2: 0.6}}),
        ("step,train_loss\n2,0.4\n1,0.5\n2,0.3\n", {"train_loss": {1: 0.5, 2: 0.3}}),
        ("step,training_loss,train_loss\n1,,0.5\n2,0.4,9\n", {"train_loss": {1: 0.5, 2: 0.4}}),
        ("step,train_loss\n1,nan\n2,inf\n3,-Infinity\n4,NaN\n5,1\n", {"train_loss": {5: 1.0}}),
        (
            "step,valid_loss,reward\n1,-1,-1\n2,-1.0,-1\n3,0.5,0\n",
            {"valid_loss": {3: 0.5}, "reward": {1: -1, 2: -1, 3: 0}},
        ),
        ("step,loss,total_steps\nx,1,9\n-3,2,9\n2.5,3,9\n1e99,4,9\n5,6,9\n", {"loss": {5: 6.0}}),
        ("step,loss\n1\n2,0.5,junk,junk\n", {"loss": {2: 0.5}}),
        ("step,note\n1,words\n", {}),
        ("step,a,,b\n1,2,3,4\n", {"a": {1: 2.0}, "b": {1: 4.0}}),
    ],
)
def test_tables(text: str, found: dict[str, dict[int, float]]) -> None:
    assert curves(text) == found
    assert table(text).fault == ""


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "is empty"),
        (" \r\n\ufeff", "is empty"),
        ("<!doctype html><title>a,b</title>", "is no table"),
        ('{"error": 1, "b": 2}', "is no table"),
        ("a\0,b\n1,2", "is no table"),
        ("just words\nand more", "is no table with names in its first line"),
        ("1,2\n3,4\n", "is no table with names in its first line"),
        (",,\n1,2,3", "is no table with names in its first line"),
    ],
)
def test_what_is_no_table(text: str, fault: str) -> None:
    assert table(text) == Table(fault=fault)


def test_what_is_no_number_is_a_hole() -> None:
    (found,) = series_of(table("step,train_loss\n1,nan\n2,0.5\n3,inf\n4,\n5,1e400\n3,\n"))
    assert (list(found.steps), list(found.values), found.holes) == ([2], [0.5], (1, 3, 5))
    assert series_of(table("step,train_loss\n1,nan\n")) == ()


def test_a_quote_that_is_never_closed_costs_its_own_row_only() -> None:
    found = curves('step,train_loss,x\n1,"0.7,1\n2,0.5,1\n3,0.4,1\n')
    assert found == {"train_loss": {2: 0.5, 3: 0.4}, "x": {2: 1.0, 3: 1.0}}
    assert curves(f'step,train_loss\n1,0.7\n2,"{"x" * 200_000}\n3,0.5') == {"train_loss": {1: 0.7, 3: 0.5}}


def test_very_wide_tables_are_cut() -> None:
    titles = ",".join(f"m{at}" for at in range(5_000))
    found = series_of(table(f"step,{titles}\n1,{','.join(['1'] * 5_000)}\n"))
    assert 300 < len(found) <= 400


@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
def test_nothing_makes_it_fail(content: bytes) -> None:
    found = table(decoded(content))
    assert all(len(row) == len(found.titles) for row in found.rows)
    for one in series_of(found):
        assert one.name
        assert list(one.steps) == sorted(set(one.steps))
        assert len(one.steps) == len(one.times) == len(one.values) > 0
        assert all(map(isfinite, one.values))


CELLS = st.sampled_from(["", "1", "2", "-1", "0.5", "nan", "1e400", '"', "x", "=1", "日", " 3 ", "1_0", "+2"])


@given(st.lists(st.lists(CELLS, max_size=5), max_size=8), st.sampled_from([",", ";", "\t"]))
def test_odd_cells(rows: list[list[str]], delimiter: str) -> None:
    text = "\n".join(delimiter.join(row) for row in [["step", "train_loss", "x"], *rows])
    for values in curves(text).values():
        assert all(map(isfinite, values.values()))
