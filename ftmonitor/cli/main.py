"""What was asked for -> an exit code. Every error ends here as one sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ftmonitor.cli.output import ReaderGone
from ftmonitor.cli.talk import Talk
from ftmonitor.errors import FtmonitorError

if TYPE_CHECKING:
    from ftmonitor.cli.context import Context
    from ftmonitor.clock import Clock

DONE = 0
FAILED = 1
INTERRUPTED = 130

_MODULES = {"cancel": "actions", "pause": "actions", "resume": "actions"}
"""The modules of the commands that do not bear their name."""

Screen = Callable[["Context"], int]


def run(words: Sequence[str], screen: Screen, clock: Clock | None = None) -> int:
    """Do what `words` ask for and return the exit code; never raises.

    `screen` opens the UI; `clock` None is the system's.
    """
    talk = Talk(verbose="--verbose" in words)
    try:
        return _run(words, talk, screen, clock)
    except ReaderGone:
        return DONE
    except KeyboardInterrupt:
        return INTERRUPTED
    except BaseException as error:
        return _failed(error, talk)


def _run(words: Sequence[str], talk: Talk, screen: Screen, clock: Clock | None) -> int:
    if list(words) == ["--version"]:  # spares the import of argparse
        return _version()
    if not words:  # the screen, as it is mostly opened; spares that import too
        from ftmonitor.cli.asked import Arguments
        from ftmonitor.cli.context import Context

        return screen(Context(Arguments(metadata=[]), talk, clock))
    from ftmonitor.cli.arguments import parse, parser

    arguments = parse(words)
    if arguments.version:
        return _version()
    if arguments.help:
        _print(parser(arguments.command).format_help().rstrip("\n"))
        return DONE
    from ftmonitor.cli.context import Context

    context = Context(arguments, talk, clock)
    return _command(arguments.command)(context) if arguments.command else screen(context)


def _command(name: str) -> Callable[[Context], int]:
    """Return what runs a command; only that one is imported."""
    from importlib import import_module

    module = import_module(f"ftmonitor.cli.{_MODULES.get(name, name)}")
    run: Callable[[Context], int] = module.run
    return run


def _version() -> int:
    from ftmonitor import __version__

    _print(f"ftmonitor {__version__}")
    return DONE


def _print(text: str) -> None:
    from ftmonitor.cli.output import Output

    Output().line(text)


def _failed(error: BaseException, talk: Talk) -> int:
    """Say what went wrong and return the exit code of it."""
    while isinstance(error, BaseExceptionGroup) and len(error.exceptions) == 1:
        error = error.exceptions[0]
    if isinstance(error, SystemExit):
        raise error
    if isinstance(error, KeyboardInterrupt):
        return INTERRUPTED
    if isinstance(error, ReaderGone):
        return DONE
    if isinstance(error, FtmonitorError):
        talk.error(str(error))
        return error.exit_code
    if isinstance(error, OSError) and error.strerror:
        talk.error(f"{error.strerror}: {error.filename}" if error.filename else f"writing failed: {error.strerror}")
        talk.trace()
        return FAILED
    said = " ".join(str(error).split()) or "it says no more"
    talk.error(f"something went wrong that should not ({type(error).__name__}: {said}); --verbose shows where")
    talk.trace()
    return FAILED
