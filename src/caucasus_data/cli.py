"""The command line: the verbs of the package, in a terminal."""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from caucasus_data import bundle
from caucasus_data.citing.citation import FORMATS, cite
from caucasus_data.citing.verification import verify
from caucasus_data.derive.codebook import codebook
from caucasus_data.edtf import bound_names
from caucasus_data.errors import CaucasusDataError, CoverageWarning, UnknownValueError, UnreadableError, nearest
from caucasus_data.names import resolve
from caucasus_data.plain import counted, printable, shorten
from caucasus_data.validation import csv_files, validate

if TYPE_CHECKING:
    import pandas as pd

    from caucasus_data.entry import Question

CANNOT_RUN = 2
FORMATS = ("text", "json", "github", "markdown", "sarif")


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

    describe = commands.add_parser("describe", help="show the codebook entry of a table", allow_abbrev=False)
    describe.add_argument("table", metavar="TABLE")
    describe.set_defaults(run=_describe)

    find = commands.add_parser("resolve", help="find the actor that a name stands for", allow_abbrev=False)
    find.add_argument("name", metavar="NAME")
    find.set_defaults(run=_resolve)

    check = commands.add_parser("validate", help="judge the packaged tables, or those in a folder", allow_abbrev=False)
    check.add_argument("paths", metavar="DIR|CSV", nargs="*")
    check.add_argument("--format", choices=FORMATS, default="text", help="default: %(default)s")
    check.add_argument("--strict", action="store_true", help="let warnings count as faults")
    check.set_defaults(run=_validate)

    shape = commands.add_parser("fmt", help="write tables in their canonical form", allow_abbrev=False)
    shape.add_argument("paths", metavar="DIR|CSV", nargs="+")
    shape.add_argument("--check", action="store_true", help="say what would change, write nothing, and exit with 1")
    shape.set_defaults(run=_fmt)

    mend = commands.add_parser("fix", help="put right what is certain", allow_abbrev=False)
    mend.add_argument("paths", metavar="DIR|CSV", nargs="+")
    mend.add_argument("--yes", action="store_true", help="do not ask before writing")
    mend.set_defaults(run=_fix)

    new = commands.add_parser("new", help="enter a row, question by question", allow_abbrev=False)
    new.add_argument("kind", choices=["event", "membership", "dependency", "claim", "source", "actor"])
    new.add_argument(
        "--in", dest="folder", metavar="DIR", default="data", help="folder of tables; default: %(default)s"
    )
    new.set_defaults(run=_new)

    listed = commands.add_parser("versions", help="list the releases", allow_abbrev=False)
    listed.set_defaults(run=_versions)

    compare = commands.add_parser("diff", help="show what changed between two releases", allow_abbrev=False)
    compare.add_argument("old", metavar="OLD")
    compare.add_argument("new", metavar="NEW", nargs="?", help="today's tables where it is left out")
    compare.add_argument(
        "--as", dest="form", choices=["table", "csv", "json", "markdown"], default="table", help="default: %(default)s"
    )
    compare.set_defaults(run=_diff)

    proposed = commands.add_parser("changes", help="show what one folder does to another", allow_abbrev=False)
    proposed.add_argument("old", metavar="OLD_DIR", type=Path)
    proposed.add_argument("new", metavar="NEW_DIR", type=Path)
    proposed.add_argument(
        "--as", dest="form", choices=["markdown", "json"], default="markdown", help="default: %(default)s"
    )
    proposed.set_defaults(run=_changes)

    life = commands.add_parser("history", help="show what became of a row", allow_abbrev=False)
    life.add_argument("row_id", metavar="ROW_ID")
    life.set_defaults(run=_history)

    citation = commands.add_parser("cite", help="cite the dataset, or exactly some rows of it", allow_abbrev=False)
    citation.add_argument("rows", metavar="ROW_ID|CSV", nargs="*", help="the whole version where they are left out")
    citation.add_argument("--version", metavar="VERSION", help="this release, instead of the installed version")
    citation.add_argument("--as", dest="form", choices=FORMATS, default=FORMATS[0], help="default: %(default)s")
    citation.add_argument(
        "--unf", action="store_true", help="the UNF of the rows of each table, instead of the citation"
    )
    citation.set_defaults(run=_cite)

    proof = commands.add_parser("verify", help="tell whether rows are those of a citation", allow_abbrev=False)
    proof.add_argument("statement", metavar="STATEMENT", help="any text that holds a line such as cite prints")
    proof.add_argument("rows", metavar="ROW_ID|CSV", nargs="+", help="ids, or files as `show --as csv` writes them")
    proof.set_defaults(run=_verify)

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
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", CoverageWarning)
        rows = select(options.table, actor=actor, since=options.since, until=options.until, where=where, **clocks)
    for warning in caught:
        print(f"caucasus-data: {warning.message}", file=sys.stderr)
    held = ["held"] if "held" in rows else []
    columns, headline = columns + held, declared["headline"] + held
    if options.sources:
        rows = sources_of(options.table, rows, options.version)
        columns, headline = list(rows), ["row_id", "stance", "publisher", "title", "url"]
    elif options.form == "table" and declared["timeline"]:
        rows = rows.sort_values(bound_names(declared["timeline"][0])[0], kind="stable")
    _put(rows[headline if options.form == "table" else columns], options.form)
    return 0


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
    from caucasus_data.validation.report import REPORTS

    findings = validate(*options.paths)
    if report := REPORTS[options.format](findings):
        print(report)
    return 1 if any(options.strict or f.severity == "error" for f in findings) else 0


