"""The report of a long walk, a line an address, to which a walk that was broken off comes back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from caucasus_data.errors import CaucasusDataError, UnreadableError, UnwritableError
from caucasus_data.support.plain_text import shorten

Line = dict[str, Any]


class Journal:
    """A file of JSON Lines that is added to, one whole line at a time.

    Args:
        path: The file; its folder is there.

    Raises:
        UnreadableError: The file cannot be read.
        CaucasusDataError: It is no such report; nothing is done to it then.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lines: dict[str, Line] = {}
        try:
            text = path.read_text(encoding="utf-8") if path.exists() else ""
        except (OSError, UnicodeDecodeError) as error:
            raise UnreadableError(f"cannot read the report {path}: {error}") from error
        whole, _, self._torn = text.rpartition("\n")
        for number, line in enumerate(whole.splitlines(), 1):
            try:
                told = json.loads(line)
                self.lines[told["source_id"]] = told | {"url": str(told["url"])}
            except (ValueError, TypeError, KeyError):
                raise CaucasusDataError(
                    f"{path}:{number}: {shorten(line, 60)!r} is no line of a report; name a new file"
                ) from None

    def knows(self, source_id: str, url: str) -> bool:
        """Whether an address of a source was asked already."""
        return self.lines.get(source_id, {}).get("url") == url

    def add(self, line: Mapping[str, Any]) -> None:
        """Write a line; a line that an earlier run could not finish goes first.

        Raises:
            UnwritableError: The file cannot be written.
        """
        try:
            if self._torn:
                size = self.path.stat().st_size - len(self._torn.encode())
                with self.path.open("r+b") as file:
                    file.truncate(size)
                self._torn = ""
            with self.path.open("a", encoding="utf-8", newline="\n") as file:
                file.write(json.dumps(line) + "\n")  # in ASCII: no server steers whoever reads it
        except OSError as error:
            raise UnwritableError(f"cannot write the report {self.path}: {error.strerror}") from error
        self.lines[line["source_id"]] = dict(line)
