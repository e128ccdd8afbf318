"""The file store: files of the scenario, uploads, and the result files of jobs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from ftmonitor.simulator import failures
from ftmonitor.simulator.calendar import Calendar
from ftmonitor.simulator.exchange import Refusal
from ftmonitor.simulator.life import Life
from ftmonitor.simulator.lives import Lives
from ftmonitor.simulator.results import FILENAME, ResultFile, result_files_of
from ftmonitor.simulator.results import content_of as results_content
from ftmonitor.simulator.samples import Recipe
from ftmonitor.simulator.samples import content_of as recipe_content

RESULTS = "fine-tune-results"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that somebody put there at a world time: its bytes, or the recipe to make them by when asked for."""

    id: str
    created_at: float
    filename: str
    purpose: str
    content: bytes | Recipe


class Files:
    """All files of a world. `now` is seconds since the epoch; Refusal (404) where there is no such file."""

    def __init__(self, stored: Iterable[StoredFile], lives: Lives, calendar: Calendar) -> None:
        self._stored = {file.id: file for file in stored}
        self._lives = lives
        self._calendar = calendar
        self._deleted: set[str] = set()
        self._contents: dict[str, bytes] = {}

    def has(self, file_id: str) -> bool:
        """Return whether somebody put such a file there and it is there still."""
        return file_id in self._stored

    def read(self, file_id: str) -> bytes:
        """Return the bytes of a file that somebody put there; raises KeyError where there is none."""
        if file_id not in self._contents:
            content = self._stored[file_id].content
            self._contents[file_id] = content if isinstance(content, bytes) else recipe_content(content)
        return self._contents[file_id]

    def content(self, file_id: str, now: float) -> bytes:
        """Return the bytes of any file."""
        if file_id in self._stored:
            return self.read(file_id)
        return self._result_bytes(*self._result(file_id, now))

    def get(self, file_id: str, now: float) -> dict[str, object]:
        """Return one file as the API shows it."""
        if file_id in self._stored:
            return self._stored_object(self._stored[file_id])
        return self._result_object(*self._result(file_id, now))

    def list(self, now: float, purpose: str | None = None) -> list[dict[str, object]]:
        """Return all files of a purpose (None: of any), newest first."""
        at = self._calendar.at(now)
        rows: list[tuple[float, str, dict[str, object]]] = []
        if purpose in {None, RESULTS}:
            for life in self._lives.born(at):
                for result in result_files_of(life, at):
                    if result.id not in self._deleted:
                        rows.append((result.made_at, result.id, self._result_object(life, result)))
        for file in self._stored.values():
            if purpose in {None, file.purpose} and file.created_at <= at:
                rows.append((file.created_at, file.id, self._stored_object(file)))
        rows.sort(key=lambda row: row[:2], reverse=True)
        return [row for _, _, row in rows]

    def put(self, file_id: str, filename: str, purpose: str, content: bytes, now: float) -> dict[str, object]:
        """Keep an upload under a new id and return it."""
        self._stored[file_id] = StoredFile(file_id, self._calendar.at(now), filename, purpose, content)
        return self.get(file_id, now)

    def delete(self, file_id: str, now: float) -> dict[str, object]:
        """Take a file away; a job that is validating it fails for that."""
        self.get(file_id, now)  # refuses where there is none
        at = self._calendar.at(now)
        for life in self._lives.born(at):
            if life.plan.training_file == file_id and life.status(at) == "validating_files":
                life.replan(replace(life.plan, failure=failures.deleted_file()))
        self._stored.pop(file_id, None)
        self._contents.pop(file_id, None)
        self._deleted.add(file_id)
        return {"id": file_id, "object": "file", "deleted": True}

    def _result(self, file_id: str, now: float) -> tuple[Life, ResultFile]:
        at = self._calendar.at(now)
        for life in self._lives.born(at):
            for result in result_files_of(life, at):
                if result.id == file_id and file_id not in self._deleted:
                    return life, result
        raise Refusal(404, f"No such File object: {file_id}", param="id")

    def _result_bytes(self, life: Life, result: ResultFile) -> bytes:
        if result.id not in self._contents:
            self._contents[result.id] = results_content(life, result)
        return self._contents[result.id]

    def _result_object(self, life: Life, result: ResultFile) -> dict[str, object]:
        size = len(self._result_bytes(life, result))
        return _object(result.id, FILENAME, RESULTS, size, self._calendar.stamp(result.made_at))

    def _stored_object(self, file: StoredFile) -> dict[str, object]:
        size = len(self.read(file.id))
        return _object(file.id, file.filename, file.purpose, size, self._calendar.stamp(file.created_at))


def _object(file_id: str, filename: str, purpose: str, size: int, created_at: int) -> dict[str, object]:
    return {
        "object": "file",
        "id": file_id,
        "purpose": purpose,
        "filename": filename,
        "bytes": size,
        "created_at": created_at,
        "expires_at": None,
        "status": "processed",
        "status_details": None,
    }
