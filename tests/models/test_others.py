"""Events, checkpoints, files, models and rows."""

from __future__ import annotations

import json
from datetime import date

import pytest

from ftmonitor.jsontext import Item, split_list
from ftmonitor.models.checkpoint import Checkpoint
from ftmonitor.models.event import Event
from ftmonitor.models.file import File
from ftmonitor.models.model import Model
from ftmonitor.models.rows import row_of, synthetic_id
from tests.support import payloads


@pytest.mark.parametrize("name", payloads.names("*events_*.json"))
def test_real_events_are_read_whole(name: str) -> None:
    _, items = split_list(payloads.text(name))
    assert items
    for item in items:
        row = row_of(item)
        event = Event.read(row.raw, row.text)
        assert event.notes == ()
        assert (event.id, event.message, event.level) == (row.raw["id"], row.raw["message"], row.raw["level"])
        assert event.data == row.raw.get("data")
        assert event.type == row.raw.get("type", "")
        assert event.unknown == {}


def test_a_moderation_event_and_an_odd_one() -> None:
    data = {"blocked": False, "results": [{"flagged": False, "category": "hate", "enforcement": "blocking"}]}
    event = Event.read({"id": "e", "type": "moderation_checks", "level": "info", "message": "m", "data": data})
    assert (event.type, event.data, event.notes) == ("moderation_checks", data, ())
    odd = Event.read({"id": "e", "level": 3, "message": ["x"], "created_at": "2026-11-19T14:13:20Z", "new": 1})
    assert (odd.level, odd.message, odd.created_at) == ("", "", 1795097600.0)
    assert len(odd.notes) == 2
    assert odd.unknown == {"new": 1}


@pytest.mark.parametrize("name", ["checkpoints_page.json", "azure_checkpoints.json"])
def test_real_checkpoints(name: str) -> None:
    for raw in payloads.load(name)["data"]:
        checkpoint = Checkpoint.read(raw)
        assert checkpoint.notes == ()
        assert checkpoint.step_number == checkpoint.step == raw["step_number"]
        assert checkpoint.metrics == raw["metrics"]
        assert checkpoint.fine_tuned_model_checkpoint == raw["fine_tuned_model_checkpoint"]
        assert checkpoint.fine_tuning_job_id == raw["fine_tuning_job_id"]


def test_checkpoint_metrics_are_numbers_only() -> None:
    sent = {"type": "supervised", "step": 120.0, "train_loss": 0.5, "bad": float("nan"), "flag": True, "none": None}
    checkpoint = Checkpoint.read({"id": "c", "metrics": sent})
    assert checkpoint.metrics == {"step": 120.0, "train_loss": 0.5}
    assert (checkpoint.step_number, checkpoint.step) == (None, 120)
    assert Checkpoint.read({"id": "c", "metrics": 3}).notes == ("metrics: an object of numbers expected, got 3",)


@pytest.mark.parametrize(
    ("filename", "basename"),
    [
        ("train.jsonl", "train.jsonl"),
        ("../../etc/passwd", "passwd"),
        ("C:\\x\\y.csv", "y.csv"),
        ("a/..", ""),
        ("", ""),
        ("x\0y", "xy"),
    ],
)
def test_a_file_name_loses_its_folders(filename: str, basename: str) -> None:
    assert File.read({"id": "f", "filename": filename}).basename == basename


def test_a_file() -> None:
    file = File.read(payloads.load("file_results.json"))
    assert (file.id, file.purpose, file.bytes) == ("file-9pLmOkNjIbUhVyGtFcRdXe", "fine-tune-results", 3120)
    assert (file.created_at, file.expires_at, file.status, file.notes) == (1795102713, None, "processed", ())


@pytest.mark.parametrize(("sent", "day"), [("2027-01-14", date(2027, 1, 14)), (None, None), ("soon", None)])
def test_a_model_and_the_day_it_goes_away(sent: object, day: date | None) -> None:
    model = Model.read({"id": "gpt-4.1", "object": "model", "created": 5, "owned_by": "system", "shutdown_date": sent})
    assert (model.owned_by, model.created, model.shutdown, model.notes) == ("system", 5.0, day, ())


def test_one_odd_item_never_fails_its_page() -> None:
    good = json.dumps(payloads.load("job_supervised_running.json"))
    text = f'{{"data": [null, {good}, 17, "x", [], {{"id": 5}}, {{"status": "running"}}], "has_more": true}}'
    _, items = split_list(text)
    rows = [row_of(item) for item in items]
    assert [row.text for row in rows[2:5]] == ["17", '"x"', "[]"]
    assert [row.raw for row in rows[2:5]] == [{}, {}, {}]
    assert rows[1].id == "ftjob-Qm4Rz8vTbYcLw1NdXk7PeHs2"
    assert rows[5].id == "5"
    assert len({row.id for row in rows}) == len(rows)
    assert rows[6].id == synthetic_id('{"status": "running"}')


def test_a_row_asked_for_by_id_keeps_that_id() -> None:
    assert row_of(Item('{"a": 1}', {"a": 1}), asked="ftjob-1").id == "ftjob-1"
    assert row_of(Item('{"id": "other"}', {"id": "other"}), asked="ftjob-1").id == "other"
