"""Rows by way of a spreadsheet: `workbook`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from caucasus_data.cli.parser import command
from caucasus_data.package import storage
from caucasus_data.support.plain_text import counted, printable

if TYPE_CHECKING:
    from caucasus_data.cli.parser import Commands


def add(commands: Commands) -> None:
    """Declare the verb of this module."""
    about = "Write a workbook in which rows can be entered, or take its rows into tables."
    verb = command(commands, "workbook", _workbook, about, "my-rows.xlsx --into data")
    verb.add_argument("file", metavar="FILE.xlsx", type=Path)
    verb.add_argument("--into", metavar="DIR", type=Path, help="take the rows of the workbook into the tables there")
    verb.add_argument("--data", metavar="DIR", type=Path, help="fill it from these tables; default: the packaged ones")
    verb.add_argument("--empty", action="store_true", help="write it without rows")


def _workbook(options: argparse.Namespace) -> int:
    if options.into:
        return _take(options.file, options.into)
    from caucasus_data.contributing.folder import Folder
    from caucasus_data.contributing.workbook.filling import fill

    rows = Folder(options.data or storage.root() / "data").rows
    fill(options.file, {} if options.empty else rows, rows)
    print(f"wrote {options.file}")
    return 0


def _take(file: Path, into: Path) -> int:
    from caucasus_data.contributing.workbook.taking import take
    from caucasus_data.support.writing import write_all
    from caucasus_data.validation.report.text import as_text

    taken = take(file, into)
    if taken.findings:
        print(as_text(taken.findings))
    if any(finding.severity == "error" for finding in taken.findings):
        print("nothing was written")
        return 1
    write_all(taken.files)
    for row in taken.changed:
        print(printable(row))
    print(f"{counted(taken.added, 'row')} added, {len(taken.changed)} changed")
    return 0
