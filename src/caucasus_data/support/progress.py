"""How far long work has come, for whoever waits at a terminal."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable
from typing import TypeVar

T = TypeVar("T")


def tracked(steps: Collection[T], label: str, *, long: bool) -> Iterable[T]:
    """The steps of a piece of work, with a bar on the terminal where it is long; a pipe stays silent."""
    if not long or not sys.stderr.isatty():
        return steps
    from rich.console import Console
    from rich.progress import track

    return track(steps, label, console=Console(stderr=True), transient=True)