def _fmt(options: argparse.Namespace) -> int:
    from caucasus_data.canonical import canonical, difference
    from caucasus_data.writing import write_all

    contents = {path: canonical(path) for path in csv_files(options.paths)}
    changed = {path: content for path, content in contents.items() if path.read_bytes() != content}
    for path, content in changed.items():
        print("\n".join(map(printable, difference(path, content).split("\n"))))
    if not options.check:
        write_all(changed)
    return 1 if changed and options.check else 0


def _fix(options: argparse.Namespace) -> int:
    from caucasus_data.fixing import certain, fixed
    from caucasus_data.writing import write_all

    given = {str(path) for path in csv_files(options.paths)}
    findings = [f for f in validate(*options.paths) if f.path in given]
    mending = certain(findings)
    contents = fixed(mending)
    for f in mending:
        print(printable(f"{f.path}:{f.line}: {f.field}: {shorten(f.value)!r} becomes {f.replacement!r} [{f.rule}]"))
    if mending and (options.yes or _agreed(f"write {counted(len(mending), 'change')}?")):
        write_all(contents)
        print(f"{counted(len(mending), 'change')} written")
    elif mending:
        print("nothing was written; --yes writes without asking")
        return 1
    left = sum(f.severity == "error" for f in findings) - len(mending)
    print(f"{counted(left, 'fault')} left to you" if left else "no faults left")
    return 1 if left else 0


def _agreed(question: str) -> bool:
    return sys.stdin.isatty() and input(f"{question} [y/N] ").strip().lower() in ("y", "yes")


def _new(options: argparse.Namespace) -> int:
    from caucasus_data.entry import entered
    from caucasus_data.writing import write_all

    try:
        contents = entered(options.kind, Path(options.folder), _ask)
    except (EOFError, KeyboardInterrupt):
        raise CaucasusDataError("the entry was broken off, and nothing was written") from None
    write_all(contents)
    print(f"wrote {', '.join(map(str, contents))}")
    return 0


def _ask(question: Question) -> str:
    """Put a question on the terminal, with its options at the tabulator key."""
    import readline

    def complete(text: str, state: int) -> str | None:
        fitting = [option for option in question.options if option.startswith(text)]
        return fitting[state] if state < len(fitting) else None

    readline.set_completer(complete)
    readline.set_completer_delims("")
    readline.parse_and_bind("tab: complete")
    if question.problem:
        print(printable(f"  {question.problem}"))
    few = f" One of {', '.join(question.options)}." if 0 < len(question.options) <= 12 else ""
    print(f"{question.text}{few} For example {question.example}.")
    proposal = f" [{question.proposal}]" if question.proposal else "" if question.required else " (blank if unknown)"
    return input(f"{question.field}{proposal}: ")


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


def _changes(options: argparse.Namespace) -> int:
    from caucasus_data.proposal import as_json, as_markdown, propose

    proposal = propose(options.old, options.new)
    print(as_json(proposal) if options.form == "json" else as_markdown(proposal))
    return 0


def _history(options: argparse.Namespace) -> int:
    from caucasus_data.versions import history

    _print(history(options.row_id))
    return 0


def _cite(options: argparse.Namespace) -> int:
    citation = cite(_rows(options.rows) if options.rows else None, version=options.version)
    if options.unf:
        for table, unf in citation.unf.items():
            print(f"{table:<13}{unf}")
    else:
        print(str(getattr(citation, options.form)).rstrip("\n"))
    return 0


def _verify(options: argparse.Namespace) -> int:
    verification = verify(options.statement, _rows(options.rows))
    for reason in str(verification).splitlines():
        print(printable(reason))
    return 0 if verification else 1


def _rows(arguments: list[str]) -> list[str | pd.DataFrame]:
    """Row ids as they are, and the rows of CSV files."""
    return [_cells(argument) if argument.lower().endswith(".csv") else argument for argument in arguments]


def _cells(path: str) -> pd.DataFrame:
    import pandas as pd

    try:
        return pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    except ValueError as error:
        raise UnreadableError(f"cannot read {path} as CSV: {error}") from error


def _release(options: argparse.Namespace) -> int:
    from caucasus_data.release import release

    for path in release(options.version):
        print(f"wrote {path}")
    print(f"commit these and tag v{options.version}")
    return 0
