from __future__ import annotations

import pickle
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

import caucasus_data as cd
from caucasus_data.analysis.network import KINDS, SIGNS, save
from caucasus_data.analysis.panel import PanelName
from caucasus_data.package import storage
from tests.checkout import Checkout
from tests.conftest import read_csv

READERS = {".graphml": nx.read_graphml, ".gexf": nx.read_gexf}
ENDS = {"memberships": ("member_id", "organization_id"), "dependencies": ("dependent_id", "supplier_id")}


def reread(graph: Any, path: Path) -> Any:
    save(graph, path)
    return READERS[path.suffix](path)


def contents(graph: Any, drop: tuple[str, ...] = ()) -> tuple[Any, Any]:
    nodes = {node: {k: v for k, v in data.items() if k not in drop} for node, data in graph.nodes(data=True)}
    edges = [
        (*sorted(ends), {k: v for k, v in data.items() if k not in drop}) for *ends, data in graph.edges(data=True)
    ]
    return nodes, sorted(edges, key=str)


@pytest.mark.parametrize("as_of", [None, "2023-09-19"])
@pytest.mark.parametrize("kind", ENDS)
def test_an_edge_for_each_row(kind: PanelName, as_of: str | None) -> None:
    graph, rows = cd.network(kind, as_of=as_of), cd.load(kind, as_of=as_of)
    key = next(iter(rows))
    assert isinstance(graph, nx.MultiDiGraph)
    assert graph.number_of_edges() == len(rows) > 0
    for row in rows.astype("object").to_dict("records"):
        edge = graph.edges[row[ENDS[kind][0]], row[ENDS[kind][1]], row[key]]
        assert edge["row_id"] == row[key]
        told = {"role", "participation", "start_date", "value", "unit", "period", "held", "held_why", "period_age"}
        for column in told & set(rows):
            assert edge.get(column) == (row[column] if row[column] == row[column] else None)
        assert edge.get("membership_type") == row.get("type")


@pytest.mark.parametrize("as_of", [None, "2023-09-19"])
def test_actors_meet_in_events(as_of: str | None) -> None:
    graph = cd.network("events", as_of=as_of)
    took_part = cd.load("participants", as_of=as_of).groupby("event_id")["actor_id"].agg(set)
    met = Counter((e, frozenset(p)) for e, actors in took_part.items() for p in combinations(sorted(actors), 2))
    assert Counter((event, frozenset((a, b))) for a, b, event in graph.edges(keys=True)) == met
    assert set(graph) == set.union(*took_part)
    events = cd.load("events").set_index("event_id")
    for *_, data in graph.edges(data=True):
        event = events.loc[data["row_id"]]
        facts = storage.vocabularies()["event_type"]["terms"][event["type"]]
        assert (data["date"], data["event_type"]) == (event["start_date"], event["type"])
        assert (data["domain"], data.get("plover")) == (facts["domain"], facts.get("plover"))
        assert data.get("sign") == SIGNS.get(facts.get("plover", ""))
        assert data["start"] == str(event["start_date_earliest"].date()) <= data["end"]


def test_every_plover_category_has_a_sign() -> None:
    used = {facts.get("plover") for facts in storage.vocabularies()["event_type"]["terms"].values()} - {None, ""}
    assert used <= set(SIGNS)


def test_events_in_two_modes_directed_and_by_side() -> None:
    parts = cd.load("participants")
    both = cd.network("events", two_mode=True)
    assert {frozenset(edge) for edge in both.edges()} == {
        frozenset(p) for p in zip(parts["actor_id"], parts["event_id"], strict=True)
    }
    assert both.nodes["evt-2020-ceasefire-statement"]["kind"] == "event"
    directed = cd.network("events", directed=True)
    roles = parts.groupby(["event_id", "actor_id"])["role"].agg(set)
    for a, b, event in directed.edges(keys=True):
        ordered = "initiator" in roles[event, a] and "recipient" in roles[event, b]
        assert ordered or directed.has_edge(b, a, event)
    kinds = {data["kind"] for _, data in cd.network("events", sides=True).nodes(data=True)}
    assert kinds <= {"state", "international_organization", "de_facto_authority"}


