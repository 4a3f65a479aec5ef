"""Looking at the tables: `tables`, `show`, `find`, `describe`, `resolve`."""

from __future__ import annotations

import argparse
import re
import sys
import warnings
from typing import TYPE_CHECKING, Any

from caucasus_data.cli.parser import command
from caucasus_data.cli.printing import FORMS, page, put, put_rows, warning_in_a_line
from caucasus_data.derive.codebook import codebook
from caucasus_data.errors import CaucasusDataError, did_you_mean, nearest, one_of
from caucasus_data.loading.as_of import VERDICTS
from caucasus_data.loading.names import resolve
from caucasus_data.model.edtf import bound_names
from caucasus_data.package import storage
from caucasus_data.support.folding import words
from caucasus_data.support.plain_text import counted

if TYPE_CHECKING:
    import pandas as pd

    from caucasus_data.cli.parser import Commands
    from caucasus_data.model.vocabularies import TableName


def add(commands: Commands) -> None:
    """Declare the verbs of this module."""
    about = "List the tables, with how many rows each has and what a row is."
    listing = command(commands, "tables", _tables, about, "")
    listing.add_argument("--as", dest="form", choices=FORMS, default=FORMS[0], help="default: %(default)s")

    show = command(
        commands,
        "show",
        _show,
        "Show the rows of a table, or those that pass filters.",
        "events --actor Yerevan --from 2024",
    )
    show.add_argument("table", metavar="TABLE")
    show.add_argument(
        "--actor",
        action="append",
        metavar="NAME",
        help="rows that concern an actor, by any of its names; repeated, all of them",
    )
    show.add_argument("--from", dest="since", metavar="DATE", help="leave out what was over before this EDTF date")
    show.add_argument("--to", dest="until", metavar="DATE", help="leave out what began after this EDTF date")
    show.add_argument(
        "--where",
        action="append",
        metavar="COLUMN=VALUE|COLUMN~TEXT",
        help="a whole cell, empty for a blank one, 100.. for 100 and more, or a part of a cell; may be repeated",
    )
    show.add_argument("--search", metavar="TEXT", help="rows whose texts have these words, as find looks for them")
    show.add_argument("--as-of", metavar="DAY", help="what held in the world on this day")
    show.add_argument(
        "--max-age", metavar="YEARS", type=float, help="leave out dependencies that were older on that day"
    )
    show.add_argument("--version", metavar="VERSION", help="as of this release, instead of today's tables")
    show.add_argument("--as", dest="form", choices=FORMS, default=FORMS[0], help="default: %(default)s")
    show.add_argument("--columns", metavar="COLUMN,…", help="these columns, in this order")
    show.add_argument("--dates", action="store_true", help="of csv and json: what follows from dates and types, too")
    show.add_argument("--limit", metavar="NUMBER", type=int, help="rows at most")
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


def _tables(options: argparse.Namespace) -> int:
    listed = [(name, len(storage.rows(name)), description) for name, description in storage.tables().items()]
    if options.form != "table":
        put_rows(["table", "rows", "description"], listed, options.form)
        return 0
    for name, rows, description in listed:
        print(f"{name:<13}{rows:>6}  {description}")
    return 0


