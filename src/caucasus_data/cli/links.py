"""The addresses of sources, for maintainers: `sources`. No other verb uses the network."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from caucasus_data.cli.parser import command
from caucasus_data.package import storage
from caucasus_data.support.plain_text import counted

if TYPE_CHECKING:
    from caucasus_data.cli.parser import Commands


def add(commands: Commands) -> None:
    """Declare the verb of this module."""
    about = "Ask whether sources still answer, or where copies are kept; uses the network, for maintainers."
    verb = command(commands, "sources", _sources, about, "check links.jsonl")
    verb.add_argument("what", choices=["check", "archive"])
    verb.add_argument("report", metavar="REPORT", type=Path, help="JSON Lines; what it tells is not asked again")
    verb.add_argument("--data", metavar="DIR", type=Path, help="instead of the packaged tables")
    verb.add_argument("--into", metavar="DIR", type=Path, help="of archive: where to propose sources.csv with copies")
    verb.add_argument("--format", choices=["text", "markdown"], default="text", help="of check; default: %(default)s")
    verb.add_argument(
        "--pause", type=float, default=2, help="seconds between questions to a host; default: %(default)g"
    )
    verb.add_argument("--seconds", type=float, default=20, help="for one answer; default: %(default)g")
    verb.add_argument("--tries", type=int, default=3, help="default: %(default)s")
    verb.add_argument("--index", metavar="URL", help="of archive: whose index of copies; default: Internet Archive")


def _sources(options: argparse.Namespace) -> int:
    from caucasus_data.contributing.links import sources
    from caucasus_data.contributing.links.asking import Asker
    from caucasus_data.contributing.links.walk import Manners

    data = options.data or storage.root() / "data"
    rows = sources.rows_of(data)
    asker, manners = Asker(options.seconds), Manners(options.pause, options.tries)
    if options.what == "check":
        journal = sources.check(rows, options.report, asker, manners)
        print((sources.as_markdown if options.format == "markdown" else sources.as_text)(rows, journal))
        return int(bool(sources.dead(rows, journal)))
    found = sources.archive(rows, options.report, asker, manners, options.index or sources.ARCHIVE)
    print(f"copies found for {counted(len(found), 'source')} without one")
    if options.into:
        print(f"wrote {sources.propose(rows, found, data, options.into)}; look it through before it becomes data")
    return 0
