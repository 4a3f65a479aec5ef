"""How the lines of a file end."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import NamedTuple

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


class Ends(NamedTuple):
    """How lines end that are no parts of a cell.

    Attributes:
        plain: How many end in LF alone.
        windows: How many in CR LF.
        first: Number of the first of those, 0 where there is none.
    """

    plain: int = 0
    windows: int = 0
    first: int = 0

    def and_those(self, further: Ends) -> Ends:
        """These with those that follow."""
        return Ends(self.plain + further.plain, self.windows + further.windows, self.first or further.first)

    def below(self, before: int) -> Ends:
        """The same where some lines of the file stand before them."""
        return self._replace(first=self.first and self.first + before)


def ends_of(content: bytes, records: list[Record], lines: int) -> Ends:
    """How the lines of a part of a file end.

    Args:
        records: The rows in it that were read singly.
        lines: How many it has.
    """
    ends = lines - (content[-1:] not in b"\n") - sum(r.lines - 1 for r in records if r.lines)
    if b"\r" not in content:
        return Ends(ends)
    within = [(r.start, r.stop) for r in records if r.lines > 1]
    first, windows = content.find(b"\r\n"), content.count(b"\r\n")
    for start, stop in within:
        last = stop - 2 if content[stop - 2 : stop] == b"\r\n" else stop
        windows -= content.count(b"\r\n", start, last)
        if start <= first < last:
            first = content.find(b"\r\n", last)
    return Ends(ends - windows, windows, content.count(b"\n", 0, first) + 1 if windows else 0)


def line_ends(path: str, ends: Ends, turned: int, first: int) -> Iterator[Finding]:
    """What is wrong with the ends of lines: one finding a file. Those within a cell are of the cell.

    Args:
        turned: How many lines ended in CR by itself, and count among the plain ones by now.
        first: Number of the first of those.
    """
    counts = (("LF", ends.plain - turned), ("CR LF", ends.windows), ("CR", turned))
    kinds = [name for name, count in counts if count]
    if not ends.windows and not turned:
        return
    line = min(filter(None, (ends.first, first)))
    message = f"lines end in {kinds[0]}, as on other systems"
    if len(kinds) > 1:
        message = f"some lines end in {kinds[0]}, and others in {' or '.join(kinds[1:])}"
    hint = "caucasus-data fmt mends them"
    yield of_file(path, line, "newline-style", message, "lines that end in LF", hint=hint)
