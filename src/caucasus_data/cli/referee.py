"""Judging and mending contributed rows: `validate`, `fmt`, `fix`, `sides`, `new`, `import`, `changes`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from caucasus_data.cli.parser import command
from caucasus_data.errors import one_of
from caucasus_data.support.plain_text import counted, printable, shorten
from caucasus_data.validation import csv_files, validate
from caucasus_data.validation.report import FORMS, report

if TYPE_CHECKING:
    from caucasus_data.cli.parser import Commands


def add(commands: Commands) -> None:
    """Declare the verbs of this module."""
    about = "Judge the packaged tables, or those in a folder."
    check = command(commands, "validate", _validate, about, "my-folder --strict")
    check.add_argument("paths", metavar="DIR|CSV", nargs="*")
    check.add_argument("--format", choices=FORMS, default=FORMS[0], help="default: %(default)s")
    check.add_argument("--strict", action="store_true", help="let warnings count as faults")

    shape = command(commands, "fmt", _fmt, "Write tables in their canonical form.", "my-folder --check")
    shape.add_argument("paths", metavar="DIR|CSV", nargs="+")
    shape.add_argument("--check", action="store_true", help="say what would change, write nothing, and exit with 1")

    mend = command(commands, "fix", _fix, "Put right in tables what is certain, after asking.", "my-folder")
    mend.add_argument("paths", metavar="DIR|CSV", nargs="+")
    mend.add_argument("--yes", action="store_true", help="do not ask before writing")

    about = "Fill in for whom persons and bodies acted in events, from offices and parents."
    acting = command(commands, "sides", _sides, about, "data")
    acting.add_argument("folder", metavar="DIR", type=Path)

    new = command(commands, "new", _new, "Enter a row, question by question.", "event --in my-folder")
    new.add_argument("kind", choices=["event", "membership", "dependency", "claim", "source", "actor", "place"])
    new.add_argument(
        "--in", dest="folder", metavar="DIR", default="data", help="folder of tables; default: %(default)s"
    )

    about = "Bring in the rows of a data set of others, or of its next edition."
    bring = command(commands, "import", _import, about, "wdi my-file.csv --in my-folder")
    bring.add_argument("data_set", metavar="DATASET", help="entsog, eurostat, factbook or wdi")
    bring.add_argument("file", metavar="FILE", type=Path)
    bring.add_argument(
        "--in",
        dest="folder",
        metavar="DIR",
        type=Path,
        default=Path("data"),
        help="folder of tables; default: %(default)s",
    )

    about = "Show what one folder of tables does to another."
    proposed = command(commands, "changes", _changes, about, "data my-folder")
    proposed.add_argument("old", metavar="OLD_DIR", type=Path)
    proposed.add_argument("new", metavar="NEW_DIR", type=Path)
    proposed.add_argument("--readers", metavar="CSV", type=Path, help="who reads which language, to be named beside it")
    proposed.add_argument(
        "--as", dest="form", choices=["markdown", "json"], default="markdown", help="default: %(default)s"
    )


def _validate(options: argparse.Namespace) -> int:
    findings = validate(*options.paths)
    if shown := report(findings, options.format):
        print(shown)
    return 1 if any(options.strict or f.severity == "error" for f in findings) else 0


def _fmt(options: argparse.Namespace) -> int:
    from caucasus_data.contributing.canonical import difference, reformatted
    from caucasus_data.support.writing import write_all

    files = {path: reformatted(path) for path in csv_files(options.paths)}
    changed = {path: rewriting for path, rewriting in files.items() if rewriting.before != rewriting.after}
    for path, rewriting in changed.items():
        print("\n".join(map(printable, difference(path, rewriting).split("\n"))))
    if not options.check:
        write_all(changed)
    return 1 if changed and options.check else 0


def _fix(options: argparse.Namespace) -> int:
    from caucasus_data.contributing.fixing import mended
    from caucasus_data.support.writing import write_all

    changes, files, findings = mended(options.paths)
    for f in changes:
        print(printable(f"{f.path}:{f.line}: {f.field}: {shorten(f.value)!r} becomes {f.replacement!r} [{f.rule}]"))
    if changes and (options.yes or _agreed(f"write {counted(len(changes), 'change')}?")):
        write_all(files)
        print(f"{counted(len(changes), 'change')} written")
    elif changes:
        print("nothing was written; --yes writes without asking")
        return 1
    left = sum(f.severity == "error" for f in findings)
    print(f"{counted(left, 'fault')} left to you" if left else "no faults left")
    return 1 if left else 0


def _sides(options: argparse.Namespace) -> int:
    from caucasus_data.contributing.sides import propose
    from caucasus_data.support.writing import write_all

    found = propose(options.folder)
    write_all(found.files)
    for part in found.filled:
        print(printable(f"{part.event_id}: {part.actor_id} for {part.sides[0]}"))
    for part in found.open:
        between = f"one of {', '.join(part.sides)}" if part.sides else "no office on the day and no parent"
        print(printable(f"{part.event_id}: {part.actor_id} is left to you: {between}"))
    print(f"{counted(len(found.filled), 'cell')} written, {len(found.open)} left to you")
    return 0


def _agreed(question: str) -> bool:
    try:
        return sys.stdin.isatty() and input(printable(f"{question} [y/N] ")).strip().lower() in ("y", "yes")
    except EOFError:
        return False


def _new(options: argparse.Namespace) -> int:
    from caucasus_data.cli.asking import enter

    print(printable(f"wrote {', '.join(map(str, enter(options.kind, Path(options.folder))))}"))
    return 0


def _import(options: argparse.Namespace) -> int:
    from caucasus_data.contributing.importers import DATA_SETS
    from caucasus_data.contributing.importers.merging import merged
    from caucasus_data.support.writing import write_all

    data_set = DATA_SETS[one_of("data set", options.data_set, DATA_SETS)]
    result = merged(data_set, options.file, options.folder)
    write_all(result.files)
    for old, new in result.changed:
        print(printable(f"{new['dependency_id']}: {_differing(old, new)}"))
    for name in result.left:
        print(printable(f"{name}: left as it is: the row is not of {data_set.source['source_id']}, or was withdrawn"))
    rows = f"{counted(len(result.added), 'row')} added, {len(result.changed)} changed, {result.kept} as before"
    print(f"{rows}; {counted(result.citations, 'citation')} written ({data_set.terms})")
    return 0


def _differing(old: dict[str, str], new: dict[str, str]) -> str:
    changed = [c for c in new if c not in ("reviewed", "note") and old[c] != new[c]]
    return ", ".join(f"{c} {old[c]!r} becomes {new[c]!r}" for c in changed)


def _changes(options: argparse.Namespace) -> int:
    from caucasus_data.contributing.proposal import as_json, as_markdown, propose
    from caucasus_data.derive.code_owners import readers

    known = readers(options.readers) if options.readers else []
    proposal = propose(options.old, options.new)
    print(as_json(proposal) if options.form == "json" else as_markdown(proposal, known))
    return 0
