"""Lines of the log taken out of it: copied, or saved as text or JSONL."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Self

from ftmonitor.errors import FtmonitorError
from ftmonitor.format import plural
from ftmonitor.store import search
from ftmonitor.ui import actions
from ftmonitor.ui.safe import line, say_error
from ftmonitor.ui.screens.questions import launch

if TYPE_CHECKING:
    from ftmonitor.ui.screens.log_view import LogView
    from ftmonitor.ui.screens.stage import Stage
    from ftmonitor.ui.widgets.log_pane import LogPane

MOST_COPIED = 5_000
"""Lines that go into a clipboard: what is more is better saved."""


class Excerpt:
    """The log as it is shown when something of it is taken out, to be read from whatever is shown meanwhile."""

    def __init__(self, stage: Stage, view: LogView, names: Mapping[str, tuple[str, str]]) -> None:
        """`names` begin with that of each job, where the log has several."""
        events, job_id = stage.monitor.events, stage.job_id or ""
        self._job_id = job_id
        self._sifted = sifted = view.sifted
        self._window = sifted.window if sifted else partial(events.window, job_id)
        self._texts = sifted.texts if sifted else partial(events.texts, job_id)
        self._names = names
        self._search = stage.monitor.store.search
        self._held: dict[int, tuple[str, int]] = {}

    async def hold(self, *starts: int) -> Self:
        """Take rows from these indexes on for those that stand there now: older ones may come in below them."""
        for start in starts:
            if (spot := await self._spot(start)) is not None:
                self._held[start] = spot
        return self

    async def lines(self, start: int, stop: int) -> list[str]:
        """Return rows as text."""
        from ftmonitor.monitor import log_saving

        rows, named = await self._window(*await self._now(start, stop)), self._names.get
        return await asyncio.to_thread(lambda: [log_saving.text_line(row, named(row.job, ("", ""))[0]) for row in rows])

    async def jsonl(self, start: int, stop: int) -> list[str]:
        """Return rows as they were sent, a line each."""
        from ftmonitor.monitor import log_saving

        texts = await self._texts(*await self._now(start, stop))
        return await asyncio.to_thread(lambda: [log_saving.jsonl_line(text) for text in texts])

    async def _now(self, start: int, stop: int) -> tuple[int, int]:
        """Return where rows are now."""
        held = max((at for at in self._held if at <= start), default=None)
        if held is None:
            return start, stop
        job_id, place = self._held[held]
        if self._sifted is not None:
            index = self._sifted.index_of(job_id, place)
        else:
            index = await self._search.ask(search.index_at, job_id, place)
        return start + index - held, stop + index - held

    async def _spot(self, index: int) -> tuple[str, int] | None:
        if self._sifted is not None:
            return self._sifted.spot(index)
        place = await self._search.ask(search.position_at, self._job_id, index)
        return None if place is None else (self._job_id, place)


class LogCopies:
    """Copying and saving for one log; one deed at a time."""

    def __init__(self, stage: Stage, pane: LogPane, view: LogView) -> None:
        self._stage = stage
        self._pane = pane
        self._view = view
        self._busy = False

    def copy(self) -> None:
        """Copy the line under the cursor, or those of the range, as text."""
        start, stop = self._pane.events.chosen
        if stop - start > MOST_COPIED:
            said = f"{stop - start:,} lines are too many for a clipboard"
            self._stage.notify(f"{said}: {self._stage.registry.shown('events.save')} saves them", markup=False)
        elif stop > start:
            launch(self._stage, partial(self._copy, start, stop), "log copy")

    async def _copy(self, start: int, stop: int) -> None:
        try:
            lines = await self._excerpt().lines(start, stop)
        except FtmonitorError as error:
            say_error(self._stage, error)
            return
        actions.copy(self._stage, "\n".join(lines), "the line" if len(lines) == 1 else plural(len(lines), "line"))
        if self._pane.events.begun is not None:
            self._pane.events.action_range()

    def save(self) -> None:
        """Save the line, the range or everything that is shown, where the user says."""
        if not self._busy and self._pane.events.count:
            self._busy = True
            launch(self._stage, self._guarded, "log save")

    async def _guarded(self) -> None:
        from ftmonitor.ui.dialogs.failure import Trouble

        try:
            await self._save()
        except FtmonitorError as error:
            actions.fail(self._stage, Trouble("Events", line(str(error))))
        finally:
            self._busy = False
            self._stage.say_doing("")

    async def _save(self) -> None:
        from ftmonitor.monitor import log_saving, saving
        from ftmonitor.ui.dialogs.confirm import Confirm, Question
        from ftmonitor.ui.dialogs.save_log import SaveLog

        stage, events = self._stage, self._pane.events
        chosen, everything = events.chosen, (0, events.count)
        excerpt = await self._excerpt().hold(0, chosen[0])
        parts = (
            {f"the {plural(chosen[1] - chosen[0], 'line')} of the range": chosen} if events.begun is not None else {}
        )
        shown = "that are shown" if events.view else "there are"
        parts[f"all {plural(everything[1], 'event')} {shown}"] = everything
        if events.begun is None and chosen[1] > chosen[0]:
            parts["the line of the cursor"] = chosen
        name = "all-jobs" if self._view.merged else stage.summary.name if stage.summary else ""
        stem = saving.safe_name(f"{name}-events", "events")
        wish = await stage.app.push_screen_wait(SaveLog(tuple(parts), stem, str(Path.cwd())))
        if wish is None:
            return
        path = await asyncio.to_thread(saving.target, wish.path)
        if await asyncio.to_thread(path.is_dir):
            path /= stem + wish.ending
        overwrite = await asyncio.to_thread(saving.taken, path)
        question = Question("overwrite", line(path.name, 200), (("file", str(path)),), "What is in it now is lost.")
        if overwrite and not await stage.app.push_screen_wait(Confirm(question)):
            return
        start, stop = tuple(parts.values())[wish.choice]
        read = excerpt.lines if wish.ending == log_saving.Form.TEXT.value else excerpt.jsonl

        def progress(written: int) -> None:
            stage.say_doing(f"saving {written:,} of {stop - start:,} events…")

        written = await log_saving.save(path, start, stop, read, overwrite=overwrite, progress=progress)
        stage.notify(line(f"Saved {plural(written, 'event')} to {path}"), markup=False)

    def _excerpt(self) -> Excerpt:
        return Excerpt(self._stage, self._view, self._pane.events.names)
