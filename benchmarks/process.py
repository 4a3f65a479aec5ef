"""Processes of their own, and what each took."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
_KILOBYTE = 1 if sys.platform == "darwin" else 1024
"""Bytes of the unit in which the system counts memory."""


class Ran(NamedTuple):
    """What a process took from its start to its end, and what it printed."""

    seconds: float
    megabytes: float
    output: str


def run(*arguments: str, folder: Path = ROOT, ends: int = 0) -> Ran:
    """Run Python with some arguments, on the code of this checkout, until it ends with a status.

    The memory of this process counts as that of its children, who begin as copies of it: it must stay small.
    """
    environment = {**os.environ, "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # or each process compiles all that it imports
    start = perf_counter()
    child = subprocess.Popen(  # noqa: S603
        [sys.executable, *arguments], cwd=folder, env=environment, stdout=subprocess.PIPE, text=True
    )
    with child:
        output = child.stdout.read() if child.stdout else ""
        _, status, usage = os.wait4(child.pid, 0)
        seconds = perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != ends:
        raise RuntimeError(f"{' '.join(arguments)} ended with status {child.returncode}")
    return Ran(seconds, usage.ru_maxrss * _KILOBYTE / 1e6, output)


def in_turn(times: int, *commands: tuple[str, ...]) -> list[list[float]]:
    """The seconds of several runs of each command, taken in turn: those of a run are told with those beside it."""
    runs = [[run(*command).seconds for command in commands] for _ in range(times)]
    return [list(seconds) for seconds in zip(*runs, strict=True)]


def ratio(seconds: Iterable[float], others: Iterable[float]) -> float:
    """The median of what one took for each of the other that ran beside it: of pairs, for a machine is never idle."""
    return median(one / other for one, other in zip(seconds, others, strict=True))
