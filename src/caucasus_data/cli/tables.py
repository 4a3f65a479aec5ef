"""Looking at the tables: `tables`, `show`, `find`, `describe`, `resolve`."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from caucasus_data.cli.parser import command
from caucasus_data.cli.printing import FORMS, put, put_rows, warning_in_a_line
from caucasus_data.derive.codebook import codebook
from caucasus_data.loading.names import resolve
from caucasus_data.model.edtf import bound_names
from caucasus_data.package import storage

if TYPE_CHECKING:
    from caucasus_data.cli.parser import Commands


def add(commands: Commands) -> None:
    """Declare the verbs of this module."""
    command(commands, "tables", _tables, "List the tables, with how many rows each has and what a row is.", "")

    show = command(
        commands,
        "show",
        _show,
        "Show the rows of a table, or those that pass filters.",
        "events --actor Yerevan --from 2024",
    )
    show.add_argument("table", metavar="TABLE")
    show.add_argument("--actor", metavar="NAME", help="rows that concern an actor, by any of its names")
    show.add_argument("--from", dest="since", metavar="DATE", help="leave out what was over before this EDTF date")
    show.add_argument("--to", dest="until", metavar="DATE", help="leave out what began after this EDTF date")
    show.add_argument(
        "--where",
        action="append",
        metavar="COLUMN=VALUE|COLUMN~TEXT",
        help="a whole cell, empty for a blank one, or a part of a cell; may be repeated",
    )
    show.add_argument("--as-of", metavar="DAY", help="what held in the world on this day")
    show.add_argument("--version", metavar="VERSION", help="as of this release, instead of today's tables")
    show.add_argument("--as", dest="form", choices=FORMS, default=FORMS[0], help="default: %(default)s")
    show.add_argument("--sources", action="store_true", help="the sources behind the rows, instead of the rows")

    found = command(commands, "find", _find, "Find rows of all tables by words, in any script.", "Lachin road")
    found.add_argument("words", metavar="TEXT", nargs="+", help="words that all must be there, whole or begun")
    found.add_argument("--table", metavar="TABLE", help="look in this table alone")
    found.add_argument("--limit", metavar="NUMBER", type=int, default=20, help="rows at most; default: %(default)s")
    found.add_argument("--version", metavar="VERSION", help="as of this release, instead of today's tables")
    found.add_argument("--as", dest="form", choices=FORMS, default=FORMS[0], help="default: %(default)s")

    describe = command(commands, "describe", _describe, "Explain the columns and words of a table.", "events")
    describe.add_argument("table", metavar="TABLE")

    resolved = command(commands, "resolve", _resolve, "Find the actor that a name stands for.", "Pashinian")
    resolved.add_argument("name", metavar="NAME")


def _tables(_: argparse.Namespace) -> int:
    for name, description in storage.tables().items():
        print(f"{name:<13}{len(storage.rows(name)):>6}  {description}")
    return 0


def _show(options: argparse.Namespace) -> int:
    from caucasus_data.loading.frames import load
    from caucasus_data.loading.sources import sources_of

    declared = storage.schema(options.table, options.version)
    filters = {name: getattr(options, name) for name in ("actor", "since", "until", "where", "as_of", "version")}
    with warning_in_a_line():
        rows = load(options.table, **filters)
    held = ["held"] if "held" in rows else []
    columns = [f["name"] for f in declared["fields"]] + held
    headline = [*dict.fromkeys([*storage.key_of(declared), *declared["headline"], *held])]
    if options.sources:
        rows = sources_of(options.table, rows, options.version)
        columns, headline = list(rows), ["row_id", "stance", "publisher", "title", "url"]
    elif options.form == "table" and declared["timeline"]:
        rows = rows.sort_values(bound_names(declared["timeline"][0])[0], kind="stable")
    put(rows[headline if options.form == "table" else columns], options.form)
    return 0


def _find(options: argparse.Namespace) -> int:
    from caucasus_data.loading.search import Match, search, similar

    text = " ".join(options.words)
    found = search(text, table=options.table, version=options.version, limit=options.limit)
    near = "" if found or options.form != "table" else similar(text, options.version)
    put_rows(Match._fields, [[cell or None for cell in match] for match in found], options.form, none=near)
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
