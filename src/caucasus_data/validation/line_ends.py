"""How the lines of a file end."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from caucasus_data.validation.finding import Finding
from caucasus_data.validation.records import Record
from caucasus_data.validation.sheet import of_file

_CR, _LF = b"\r\n"


def with_line_feeds(content: bytes) -> tuple[bytes, list[int]]:
    """The content with LF for every CR that ends a row by itself, and where those were.

    On a line that ends in LF they are taken for ends of rows only where each part of it is a row, unless there
    are no such lines to speak of: what is between rows in one file is a slip within a cell in another.
    """
    if b"\r" not in content or content.count(b"\r") == content.count(b"\r\n"):
        return content, []
    alone: list[int] = []
    sound: list[int] = []
    here = width = others = at = 0
    fits = True

    def lines() -> Iterator[str]:
        nonlocal at
        for line in io.TextIOWrapper(io.BytesIO(content), "latin-1", newline=""):
            at += len(line)
            yield line

    try:
        for cells in csv.reader(lines()):
            width = width or len(cells)
            fits &= len(cells) in (0, width)
            if content[at - 1] == _CR:
                alone.append(at - 1)
            if content[at - 1] != _CR or at == len(content):
                sound += alone[here:] if fits else []
                here, fits, others = len(alone), True, others + (content[at - 1] == _LF)
    except csv.Error:
        pass  # what is left is no CSV
    turned = alone if len(alone) > others else sound
    changed = bytearray(content)
    for place in turned:
        changed[place] = _LF
    return bytes(changed), turned


def line_ends(path: str, content: bytes, turned: list[int], records: list[Record]) -> Iterator[Finding]:
    """What is wrong with the ends of lines: one finding a file. Those within a cell are of the cell."""
    if b"\r" not in content and not turned:
        return
    within = [(r.start, r.stop) for r in records if r.lines > 1]
    first = content.find(b"\r\n")
    windows = content.count(b"\r\n")
    for start, stop in within:
        last = stop - 2 if content[stop - 2 : stop] == b"\r\n" else stop
        windows -= content.count(b"\r\n", start, last)
        if start <= first < last:
            first = content.find(b"\r\n", last)
    if not windows and not turned:
        return
    others = content.count(b"\n") - sum(r.lines - 1 for r in records) - windows - len(turned)
    kinds = [name for name, count in (("LF", others), ("CR LF", windows), ("CR", len(turned))) if count]
    line = content.count(b"\n", 0, min([first, *turned[:1]] if windows else turned)) + 1
    message = f"lines end in {kinds[0]}, as on other systems"
    if len(kinds) > 1:
        message = f"some lines end in {kinds[0]}, and others in {' or '.join(kinds[1:])}"
    hint = "caucasus-data fmt mends them"
    yield of_file(path, line, "newline-style", message, "lines that end in LF", hint=hint)
