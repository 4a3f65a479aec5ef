"""Libraries that only some verbs need."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from caucasus_data.errors import MissingLibraryError


@contextmanager
def extra(name: str) -> Iterator[None]:
    """Import libraries of an extra of this package, and say which extra to install where one is missing."""
    try:
        yield
    except ModuleNotFoundError as error:
        raise MissingLibraryError(str(error.name), name) from None