def _show(options: argparse.Namespace) -> int:
    from caucasus_data.loading.sources import sources_of

    declared = storage.schema(options.table, options.version)
    if options.limit is not None and options.limit < 0:
        raise CaucasusDataError(f"--limit asks for a number of rows such as 20, and not {options.limit}")
    if options.dates and options.form == "table":
        raise CaucasusDataError("--dates is for rows as csv or json, and not for a table")
    if options.dates and options.sources:
        raise CaucasusDataError("--dates is for rows, and not for their sources")
    with warning_in_a_line():
        rows = _asked(options.table, _filters(options))
    held = [column for column in VERDICTS if column in rows]
    columns = [*map(str, rows)] if options.dates else [f["name"] for f in declared["fields"]] + held
    told = [column for column in held if rows[column].notna().any()]
    headline = [*dict.fromkeys([*storage.key_of(declared), *declared["headline"], *told])]
    none = "" if len(rows) else _without(options)
    if options.sources:
        rows = sources_of(options.table, rows, options.version)
        columns, headline = list(rows), ["row_id", "stance", "publisher", "title", "url"]
    elif options.form == "table" and declared["timeline"]:
        rows = rows.sort_values(bound_names(declared["timeline"][0])[0], kind="stable")
    if options.columns is not None:
        headline = columns = [one_of("column", name.strip(), [*map(str, rows)]) for name in options.columns.split(",")]
    shown = rows.iloc[: options.limit][headline if options.form == "table" else columns]
    put(shown, options.form, of=len(rows), none=none)
    return 0


def _filters(options: argparse.Namespace) -> dict[str, Any]:
    names = ("actor", "since", "until", "where", "search", "as_of", "max_age", "version")
    return {name: getattr(options, name) for name in names}


def _asked(table: TableName, filters: dict[str, Any]) -> pd.DataFrame:
    """The rows that pass all filters, the search among them."""
    from caucasus_data.loading.frames import load
    from caucasus_data.loading.search import search

    text = filters.pop("search")
    rows = load(table, **filters)
    if text is None:
        return rows
    key = storage.key(table, filters["version"])
    found = {match.row_id for match in search(text, table=table, version=filters["version"])}
    ids = rows[key].astype("str").fillna("").agg("/".join, axis=1) if len(rows) else rows[key[0]]
    return rows[ids.isin(found)]


def _without(options: argparse.Namespace) -> str:
    """How many rows there would be without each of the filters, and what words were perhaps meant."""
    from caucasus_data.loading.search import similar

    filters, said = _filters(options), []
    if options.search is not None and (near := similar(options.search, options.version)):
        said.append(near)
    flags = {"since": "--from", "until": "--to", "search": "--search", "max_age": "--max-age"}
    less: list[tuple[str, dict[str, Any]]] = [
        (f"{flag} {filters[name]}", {name: None}) for name, flag in flags.items() if filters[name] is not None
    ]
    if filters["as_of"] is not None:
        less.append((f"--as-of {filters['as_of']}", {"as_of": None, "max_age": None}))
    actors = filters["actor"] or []
    less = [(f"--actor {name}", {"actor": [other for other in actors if other != name]}) for name in actors] + less
    where = filters["where"] or []
    less += [(f"--where {text}", {"where": [other for other in where if other != text]}) for text in where]
    for flag, fewer in less:
        with warnings.catch_warnings(action="ignore"):
            count = len(_asked(options.table, filters | fewer))
        if count:
            said.append(f"{counted(count, 'row')} without {flag}")
        if fewer.get("where") is not None:
            said += _alike(options.table, flag.removeprefix("--where "), options.version)
    return "; ".join(said)


def _alike(table: TableName, text: str, version: str | None) -> list[str]:
    """The cells most like one that no row has, or the words most like a part, where the column holds any text."""
    from caucasus_data.loading.frames import read
    from caucasus_data.loading.selection import conditions

    frame = read(table, version)
    ((column, (cell,), part),) = conditions(text, map(str, frame))
    if frame[column].dtype != "str" or cell in set(frame[column]):
        return []
    texts = frame[column].dropna().unique()
    known = {word for text in texts for word in words(text)} if part else texts
    cells = nearest(str(cell), known)
    return [did_you_mean([f"{column}{'~' if part else '='}{near}" for near in cells])] if cells else []


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

        console = Console()
        with console.capture() as drawn:  # without the anchors, which lead nowhere in a terminal
            console.print(Markdown(re.sub(r"\[(\w+)\]\(#\1\)", r"\1", text)))
        page(drawn.get().rstrip("\n").split("\n"))
    else:
        print(text)
    return 0


def _resolve(options: argparse.Namespace) -> int:
    print(resolve(options.name))
    return 0
