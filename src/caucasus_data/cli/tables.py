"""Looking at the tables: `tables`, `show`, `describe`, `resolve`."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from caucasus_data.cli.printing import put, warning_in_a_line
from caucasus_data.derive.codebook import codebook
from caucasus_data.loading.names import resolve
from caucasus_data.model.edtf import bound_names
from caucasus_data.package import storage

if TYPE_CHECKING:
    from caucasus_data.cli.parser import Commands


def add(commands: Commands) -> None:
    """Declare the verbs of this module."""
    tables = commands.add_parser("tables", help="list the tables", allow_abbrev=False)
    tables.set_defaults(run=_tables)

    show = commands.add_parser("show", help="show rows of a table", allow_abbrev=False)
    show.add_argument("table", metavar="TABLE")
    show.add_argument("--actor", metavar="NAME", help="rows that concern an actor, by any of its names")
    show.add_argument("--from", dest="since", metavar="DATE", help="leave out what was over before this EDTF date")
    show.add_argument("--to", dest="until", metavar="DATE", help="leave out what began after this EDTF date")
    show.add_argument(
        "--where",
        action="append",
        default=[],
        metavar="COLUMN=VALUE",
        help="exact cell, empty for a blank one; may be repeated",
    )
    show.add_argument("--as-of", metavar="DAY", help="what held in the world on this day")
    show.add_argument("--version", metavar="VERSION", help="as of this release, instead of today's tables")
    show.add_argument(
        "--as", dest="form", choices=["table", "csv", "json"], default="table", help="default: %(default)s"
    )
    show.add_argument("--sources", action="store_true", help="the sources behind the rows, instead of the rows")
    show.set_defaults(run=_show)

    describe = commands.add_parser("describe", help="show the codebook entry of a table", allow_abbrev=False)
    describe.add_argument("table", metavar="TABLE")
    describe.set_defaults(run=_describe)

    find = commands.add_parser("resolve", help="find the actor that a name stands for", allow_abbrev=False)
    find.add_argument("name", metavar="NAME")
    find.set_defaults(run=_resolve)


def _tables(_: argparse.Namespace) -> int:
    from caucasus_data.loading.frames import load

    for name, description in storage.tables().items():
        print(f"{name:<13}{len(load(name)):>6}  {description}")
    return 0


def _show(options: argparse.Namespace) -> int:
    from caucasus_data.loading.frames import load
    from caucasus_data.loading.sources import sources_of

    declared = storage.schema(options.table, options.version)
    filters = {name: getattr(options, name) for name in ("actor", "since", "until", "where", "as_of", "version")}
    with warning_in_a_line():
        rows = load(options.table, **filters)
    held = ["held"] if "held" in rows else []
    columns, headline = [f["name"] for f in declared["fields"]] + held, declared["headline"] + held
    if options.sources:
        rows = sources_of(options.table, rows, options.version)
        columns, headline = list(rows), ["row_id", "stance", "publisher", "title", "url"]
    elif options.form == "table" and declared["timeline"]:
        rows = rows.sort_values(bound_names(declared["timeline"][0])[0], kind="stable")
    put(rows[headline if options.form == "table" else columns], options.form)
    return 0


def _describe(options: argparse.Namespace) -> int:
    text = codebook(options.table)
    if sys.stdout.isatty():
        from rich.console import Console
        from rich.markdown import Markdown

        Console().print(Markdown(text))
    else:
        print(text)
    return 0


def _resolve(options: argparse.Namespace) -> int:
    print(resolve(options.name))
    return 0
