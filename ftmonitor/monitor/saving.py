"""Files that the user saves: a safe name, and never over another file unasked."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from pathlib import Path

from ftmonitor.errors import FtmonitorError, UsageError
from ftmonitor.text import one_line

LONGEST_NAME = 100
"""Characters of a name that a server chose: file systems take 255 bytes."""

LONGEST_STEM = 60
"""Characters of a name that stand in that of a part of the file: each has up to four bytes."""

_ODD = re.compile(r"[^\w.+@=-]+")


def safe_name(sent: str, fallback: str) -> str:
    """Return a file name that a server sent without its folders and without what a shell or a terminal could obey.

    It never begins with a dot or a dash. Where nothing is left it is `fallback`.
    """
    last = sent.replace("\\", "/").rpartition("/")[2]
    name = _ODD.sub("-", one_line(last, 4 * LONGEST_NAME)).strip("-.")
    if len(name) > LONGEST_NAME:
        stem, dot, ending = name.rpartition(".")
        short = dot and len(ending) < 10
        name = f"{stem[: LONGEST_NAME - 10]}.{ending}" if short else name[:LONGEST_NAME]
    return name or fallback


def results_name(job: str, sent: str, file_id: str) -> str:
    """Return the name to save a result file under: that of the job, then the server's (all are called the same)."""
    of = re.sub(r"[/\\]", "-", one_line(job, 60))
    return safe_name(f"{of}-{safe_name(sent, f'{file_id}.csv')}", "results.csv")


def target(to: str) -> Path:
    """Return the file to write, or the folder to write it into.

    Raises:
        UsageError: If `to` names no file, or one in a folder that is not there.
    """
    if not to.strip() or "\0" in to:
        raise UsageError("the name of a file is needed, and this one is empty")
    path = _home(to)
    folder = path if to.endswith(("/", os.sep)) else path.parent
    if not path.is_dir() and not folder.is_dir():
        raise UsageError(f"there is no folder {folder}: make it, or choose another")
    return path


def taken(path: Path) -> bool:
    """Return whether saving there would overwrite a file; a pipe or a device is none."""
    return path.is_file() or (path.is_symlink() and not path.exists())


def save(path: Path, text: str, *, overwrite: bool = False) -> None:
    """Write a whole file, or none.

    Raises:
        UsageError: If there is a file already, and `overwrite` does not say that it may go; or if it cannot be written
            there at all.
        FtmonitorError: If writing fails, as on a full disk; what was there before stays.
    """
    if taken(path) and not overwrite:
        raise UsageError(refusal(path))
    content = text.encode("utf-8", "replace")
    with in_words(path):
        if path.exists() and not path.is_file():
            path.write_bytes(content)
        else:
            _put(path.resolve(), content, overwrite=overwrite)  # a link stays a link


@contextlib.contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Raise in words what the system says against writing a file: UsageError where another place would do."""
    try:
        yield
    except FileExistsError:
        raise UsageError(refusal(path)) from None
    except (PermissionError, IsADirectoryError, NotADirectoryError, FileNotFoundError) as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}; choose another place") from None
    except OSError as error:
        raise FtmonitorError(f"{path} could not be written: {error.strerror or error}") from None


def refusal(path: Path) -> str:
    """Return why a file is not written over."""
    return f"{path} is there already and is not overwritten: choose another name, or remove it first"


def _put(path: Path, content: bytes, *, overwrite: bool) -> None:
    part = part_of(path)
    try:
        with part.open("xb") as file:
            file.write(content)
        put_in_place(part, path, overwrite=overwrite)
    finally:
        with contextlib.suppress(OSError):
            part.unlink()


def part_of(path: Path) -> Path:
    """Return where a file is written before it gets its name: beside its place, and by this program alone."""
    return path.with_name(f".{path.name[:LONGEST_STEM]}.{os.getpid()}.part")


def put_in_place(part: Path, path: Path, *, overwrite: bool) -> None:
    """Give a file that was written beside its place its name; FileExistsError where somebody has it."""
    if overwrite:
        part.replace(path)
    else:
        _name(part, path)


def _name(part: Path, path: Path) -> None:
    """Give a file its name, if nobody has it; FileExistsError where somebody has."""
    try:
        os.link(part, path)
    except OSError:  # somebody has it, or a file system without links
        if path.exists():
            raise FileExistsError from None
        part.rename(path)


def _home(named: str) -> Path:
    try:
        return Path(named).expanduser().absolute()
    except RuntimeError:  # `~nobody`, or no home at all
        return Path(named).absolute()
