"""A folder of graphs in GraphML."""

from __future__ import annotations

from pathlib import Path

from caucasus_data.analysis.network import KINDS, network, save


def write(path: Path, version: str | None) -> None:
    """Write each network of a version."""
    path.mkdir()
    for kind in KINDS:
        save(network(kind, version=version), path / f"{kind}.graphml")
