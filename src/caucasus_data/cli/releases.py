"""What was known when: `versions`, `diff`, `history`, `release`."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from caucasus_data.cli.printing import put

if TYPE_CHECKING:
    from caucasus_data.cli.parser import Commands


def add(commands: Commands) -> None:
    """Declare the verbs of this module."""
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


def _versions(_: argparse.Namespace) -> int:
    from caucasus_data.package.versions import versions

    put(versions().drop(columns="sha256"), "table")
    return 0


def _diff(options: argparse.Namespace) -> int:
    from caucasus_data.package.difference import as_markdown, diff

    found = diff(options.old, options.new)
    if options.form == "markdown":
        print(as_markdown(found))
    else:
        put(found, options.form)
    return 0


def _history(options: argparse.Namespace) -> int:
    from caucasus_data.package.versions import history

    put(history(options.row_id), "table")
    return 0


def _release(options: argparse.Namespace) -> int:
    from caucasus_data.contributing.release import release

    for path in release(options.version):
        print(f"wrote {path}")
    print(f"commit these and tag v{options.version}")
    return 0
