"""The citation of a version of the dataset, or of exactly some rows of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from caucasus_data.citing import bibtex, cff, csl, datacite, html, ris, text, unf
from caucasus_data.citing.fingerprint import fingerprint
from caucasus_data.citing.given import Origin, Rows, items, origin
from caucasus_data.citing.reference import Reference, of_dataset, of_source
from caucasus_data.citing.released import Release, released
from caucasus_data.citing.rows import Meant, meant, not_known, source_ids
from caucasus_data.errors import CaucasusDataError
from caucasus_data.package import storage
from caucasus_data.package.difference import Tables, keyed

if TYPE_CHECKING:
    import pandas as pd

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
        days: The days in the world for which the rows were loaded, `as_of`; they are no part of the fingerprint.
    """

    version: str
    rows: int
    sha256: str
    sources: tuple[Reference, ...]
    tables: Tables = field(compare=False)
    days: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return f"<Citation {self.statement}>"

    def _repr_html_(self) -> str:
        return html.write(self._dataset, self.sources)

    @property
    def statement(self) -> str:
        """Version, day, number of rows and fingerprint, which `verify` reads and every format carries."""
        rows = "1 row" if self.rows == 1 else f"{self.rows} rows"
        then = f" as of {' and '.join(self.days)}" if self.days else ""
        return f"{storage.package(self.version)['name']} {self.version}{then}, {rows}, sha256:{self.sha256}"

    @property
    def text(self) -> str:
        """As text in the manner of the APA, with a blank line between the dataset and the sources."""
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
        package, before = storage.package(self.version), storage.release_before(self.version)
        return datacite.write(self._dataset, self.sources, package, before=before or "", whole=not self.sources)

    @property
    def unf(self) -> dict[str, str]:
        """UNF version 6 of each table's rows, in the order of the release; `citing.unf` tells what it does not see."""
        return {name: unf.of_table(table.schema, table.rows) for name, table in self.tables.items()}

    @property
    def _dataset(self) -> Reference:
        return of_dataset(storage.package(self.version), self.statement)


def cite(
    rows: Rows | None = None,
    *,
    version: str | None = None,
    as_of: str | None = None,
    tables: Sequence[str] | None = None,
) -> Citation:
    """Cite a version of the dataset, or exactly the rows that you used.

    Args:
        rows: Frames as `load` returns them, row ids, or a list of these; the whole version where it is left
            out. A frame may have lost rows, columns and its order, and gained columns: its rows are found by the key of
            their table, and each counts once. A frame in which tables were merged has the rows of all whose columns
            it shows, and needs the key of each. Series that are rows, records, frames of polars and of
            `find` do too, and the spells that a panel of memberships shows.
        version: A release, of which `versions()` lists all. Where it is left out, frames remember theirs, and it is
            else the installed version, or the last release as long as that one is none.
        as_of: The day in the world for which frames were loaded, where they do not remember it, as after a merge
            or a way through a file.
        tables: Of which tables the rows of frames are, where their columns do not tell; all else is your own then.

    Returns:
        A citation: `str()` gives the text in the manner of the APA, `.bibtex`, `.ris`, `.csl`, `.cff` and `.datacite`
        other formats, and `.statement` a line that `verify` takes.

    Raises:
        UnknownValueError: There is no such release, or it has no such row or table; the error names the nearest.
        CaucasusDataError: A cell of a frame is not what was released, or what `as_of` made of it; the error names the
            first one. Or the columns of a frame do not tell which rows it has; or there are none; or `as_of`
            or `tables` is given and no frame.
        DateError: `as_of` is not one day.
        AlteredReleaseError: The archive of the release is not the one that was released.

    Source:
        data/releases/<version>.zip: what is not released cannot be cited.

    >>> cite("armenia", version="0.1.0").statement[:39]
    'caucasus-data 0.1.0, 1 row, sha256:...
    >>> print(cite(version="0.1.0"))
    caucasus-data contributors. (2026, November 22). caucasus-data: ... (Version 0.1.0) [Data set]. ...
    """
    given = [] if rows is None else items(rows)
    if not (as_of is None and tables is None) and all(isinstance(item, str) for item in given):
        raise CaucasusDataError("as_of and tables tell how frames or files were made, and none was given")
    release = released(_version_of(given) if version is None else version)
    if rows is None:
        return _citation(release, release.tables, set())
    found = meant(given, release, lambda known: [as_of or (known.as_of if known else None)], tables)
    _check(found, release)
    return _citation(release, found.tables, source_ids(found.tables, release.tables), found.days)


def _version_of(given: Sequence[str | pd.DataFrame]) -> str:
    """The version from which frames say that they are, or else the installed one."""
    known: list[Origin | None] = [origin(item) for item in given if not isinstance(item, str)]
    versions = {o.version for o in known if o}
    if len(versions) > 1:
        raise CaucasusDataError(
            f"the frames are from {' and '.join(sorted(versions))}; cite those of each by themselves"
        )
    return (versions & {*storage.releases()} or {_installed()}).pop()


def _installed() -> str:
    """The version of the package where it was released, and the last release where it is still in the making."""
    named, known = str(storage.package()["version"]), [*storage.releases()]
    return named if named in known or not known else known[-1]


def _citation(release: Release, cited: Tables, behind: set[str], days: Sequence[str] = ()) -> Citation:
    sources = release.tables["sources"]
    described = keyed(sources)
    return Citation(
        release.version,
        sum(len(table.rows) for table in cited.values()),
        fingerprint({name: table.rows for name, table in cited.items()}),
        tuple(of_source(described[source_id], sources.schema) for source_id in sorted(behind)),
        cited,
        tuple(days),
    )


def _check(found: Meant, release: Release) -> None:
    """Refuse rows that are not as they were released."""
    if found.unknown:
        raise not_known(*found.unknown[0], release.tables, release.version)
    if found.faults:
        more = f" (and {len(found.faults) - 1} more)" if len(found.faults) > 1 else ""
        advice = f"name the release that the rows are from, load them of {release.version}, or cite their ids alone"
        raise CaucasusDataError(f"{found.faults[0]}{more}; {advice}")
    if not found.tables:
        raise CaucasusDataError("there are no rows to cite")
