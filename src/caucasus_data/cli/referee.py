"""Judging and mending contributed rows: `validate`, `fmt`, `fix`, `new`, `changes`."""

from __future__ import annotations

import argparse
import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from caucasus_data.errors import CaucasusDataError
from caucasus_data.model.vocabularies import TABLE_NAMES
from caucasus_data.support.plain_text import counted, printable, shorten
from caucasus_data.validation import csv_files, validate

if TYPE_CHECKING:
    from caucasus_data.cli.parser import Commands
    from caucasus_data.contributing.entry import Question

REPORTS = ("text", "json", "github", "markdown", "html", "sarif")


def add(commands: Commands) -> None:
    """Declare the verbs of this module."""
    check = commands.add_parser("validate", help="judge the packaged tables, or those in a folder", allow_abbrev=False)
    check.add_argument("paths", metavar="DIR|CSV", nargs="*")
    check.add_argument("--format", choices=REPORTS, default="text", help="default: %(default)s")
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

    proposed = commands.add_parser("changes", help="show what one folder does to another", allow_abbrev=False)
    proposed.add_argument("old", metavar="OLD_DIR", type=Path)
    proposed.add_argument("new", metavar="NEW_DIR", type=Path)
    proposed.add_argument(
        "--as", dest="form", choices=["markdown", "json"], default="markdown", help="default: %(default)s"
    )
    proposed.set_defaults(run=_changes)


def _validate(options: argparse.Namespace) -> int:
    from caucasus_data.validation import report

    findings = validate(*options.paths)
    if shown := report.REPORTS[options.format](findings):
        print(shown)
    return 1 if any(options.strict or f.severity == "error" for f in findings) else 0


def _fmt(options: argparse.Namespace) -> int:
    from caucasus_data.contributing.canonical import canonical, difference
    from caucasus_data.support.writing import write_all

    contents = {path: canonical(path) for path in csv_files(options.paths)}
    changed = {path: content for path, content in contents.items() if path.read_bytes() != content}
    for path, content in changed.items():
        print("\n".join(map(printable, difference(path, content).split("\n"))))
    if not options.check:
        write_all(changed)
    return 1 if changed and options.check else 0


def _fix(options: argparse.Namespace) -> int:
    from caucasus_data.contributing.fixing import certain, fixed
    from caucasus_data.support.writing import write_all

    files = [file for file in csv_files(options.paths) if file.stem in TABLE_NAMES]
    given = {str(file) for file in files}
    mending = certain(f for f in validate(*options.paths) if f.path in given)
    contents = fixed(mending, files)
    for f in mending:
        print(printable(f"{f.path}:{f.line}: {f.field}: {shorten(f.value)!r} becomes {f.replacement!r} [{f.rule}]"))
    if mending and (options.yes or _agreed(f"write {counted(len(mending), 'change')}?")):
        write_all(contents)
        print(f"{counted(len(mending), 'change')} written")
    elif mending:
        print("nothing was written; --yes writes without asking")
        return 1
    left = sum(f.severity == "error" for f in validate(*options.paths))
    print(f"{counted(left, 'fault')} left to you" if left else "no faults left")
    return 1 if left else 0


def _agreed(question: str) -> bool:
    try:
        return sys.stdin.isatty() and input(f"{question} [y/N] ").strip().lower() in ("y", "yes")
    except EOFError:
        return False


def _new(options: argparse.Namespace) -> int:
    from caucasus_data.contributing.entry import entered
    from caucasus_data.support.writing import write_all

    try:
        contents = entered(options.kind, Path(options.folder), _ask)
    except (EOFError, KeyboardInterrupt):
        raise CaucasusDataError("the entry was broken off, and nothing was written") from None
    write_all(contents)
    print(f"wrote {', '.join(map(str, contents))}")
    return 0


def _ask(question: Question) -> str:
    """Put a question on the terminal, with its options at the tabulator key."""
    with contextlib.suppress(ImportError):  # not everywhere
        _complete(question)
    if question.problem:
        print(printable(f"  {question.problem}"))
    few = f" One of {', '.join(question.options)}." if 0 < len(question.options) <= 12 else ""
    print(f"{question.text}{few} For example {question.example}.")
    proposal = f" [{question.proposal}]" if question.proposal else "" if question.required else " (blank if unknown)"
    return input(f"{question.field}{proposal}: ")


def _complete(question: Question) -> None:
    import readline

    def complete(text: str, state: int) -> str | None:
        fitting = [option for option in question.options if option.startswith(text)]
        return fitting[state] if state < len(fitting) else None

    readline.set_completer(complete)
    readline.set_completer_delims("")
    readline.parse_and_bind("tab: complete")


def _changes(options: argparse.Namespace) -> int:
    from caucasus_data.contributing.proposal import as_json, as_markdown, propose

    proposal = propose(options.old, options.new)
    print(as_json(proposal) if options.form == "json" else as_markdown(proposal))
    return 0
