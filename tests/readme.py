"""Write what the README takes from the program: `python -m tests.readme`; a test looks whether it is up to date."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from ftmonitor.ui.commands import COMMANDS, Command, Scope, shown_key

FILE = Path(__file__).parent.parent / "README.md"
BEGIN, END = "<!-- keys: written by python -m tests.readme -->", "<!-- end of keys -->"

_PANES = {
    Scope.JOBS: "In Jobs",
    Scope.DETAIL: "In Detail",
    Scope.METRICS: "In Metrics",
    Scope.EVENTS: "In Events",
    Scope.CHECKPOINTS: "In Checkpoints",
    Scope.LISTS: "In every pane of lines",
}


def keys() -> str:
    """Return every action with its keys and its id, in Markdown: what is everywhere first, then pane by pane."""
    wide = [command for command in COMMANDS if command.scope.wide]
    groups = {group: [command for command in wide if command.group == group] for group in dict.fromkeys(_groups(wide))}
    panes = {said: [command for command in COMMANDS if command.scope is scope] for scope, said in _PANES.items()}
    parts = [f"#### {title}\n\n{_table(rows)}" for title, rows in {**groups, **panes}.items() if rows]
    return "\n\n".join(parts)


def _groups(commands: Iterable[Command]) -> Iterable[str]:
    return (command.group for command in commands)


def _table(commands: Iterable[Command]) -> str:
    rows = ["| keys | does | id |", "|---|---|---|"]
    for command in commands:
        said = " ".join(map(_code, command.keys)) or "in the palette"
        does = f"{command.label}: {command.help}" if command.help else command.label
        rows.append(f"| {said} | {_escaped(does)} | `{command.id}` |")
    return "\n".join(rows)


def _code(key: str) -> str:
    shown = shown_key(key)
    return "`` ` ``" if shown == "`" else f"`{_escaped(shown)}`"


def _escaped(text: str) -> str:
    return text.replace("|", "\\|")


def renewed(text: str) -> str:
    """Return a README with the tables of today."""
    between = re.compile(f"{re.escape(BEGIN)}.*?{re.escape(END)}", re.DOTALL)
    return between.sub(lambda _: f"{BEGIN}\n\n{keys()}\n\n{END}", text)


if __name__ == "__main__":
    FILE.write_text(renewed(FILE.read_text(encoding="utf-8")), encoding="utf-8")
