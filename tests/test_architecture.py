"""The layers, the gates and the outermost sizes, as tests (the package's docstring draws the rooms)."""

from __future__ import annotations

import ast
import functools
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "ftmonitor"
MODULES = sorted(path for path in ROOT.rglob("*.py") if path != ROOT / "__init__.py")

ROWS = [
    {"errors"},
    {"text", "clock", "secret", "jsontext", "turns"},
    {"config"},
    {"models"},
    {"format", "dataset"},
    {"metrics"},
    {"query"},
    {"api", "store", "simulator"},
    {"sources"},
    {"sync"},
    {"monitor"},
    {"cli", "ui"},
    {"__main__"},
]
RANK = {name: rank for rank, row in enumerate(ROWS) for name in row}
GATES = {
    "httpx": {"api", "simulator"},
    "sqlite3": {"store"},
    "textual": {"ui"},
    "rich": {"ui"},
    "pydantic": {"models"},
}
HTTPX_FILES = {"api/transport.py", "simulator/transport.py"}
UI_ROWS = [
    {"safe", "terminal", "contrast", "themes", "toasts", "keyboard"},
    {"theme", "messages", "mono", "dress", "outlet"},
    {"inlet"},
    {"commands"},
    {"key_words", "modal", "fitness"},
    {"widgets", "dialogs"},
    {"palette"},
    {"actions"},
    {"screens"},
    {"app"},
    {"run"},
]
UI_RANK = {name: rank for rank, row in enumerate(UI_ROWS) for name in row}
UNREACHABLE_FOR_PANES = ("ftmonitor.monitor", "ftmonitor.api", "ftmonitor.store", "ftmonitor.sync.engine")

MOST_FILE_LINES = 400
MOST_CLASS_LINES = 400
MOST_METHODS = 20
MOST_FUNCTION_LINES = 80


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def room(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


@functools.cache  # five checks look at each
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path, *, late: bool = False) -> Iterator[str]:
    """Yield the modules that `path` imports when it is loaded; with `late`, also those inside functions."""
    todo: list[ast.AST] = [tree(path)]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{name(path)}: a relative import hides where it leads"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names if node.module.count(".") == 0)
        elif late or not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            todo.extend(ast.iter_child_nodes(node))


def imports_go_down(path: Path) -> None:
    home = room(path)
    for module in imports(path, late=True):
        package, _, rest = module.partition(".")
        target = rest.split(".")[0]
        if package != "ftmonitor" or not target or target == "__version__":
            continue
        assert target == home or RANK[target] < RANK[home], f"{name(path)} imports {module}"


def gates(path: Path) -> None:
    for module in imports(path, late=True):
        package = module.partition(".")[0]
        assert room(path) in GATES.get(package, {room(path)}), f"{name(path)} imports {module}"
        assert package != "httpx" or name(path) in HTTPX_FILES, f"{name(path)} imports httpx"


def ui_imports_go_down(path: Path) -> None:
    parts = path.relative_to(ROOT / "ui").parts
    home = parts[0].removesuffix(".py")
    if home == "__init__":
        return
    for module in imports(path):
        if module.startswith("ftmonitor.ui."):
            target = module.split(".")[2]
            assert target == home or UI_RANK[target] < UI_RANK[home], f"{name(path)} imports {module}"
        if home in {"widgets", "dialogs", "palette"}:
            assert not module.startswith(UNREACHABLE_FOR_PANES), f"{name(path)} imports {module}"


def sizes(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= MOST_FILE_LINES, f"{name(path)} has {lines} lines: a noun is missing"
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ClassDef):
            methods = [part for part in node.body if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef)]
            assert (node.end_lineno or 0) - node.lineno < MOST_CLASS_LINES, f"{name(path)}: class {node.name}"
            assert len(methods) <= MOST_METHODS, f"{name(path)}: class {node.name} has {len(methods)} methods"
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < MOST_FUNCTION_LINES, f"{name(path)}: {node.name}"


def every_module_says_what_it_is(path: Path) -> None:
    assert ast.get_docstring(tree(path)), f"{name(path)} has no docstring"


@pytest.mark.parametrize("path", MODULES, ids=name)  # all at once: each process that plays one parses the module anew
def test_layers_gates_and_sizes(path: Path) -> None:
    imports_go_down(path)
    gates(path)
    if room(path) == "ui":
        ui_imports_go_down(path)
    sizes(path)
    every_module_says_what_it_is(path)


def loaded_after(statement: str) -> set[str]:
    """Return the modules in a fresh interpreter after `statement`."""
    code = f"import sys\n{statement}\nprint('\\n'.join(sys.modules))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(ran.stdout.splitlines())


@pytest.mark.parametrize(
    ("statement", "absent"),
    [
        ("import ftmonitor.__main__", {"textual", "httpx", "pydantic", "asyncio", "sqlite3"}),
        ("import ftmonitor.cli.main", {"textual", "httpx", "pydantic", "sqlite3"}),
        ("import ftmonitor.monitor.open, ftmonitor.monitor.monitor", {"textual", "httpx", "pydantic"}),
        ("import ftmonitor.ui.run, ftmonitor.ui.app", {"httpx", "pydantic"}),
        ("import ftmonitor.api.client", {"textual", "pydantic"}),
        ("import ftmonitor.models.source, ftmonitor.models.summary", {"pydantic"}),
    ],
)
def test_what_a_start_leaves_out(statement: str, absent: set[str]) -> None:
    assert not loaded_after(statement) & absent
