"""All tables as a database, a spreadsheet, or files of another format."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from caucasus_data.errors import CaucasusDataError, one_of
from caucasus_data.export.content import Content
from caucasus_data.package import storage
from caucasus_data.support.plain_text import printable, shorten
from caucasus_data.support.writing import naming, replacing

if TYPE_CHECKING:
    import os

_LIST: Final = ".caucasus-data-export"
"""A file in a folder that was exported, which lists what else was written there."""

FORMATS: Final = {
    "sqlite": "caucasus-data.sqlite",
    "datasette": "caucasus-data-datasette",
    "duckdb": "caucasus-data.duckdb",
    "parquet": "caucasus-data-parquet",
    "xlsx": "caucasus-data.xlsx",
    "jsonl": "caucasus-data-jsonl",
    "stata": "caucasus-data-stata",
    "spss": "caucasus-data-spss",
    "csv-excel": "caucasus-data-csv-excel",
    "graphml": "caucasus-data-graphml",
    "geojson": "caucasus-data.geojson",
    "ftm": "caucasus-data-ftm",
}
"""The formats, each a module of this package, and the name of the file or folder that is written."""


def export(to: str, into: str | os.PathLike[str], *, version: str | None = None) -> Path:
    """Write all tables in another format.

    Columns are those that `load` gives, the ones that it computes among them: whole numbers, numbers and days have
    their type, an EDTF date is text beside its first and last day, and a blank cell is null. Every format
    carries the version and how to cite it.

    Args:
        to: `sqlite` or `duckdb`: one database with keys and foreign keys enforced, a table of words with
            their definitions for each vocabulary, views (`seats`, `events_with_participants`,
            `latest_observations`, `claims_with_sources`, `row_sources`) and a table `metadata`. In SQLite
            a day is ISO text in a column declared DATE, foreign keys hold on connections that ask for them, and
            `<table>_fts` finds words, of all tables but those of which each row is a remark on others
            (`participants`, `citations`, `coverage`). In DuckDB a vocabulary is an ENUM. `datasette`: a folder
            that Datasette serves. `parquet`: a file for each table, with the version among its key-value
            metadata. `xlsx`: a sheet for each table, with links, filters and the words of vocabularies to choose
            from; no text is ever a formula. `csv-excel`: CSV that spreadsheet programs open without changing it.
            `stata`, `spss`: a file for each table with labels for its variables and words. `jsonl`: a file for
            each table, a row a line, and datapackage.json. `graphml`: the graphs of `network()`. `geojson`: a
            feature for each event, at the point of its place, with the first and last day and the precision of
            its dates, and how close the point comes in `place_precision`. `ftm`: entities of FollowTheMoney
            (actors, memberships, positions, who held them, and events) under our ids, and each value as a
            statement whose `origin` is the source in which it was read.
        into: The folder to write to, which is made where there is none. What an earlier export to it in
            the same format wrote is replaced as a whole, once all is written; of a folder of files, only where
            nothing else lies in it.
        version: A release; today's tables where it is left out.

    Returns:
        The file that was written, or the folder of the files.

    Raises:
        UnknownValueError: There is no such format or version.
        MissingLibraryError: The format needs a library that is not installed.
        UnwritableError: The folder cannot be written to.
        CaucasusDataError: The version has no coordinates to write as GeoJSON; or there is a file in the folder
            of files that no export wrote.
        AlteredReleaseError: The archive of the version is not the one that was released.

    Source:
        data/*.csv of the installed version, or of data/releases/<version>.zip.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     export("jsonl", folder).name
    'caucasus-data-jsonl'
    """
    name = FORMATS[one_of("format", to, FORMATS)]
    storage.home(version)
    target = Path(into) / name
    _refuse_strangers(target)
    with replacing(target) as beside:
        import_module(f"caucasus_data.export.{to.replace('-', '_')}").write(beside, Content(version))
        if beside.is_dir():
            (beside / _LIST).write_text("\n".join(_files(beside)) + "\n", encoding="utf-8", newline="\n")
        _refuse_strangers(target)
    return target


def _files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def _refuse_strangers(target: Path) -> None:
    """Refuse to replace a folder in which something lies that no export wrote."""
    if not target.is_dir():
        return
    told = target / _LIST
    with naming(target):
        own = {_LIST, *(told.read_text(encoding="utf-8", errors="replace").splitlines() if told.is_file() else ())}
        strange = [name for name in _files(target) if name not in own]
    if strange:
        said = printable(shorten(strange[0]))
        raise CaucasusDataError(
            f"{target} holds {said}, which no export is known to have written; move it away or name another folder"
        )
