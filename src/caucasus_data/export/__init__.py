"""All tables as a database, a spreadsheet, or files of another format."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from caucasus_data.errors import UnknownValueError
from caucasus_data.package import storage
from caucasus_data.support.replacing import replacing

if TYPE_CHECKING:
    import os

FORMATS: Final = {
    "sqlite": "caucasus-data.sqlite",
    "duckdb": "caucasus-data.duckdb",
    "parquet": "caucasus-data-parquet",
    "xlsx": "caucasus-data.xlsx",
    "jsonl": "caucasus-data-jsonl",
    "graphml": "caucasus-data-graphml",
    "geojson": "caucasus-data.geojson",
}
"""The formats, each a module of this package, and the name of the file or folder that is written."""


def export(to: str, into: str | os.PathLike[str], *, version: str | None = None) -> Path:
    """Write all tables in another format.

    Columns are those of the CSV files: whole numbers, numbers and days have their type, an EDTF date and a
    word of a vocabulary are text, and a blank cell is null. Every format carries the version and how
    to cite it.

    Args:
        to: `sqlite` or `duckdb`: one database with keys, foreign keys and vocabularies enforced, and a table
            `metadata`; in SQLite a day is ISO text in a column declared DATE, and foreign keys hold on
            connections that ask for them. `parquet`: a file for each table, with the version among its
            key-value metadata. `xlsx`: a sheet for each table and one `about`; no text is ever a formula.
            `jsonl`: a file for each table, a row a line, and datapackage.json. `graphml`: the graphs
            of `network()`. `geojson`: a feature for each event, at the point of its place, with the first and
            last day and the precision of its dates, and how close the point comes in `place_precision`.
        into: The folder to write to, which is made where there is none. What an earlier export to it in
            the same format wrote is replaced as a whole, once all is written.
        version: A release; today's tables where it is left out.

    Returns:
        The file that was written, or the folder of the files (parquet, jsonl, graphml).

    Raises:
        UnknownValueError: There is no such format or version.
        MissingLibraryError: The format needs a library that is not installed.
        UnwritableError: The folder cannot be written to.
        CaucasusDataError: The version has no coordinates to write as GeoJSON.
        AlteredReleaseError: The archive of the version is not the one that was released.

    Source:
        data/*.csv of the installed version, or of data/releases/<version>.zip.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     export("jsonl", folder).name
    'caucasus-data-jsonl'
    """
    if to not in FORMATS:
        raise UnknownValueError("format", str(to), FORMATS)
    storage.home(version)
    target = Path(into) / FORMATS[to]
    with replacing(target) as beside:
        import_module(f"caucasus_data.export.{to}").write(beside, version)
    return target
