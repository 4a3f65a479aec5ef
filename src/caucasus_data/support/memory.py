"""Memory that is asked for before it is used."""

from __future__ import annotations

import mmap
import sys


def ask_for(size: int) -> None:
    """Ask for some bytes of address space where a limit is set on it, and give them back.

    A library that is not Python's ends the process where it runs out of them, and says so in its own way.

    Raises:
        MemoryError: There are not so many.
    """
    if sys.platform == "win32":
        return
    import resource

    if resource.getrlimit(resource.RLIMIT_AS)[0] == resource.RLIM_INFINITY:
        return
    try:
        mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=mmap.PROT_READ).close()
    except OSError as error:
        raise MemoryError from error
