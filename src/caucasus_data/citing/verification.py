"""Whether rows are those that a citation names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from caucasus_data.citing.fingerprint import fingerprint
from caucasus_data.citing.rows import Rows, meant, not_known
from caucasus_data.errors import CaucasusDataError
from caucasus_data.model.package import NAME
from caucasus_data.package.difference import tables_of

_STATEMENT = re.compile(rf"{NAME} (\d+(?:\.\d+)*), (\d+) rows?, sha256:([0-9a-f]{{64}})\b")


@dataclass(frozen=True)
class Verification:
    """Whether rows are what a citation says; true where they are.

    Attributes:
        reasons: Why they are not; empty where they are.
    """

    reasons: tuple[str, ...]

    def __bool__(self) -> bool:
        return not self.reasons

    def __str__(self) -> str:
        return "\n".join(self.reasons) or "the rows are those that were cited"


def verify(statement: str, rows: Rows) -> Verification:
    """Say whether rows are what a citation says that they are.

    Args:
        statement: Version, number of rows and fingerprint as `cite(...).statement` has them, or any text in
            which they stand, such as the citation in one of its formats.
        rows: Frames, row ids, or a list of these, as `cite` takes them.

    Returns:
        True where the rows are those that were cited. Otherwise false, with all reasons: the release is unknown,
        rows are not in it, cells differ from it, rows are too few or too many, or they are others.

    Source:
        data/releases/<version>.zip.

    >>> from caucasus_data.citing.citation import cite
    >>> statement = cite(["armenia", "russia"], version="0.1.0").statement
    >>> bool(verify(statement, ["russia", "armenia"]))
    True
    >>> print(verify(statement, ["russia"]))
    2 rows were cited, and this is 1
    """
    try:
        return Verification(tuple(_reasons(statement, rows)))
    except CaucasusDataError as error:
        return Verification((str(error),))


def _reasons(statement: str, rows: Rows) -> Iterator[str]:
    cited = set(_STATEMENT.findall(" ".join(str(statement).split())))
    if len(cited) != 1:
        what = "several statements" if cited else "no statement"
        raise CaucasusDataError(f"{what} of the form '{NAME} 0.1.0, 37 rows, sha256:…', where one is needed")
    ((version, number, sha256),) = cited
    release = tables_of(version)
    found = meant(rows, release)
    if found.unknown:
        yield str(not_known(*found.unknown[0], release, version))
        yield from (f"{row_id} is not in {version} either" for _, row_id in found.unknown[1:])
    yield from (f"{cell} in {version}" for cell in found.altered)
    if found.number != int(number):
        yield f"{number} {'row was' if number == '1' else 'rows were'} cited, and this is {found.number}"
    elif not found.unknown and not found.altered:
        taken = fingerprint({name: table.rows for name, table in found.tables.items()})
        if taken != sha256:
            yield f"these are other rows of {version}: sha256:{sha256} was cited, and this is sha256:{taken}"
