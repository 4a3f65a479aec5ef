"""What one act did to many cells of a column, none of which is wrong by itself."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

Cells = Sequence[str]


def _each(same: Callable[[str, str], bool]) -> Callable[[Cells, Cells], bool]:
    return lambda now, before: 10 * sum(map(same, now, before)) >= 9 * len(now)  # others were edited before


def _cut(now: Cells, before: Cells) -> bool:
    longest = max(map(len, now))
    return all(
        then.startswith(cell) and len(cell) >= longest - 1 >= _SHORT for cell, then in zip(now, before, strict=True)
    )


def _amounts(divided: Callable[[float], float]) -> Callable[[str, str], bool]:
    def same(now: str, before: str) -> bool:
        try:
            return float(now) != float(before) and abs(float(now) - divided(float(before))) < _NEAR
        except ValueError:
            return False

    return same


_SHORT, _NEAR = 9, 1e-9
_DAY: Final = re.compile(r"(\d{4})-(\d\d)-(\d\d)")

_ACTS: Final = {
    "are in small letters": _each(lambda now, before: now == before.lower()),
    "are in capitals": _each(lambda now, before: now == before.upper()),
    "are cut off": _cut,
    "have a day that they had not": _each(lambda now, before: now in (f"{before}-01", f"{before}-01-01")),
    "have day and month in each other's place": _each(lambda now, before: now == _DAY.sub(r"\1-\3-\2", before)),
    "are a hundredth of what they were": _each(_amounts(lambda value: value / 100)),
    "are rounded": _each(_amounts(round)),
}

MANY: Final = 20
"""Cells that nobody changes alike, one by one."""

_RUN: Final = 3
"""Rows that follow each other and are not changed to what stands above them, one by one."""


def act(now: Cells, before: Cells) -> str:
    """What happened to all cells that changed in a column; nothing where it cannot be told.

    >>> act(["war in karabakh"] * 20, ["War in Karabakh"] * 20)
    'are in small letters'
    """
    if len(now) < MANY or "" in now or "" in before:
        return ""
    return next((told for told, fits in _ACTS.items() if fits(now, before)), "")


def filled(now: Cells, before: Cells) -> Iterator[range]:
    """Where cells of a column, as it stands in a file, are now what stands above them, or count on from it.

    >>> [*filled(["a", "a", "a", "a", "e"], ["a", "b", "c", "d", "e"])]
    [range(1, 4)]
    """

    def goes_on(place: int) -> bool:
        cell, above = now[place], now[place - 1]
        return bool(cell) and cell != before[place] and (cell == above or _counted(cell, above))

    place = 1
    while place < len(now):
        end = place
        while end < len(now) and goes_on(end):
            end += 1
        stood = {*before[place:end], now[place - 1]}
        if now[place - 1] == before[place - 1] and len(stood) == end - place + 1 > _RUN:
            yield range(place, end)
        place = max(end, place + 1)


def _counted(cell: str, above: str) -> bool:
    """Whether a cell ends in the number after that in which the other ends."""
    one, other = _NUMBER.search(cell), _NUMBER.search(above)
    if not one or not other or cell[: one.start()] != above[: other.start()]:
        return False
    return int(one[0]) == int(other[0]) + 1


_NUMBER: Final = re.compile(r"[0-9]{1,15}$")
