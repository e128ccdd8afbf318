"""Files: training data up, results down."""

from __future__ import annotations

from collections.abc import Callable
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from ftmonitor.api import wire
from ftmonitor.api.caller import Caller
from ftmonitor.api.exchange import Deed, Request, Upload
from ftmonitor.models.rows import row_of

if TYPE_CHECKING:
    from ftmonitor.models.file import File

PATH = "/files"
FILENAME = "train.jsonl"
"""What bytes are called that came without a name."""


class Files:
    """The files of the key's project. The methods raise the errors of `ApiError`, and UsageError for an empty id."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    async def create(
        self,
        file: str | PathLike[str] | bytes,
        purpose: str = "fine-tune",
        filename: str | None = None,
        *,
        on_progress: Callable[[int], None] | None = None,
    ) -> File:
        """Upload a file, given by its path or as bytes, and return it without its content. Never repeated.

        `on_progress` is told how many bytes of a file given by its path have been sent.

        Raises:
            UsageError: If the file cannot be read.
        """
        from ftmonitor.models.file import File

        content = file if isinstance(file, bytes) else Path(file)
        named = filename or (FILENAME if isinstance(content, bytes) else content.name)
        upload = Upload(content, named, purpose, on_progress)
        request = Request("POST", PATH, "upload files", Deed.CREATE, upload=upload, patient=True)
        item = await self._caller.one(request)
        row = row_of(item)
        return File.read(row.raw, row.text)

    async def retrieve(self, file_id: str) -> File:
        """Return a file without its content."""
        from ftmonitor.models.file import File

        request = Request("GET", _path(file_id), "read a file", subject=wire.subject("file", file_id))
        row = row_of(await self._caller.one(request), asked=file_id)
        return File.read(row.raw, row.text, row_id=row.id)

    async def content(self, file_id: str) -> bytes:
        """Return what is in a file, as sent: results may be CSV, or the base64 of CSV."""
        path = f"{_path(file_id)}/content"
        request = Request("GET", path, "read what is in a file", subject=wire.subject("file", file_id), patient=True)
        return await self._caller.content(request)


def _path(file_id: str) -> str:
    return f"{PATH}/{wire.part(file_id, 'file id')}"
