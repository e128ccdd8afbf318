"""The layers, the gates and the outermost sizes, as tests (the package's docstring draws the rooms)."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Module:
    """A module, parsed: its statements at every depth, each with whether it stands inside a function."""

    path: Path
    text: str
    tree: ast.Module
    statements: tuple[tuple[ast.AST, bool], ...]


def parsed(path: Path) -> Module:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    return Module(path, text, tree, tuple(statements(tree, late=False)))


def statements(node: ast.AST, *, late: bool) -> Iterator[tuple[ast.AST, bool]]:
    """Yield what stands below a statement; expressions hold neither imports nor definitions."""
    for part in ("body", "orelse", "finalbody", "handlers", "cases"):
        for below in getattr(node, part, ()):
            yield below, late
            yield from statements(below, late=late or isinstance(below, ast.FunctionDef | ast.AsyncFunctionDef))


def imports(module: Module, *, late: bool = False) -> Iterator[str]:
    """Yield the modules that `module` imports when it is loaded; with `late`, also those inside functions."""
    for node, inside in module.statements:
        if inside and not late:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{name(module.path)}: a relative import hides where it leads"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names if node.module.count(".") == 0)


def imports_go_down(module: Module) -> None:
    home = room(module.path)
    for found in imports(module, late=True):
        package, _, rest = found.partition(".")
        target = rest.split(".")[0]
        if package != "ftmonitor" or not target or target == "__version__":
            continue
        assert target == home or RANK[target] < RANK[home], f"{name(module.path)} imports {found}"


def gates(module: Module) -> None:
    home, here = room(module.path), name(module.path)
    for found in imports(module, late=True):
        package = found.partition(".")[0]
        assert home in GATES.get(package, {home}), f"{here} imports {found}"
        assert package != "httpx" or here in HTTPX_FILES, f"{here} imports httpx"


def ui_imports_go_down(module: Module) -> None:
    parts = module.path.relative_to(ROOT / "ui").parts
    home = parts[0].removesuffix(".py")
    if home == "__init__":
        return
    for found in imports(module):
        if found.startswith("ftmonitor.ui."):
            target = found.split(".")[2]
            assert target == home or UI_RANK[target] < UI_RANK[home], f"{name(module.path)} imports {found}"
        if home in {"widgets", "dialogs", "palette"}:
            assert not found.startswith(UNREACHABLE_FOR_PANES), f"{name(module.path)} imports {found}"


def sizes(module: Module) -> None:
    here, lines = name(module.path), module.text.count("\n")
    assert lines <= MOST_FILE_LINES, f"{here} has {lines} lines: a noun is missing"
    for node, _ in module.statements:
        if isinstance(node, ast.ClassDef):
            methods = [part for part in node.body if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef)]
            assert (node.end_lineno or 0) - node.lineno < MOST_CLASS_LINES, f"{here}: class {node.name}"
            assert len(methods) <= MOST_METHODS, f"{here}: class {node.name} has {len(methods)} methods"
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < MOST_FUNCTION_LINES, f"{here}: {node.name}"


def every_module_says_what_it_is(module: Module) -> None:
    assert ast.get_docstring(module.tree), f"{name(module.path)} has no docstring"


@pytest.mark.parametrize("home", sorted({room(path) for path in MODULES}))
def test_layers_gates_and_sizes(home: str) -> None:
    for path in MODULES:
        if room(path) == home:
            module = parsed(path)
            imports_go_down(module)
            gates(module)
            if home == "ui":
                ui_imports_go_down(module)
            sizes(module)
            every_module_says_what_it_is(module)


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
