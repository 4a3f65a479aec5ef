"""Other forms of the tables: `panel`, `crosswalk`, `network`, `export`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from caucasus_data.analysis.counts import THEMES, UNITS
from caucasus_data.analysis.network import network, save
from caucasus_data.analysis.panel import Period, panel
from caucasus_data.cli.parser import command
from caucasus_data.cli.printing import put, warning_in_a_line
from caucasus_data.errors import CaucasusDataError
from caucasus_data.export import FORMATS, export
from caucasus_data.loading.crosswalk import crosswalk

if TYPE_CHECKING:
    from caucasus_data.cli.parser import Commands


def add(commands: Commands) -> None:
    """Declare the verbs of this module."""
    spread = command(commands, "panel", _panel, "Spread a table over years, quarters or months.", "events --by month")
    spread.add_argument("table", metavar="TABLE", help="memberships, events or dependencies")
    spread.add_argument("--by", choices=get_args(Period), default="year", help="default: %(default)s")
    spread.add_argument("--unit", choices=UNITS, default=UNITS[0], help="of events; default: %(default)s")
    spread.add_argument("--theme", choices=THEMES, default=THEMES[0], help="of events; default: %(default)s")
    spread.add_argument("--directed", action="store_true", help="of events: from initiators to recipients")
    spread.add_argument("--as-entered", action="store_true", help="of events: persons and bodies, not their sides")
    spread.add_argument("--balanced", action="store_true", help="of events: every cell, 0 where the record looked")
    spread.add_argument("--wide", action="store_true", help="of dependencies: columns for each year")
    spread.add_argument("--version", metavar="VERSION", help="as of this release, instead of today's tables")
    spread.add_argument(
        "--as", dest="form", choices=["csv", "json", "table"], default="csv", help="default: %(default)s"
    )

    codes = command(commands, "crosswalk", _crosswalk, "List the ids of rows in other data.", "cow --as table")
    codes.add_argument("scheme", metavar="SCHEME", help="iso3, cow, gw, wikidata, vdem, ucdp_conflict and others")
    codes.add_argument("--table", default="actors", metavar="TABLE", help="default: %(default)s")
    codes.add_argument("--version", metavar="VERSION", help="as of this release, instead of today's tables")
    codes.add_argument(
        "--as", dest="form", choices=["csv", "json", "table"], default="csv", help="default: %(default)s"
    )

    about = "Write a table as a graph, for Gephi and others."
    graph = command(commands, "network", _network, about, "events --as-of 2023-09-19 events.gexf")
    graph.add_argument("kind", metavar="KIND", help="memberships, events or dependencies")
    graph.add_argument("file", metavar="FILE", type=Path, help="ends in .graphml, .gexf or .csv")
    graph.add_argument("--without-offices", action="store_true", help="of memberships: states and organizations alone")
    graph.add_argument("--sides", action="store_true", help="of events: those for whom people acted")
    graph.add_argument("--directed", action="store_true", help="of events: from initiators to recipients")
    graph.add_argument("--two-mode", action="store_true", help="of events: events are nodes too")
    graph.add_argument("--as-of", metavar="DAY", help="what held in the world on this day")
    graph.add_argument("--version", metavar="VERSION", help="as of this release, instead of today's tables")

    whole = command(commands, "export", _export, "Write all tables in another format.", "--to sqlite my-folder")
    whole.add_argument("folder", metavar="DIR", help="made where there is none")
    whole.add_argument("--to", choices=[*FORMATS], required=True)
    whole.add_argument("--version", metavar="VERSION", help="as of this release, instead of today's tables")


def _panel(options: argparse.Namespace) -> int:
    rows = panel(
        options.table,
        by=options.by,
        unit=options.unit,
        theme=options.theme,
        directed=options.directed,
        sides=not options.as_entered,
        balanced=options.balanced,
        wide=options.wide,
        version=options.version,
    )
    if options.form == "table" and options.wide:
        raise CaucasusDataError("a panel with columns for each year is too wide for a table; ask for --as csv or json")
    put(rows, options.form)
    return 0


def _crosswalk(options: argparse.Namespace) -> int:
    put(crosswalk(options.scheme, table=options.table, version=options.version), options.form)
    return 0


def _network(options: argparse.Namespace) -> int:
    with warning_in_a_line():
        graph = network(
            options.kind,
            as_of=options.as_of,
            offices=not options.without_offices,
            sides=options.sides,
            directed=options.directed,
            two_mode=options.two_mode,
            version=options.version,
        )
    save(graph, options.file)
    print(f"wrote {options.file}")
    return 0


def _export(options: argparse.Namespace) -> int:
    print(f"wrote {export(options.to, options.folder, version=options.version)}")
    return 0
