"""The messages that no widget owns: what the change feed says to the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from ftmonitor.sync.changes import Change


class News:
    """Changes that were heard and not yet looked at: however many bells ring, a change stands in it once."""

    def __init__(self) -> None:
        self._changes: set[Change] = set()

    def __bool__(self) -> bool:
        return bool(self._changes)

    def add(self, change: Change) -> None:
        """Remember a change."""
        self._changes.add(change)

    def take(self) -> frozenset[Change]:
        """Return all that was heard since the last call, and forget it."""
        taken, self._changes = frozenset(self._changes), set()
        return taken


class StoreChanged(Message):
    """The history changed: look again at what is shown. Bells that wait in the queue become one; `news` loses none."""

    def __init__(self, news: News) -> None:
        super().__init__()
        self.news = news

    def can_replace(self, message: Message) -> bool:
        """Return whether this says all that the waiting message says."""
        return isinstance(message, StoreChanged)


class LinkChanged(Message):
    """The state of the connection changed: ask what it is."""

    def can_replace(self, message: Message) -> bool:
        """Return whether this says all that the waiting message says."""
        return isinstance(message, LinkChanged)


class AlertsChanged(Message):
    """Something was told of without being asked for, or was read; `anew`: another history tells now."""

    def __init__(self, *, anew: bool = False) -> None:
        super().__init__()
        self.anew = anew

    def can_replace(self, message: Message) -> bool:
        """Return whether this says all that the waiting message says."""
        return isinstance(message, AlertsChanged) and (self.anew or not message.anew)


class Painted(Message):
    """What is here to be shown is on the screen: what that does not need, such as the network, may begin."""


class ProfileWanted(Message):
    """The user goes over to another profile."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


class Unexpected(Message):
    """Something failed that nobody thought of; the app says so and goes on."""

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self.error = error
