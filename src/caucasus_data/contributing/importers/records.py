"""A CSV file of others, record by record, in which a cell is what it should be or is told in one line."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from pathlib import Path
from typing import Final, NoReturn

from caucasus_data.contributing.folder import Row
from caucasus_data.errors import CaucasusDataError, UnreadableError, did_you_mean, nearest
from caucasus_data.support.clock import today
from caucasus_data.support.plain_text import shorten

_NUMBER: Final = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
_FIRST: Final = "1900"
_DIGITS: Final = 18
"""Digits before or behind the point that no amount of a data set has."""


@dataclass(frozen=True)
class Record:
    """A record of the file.

    Attributes:
        cells: Its text by column.
        place: The file and the line.
        actors: Ids by the codes and names that a cell may hold.
    """

    cells: Mapping[str, str]
    place: str
    actors: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def number(self, column: str, *, negative: bool = False) -> Decimal:
        """The cell as a number, which may be negative or not."""
        if not re.fullmatch(_NUMBER, self[column].strip()):
            self._refuse(column, "a number")
        try:
            number = Decimal(self[column].strip())
        except InvalidOperation:  # of an exponent that no number has
            self._refuse(column, "a number")
        if number and abs(number.adjusted()) > _DIGITS:
            self._refuse(column, f"a number of no more than {_DIGITS} digits")
        if number < 0 and not negative:
            self._refuse(column, "a number" if negative else "a number that is not negative")
        return number

    def year(self, column: str) -> str:
        """The cell as a year of four digits of which there can be figures."""
        text, last = self[column], str(today().year)
        if not re.fullmatch("[0-9]{4}", text) or not _FIRST <= text <= last:
            self._refuse(column, f"a year from {_FIRST} to {last}")
        return text

    def in_order(self, *columns: str) -> None:
        """See that years do not come before those that stand before them."""
        for earlier, later in pairwise(columns):
            if self.year(later) < self.year(earlier):
                self._refuse(later, f"{self[earlier]} or later, as {earlier} is")

    def word(self, column: str, meanings: Mapping[str, str]) -> str:
        """What the word in the cell means."""
        text = self[column]
        if text not in meanings:
            self._refuse(column, f"one of {', '.join(meanings)}")
        return meanings[text]

    def actor(self, column: str) -> str:
        """The id of the actor that the cell names or has the code of."""
        text = self[column]
        if text not in self.actors:
            like = did_you_mean(nearest(text, self.actors)) or "enter it in actors.csv first"
            self._refuse(column, f"an actor of the tables, by its name or iso3: {like}")
        return self.actors[text]

    def _refuse(self, column: str, expected: str) -> NoReturn:
        raise CaucasusDataError(f"{self.place}: {column} is {shorten(self[column], 80)!r}; expected {expected}")


def records(path: Path, columns: Collection[str], actors: Mapping[str, str]) -> list[Record]:
    """The records of a file.

    Args:
        path: The file.
        columns: Those that it must have.
        actors: Ids by the codes and names that cells may hold.

    Raises:
        UnreadableError: It cannot be read, or is not such a file.
    """
    lines = csv.reader(io.StringIO(_text(path), newline=""), strict=True)
    try:
        found = [(lines.line_num, cells) for cells in lines if cells]
    except csv.Error as error:
        raise UnreadableError(f"{path}:{lines.line_num}: it is not CSV: {error}") from error
    header = found.pop(0)[1] if found else []
    if missing := [column for column in columns if column not in header]:
        like = did_you_mean(nearest(missing[0], header)) or f"the columns are {', '.join(header) or 'none'}"
        raise UnreadableError(f"{path}:1: there is no column {missing[0]!r}: {like}")
    if doubled := [column for column in columns if header.count(column) > 1]:
        raise UnreadableError(f"{path}:1: column {doubled[0]!r} stands {header.count(doubled[0])} times; expected one")
    if not found:
        raise UnreadableError(f"{path}: there is no record in it")
    for line, cells in found:
        if len(cells) != len(header):
            there = f"{path}:{line}: it has {len(cells)} cells"
            raise UnreadableError(f"{there}; expected {len(header)}, as in the first line")
    return [
        Record({c: text.strip() for c, text in zip(header, cells, strict=True)}, f"{path}:{line}", actors)
        for line, cells in found
    ]


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError(f"{path}: it is not UTF-8: byte {error.start} cannot be read") from error
    except OSError as error:
        raise UnreadableError(f"cannot read {path}: {error.strerror}") from error


def actors_by_code(actors: Collection[Row]) -> dict[str, str]:
    """The ids of states and organizations that are there today, by their name and by iso3."""
    there = [a for a in actors if a["kind"] in ("state", "international_organization") and not a["end_date"]]
    return {text: a["actor_id"] for a in there for text in (a["name"], a["iso3"]) if text}
