"""What was known when: `versions`, `diff`, `history`, `release`."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from caucasus_data.cli.parser import command
from caucasus_data.cli.printing import FORMS, put_rows
from caucasus_data.package import storage

if TYPE_CHECKING:
    from caucasus_data.cli.parser import Commands


def add(commands: Commands) -> None:
    """Declare the verbs of this module."""
    listing = command(commands, "versions", _versions, "List the releases, with what changed in each.", "")

    compare = command(commands, "diff", _diff, "Show what changed between two releases.", "0.1.0 0.2.0 --as markdown")
    compare.add_argument("old", metavar="OLD")
    compare.add_argument("new", metavar="NEW", nargs="?", help="today's tables where it is left out")
    compare.add_argument("--table", metavar="TABLE", help="look in this table alone")
    compare.add_argument(
        "--actor", action="append", metavar="NAME", help="rows that concern an actor; repeated, all of them"
    )
    compare.add_argument(
        "--as", dest="form", choices=[*FORMS, "markdown"], default=FORMS[0], help="default: %(default)s"
    )

    about = "Show what became of a row in every release."
    life = command(commands, "history", _history, about, "mem-belarus-csto-chair-2023")
    life.add_argument("row_id", metavar="ROW_ID")
    for verb in (listing, life):
        verb.add_argument("--as", dest="form", choices=FORMS, default=FORMS[0], help="default: %(default)s")

    about = "Freeze the tables of a checkout as a release, for maintainers."
    freeze = command(commands, "release", _release, about, "1.0.0")
    freeze.add_argument("version", metavar="VERSION")
    freeze.add_argument("--check", action="store_true", help="write nothing; say whether this is the frozen release")


def _versions(options: argparse.Namespace) -> int:
    from caucasus_data.package.versions import Listed, listed

    columns = [name for name in Listed._fields if options.form != "table" or name != "sha256"]  # too wide for people
    put_rows(columns, [[getattr(release, name) for name in columns] for release in listed()], options.form)
    return 0


def _diff(options: argparse.Namespace) -> int:
    from caucasus_data.loading.changes import between
    from caucasus_data.package.difference import Change, as_frame, as_markdown

    found = between(options.old, options.new, table=options.table, actor=options.actor)
    if options.new is not None and storage.numbers(options.old) > storage.numbers(options.new):
        print(
            f"caucasus-data: {options.old} came after {options.new}, so that this runs backwards: "
            "what was added shows as removed",
            file=sys.stderr,
        )
    if options.form == "markdown":
        print(as_markdown(as_frame(found)))
    else:
        columns = [name for name in Change._fields if name != "calls_for"]
        rows = [[cell or None for cell in change[: len(columns)]] for change in found]
        put_rows(columns, rows, options.form)
    return 0


def _history(options: argparse.Namespace) -> int:
    from caucasus_data.package.versions import Told, told

    put_rows(Told._fields, [[cell or None for cell in change] for change in told(options.row_id)], options.form)
    return 0


def _release(options: argparse.Namespace) -> int:
    from caucasus_data.contributing.release import disagreements, release

    if options.check:
        found = disagreements(options.version)
        for line in found:
            print(line)
        return int(bool(found))
    for path in release(options.version):
        print(f"wrote {path}")
    print(f"commit these and tag v{options.version}")
    return 0
