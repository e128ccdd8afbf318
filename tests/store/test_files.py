"""Result files in the history."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ftmonitor.metrics.series import Series
from ftmonitor.store import files
from ftmonitor.store.files import LARGEST_KEPT, Kept
from ftmonitor.store.store import Store

pytestmark = pytest.mark.anyio

NOW = 1_795_000_000.0


def curve(name: str, *points: tuple[int, float]) -> Series:
    steps, values = zip(*points, strict=True)
    return Series(name, steps, (0.0,) * len(steps), values, "results")


def kept(file_id: str = "file-1", content: str = "step,x\n1,2\n", at: float = NOW) -> Kept:
    return Kept(file_id, "a/step_metrics.csv", at, 99, "odd", content)


async def test_what_was_kept_is_there_after_a_restart(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "h.db")
    curves = (replace(curve("train_loss", (1, 0.5), (2**53, 1e-300)), holes=(2, 9)), curve("\ud800\x00名", (7, -0.0)))
    await store.write(files.put, "ftjob-1", kept(), curves)
    await store.aclose()
    store = Store.open(tmp_path / "h.db")
    assert await store.read(files.newest, "ftjob-1") == kept()
    found = await store.read(files.series, "ftjob-1")
    assert [one.name for one in found] == ["train_loss", "\ufffd\x00名"]
    assert found[0] == curves[0]
    assert await store.read(files.newest, "ftjob-2") is None
    assert await store.read(files.series, "ftjob-2") == ()
    await store.aclose()


async def test_a_newer_file_takes_the_place_of_the_curves_not_of_the_file(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "h.db")
    await store.write(files.put, "j", kept(), (curve("a", (1, 1.0)), curve("b", (1, 1.0))))
    await store.write(files.put, "j", kept("file-2", at=NOW + 9), (curve("b", (2, 2.0)),))
    assert await store.read(files.series, "j") == (curve("b", (2, 2.0)),)
    newest = await store.read(files.newest, "j")
    assert newest is not None
    assert newest.id == "file-2"
    await store.write(files.put, "j", kept("file-2", "other", at=NOW + 10), ())
    newest = await store.read(files.newest, "j")
    assert newest is not None
    assert newest.content == "other"
    count = await store.read(lambda connection: connection.execute("SELECT count(*) FROM files").fetchone()[0])
    assert count == 2
    await store.aclose()


async def test_a_file_that_is_too_large_is_not_kept_but_its_curves_are(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "h.db")
    await store.write(files.put, "j", kept(content="x" * (LARGEST_KEPT + 1)), (curve("a", (1, 1.0)),))
    newest = await store.read(files.newest, "j")
    assert newest is not None
    assert newest.content is None
    assert await store.read(files.series, "j") == (curve("a", (1, 1.0)),)
    await store.aclose()


async def test_ids_of_other_planes(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "h.db")
    await store.write(files.put, "j\ud800", kept("f\udfff"), ())
    newest = await store.read(files.newest, "j\ud800")
    assert newest is not None
    assert newest.id == "f\\udfff"
    await store.aclose()
