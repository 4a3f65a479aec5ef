"""Whether rows are those that a citation names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from caucasus_data.citing import html
from caucasus_data.citing.fingerprint import fingerprint
from caucasus_data.citing.given import Origin, Rows, items
from caucasus_data.citing.released import released
from caucasus_data.citing.rows import Meant, meant, not_known
from caucasus_data.errors import CaucasusDataError
from caucasus_data.model.package import NAME

_HYPHENS = dict.fromkeys("\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d", "-")
_UNSEEN = dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", "")
_TYPOGRAPHY = str.maketrans(_HYPHENS | _UNSEEN)
_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_RELEASE = rf"(?<![\w.@/-])(?<!\w- ){NAME.replace('-', '- ?')} ([0-9]{{1,6}}(?:\.[0-9]{{1,6}}){{2}})"
_THEN = f"(?: as of ({_DAY}(?: and {_DAY})*))?"
_ROWS = r"([0-9]{1,12}) rows?, sha256: ?((?:[0-9a-f][ -]{0,2}){63}[0-9a-f])(?![0-9a-z])"
_STATEMENT = re.compile(f"{_RELEASE}{_THEN}, {_ROWS}", re.IGNORECASE)


class _Cited(NamedTuple):
    """What a citation says."""

    version: str
    days: tuple[str, ...]
    number: int
    sha256: str


@dataclass(frozen=True)
class Verification:
    """Whether rows are what a citation says; true where they are.

    Attributes:
        reasons: Why they are not; empty where they are.
        own: Columns that are none of the dataset, and that were not compared.
    """

    reasons: tuple[str, ...]
    own: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return not self.reasons

    def __str__(self) -> str:
        if self.reasons:
            return "\n".join(self.reasons)
        own = f"; not of the dataset, and not compared: {', '.join(self.own)}" if self.own else ""
        return f"the rows are those that were cited{own}"

    def __repr__(self) -> str:
        return f"<Verification {'passed' if self else 'failed'}: {'; '.join(str(self).splitlines())}>"

    def _repr_html_(self) -> str:
        return html.verdict(str(self).splitlines(), passed=bool(self))


def verify(statement: str, rows: Rows, *, tables: Sequence[str] | None = None) -> Verification:
    """Say whether rows are what a citation says that they are.

    Args:
        statement: Version, number of rows and fingerprint as `cite(...).statement` has them, or any text in
            which they stand, such as the citation in one of its formats.
        rows: Frames, row ids, or a list of these, as `cite` takes them.
        tables: Of which tables the rows of frames are, where it had to be said when they were cited.

    Returns:
        True where the rows are those that were cited. Otherwise false, with all reasons: the release is unknown,
        rows are not in it, cells differ from it, rows are too few or too many, or they are others. Columns that
        are none of the dataset are not compared, and named.

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
        cited = _read(statement)
        release = released(cited.version)
        found = meant(items(rows), release, lambda known: _days(cited, known), tables)
        reasons = list(_reasons(cited, found))
        if found.unknown:
            missing = str(not_known(*found.unknown[0], release.tables, release.version))
            others = [f"{row_id} is not in {release.version} either" for _, row_id in found.unknown[1:]]
            reasons = [missing, *others, *reasons]
        return Verification(tuple(reasons), tuple(found.own))
    except CaucasusDataError as error:
        return Verification((str(error),))


def _read(statement: str) -> _Cited:
    """What a citation says, however it was set."""
    text = " ".join(str(statement).translate(_TYPOGRAPHY).split())
    cited = {
        _Cited(version, tuple(re.findall(_DAY, days)), int(number), re.sub("[ -]", "", sha256).lower())
        for version, days, number, sha256 in _STATEMENT.findall(text)
    }
    if len(cited) != 1:
        what = "several statements" if cited else "no statement"
        raise CaucasusDataError(f"{what} of the form '{NAME} 0.1.0, 37 rows, sha256:…', where one is needed")
    return cited.pop()


def _days(cited: _Cited, known: Origin | None) -> Sequence[str | None]:
    """The days for which a frame may have been loaded."""
    if known is None:
        return (None, *cited.days)
    if known.as_of is not None and known.as_of not in cited.days:
        said = f"as of {' and '.join(cited.days)}" if cited.days else "as of no day"
        raise CaucasusDataError(f"the rows were cited {said}, and these are as of {known.as_of}")
    return (known.as_of,)


def _reasons(cited: _Cited, found: Meant) -> Iterator[str]:
    yield from found.faults
    if found.number != cited.number:
        yield f"{cited.number} {'row was' if cited.number == 1 else 'rows were'} cited, and this is {found.number}"
    elif not found.unknown and not found.faults:
        taken = fingerprint({name: table.rows for name, table in found.tables.items()})
        if taken != cited.sha256:
            both = f"sha256:{cited.sha256} was cited, and this is sha256:{taken}"
            yield f"these are other rows of {cited.version}: {both}"
