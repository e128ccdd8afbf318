"""Keys that are named on the screen: a click on one, or on what is said of it, is as good as the key."""

from __future__ import annotations

from itertools import takewhile

from textual.content import Content
from textual.style import Style
from textual.widgets import Static

from ftmonitor.ui.commands.keys import parse_key
from ftmonitor.ui.safe import literal


class KeyWords(Static):
    """A line of them, as in a dialog; for a while something else may be said there."""

    DEFAULT_CSS = """
        KeyWords {
            link-style: none;
            link-color: $foreground 75%;
            link-style-hover: underline;
            link-color-hover: $foreground;
            link-background-hover: transparent;
        }
        """

    def __init__(self, text: str, *, classes: str = "") -> None:
        self._keys = key_words(text, " · ")
        super().__init__(self._keys, classes=classes, markup=False)

    def tell(self, said: str = "", *, wrong: bool = False) -> None:
        """Say something in their place, or name them again."""
        self.update(literal(said) if said else self._keys)
        self.set_class(wrong, "warning")


def key_words(text: str, between: str = "  ") -> Content:
    """Return constant text such as `/ search  J K move  esc close` as content that can be clicked.

    Its parts stand apart by `between`; each begins with a key, or with several of one letter.
    """
    return Content(between).join([_part(part) for part in text.split(between)])


def _part(part: str) -> Content:
    words = part.split(" ")
    keys = [*takewhile(lambda word: len(word) == 1, words)] or words[:1]
    said = part[len(" ".join(keys)) :]
    clickable = [Content.styled(key, _press(key)) for key in keys]
    return Content(" ").join(clickable) + Content.styled(said, _press(keys[0]))


def _press(key: str) -> Style:
    return Style.from_meta({"@click": f"app.simulate_key({parse_key(key)!r})"})
