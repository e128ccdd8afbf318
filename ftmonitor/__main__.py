"""The entry of the program: no command opens the screen, which is imported late; all else is the command line."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType

    from ftmonitor.cli.context import Context
    from ftmonitor.config.look import Look
    from ftmonitor.monitor.monitor import Monitor
    from ftmonitor.monitor.profiles import Profiles

INTERRUPTED = 130

PATIENCE_S = 2.0
"""How long an orderly end may take once the program is told to end, in seconds."""

BY_SIGNAL = 128
"""Added to the number of the signal that ended the program: so shells count."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run ftmonitor with the words of `argv` (those of the process where None) and return its exit code."""
    if argv is None and not sys.argv[1:]:
        _hasten()
    try:
        from ftmonitor.cli.main import run

        return run(sys.argv[1:] if argv is None else list(argv), _screen)
    except KeyboardInterrupt:  # while it is still being imported
        return INTERRUPTED


def _screen(context: Context) -> int:
    """Open the UI: over the simulator with --demo, else over the profile in use."""
    from ftmonitor.errors import UsageError

    if not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        raise UsageError("the screen needs a terminal; without one use a command, such as `ftmonitor jobs`")
    from ftmonitor.config.terminal import dumb, forbid_colours

    if dumb():
        raise UsageError("this terminal cannot show a screen (TERM=dumb); use a command, such as `ftmonitor jobs`")
    if context.arguments.no_color:
        forbid_colours()
    _hasten()
    killed = _Killed()
    try:
        code = _open(context, killed)
    except KeyboardInterrupt:
        if not killed.code:
            raise
        code = 0
    return killed.code or code


def _hasten() -> None:
    """Look for no garbage on the way to the first frame, since imports make none; the app does so again later."""
    import gc

    gc.disable()


def _open(context: Context, killed: _Killed) -> int:
    if context.arguments.demo is not None:
        return _demo(context, context.arguments.demo, killed)
    from ftmonitor.config.paths import history_file
    from ftmonitor.monitor.open import open_monitor

    settings = context.settings
    monitor = open_monitor(
        settings.profile,
        history_file(settings.profile, settings.data_dir),
        patient=True,
        offline=context.arguments.offline,
        alerting=settings.alerting,
    )
    return _show(context, monitor, settings.look, killed, file=str(settings.file), profiles=_profiles(context))


def _profiles(context: Context) -> Profiles:
    from ftmonitor.config.settings import Flags
    from ftmonitor.monitor.profiles import Profiles

    asked = context.arguments
    return Profiles(Flags(data_dir=asked.data_dir, read_only=asked.read_only), offline=asked.offline)


def _demo(context: Context, scenario: str, killed: _Killed) -> int:
    """Open the UI over a simulator in this process; its history is gone at the end, however it ends."""
    import tempfile
    from pathlib import Path

    from ftmonitor.config.look import for_demo
    from ftmonitor.config.paths import history_file
    from ftmonitor.config.profiles import Profile
    from ftmonitor.monitor.open import open_monitor
    from ftmonitor.secret import Secret
    from ftmonitor.simulator.simulator import BASE_URL, Simulator

    profile = Profile("demo", BASE_URL, Secret("demonstration"), read_only=context.arguments.read_only)
    simulator = Simulator(scenario)
    with tempfile.TemporaryDirectory(prefix="ftmonitor-demo-", ignore_cleanup_errors=True) as folder:
        killed.folder = folder
        monitor = open_monitor(profile, history_file(profile, Path(folder)), simulator=simulator)
        return _show(context, monitor, for_demo(), killed)


def _show(
    context: Context,
    monitor: Monitor,
    look: Look,
    killed: _Killed,
    *,
    file: str = "",
    profiles: Profiles | None = None,
) -> int:
    from ftmonitor.config import terminal

    terminal.answer_escape()
    from ftmonitor.ui.app import DEMO
    from ftmonitor.ui.run import run

    answer = run(monitor, context.arguments.job, look=look, config_file=file, profiles=profiles)
    if answer == DEMO:
        return _demo(context, "default", killed)
    return answer if isinstance(answer, int) else 0


class _Killed:
    """Makes kill and a closed terminal end the program as ctrl-c does: histories closed, folders removed.

    `code` is then the exit code, and 0 as long as nothing of the kind happened. `folder` is removed at any rate.
    """

    def __init__(self) -> None:
        import signal

        self.code = 0
        self.folder = ""
        for name in ("SIGTERM", "SIGHUP"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), self._leave)

    def _leave(self, number: int, frame: FrameType | None) -> None:
        import signal
        import threading

        self.code = BY_SIGNAL + number
        last = threading.Timer(PATIENCE_S, self._force)
        last.daemon = True
        last.start()
        signal.raise_signal(signal.SIGINT)  # asyncio turns this one into an orderly end; an exception would tear it

    def _force(self) -> None:
        """End where the orderly end does not come: the UI waits for ever to write to a terminal that is gone."""
        import os
        import shutil

        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)
        os._exit(self.code)


if __name__ == "__main__":
    sys.exit(main())
