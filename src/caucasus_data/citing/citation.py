"""The citation of a version of the dataset, or of exactly some rows of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from caucasus_data.citing import bibtex, cff, csl, datacite, ris, text, unf
from caucasus_data.citing.fingerprint import fingerprint
from caucasus_data.citing.reference import Reference, of_dataset, of_source
from caucasus_data.citing.rows import Rows, meant, not_known, source_ids
from caucasus_data.errors import CaucasusDataError
from caucasus_data.package import storage
from caucasus_data.package.difference import Tables, keyed, tables_of

FORMATS: Final = ("text", "bibtex", "ris", "csl", "cff", "datacite")


@dataclass(frozen=True, repr=False)
class Citation:
    """Rows of a release and how to cite them, with the sources behind them, in six formats.

    Attributes:
        version: The release.
        rows: Number of rows.
        sha256: Fingerprint of the rows; `caucasus_data.citing.fingerprint` tells how anybody takes it.
        sources: The sources behind the rows, by id; none where the whole version is cited.
        tables: The rows themselves.
    """

    version: str
    rows: int
    sha256: str
    sources: tuple[Reference, ...]
    tables: Tables = field(compare=False)

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"<Citation {self.statement}>"

    @property
    def statement(self) -> str:
        """Version, number of rows and fingerprint: what `verify` reads, and what every format carries."""
        rows = "1 row" if self.rows == 1 else f"{self.rows} rows"
        return f"{storage.package(self.version)['name']} {self.version}, {rows}, sha256:{self.sha256}"

    @property
    def text(self) -> str:
        """As text, in the manner of the APA: the dataset, a blank line, the sources."""
        return text.write(self._dataset, self.sources)

    @property
    def bibtex(self) -> str:
        """As BibTeX entries, whose keys are the ids of the sources."""
        return bibtex.write([self._dataset, *self.sources])

    @property
    def ris(self) -> str:
        """As RIS records."""
        return ris.write([self._dataset, *self.sources])

    @property
    def csl(self) -> str:
        """As CSL-JSON."""
        return csl.write([self._dataset, *self.sources])

    @property
    def cff(self) -> str:
        """As a CITATION.cff, which refers to the sources."""
        return cff.write(self._dataset, self.sources, storage.package(self.version))

    @property
    def datacite(self) -> str:
        """As DataCite JSON, with the sources as related items."""
        return datacite.write(self._dataset, self.sources, storage.package(self.version))

    @property
    def unf(self) -> dict[str, str]:
        """UNF version 6 of each table's rows, in the order of the release; `citing.unf` tells what it does not see."""
        return {name: unf.of_table(table.schema, table.rows) for name, table in self.tables.items()}

    @property
    def _dataset(self) -> Reference:
        return of_dataset(storage.package(self.version), self.statement)


def cite(rows: Rows | None = None, *, version: str | None = None) -> Citation:
    """Cite a version of the dataset, or exactly the rows that you used.

    Args:
        rows: Frames as `load` returns them, row ids, or a list of these; the whole version where it is left
            out. A frame may have lost rows, columns and its order, and gained columns: its rows are found by the key of
            their table, and each counts once.
        version: A release, of which `versions()` lists all; where it is left out the installed version, or
            the last release as long as that one is none.

    Returns:
        A citation: `str()` gives the text in the manner of the APA, `.bibtex`, `.ris`, `.csl`, `.cff` and `.datacite`
        other formats, and `.statement` a line that `verify` takes.

    Raises:
        UnknownValueError: There is no such release, or it has no such row; the error names the nearest.
        CaucasusDataError: A cell of a frame is not what was released; the error names the first one. Or the columns of
            a frame do not tell which rows it has; or there are none.
        AlteredReleaseError: The archive of the release is not the one that was released.

    Source:
        data/releases/<version>.zip: what is not released cannot be cited.

    >>> cite("armenia", version="0.1.0").statement[:39]
    'caucasus-data 0.1.0, 1 row, sha256:...
    >>> print(cite(version="0.1.0"))
    caucasus-data contributors. (2026, November 22). caucasus-data: ... (Version 0.1.0) [Data set]. ...
    """
    version = _installed() if version is None else version
    release = tables_of(version)
    cited = release if rows is None else _released(rows, release, version)
    behind = set[str]() if rows is None else source_ids(cited, release)
    described = keyed(release["sources"])
    return Citation(
        version,
        sum(len(table.rows) for table in cited.values()),
        fingerprint({name: table.rows for name, table in cited.items()}),
        tuple(of_source(described[source_id]) for source_id in sorted(behind)),
        cited,
    )


def _installed() -> str:
    """The version of the package where it was released, and the last release where it is still in the making."""
    named, known = str(storage.package()["version"]), [*storage.releases()]
    return named if named in known or not known else known[-1]


def _released(rows: Rows, release: Tables, version: str) -> Tables:
    """Rows as they were released, or the error that tells why they were not."""
    found = meant(rows, release)
    if found.unknown:
        raise not_known(*found.unknown[0], release, version)
    if found.altered:
        more = f" (and {len(found.altered) - 1} more)" if len(found.altered) > 1 else ""
        advice = "name the release that the rows are from, or cite their ids alone"
        raise CaucasusDataError(f"{found.altered[0]} in {version}{more}; {advice}")
    if not found.tables:
        raise CaucasusDataError("there are no rows to cite")
    return found.tables
