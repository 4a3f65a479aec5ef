"""The command line: the verbs of the package, in a terminal."""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import sys
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from caucasus_data import bundle
from caucasus_data.derive.codebook import codebook
from caucasus_data.edtf import bound_names
from caucasus_data.errors import CaucasusDataError, CoverageWarning, UnknownValueError, nearest
from caucasus_data.export import FORMATS, export
from caucasus_data.names import resolve
from caucasus_data.network import network, save
from caucasus_data.panel import panel
from caucasus_data.validation import validate
from caucasus_data.validation.report import as_json, as_text, printable

if TYPE_CHECKING:
    import pandas as pd

CANNOT_RUN = 2


class _Parser(argparse.ArgumentParser):
    """A parser whose errors are one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(CANNOT_RUN, f"{self.prog}: {message}\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status: 0 well, 1 faults found, 2 cannot run."""
    parser, commands = _parser()
    _speak_utf8()
    try:
        options, unknown = parser.parse_known_args(arguments)
        for argument in unknown:
            if not argument.startswith("-"):
                parser.error(f"unexpected argument {argument!r}")
            known = [o for action in commands[options.command]._actions for o in action.option_strings]
            raise UnknownValueError("option", argument.partition("=")[0], known)
        status = int(options.run(options))
        sys.stdout.flush()
    except CaucasusDataError as error:
        print(f"{parser.prog}: {printable(str(error))}", file=sys.stderr)
        return CANNOT_RUN
    except BrokenPipeError:  # the reader, `head` say, has seen enough
        _drop_output()
        return 0
    except OSError as error:
        print(f"{parser.prog}: {error}", file=sys.stderr)
        _drop_output()
        return CANNOT_RUN
    return status


def _drop_output() -> None:
    """Let go of what is still to be written, or Python tries once more when it ends."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _speak_utf8() -> None:
    """Write UTF-8 to pipes and files, and to a terminal whatever letters it has."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")


