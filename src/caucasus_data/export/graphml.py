"""A folder of graphs in GraphML."""

from __future__ import annotations

from pathlib import Path

from caucasus_data.analysis.network import KINDS, network, save
from caucasus_data.export.content import Content


def write(path: Path, content: Content) -> None:
    """Write each network."""
    path.mkdir()
    for kind in KINDS:
        save(network(kind, version=content.version), path / f"{kind}.graphml")
