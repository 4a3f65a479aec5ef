"""An entry of a bibliography: the dataset, or a source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from caucasus_data.model import edtf


@dataclass(frozen=True)
class Reference:
    """What a bibliography says of a document. Texts are one line each, and blank where nothing is known.

    Attributes:
        key: What texts refer to it by.
        kind: A word of the vocabulary `source_type`.
        authors: Names as they are, persons and bodies alike, one by one; empty where nobody is named.
        issued: EDTF date of publication.
        accessed: Day on which it was read.
        language: BCP 47 tag.
        note: What else must be said.
    """

    key: str
    kind: str
    title: str
    authors: tuple[str, ...]
    publisher: str
    issued: str
    url: str = ""
    accessed: str = ""
    language: str = ""
    version: str = ""
    note: str = ""

    @property
    def responsible(self) -> tuple[str, ...]:
        """Who stands first in the entry: the authors, or else the publisher."""
        return self.authors or (self.publisher,)

    @property
    def full_title(self) -> str:
        """The title with the note, for formats of which styles print the title alone."""
        return f"{self.title} [{self.note}]" if self.note else self.title

    @property
    def year(self) -> str:
        return "".join(map(str, parts(self.issued)[:1]))

    @property
    def uri(self) -> str:
        """The address with everything percent-encoded that programs may stumble over."""
        return quote(self.url, safe="%/:=&?~#+!$,;'@()*")


def of_source(row: Mapping[str, str], declared: Mapping[str, Any]) -> Reference:
    """The entry of a row of `sources`, with the Table Schema that tells what parts its authors."""
    cells = {column: line(cell) for column, cell in row.items()}
    separator = {field["name"]: field.get("separator") for field in declared["fields"]}["author"]
    authors = cells["author"].split(separator) if separator else [cells["author"]]
    return Reference(
        key=cells["source_id"],
        kind=cells["type"],
        title=cells["title"],
        authors=tuple(filter(None, authors)),
        publisher=cells["publisher"],
        issued=cells["published"],
        url=cells["url"],
        accessed=cells["accessed"],
        language=cells["language"],
    )


def of_dataset(package: Mapping[str, Any], note: str) -> Reference:
    """The entry of the version of the dataset that a descriptor describes."""
    authors = tuple(line(contributor["title"]) for contributor in package["contributors"])
    return Reference(
        key=f"{package['name']}-{package['version']}",
        kind="dataset",
        title=line(package["title"]),
        authors=authors,
        publisher=", ".join(authors),
        issued=str(package["created"]).partition("T")[0],
        language="en",
        version=str(package["version"]),
        note=note,
    )


def line(text: str) -> str:
    r"""A text on one line, without characters that are not seen.

    >>> line("Two\n lines\x00")
    'Two lines'
    """
    joined = " ".join(text.split())
    return joined if joined.isprintable() else "".join(filter(str.isprintable, joined))


def parts(date: str) -> tuple[int, ...]:
    """Year, month and day of an EDTF date, as far as they are known; nothing for a decade or an interval.

    >>> parts("2024-06?"), parts("198X")
    ((2024, 6), ())
    """
    if not date:
        return ()
    parsed = edtf.parse(date)
    known = {"day": 3, "month": 2, "year": 1}.get(parsed.precision, 0)
    return (parsed.earliest.year, parsed.earliest.month, parsed.earliest.day)[:known]