def _parser() -> tuple[_Parser, dict[str, argparse.ArgumentParser]]:
    parser = _Parser(
        prog="caucasus-data", description="The South Caucasus' realignment, row by row.", allow_abbrev=False
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {bundle.package()['version']}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

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

    spread = commands.add_parser("panel", help="spread a table over years or months", allow_abbrev=False)
    spread.add_argument("table", metavar="TABLE", help="memberships, events or dependencies")
    spread.add_argument("--by", choices=["year", "month"], default="year", help="default: %(default)s")
    spread.add_argument("--version", metavar="VERSION", help="as of this release, instead of today's tables")
    spread.add_argument(
        "--as", dest="form", choices=["csv", "json", "table"], default="csv", help="default: %(default)s"
    )
    spread.set_defaults(run=_panel)

    graph = commands.add_parser("network", help="write a table as a graph, for Gephi and others", allow_abbrev=False)
    graph.add_argument("kind", metavar="KIND", help="memberships, events or dependencies")
    graph.add_argument("file", metavar="FILE", type=Path, help="ends in .graphml or .gexf")
    graph.add_argument("--as-of", metavar="DAY", help="what held in the world on this day")
    graph.add_argument("--version", metavar="VERSION", help="as of this release, instead of today's tables")
    graph.set_defaults(run=_network)

    whole = commands.add_parser("export", help="write all tables in another format", allow_abbrev=False)
    whole.add_argument("folder", metavar="DIR", help="made where there is none")
    whole.add_argument("--to", choices=[*FORMATS], required=True)
    whole.add_argument("--version", metavar="VERSION", help="as of this release, instead of today's tables")
    whole.set_defaults(run=_export)

    describe = commands.add_parser("describe", help="show the codebook entry of a table", allow_abbrev=False)
    describe.add_argument("table", metavar="TABLE")
    describe.set_defaults(run=_describe)

    find = commands.add_parser("resolve", help="find the actor that a name stands for", allow_abbrev=False)
    find.add_argument("name", metavar="NAME")
    find.set_defaults(run=_resolve)

    check = commands.add_parser("validate", help="judge the packaged tables, or those in a folder", allow_abbrev=False)
    check.add_argument("paths", metavar="DIR|CSV", nargs="*")
    check.add_argument("--format", choices=["text", "json"], default="text", help="default: %(default)s")
    check.set_defaults(run=_validate)

    listed = commands.add_parser("versions", help="list the releases", allow_abbrev=False)
    listed.set_defaults(run=_versions)

    compare = commands.add_parser("diff", help="show what changed between two releases", allow_abbrev=False)
    compare.add_argument("old", metavar="OLD")
    compare.add_argument("new", metavar="NEW", nargs="?", help="today's tables where it is left out")
    compare.add_argument(
        "--as", dest="form", choices=["table", "csv", "json", "markdown"], default="table", help="default: %(default)s"
    )
    compare.set_defaults(run=_diff)

    life = commands.add_parser("history", help="show what became of a row", allow_abbrev=False)
    life.add_argument("row_id", metavar="ROW_ID")
    life.set_defaults(run=_history)

    freeze = commands.add_parser("release", help="freeze the tables of a checkout as a release", allow_abbrev=False)
    freeze.add_argument("version", metavar="VERSION")
    freeze.set_defaults(run=_release)
    return parser, dict(commands.choices)


def _tables(_: argparse.Namespace) -> int:
    from caucasus_data.frames import load

    for name, description in bundle.tables().items():
        print(f"{name:<13}{len(load(name)):>6}  {description}")
    return 0


def _show(options: argparse.Namespace) -> int:
    from caucasus_data.selection import select, sources_of

    declared = bundle.schema(options.table, options.version)
    columns = [f["name"] for f in declared["fields"]]
    where = [_condition(c, columns) for c in options.where]
    actor = resolve(options.actor) if options.actor is not None else None
    clocks = {"as_of": options.as_of, "version": options.version}
    with _warning_in_a_line():
        rows = select(options.table, actor=actor, since=options.since, until=options.until, where=where, **clocks)
    held = ["held"] if "held" in rows else []
    columns, headline = columns + held, declared["headline"] + held
    if options.sources:
        rows = sources_of(options.table, rows, options.version)
        columns, headline = list(rows), ["row_id", "stance", "publisher", "title", "url"]
    elif options.form == "table" and declared["timeline"]:
        rows = rows.sort_values(bound_names(declared["timeline"][0])[0], kind="stable")
    _put(rows[headline if options.form == "table" else columns], options.form)
    return 0


@contextlib.contextmanager
def _warning_in_a_line() -> Iterator[None]:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", CoverageWarning)
        yield
    for warning in caught:
        print(f"caucasus-data: {warning.message}", file=sys.stderr)


def _put(rows: pd.DataFrame, form: str) -> None:
    if form == "csv":
        rows.to_csv(sys.stdout, index=False, lineterminator="\n", float_format="%.15g")
    elif form == "json":
        print(json.dumps(_plain(rows, None).to_dict("records"), ensure_ascii=False, indent=2))
    else:
        _print(rows)


def _plain(rows: pd.DataFrame, blank: str | None) -> pd.DataFrame:
    """The cells as plain objects: days as text, and a stand-in for what is missing."""
    days = {str(c): rows[c].dt.strftime("%Y-%m-%d") for c in rows.select_dtypes("datetime")}
    return rows.assign(**days).astype("object").where(rows.notna(), blank)


def _condition(text: str, columns: list[str]) -> tuple[str, str]:
    column, equals, value = text.partition("=")
    if not equals:
        like = (nearest(column, columns) or columns)[0]
        raise CaucasusDataError(f"filter {text!r} is not of the form COLUMN=VALUE: did you mean '{like}=VALUE'?")
    return column, value


def _print(rows: pd.DataFrame) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in rows.columns:
        table.add_column(name.removesuffix("_id"), overflow="fold")
    for row in _plain(rows, "").itertuples(index=False):
        table.add_row(*(Text(printable(str(cell))) for cell in row))
    console = Console(width=None if sys.stdout.isatty() else 160)
    console.print(table)
    console.print("1 row" if len(rows) == 1 else f"{len(rows)} rows", highlight=False)


def _panel(options: argparse.Namespace) -> int:
    rows = panel(options.table, by=options.by, version=options.version)
    if options.form == "table" and options.table == "dependencies":
        raise CaucasusDataError("a panel with columns for each year is too wide for a table; ask for --as csv or json")
    _put(rows, options.form)
    return 0


def _network(options: argparse.Namespace) -> int:
    with _warning_in_a_line():
        graph = network(options.kind, as_of=options.as_of, version=options.version)
    save(graph, options.file)
    print(f"wrote {options.file}")
    return 0


def _export(options: argparse.Namespace) -> int:
    print(f"wrote {export(options.to, options.folder, version=options.version)}")
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


def _validate(options: argparse.Namespace) -> int:
    findings = validate(*options.paths)
    print(as_json(findings) if options.format == "json" else as_text(findings))
    return 1 if any(f.severity == "error" for f in findings) else 0


def _versions(_: argparse.Namespace) -> int:
    from caucasus_data.versions import versions

    _print(versions().drop(columns="sha256"))
    return 0


def _diff(options: argparse.Namespace) -> int:
    from caucasus_data.difference import as_markdown, diff

    found = diff(options.old, options.new)
    if options.form == "markdown":
        print(as_markdown(found))
    else:
        _put(found, options.form)
    return 0


def _history(options: argparse.Namespace) -> int:
    from caucasus_data.versions import history

    _print(history(options.row_id))
    return 0


def _release(options: argparse.Namespace) -> int:
    from caucasus_data.release import release

    for path in release(options.version):
        print(f"wrote {path}")
    print(f"commit these and tag v{options.version}")
    return 0
