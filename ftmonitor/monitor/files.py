"""What is known of files: of results from the history, of others from the server, each asked once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ftmonitor.errors import ApiError, NotFound
from ftmonitor.models.facts import FileFacts

if TYPE_CHECKING:
    from ftmonitor.monitor.monitor import Monitor


class Files:
    """The facts of files. What was answered is kept while the program runs: files do not change."""

    def __init__(self, monitor: Monitor) -> None:
        self._monitor = monitor
        self._known: dict[str, FileFacts] = {}

    async def facts(self, file_id: str) -> FileFacts:
        """Return what is known of a file: what cannot be found out is said.

        Raises:
            StoreError: If the history fails.
        """
        if file_id not in self._known:
            found, final = await self._ask(file_id)
            if not final:
                return found
            self._known[file_id] = found
        return self._known[file_id]

    async def _ask(self, file_id: str) -> tuple[FileFacts, bool]:
        """Return the facts, and whether there is nothing more to be found out."""
        from ftmonitor.models.file import File
        from ftmonitor.store import files

        kept = await self._monitor.store.read(files.by_id, file_id)
        held = FileFacts(file_id)
        if kept is not None:
            name = File.read({"id": file_id, "filename": kept.name}).basename
            held = FileFacts(file_id, name, kept.bytes, "", None, kept.fetched_at, kept.note)
        reader = self._monitor.reader
        if reader is None:
            return held if kept else held._replace(said="not read: nobody is asked now"), False
        try:
            file = await reader.file(file_id)
        except NotFound:
            return held._replace(said=held.said or "the server has no such file any more"), True
        except ApiError as error:
            return held._replace(said=held.said or f"not read: {error}"), False
        size = file.bytes if file.bytes is not None else held.bytes
        said = file.status_details or held.said
        return FileFacts(
            file_id, file.basename or held.name, size, file.purpose, file.created_at, held.fetched_at, said
        ), True
