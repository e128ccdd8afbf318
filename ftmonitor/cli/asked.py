"""What the command line asked for, as a value. Without a word on it, nothing else of its reading is imported."""

from __future__ import annotations

from collections.abc import Sequence


class Arguments:
    """What was asked for. The defaults stand here; a command sets no more than it takes."""

    command: str = ""
    """"" is the screen."""
    help: bool = False
    version: bool = False
    # common
    profile: str | None = None
    base_url: str | None = None
    read_only: bool = False
    data_dir: str | None = None
    offline: bool = False
    output: str | None = None
    no_color: bool = False
    verbose: bool = False
    # the screen
    demo: str | None = None
    job: str | None = None
    # commands
    limit: int | None = None
    all: bool = False
    status: tuple[str, ...] = ()
    metadata: Sequence[tuple[str, str]] = ()
    filter: str | None = None
    level: tuple[str, ...] = ()
    follow: bool = False
    timeout: float | None = None
    plot: bool = False
    results: bool = False
    to: str | None = None
    jobs: Sequence[str] = ()
    yes: bool = False
    what: str = ""
    shell: str = ""
    # create
    model: str | None = None
    training_file: str | None = None
    validation_file: str | None = None
    suffix: str | None = None
    seed: int | None = None
    method: str | None = None
    hyperparameters: Sequence[tuple[str, str]] = ()
    integrations: Sequence[str] = ()
    from_json: str | None = None
    port: int = 0
    scenario: str = "default"
    speed: float = 1.0

    def __init__(self, **words: object) -> None:
        vars(self).update(words)
