"""A long file in parts: so that it never lies in memory as a whole, and is read on more than one core."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import BinaryIO, Protocol, TypeVar

PART = 1 << 24
"""Bytes that are read together."""

_AT_ONCE = min(4, os.cpu_count() or 1)


class LoneReturnError(Exception):
    """There is a CR without LF after it, and only the file as a whole can tell what it is."""


def parts_of(file: BinaryIO) -> Iterator[bytes]:
    """The content of a file in parts, each of which ends with a line.

    Raises:
        LoneReturnError: There is one.
    """
    while part := file.read(_to_the_end_of_a_line(file)):
        if b"\r" in part and part.count(b"\r") != part.count(b"\r\n"):
            raise LoneReturnError
        yield part


def _to_the_end_of_a_line(file: BinaryIO) -> int:
    """How many bytes there are to the end of the line in which a part would end."""
    start = file.tell()
    file.seek(start + PART)
    file.readline()
    stop = file.tell()
    file.seek(start)
    return stop - start


class Part(Protocol):
    """What was read of a part."""

    @property
    def cut(self) -> int | None:
        """Where in it a row begins that may go on in the next."""


P = TypeVar("P", bound=Part)


def side_by_side(parts: Iterator[bytes], read: Callable[[bytes], P]) -> Iterator[P]:
    """Read parts on several cores, and give them back in their order.

    A row that goes on behind the end of a part is read with the next one.
    """
    ahead: deque[tuple[bytes, Future[P]]] = deque()
    with ThreadPoolExecutor(_AT_ONCE) as pool:

        def begin(part: bytes) -> tuple[bytes, Future[P]]:
            return part, pool.submit(read, part)

        def first(*, last: bool) -> Iterator[P]:
            part, future = ahead.popleft()
            done = future.result()
            if last or done.cut is None:
                yield done
                return
            if done.cut:
                yield read(part[: done.cut])
            further, _ = ahead.popleft()
            ahead.appendleft(begin(part[done.cut :] + further))

        for part in parts:
            ahead.append(begin(part))
            if len(ahead) > _AT_ONCE:
                yield from first(last=False)
        while ahead:
            yield from first(last=len(ahead) == 1)
