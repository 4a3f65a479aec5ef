"""The page that the benchmarks write: docs/benchmarks.md, part by part."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from typing import NamedTuple

from benchmarks.process import ROOT

PAGE = ROOT / "docs" / "benchmarks.md"


class Goal(NamedTuple):
    """What was to be reached, what was measured, and whether that is enough."""

    text: str
    measured: str
    reached: bool


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table in Markdown, with its first column to the left and the others to the right."""
    rule = ["---", *("---:" for _ in header[1:])]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (header, rule, *rows))


def goals(goals: Iterable[Goal]) -> str:
    """The goals as a table."""
    return table(["goal", "measured", "reached"], [(g.text, g.measured, "yes" if g.reached else "no") for g in goals])


def settings(*libraries: str) -> str:
    """On what was measured, and how busy it was, which seconds suffer from and ratios less."""
    versions = ", ".join(f"{name} {version(name)}" for name in libraries)
    busy = f"a load of {os.getloadavg()[2]:.0f} over the last quarter of an hour"
    return f"Measured with Python {platform.python_version()} on {os.cpu_count()} CPUs with {busy}: {versions}."


def write(part: str, *paragraphs: str) -> None:
    """Print a part of the page, and put it in its place there."""
    text = "\n\n".join(paragraphs)
    print(text)
    begin, end = f"<!-- {part} -->", f"<!-- end of {part} -->"
    page = PAGE.read_text(encoding="utf-8")
    filled = re.sub(f"{begin}.*{end}", lambda _: f"{begin}\n{text}\n{end}", page, flags=re.DOTALL)
    PAGE.write_text(filled, encoding="utf-8")
