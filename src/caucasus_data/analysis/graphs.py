"""The graphs of networkx, saying what they are."""

from __future__ import annotations

from typing import Any

import networkx as nx


class _Said:
    """A graph that a prompt shows by its name, release and size instead of its address in memory."""

    graph: dict[str, Any]

    def __repr__(self) -> str:
        about = self.graph
        when = f" as of {about['as_of']}" if "as_of" in about else ""
        name = f"{about.get('name', 'a graph')} {about.get('version', '')}".rstrip()
        size = f"{nx.number_of_nodes(self)} nodes and {nx.number_of_edges(self)} edges"
        return f"<{name}{when}: {type(self).__name__} of {size}>"


class Graph(_Said, nx.Graph):  # type: ignore[misc]
    """An undirected graph."""


class MultiGraph(_Said, nx.MultiGraph):  # type: ignore[misc]
    """An undirected graph in which two nodes may have several edges."""


class MultiDiGraph(_Said, nx.MultiDiGraph):  # type: ignore[misc]
    """A directed graph in which two nodes may have several edges."""
