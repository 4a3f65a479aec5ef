"""Tables as graphs: who belongs to what, who met whom, and who leans on whom."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, get_args

from caucasus_data.analysis.panel import PanelName
from caucasus_data.analysis.sides import dyads, sides_of
from caucasus_data.citing.edition import citation_text, edition
from caucasus_data.errors import CaucasusDataError, UnknownValueError, one_of
from caucasus_data.loading.as_of import VERDICTS
from caucasus_data.loading.frames import load
from caucasus_data.model.edtf import bound_names, written
from caucasus_data.package import storage
from caucasus_data.support.extras import extra
from caucasus_data.support.writing import replacing

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

_ENDS: Final = {"memberships": ("member_id", "organization_id"), "dependencies": ("dependent_id", "supplier_id")}
KINDS: Final[tuple[PanelName, ...]] = get_args(PanelName)
_NOT_IN_XML: Final = "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
_COOPERATION: Final = ("AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT")
_CONFLICT: Final = (
    *("REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
)
SIGNS: Final = dict.fromkeys(_COOPERATION, 1) | dict.fromkeys(_CONFLICT, -1)
"""The sign of each PLOVER category, after its quad classes."""
_OF_AN_ACTOR: Final = ("name", "kind", "parent_id", "iso3", "wikidata")


def network(
    kind: PanelName = "memberships",
    *,
    as_of: str | date | None = None,
    offices: bool = True,
    sides: bool = False,
    directed: bool = False,
    two_mode: bool = False,
    version: str | None = None,
) -> nx.Graph:
    """Make a networkx graph of a table.

    Args:
        kind: `memberships`, `events` or `dependencies`.
        as_of: A day in the world, as text or a date, as in `load`: spells that held, events that had begun, or the
            latest observations. The whole table where it is left out.
        offices: Of memberships: False leaves out the offices of persons and the chairs of states.
        sides: Of events: the states, organizations and authorities for which people acted, as in `panel`, instead
            of all who took part.
        directed: Of events: from each initiator to each recipient, and both ways where an event lacks either.
        two_mode: Of events: each event is a node too, and each actor has an edge to it, whose role it carries.
        version: A release, as in `load`.

    Returns:
        Nodes are the ids of the actors that the rows name, with name, label (the same, which Gephi
        shows), kind, parent_id, iso3 and wikidata. `graph.graph` holds name, version, citation and as_of.
        What is blank in the table is no attribute, all others are text, `int` or `float` without
        characters that XML forbids: `networkx.write_graphml` and `write_gexf` take the graph as it is.

        `memberships`: a MultiDiGraph from the member to the organization, an edge for each spell, whose
        key is the membership_id. `events`: a MultiGraph, or a MultiDiGraph where directed, an edge for each event
        and each two actors, persons and bodies too, that took part in it, whose key is the event_id; with
        date, event_type, domain, plover and sign (1 where PLOVER's category is cooperation, -1 where it is
        conflict). With two_mode a Graph whose events are nodes of kind `event` with the same attributes.
        `dependencies`: a MultiDiGraph from the dependent to the supplier, an edge for each observation, whose
        key is the dependency_id; there is no weight, because values of several units do not add up.

        An edge for a row has the row's columns but for the note, its id as row_id, and type as
        membership_type, since GEXF keeps the word type for itself; with as_of also held, held_why and period_age, as
        in `load`. start and end (ISO days, the widest reading of its dates) play it on Gephi's timeline.

    Raises:
        UnknownValueError: There is no such network or version.
        CaucasusDataError: An option that the network does not have.
        MissingLibraryError: networkx is not installed.
        DateError: `as_of` is not one day.
        AlteredReleaseError: The archive of the version is not the one that was released.

    Warns:
        CoverageWarning: As in `load`.

    Source:
        data/memberships.csv, data/participants.csv and data/events.csv, or data/dependencies.csv, and data/actors.csv.

    >>> graph = network("memberships", as_of="2023-09-19")
    >>> graph.edges["armenia", "csto", "mem-armenia-csto-2003"]["participation"]
    'active'
    >>> graph
    <caucasus-data memberships ... as of 2023-09-19: MultiDiGraph of ... nodes and ... edges>
    """
    with extra("graph"):
        import networkx  # noqa: F401

        from caucasus_data.analysis import graphs
    _check(kind, offices=offices, sides=sides, directed=directed, two_mode=two_mode)
    graph: nx.Graph = graphs.MultiDiGraph() if kind != "events" or directed else graphs.MultiGraph()
    if two_mode:
        graph = graphs.Graph()
    named = edition(version)
    about = {"name": f"caucasus-data {kind}", "version": named, "citation": citation_text(version, named=named)}
    graph.graph |= about | ({"as_of": written(as_of, "as_of")} if as_of is not None else {})
    rows = load("participants" if kind == "events" else kind, as_of=as_of, version=version)
    if not offices:
        rows = rows[rows["type"] != "office"]
    if sides:
        rows = sides_of(version).merge(rows[["event_id"]].drop_duplicates(), on="event_id")
    ends = rows[["actor_id"] if kind == "events" else [*_ENDS[kind]]]
    actors = _with_wikidata(load("actors", version=version), version)
    for actor in _attributes(actors[actors["actor_id"].isin(ends.to_numpy().ravel())], ["actor_id", *_OF_AN_ACTOR]):
        graph.add_node(actor.pop("actor_id"), label=actor["name"], **actor)
    if two_mode:
        _add_events(graph, rows, version)
    elif kind == "events":
        _add_dyads(graph, dyads(rows, directed=directed), version)
    else:
        _add_rows(graph, rows, kind, version)
    return graph


def _check(kind: str, *, offices: bool, sides: bool, directed: bool, two_mode: bool) -> None:
    """Refuse what the network of a table does not have."""
    one_of("network", kind, KINDS)
    asked = {
        "offices": (not offices, "memberships"),
        "sides": (sides, "events"),
        "directed": (directed, "events"),
        "two_mode": (two_mode, "events"),
    }
    for option, (given, where) in asked.items():
        if given and where != kind:
            raise CaucasusDataError(f"a network of {kind} has no {option}, which is for {where}")
    if directed and two_mode:
        raise CaucasusDataError("a network of two modes has no direction; ask for one of the two")


def save(graph: nx.Graph, path: Path) -> None:
    """Write a graph as GraphML or GEXF, as the ending of the path says.

    Raises:
        UnknownValueError: The path has another ending.
        UnwritableError: The path cannot be written.
    """
    import networkx as nx

    writers = {".graphml": nx.write_graphml, ".gexf": _write_gexf, ".csv": _write_edges}
    if path.suffix not in writers:
        raise UnknownValueError("ending", path.suffix, writers)
    with replacing(path) as beside:
        writers[path.suffix](graph, beside)


def _write_gexf(graph: nx.Graph, path: Path) -> None:
    """GEXF whose edges play on the timeline, with what to cite among its metadata."""
    import xml.etree.ElementTree as ET

    import networkx as nx

    timed = graph.copy()
    timed.graph["mode"] = "dynamic"
    space = "{http://www.gexf.net/1.2draft}"
    ET.register_namespace("", space[1:-1])
    drawn = ET.ElementTree(ET.fromstring("".join(nx.generate_gexf(timed))))  # noqa: S314 - made a line above
    (meta,) = drawn.iter(f"{space}meta")
    told = {"creator": "caucasus-data", "description": "; ".join(f"{n}: {v}" for n, v in graph.graph.items())}
    for name, text in told.items():
        found = meta.find(f"{space}{name}")
        (ET.SubElement(meta, f"{space}{name}") if found is None else found).text = text
    drawn.write(path, encoding="utf-8", xml_declaration=True)


def _write_edges(graph: nx.Graph, path: Path) -> None:
    """An edge list: source, target, and the attributes of each edge."""
    import csv

    rows = [{"source": a, "target": b, **data} for a, b, data in graph.edges(data=True)]
    columns = dict.fromkeys(["source", "target", *(name for row in rows for name in row)])
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(columns), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _with_wikidata(actors: pd.DataFrame, version: str | None) -> pd.DataFrame:
    """Actors with their Wikidata item, which stood among their own columns before 0.3.0."""
    if "wikidata" in actors:
        return actors
    others = load("identifiers", version=version).query("scheme == 'wikidata' and match == 'exact'")
    items = others.drop_duplicates("row_id").set_index("row_id")["value"]
    return actors.assign(wikidata=actors["actor_id"].map(items))


def _add_rows(graph: nx.MultiDiGraph, rows: pd.DataFrame, kind: str, version: str | None) -> None:
    (row_id,), ends = storage.key(kind, version), _ENDS[kind]
    columns = [f["name"] for f in storage.schema(kind, version)["fields"] if f["name"] != "note"]
    timed = _timed(rows, storage.schema(kind, version))
    for edge in _attributes(timed, [*columns, "start", "end", *(c for c in VERDICTS if c in rows)]):
        if "type" in edge:
            edge["membership_type"] = edge.pop("type")
        edge["row_id"] = edge.pop(row_id)
        graph.add_edge(edge.pop(ends[0]), edge.pop(ends[1]), key=edge["row_id"], **edge)


def _add_dyads(graph: nx.MultiGraph, pairs: pd.DataFrame, version: str | None) -> None:
    events = _events(version)
    for event_id, a, b in pairs[["event_id", "actor_a", "actor_b"]].itertuples(index=False):
        graph.add_edge(a, b, key=event_id, row_id=event_id, **events[str(event_id)])


def _add_events(graph: nx.Graph, acting: pd.DataFrame, version: str | None) -> None:
    events = _events(version)
    frame = load("events", version=version)
    titles = dict(zip(frame["event_id"], frame["title"], strict=True))
    for event_id, parts in acting.groupby("event_id"):
        graph.add_node(event_id, label=titles[event_id], kind="event", **events[str(event_id)])
        for actor_id, roles in parts.groupby("actor_id")["role"]:
            graph.add_edge(actor_id, event_id, role=" ".join(sorted(roles)))


def _events(version: str | None) -> dict[str, dict[str, Any]]:
    """What is said of each event, by its id."""
    events = _timed(load("events", version=version), storage.schema("events", version))
    sign = events["plover"].astype("object").map(SIGNS).astype("Int64")
    told = events.assign(date=events["start_date"], event_type=events["type"], sign=sign)
    columns = ["date", "event_type", "domain", "plover", "sign", "start", "end"]
    return dict(zip(events["event_id"], _attributes(told, columns), strict=True))


def _timed(rows: pd.DataFrame, declared: storage.Descriptor) -> pd.DataFrame:
    """The rows with the first and last day on which they may have held."""
    (first, last, _), (_, ended, _) = bound_names(declared["timeline"][0]), bound_names(declared["timeline"][-1])
    ends = rows[ended] if declared["lasting"] else rows[ended].where(rows[ended].notna(), rows[last])
    return rows.assign(start=rows[first], end=ends)


def _attributes(rows: pd.DataFrame, columns: list[str]) -> list[dict[str, Any]]:
    """The cells of each row that are not blank, as files of graphs can hold them."""
    cells = rows[columns].astype("object").where(rows[columns].notna(), None).to_dict("records")
    return [{str(name): _held(cell) for name, cell in row.items() if cell is not None} for row in cells]


def _held(cell: Any) -> Any:
    if isinstance(cell, date):
        return cell.strftime("%Y-%m-%d")
    return re.sub(_NOT_IN_XML, "", cell) if isinstance(cell, str) else cell
