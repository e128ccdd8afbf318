"""Questions to the monitor: at most one of a kind under way, and none of the answers late for what is shown now."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from functools import partial
from typing import Any

from textual.app import App
from textual.dom import DOMNode
from textual.widget import Widget
from textual.worker import Worker

from ftmonitor.errors import FtmonitorError
from ftmonitor.ui.safe import say_error

Ask = Callable[[], Awaitable[None]]


class _UnderWay:
    def __init__(self, about: str | None) -> None:
        self.about = about
        self.again = False


class Questions:
    """Asks on behalf of one screen, each kind in a worker group of its own.

    Asked again about the same thing while the answer is still coming, it asks once more afterwards, so that a feed
    that never rests cannot keep an answer from arriving. Asked about something else, it drops the old question.
    """

    def __init__(self, node: Widget | App[Any], failed: Callable[[FtmonitorError], None] | None = None) -> None:
        """`failed` is told why a question has no answer; without it the user is."""
        self._node = node
        self._failed = failed or partial(say_error, node)
        self._under_way: dict[str, _UnderWay] = {}
        self._workers: dict[str, Worker[None]] = {}

    def ask(self, kind: str, about: str | None, ask: Ask) -> None:
        """Ask the question `kind` about one thing (a job, or None for what there is only one of)."""
        under_way = self._under_way.get(kind)
        worker = self._workers.get(kind)
        if under_way is not None and under_way.about == about and worker is not None and not worker.is_finished:
            under_way.again = True
            return
        mine = self._under_way[kind] = _UnderWay(about)
        answer = partial(self._answer, mine, ask)  # not begun yet: it may be dropped before its first step
        self._workers[kind] = self._node.run_worker(
            answer, name=kind, group=f"ask {kind}", exclusive=True, exit_on_error=False
        )

    async def _answer(self, mine: _UnderWay, ask: Ask) -> None:
        while True:
            mine.again = False
            try:
                await ask()
            except FtmonitorError as error:
                self._failed(error)
            if not mine.again:
                return


def launch(
    node: DOMNode, work: Callable[[], Coroutine[None, None, None]], group: str, *, exclusive: bool = False
) -> Worker[None]:
    """Begin a piece of work that nobody waits for; one that is dropped before its first step leaves nothing behind."""
    return node.run_worker(work, name=group, group=group, exclusive=exclusive, exit_on_error=False)
