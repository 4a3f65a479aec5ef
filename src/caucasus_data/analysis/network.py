"""Tables as graphs: who belongs to what, who met whom, and who leans on whom."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, get_args

from caucasus_data.analysis.panel import PanelName, dyads
from caucasus_data.citing.edition import citation_text, edition
from caucasus_data.errors import UnknownValueError, one_of
from caucasus_data.loading.frames import load
from caucasus_data.model.edtf import written
from caucasus_data.package import storage
from caucasus_data.support.extras import extra
from caucasus_data.support.replacing import replacing

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

_ENDS: Final = {"memberships": ("member_id", "organization_id"), "dependencies": ("dependent_id", "supplier_id")}
KINDS: Final[tuple[PanelName, ...]] = get_args(PanelName)
_NOT_IN_XML: Final = "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
_OF_AN_ACTOR: Final = ("name", "kind", "parent_id", "iso3", "wikidata")


def network(
    kind: PanelName = "memberships", *, as_of: str | date | None = None, version: str | None = None
) -> nx.Graph:
    """Make a networkx graph of a table.

    Args:
        kind: `memberships`, `events` or `dependencies`.
        as_of: A day in the world, as text or a date, as in `load`: spells that held, events that had begun, or the
            latest observations. The whole table where it is left out.
        version: A release, as in `load`.

    Returns:
        Nodes are the ids of the actors that the rows name, with name, label (the same, which Gephi
        shows), kind, parent_id, iso3 and wikidata. `graph.graph` holds name, version, citation and as_of.
        What is blank in the table is no attribute, all others are text, `int` or `float` without
        characters that XML forbids: `networkx.write_graphml` and `write_gexf` take the graph as it is.

        `memberships`: a MultiDiGraph from the member to the organization, an edge for each spell, whose
        key is the membership_id. `events`: a Graph, an edge for each two actors, persons and bodies
        too, that took part in the same events, with weight (`int`, how many) and row_ids (their
        event_ids, between spaces). `dependencies`: a MultiDiGraph from the dependent to the supplier,
        an edge for each observation, whose key is the dependency_id; there is no weight, because
        values of several units do not add up.

        An edge for a row has the row's columns but for the note, its id as row_id, and type as
        membership_type, since GEXF keeps the word type for itself; with as_of also held, as in `load`.

    Raises:
        UnknownValueError: There is no such network or version.
        MissingLibraryError: networkx is not installed.
        DateError: `as_of` is not one day.
        AlteredReleaseError: The archive of the version is not the one that was released.

    Warns:
        CoverageWarning: As in `load`.

    Source:
        data/memberships.csv, data/participants.csv or data/dependencies.csv, and data/actors.csv.

    >>> graph = network("memberships", as_of="2023-09-19")
    >>> graph.edges["armenia", "csto", "mem-armenia-csto-2003"]["participation"]
    'active'
    """
    with extra("graph"):
        import networkx as nx
    one_of("network", kind, KINDS)
    rows = load("participants" if kind == "events" else kind, as_of=as_of, version=version)
    graph = nx.Graph() if kind == "events" else nx.MultiDiGraph()
    about = {"name": f"caucasus-data {kind}", "version": edition(version), "citation": citation_text(version)}
    graph.graph |= about | ({"as_of": written(as_of, "as_of")} if as_of is not None else {})
    named = rows[["actor_id"] if kind == "events" else [*_ENDS[kind]]]
    actors = _with_wikidata(load("actors", version=version), version)
    for actor in _attributes(actors[actors["actor_id"].isin(named.to_numpy().ravel())], ["actor_id", *_OF_AN_ACTOR]):
        graph.add_node(actor.pop("actor_id"), label=actor["name"], **actor)
    if kind == "events":
        for (a, b), events in dyads(rows).groupby(["actor_a", "actor_b"])["event_id"]:
            graph.add_edge(a, b, weight=len(events), row_ids=" ".join(events))
    else:
        _add_rows(graph, rows, kind, version)
    return graph


def save(graph: nx.Graph, path: Path) -> None:
    """Write a graph as GraphML or GEXF, as the ending of the path says.

    Raises:
        UnknownValueError: The path has another ending.
        UnwritableError: The path cannot be written.
    """
    import networkx as nx

    writers = {".graphml": nx.write_graphml, ".gexf": nx.write_gexf}
    if path.suffix not in writers:
        raise UnknownValueError("ending", path.suffix, writers)
    with replacing(path) as beside:
        writers[path.suffix](graph, beside)


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
    for edge in _attributes(rows, [*columns, *(["held"] if "held" in rows else [])]):
        if "type" in edge:
            edge["membership_type"] = edge.pop("type")
        edge["row_id"] = edge.pop(row_id)
        graph.add_edge(edge.pop(ends[0]), edge.pop(ends[1]), key=edge["row_id"], **edge)


def _attributes(rows: pd.DataFrame, columns: list[str]) -> list[dict[str, Any]]:
    """The cells of each row that are not blank, as files of graphs can hold them."""
    return [
        {str(k): re.sub(_NOT_IN_XML, "", v) if isinstance(v, str) else v for k, v in row.items() if v is not None}
        for row in rows[columns].astype("object").where(rows[columns].notna(), None).to_dict("records")
    ]
