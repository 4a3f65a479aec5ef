"""A GeoJSON file of the events, for maps."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from caucasus_data.errors import CaucasusDataError
from caucasus_data.export import content
from caucasus_data.loading.frames import load

if TYPE_CHECKING:
    import pandas as pd

_OF_A_PLACE = {"name": "place", "kind": "place_kind", "precision": "place_precision"}


def write(path: Path, version: str | None) -> None:
    """Write a feature for each event of a version, with the point of its place, or none where that is not known.

    Raises:
        CaucasusDataError: The version is older than the table of places.
    """
    events = load("events", version=version)
    if "latitude" not in events:
        raise CaucasusDataError(f"{version} has no places with coordinates; 0.3.0 is the first version that has")
    places = load("places", version=version).set_index("place_id")[[*_OF_A_PLACE]].rename(columns=_OF_A_PLACE)
    rows = _plain(events.join(places, on="place_id"))
    collection = {"type": "FeatureCollection", **content.about(version), "features": [*map(_feature, rows)]}
    path.write_text(json.dumps(collection, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")


def _feature(row: dict[str, Any]) -> dict[str, Any]:
    point = [row.pop("longitude"), row.pop("latitude")]
    geometry = None if None in point else {"type": "Point", "coordinates": point}
    return {"type": "Feature", "id": row["event_id"], "geometry": geometry, "properties": row}


def _plain(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows as JSON can hold them: days as text, and null for what is missing."""
    days = {str(c): frame[c].dt.strftime("%Y-%m-%d") for c in frame.select_dtypes("datetime")}
    plain = frame.assign(**days).astype("object")
    rows: list[dict[str, Any]] = plain.where(frame.notna(), None).to_dict("records")  # type: ignore[assignment]
    return rows
