"""The referee: judges tables, and says where they are wrong and how to mend them."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from caucasus_data.errors import CaucasusDataError, UnreadableError
from caucasus_data.model.vocabularies import TABLE_NAMES
from caucasus_data.package import storage
from caucasus_data.support.memory import ask_for
from caucasus_data.support.progress import tracked
from caucasus_data.support.writing import settle

if TYPE_CHECKING:
    from caucasus_data.validation.finding import Finding
    from caucasus_data.validation.released import Rows

_ROOM, _MORE = 1_500_000_000, 1_100_000_000
"""Address space that judging takes, and what it takes more where a file is read in parts; much of it is never used."""

_EACH = 3
"""And for each byte of the files, as far as they lie in memory unpacked."""

LONG_WORK = 20_000_000
"""Bytes from which on somebody at a terminal would wonder whether anything happens."""


def validate(*paths: str | Path) -> list[Finding]:
    """Judge tables.

    Args:
        paths: Folders that hold some or all tables as `<table>.csv`, or such files; tables that are absent
            are taken from the packaged data. One that holds less than half of the packaged rows, new rows alone
            say, is judged beside them. The packaged data itself where no path is given.

    Returns:
        What is wrong, file by file and line by line, and what deserves a second look (severity
        `warning`); empty where nothing does. Layers build on each other: a fault that an earlier one found is
        not found again by a later one, and warnings are given where there are no errors.

    Raises:
        UnreadableError: A path is not a table nor a folder with at least one, or cannot be read.

    Source:
        The declarations in `caucasus_data.model`; docs/rules.md explains each rule.

    >>> [finding for finding in validate() if finding.severity == "error"]
    []
    """
    return judged(by_table(csv_files(paths or [storage.root() / "data"])))


def judged(
    given: Mapping[str, Path], contents: Mapping[Path, bytes] | None = None, *, each: bool = False
) -> list[Finding]:
    """Judge the tables of some files, as they are or as they would be.

    Args:
        given: Files by the name of their table.
        contents: What is to be taken for the content of a file, instead of what it holds.
        each: Whether each cell is told of where a column is wrong as a whole.
    """
    packaged = storage.root() / "data"
    files: dict[str, Path] = {name: given.get(name, packaged / f"{name}.csv") for name in TABLE_NAMES}
    sizes = [file.stat().st_size for file in files.values() if file.is_file()]
    long = sum(sizes) > LONG_WORK
    ask_for(_ROOM + long * _MORE + _EACH * min(sum(sizes), _MORE))
    from caucasus_data.model.tables import TABLES
    from caucasus_data.validation import beside, between, cells, certainty, changed, naming, reading, within
    from caucasus_data.validation.judgement import judgement
    from caucasus_data.validation.moved import moved
    from caucasus_data.validation.released import Rows
    from caucasus_data.validation.sheet import few_of_each
    from caucasus_data.validation.withdrawn import withdrawn

    contents = contents or {}
    sheets = {
        n: reading.read(TABLES[n], file, contents.get(file)) for n, file in tracked(files.items(), "reading", long=long)
    }
    released = _released({name: (file, contents.get(file)) for name, file in files.items()})
    findings = [reading.unknown_table(file) for name, file in given.items() if name not in TABLES]
    for sheet in tracked(sheets.values(), "judging", long=long):
        findings += [
            *sheet.findings,
            *(moved(sheet, released[sheet.table.name]) if sheet.table.name in released else []),
        ]
        of_cells = cells.of_causes(sheet, cells.cells_and_rows(sheet, sheets.values(), each=each))
        findings += of_cells if each else cells.of_one_saving(sheet, of_cells)
    alone = beside.beside_packaged(sheets, given.keys(), packaged)
    ordered = [*sheets.values()]
    sheets |= alone
    gone = [*beside.shrunk(sheets, released)]
    findings = [*beside.before_the_cut(findings, gone, sheets), *gone]
    for sheet in sheets.values():
        headers = {f.line for f in findings if f.rule == "repeated-header" and f.path == sheet.path}
        findings += [*within.keys(sheet, headers), *within.same_facts(sheet)]
    findings += within.same_actors(sheets["actors"], released.get("actors", Rows()))
    findings += within.same_identifiers(sheets["identifiers"])
    findings += within.spells(sheets["memberships"])
    findings += within.looks(sheets["coverage"])
    findings += within.cycles(sheets["events"], "part_of")
    findings += within.cycles(sheets["actors"], "parent_id")
    findings += within.cycles(sheets["withdrawn"], "replaced_by")
    lost, missing = between.vanished(sheets, released)
    findings += lost
    findings += between.references(sheets, missing)
    findings += between.between_tables(sheets, released.get("actors", Rows()))
    findings += withdrawn(sheets, released)
    for sheet in ordered:
        findings += within.order(sheet, released.get(sheet.table.name, Rows()))
    if not findings:
        findings += few_of_each(judgement(sheets, released))
    findings = [*changed.at_changed_cells(findings, sheets, released)]
    findings = [*certainty.of_ids_that_exist(findings, sheets, released.values())]
    findings = [*naming.with_ids_of_names(findings, sheets)]
    if alone:  # of packaged rows beside which new ones stand there is nothing to mend
        paths_given = {str(file) for file in given.values()}
        findings = [f for f in findings if f.path in paths_given and f.line >= 0]
    return sorted(findings)


def _released(files: Mapping[str, tuple[Path, bytes | None]]) -> dict[str, Rows]:
    """The rows of the last release; none of files that are as released."""
    from caucasus_data.validation.released import Rows

    last = storage.last_release()
    if last is None:
        return {}
    released: dict[str, Rows] = {}
    for name in storage.tables(last):
        file, content = files[name]
        as_released = _is(file, content, storage.resource(name, last))
        then = b"" if as_released else storage.content_of(name, last)
        released[name] = Rows() if as_released else Rows.read(then, storage.key(name, last))
    return released


def _is(file: Path, content: bytes | None, resource: storage.Descriptor) -> bool:
    """Whether a file, or what it is to hold, is the one that a descriptor tells of."""
    if (file.stat().st_size if content is None else len(content)) != resource["bytes"]:
        return False
    content = file.read_bytes() if content is None else content
    return bool(resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}")


def csv_files(paths: Iterable[str | Path]) -> list[Path]:
    """The CSV files that folders hold and paths name: what merely looks like a table's is not passed over.

    What a run that was ended while it wrote there has left is settled first.

    Raises:
        UnreadableError: A path is neither a folder with a table nor a CSV file.
    """
    paths = list(paths)
    if "" in paths:  # which Path would take for the folder where one happens to be
        raise UnreadableError("a path is empty; name a folder of tables or a table such as events.csv")
    return [
        *{file.resolve() if file.is_file() else file: file for path in paths for file in _files(Path(path))}.values()
    ]


def by_table(files: Iterable[Path]) -> dict[str, Path]:
    """Files by the name of the table that they bear.

    Raises:
        UnreadableError: A table is given twice.
    """
    found: dict[str, Path] = {}
    for file in files:
        if file.stem in found:
            raise UnreadableError(f"{file.stem} is given twice, as {found[file.stem]} and as {file}")
        found[file.stem] = file
    return found


def _files(path: Path) -> list[Path]:
    try:
        folder = stat.S_ISDIR(path.stat().st_mode)
        settle(path if folder else path.parent)
        if folder:
            files = [file for file in path.iterdir() if file.suffix.lower() == ".csv"]
            if {file.stem for file in files}.isdisjoint(TABLE_NAMES):
                raise UnreadableError(f"{path} holds no table; a table is named like events.csv or actors.csv")
            return sorted(files)
    except CaucasusDataError:
        raise
    except OSError as error:
        raise UnreadableError(f"cannot read {path}: {error.strerror}") from error
    if path.suffix.lower() != ".csv":
        raise UnreadableError(f"{path} is no folder nor a CSV file; name one that holds tables such as events.csv")
    return [path]