def test_memberships_without_offices() -> None:
    graph = cd.network("memberships", offices=False)
    assert {data["membership_type"] for *_, data in graph.edges(data=True)} == {*cd.load("memberships")["type"]} - {
        "office"
    }


def test_an_edge_list(tmp_path: Path) -> None:
    graph = cd.network("events", sides=True)
    save(graph, tmp_path / "edges.csv")
    rows = read_csv(tmp_path / "edges.csv")
    assert len(rows) == graph.number_of_edges()
    assert list(rows[0])[:3] == ["source", "target", "row_id"]


@pytest.mark.parametrize("kind", KINDS)
def test_gexf_plays_on_the_timeline_and_says_what_to_cite(kind: PanelName, tmp_path: Path) -> None:
    graph = cd.network(kind, as_of="2023-09-19")
    save(graph, tmp_path / "graph.gexf")
    root = ET.parse(tmp_path / "graph.gexf").getroot()  # noqa: S314
    space = "{http://www.gexf.net/1.2draft}"
    (told,) = root.iter(f"{space}description")
    assert graph.graph["citation"] in str(told.text)
    assert "as_of: 2023-09-19" in str(told.text)
    (element,) = root.iter(f"{space}graph")
    assert (element.get("mode"), element.get("timeformat")) == ("dynamic", "date")
    assert {edge.get("start") for edge in root.iter(f"{space}edge")} == {
        data.get("start") for *_, data in graph.edges(data=True)
    }


@pytest.mark.parametrize("kind", KINDS)
def test_nodes_are_actors(kind: PanelName) -> None:
    actors = cd.load("actors").set_index("actor_id")
    for node, data in cd.network(kind).nodes(data=True):
        assert data["label"] == data["name"] == actors.loc[node, "name"]
        assert data["kind"] == actors.loc[node, "kind"]
        assert data.get("iso3", "") == str(actors.fillna({"iso3": ""}).loc[node, "iso3"])


@pytest.mark.parametrize("ending", READERS)
@pytest.mark.parametrize("kind", KINDS)
def test_files_give_the_graph_back(kind: PanelName, ending: str, tmp_path: Path) -> None:
    graph = cd.network(kind, as_of="2024-04-15")
    assert all(type(v) in (str, int, float) for _, data in graph.nodes(data=True) for v in data.values())
    assert all(type(v) in (str, int, float) for *_, data in graph.edges(data=True) for v in data.values())
    again = reread(graph, tmp_path / f"graph{ending}")
    assert again.is_directed() == graph.is_directed()
    assert contents(again, ("id", "networkx_key")) == contents(graph)
    assert [p.name for p in tmp_path.iterdir()] == [f"graph{ending}"]


def test_graphml_carries_what_to_cite(tmp_path: Path) -> None:
    again = reread(cd.network("events", as_of="2024-04-15"), tmp_path / "events.graphml")
    assert again.graph["citation"].startswith("caucasus-data contributors (")
    assert again.graph["version"].startswith(cd.__version__)
    assert (again.graph["name"], again.graph["as_of"]) == ("caucasus-data events", "2024-04-15")


@pytest.mark.parametrize("kind", KINDS)
def test_gexf_is_what_gephi_reads(kind: PanelName, tmp_path: Path) -> None:
    save(cd.network(kind), tmp_path / "graph.gexf")
    root = ET.parse(tmp_path / "graph.gexf").getroot()  # noqa: S314
    space = "{http://www.gexf.net/1.2draft}"
    assert (root.tag, root.get("version")) == (f"{space}gexf", "1.2")
    graph = root.find(f"{space}graph")
    assert graph is not None
    assert graph.get("defaultedgetype") == ("undirected" if kind == "events" else "directed")
    assert {edge.get("type") for edge in graph.iter(f"{space}edge")} == {None}
    ids = [element.get("id") for element in graph.iter(f"{space}node")]
    assert len(ids) == len(set(ids)) > 0


