"""A GeoJSON file of the events, for maps."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from caucasus_data.errors import CaucasusDataError

if TYPE_CHECKING:
    from caucasus_data.export.content import Cell, Content, Table

_OF_A_PLACE: Final = {"name": "place", "kind": "place_kind", "precision": "place_precision"}


def write(path: Path, content: Content) -> None:
    """Write a feature for each event, with the point of its place, or none where that is not known.

    Raises:
        CaucasusDataError: The version is older than the table of places.
    """
    if "places" not in content.tables:
        raise CaucasusDataError(
            f"{content.version} has no places with coordinates; 0.3.0 is the first version that has"
        )
    places = {row["place_id"]: row for row in _rows(content.tables["places"])}
    features = [_feature(row, places.get(row["place_id"], {})) for row in _rows(content.tables["events"])]
    collection = {"type": "FeatureCollection", **content.about, "features": features}
    text = json.dumps(collection, ensure_ascii=False, indent=1, default=str)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def _rows(table: Table) -> list[dict[str, Cell]]:
    names = [column.name for column in table.columns]
    return [dict(zip(names, row, strict=True)) for row in table.rows]


def _feature(event: dict[str, Cell], place: dict[str, Cell]) -> dict[str, Any]:
    point = [event.pop("longitude"), event.pop("latitude")]
    told = {name: place.get(column) for column, name in _OF_A_PLACE.items()}
    geometry = None if None in point else {"type": "Point", "coordinates": point}
    return {"type": "Feature", "id": event["event_id"], "geometry": geometry, "properties": event | told}