def test_what_xml_forbids_is_left_out(small: Checkout, tmp_path: Path) -> None:
    small.edit("actors", "armenia", name="Ar\x08men\x0bia & <Hayastan> \ufffe\N{EYE}")
    small.forget()
    for ending in READERS:
        again = reread(cd.network("memberships"), tmp_path / f"graph{ending}")
        assert again.nodes["armenia"]["name"] == "Armenia & <Hayastan> \N{EYE}"


def test_a_network_of_a_release(small: Checkout) -> None:
    small.release("0.1.0")
    assert cd.network(version="0.1.0").graph["version"] == cd.network().graph["version"] == "0.1.0"
    small.edit("memberships", "mem-russia-csto", member_id="russia")
    small.commit()
    found = [cd.network("memberships", version=version) for version in ("0.1.0", None)]
    assert [(g.number_of_edges(), g.graph["version"]) for g in found] == [(1, "0.1.0"), (2, "0.1.0+unreleased")]


def test_networks_of_nothing(small: Checkout, tmp_path: Path) -> None:
    for kind in ("dependencies", "events"):
        assert reread(cd.network(kind), tmp_path / f"{kind}.gexf").number_of_edges() == 0


@pytest.mark.parametrize(
    ("kind", "options", "message"),
    [
        ("events", {"offices": False}, "a network of events has no offices, which is for memberships"),
        ("memberships", {"sides": True}, "a network of memberships has no sides, which is for events"),
        (
            "events",
            {"directed": True, "two_mode": True},
            "a network of two modes has no direction; ask for one of the two",
        ),
    ],
)
def test_what_networks_do_not_offer(kind: PanelName, options: Any, message: str) -> None:
    with pytest.raises(cd.CaucasusDataError) as caught:
        cd.network(kind, **options)
    assert str(caught.value) == message


def test_unknown_networks_and_endings(tmp_path: Path) -> None:
    with pytest.raises(cd.UnknownValueError, match="unknown network 'membership': did you mean 'memberships'"):
        cd.network("membership")  # type: ignore[arg-type]
    with pytest.raises(cd.UnknownValueError, match=r"unknown ending '.gefx': did you mean '.gexf'"):
        save(cd.network(), tmp_path / "graph.gefx")


def test_without_networkx_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "networkx", None)
    with pytest.raises(cd.MissingLibraryError) as caught:
        cd.network()
    assert str(caught.value) == "networkx is not installed; it comes with: pip install 'caucasus-data[graph]'"


def test_graphs_say_what_they_are(small: Checkout) -> None:
    small.release("0.1.0")
    then = cd.network("memberships", as_of="2020-06-15", version="0.1.0")
    size = f"{len(then)} nodes and {then.number_of_edges()} edges"
    assert repr(then) == f"<caucasus-data memberships 0.1.0 as of 2020-06-15: MultiDiGraph of {size}>"
    events = cd.network("events", two_mode=True)
    assert repr(events).endswith(f": Graph of {len(events)} nodes and {events.number_of_edges()} edges>")
    assert repr(cd.network("events")).startswith("<caucasus-data events ")
    for graph in (then, events):
        again = pickle.loads(pickle.dumps(graph))  # noqa: S301
        assert (repr(again), type(again)) == (repr(graph), type(graph))
        assert nx.utils.graphs_equal(again, graph)
        assert repr(graph.copy()) == repr(graph)
        assert repr(graph.subgraph([])).endswith("of 0 nodes and 0 edges>")
    assert isinstance(then, nx.MultiDiGraph)
    assert then.to_undirected().number_of_edges() == then.number_of_edges()
