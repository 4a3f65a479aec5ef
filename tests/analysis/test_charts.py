from __future__ import annotations

import itertools
import json
from pathlib import Path
from typing import Any

import pytest

import caucasus_data as cd
from caucasus_data.analysis.charts import KINDS, asked_of, memberships
from caucasus_data.analysis.charts.files import adaptive, drawn, save
from caucasus_data.analysis.charts.theme import TONES, Tone
from caucasus_data.cli import main
from caucasus_data.errors import CaucasusDataError, UnknownValueError
from caucasus_data.model.package import VERSION

ONE_OF_EACH: dict[str, dict[str, str]] = {
    "memberships": {"actor": "Yerevan"},
    "events": {"actor": "armenia", "domain": "military"},
    "dependencies": {"dependent": "armenia", "indicator": "gas_import_volume"},
    "claims": {"topic": "csto"},
    "network": {"actor": "armenia"},
    "map": {"domain": "military"},
}


def values(spec: Any) -> list[dict[str, Any]]:
    """All rows that a specification holds."""
    rows: list[dict[str, Any]] = [row for data in spec.get("datasets", {}).values() for row in data]
    parts = [part for key in ("vconcat", "layer") for part in spec.get(key, [])]
    own: list[dict[str, Any]] = spec.get("data", {}).get("values", [])
    return rows + own + [row for part in parts for row in values(part)]


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_says_what_it_shows_and_how_it_is_cited(kind: str) -> None:
    drawn = cd.chart(kind, **ONE_OF_EACH[kind])
    spec = drawn.to_dict()
    assert VERSION in " ".join(spec["title"]["subtitle"])
    assert spec["usermeta"]["version"].startswith(VERSION)
    assert values(spec)


def test_a_chart_can_be_changed() -> None:
    changed = cd.chart("events", by="day", actor="csto").properties(title="Mine")
    assert changed.to_dict()["title"] == "Mine"


def test_the_seat_is_shown_as_empty_up_to_the_end_of_the_record() -> None:
    bars = values(cd.chart("memberships", actor="armenia", organization="ОДКБ").to_dict())
    frozen = [b for b in bars if b.get("id") == "mem-armenia-csto-2024"]
    assert {b["participation"] for b in frozen} == {"suspended by member"}
    assert max(b["end"] for b in frozen) > "2026"


def test_a_seat_that_is_no_members_says_what_it_is() -> None:
    bars = values(cd.chart("memberships", actor="armenia", version="0.6.0").to_dict())
    lanes = {(bar["lane"], bar["type"]) for bar in bars if "id" in bar}
    assert ("North Atlantic Treaty Organization, partner", "partner") in lanes
    assert {("Council of Europe", "applicant"), ("Council of Europe", "full")} <= lanes
    assert {("Collective Security Treaty Organization", kind) for kind in ("full", "office")} <= lanes


def test_rough_dates_are_pale() -> None:
    bars = values(cd.chart("memberships", actor="armenia", organization="interpol").to_dict())
    pale = [(b["start"][:10], b["end"][:10]) for b in bars if b.get("certain", 1) < 1]
    assert pale == [("1992-01-01", "1993-01-01")]


def test_both_clocks() -> None:
    bars = values(cd.chart("memberships", actor="armenia", as_of="2023-09-19", version="0.2.0").to_dict())
    shown = {b["id"] for b in bars if "id" in b}
    assert "mem-armenia-csto-2003" in shown
    assert "mem-armenia-csto-2024" not in shown


def test_every_event_stands_in_the_chart() -> None:
    rows = values(cd.chart("events").to_dict())
    assert len([r for r in rows if "id" in r]) == len(cd.load("events"))
    assert {r["said"] for r in values(cd.chart("events", by="month", actor="csto").to_dict()) if "said" in r} >= {
        "2024-02"
    }


def test_lines_leave_gaps_open() -> None:
    rows = cd.load("dependencies").query("dependent_id == 'georgia' and indicator == 'remittance_value'")
    drawn = values(cd.chart("dependencies", dependent="georgia", indicator="remittance_value").to_dict())
    points = [row for row in drawn if "id" in row]
    assert {p["id"] for p in points} == set(rows.dropna(subset="value")["dependency_id"])
    runs: dict[str, list[int]] = {}
    for point in points:
        runs.setdefault(point["run"], []).append(int(point["middle"][:4]))
    assert all(later - earlier <= 1 for years in runs.values() for earlier, later in itertools.pairwise(years))


def test_the_map_draws_points_alone() -> None:
    spec = cd.chart("map").to_dict()
    assert "geoshape" not in json.dumps(spec)
    assert {"Yerevan", "Baku", "Tbilisi"} <= {r["place"] for r in values(spec)}


@pytest.mark.parametrize("ending", [".svg", ".png", ".html"])
def test_files(tmp_path: Path, ending: str, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / f"seats{ending}"
    assert main(["chart", "memberships", str(file), "--actor", "Armenia", "--organization", "csto"]) == 0
    content = file.read_bytes()
    assert content.startswith({".svg": b"<svg", ".png": b"\x89PNG", ".html": b"<!DOCTYPE"}[ending])
    assert ending != ".html" or b"<script src=" not in content


def test_pages_get_colours_by_name() -> None:
    text = json.dumps(adaptive(memberships.draw(organization="csto")))
    assert "var(--blue)" in text
    assert not any(f'"{tone.light}"' in text for tone in TONES.values())


def test_charts_of_the_documentation_have_a_night_side() -> None:
    chart = cd.chart("memberships", organization="csto")
    day, night = (drawn(chart, ".svg", dark=dark).decode() for dark in (False, True))
    for tone in (TONES["paper"], TONES["ink"], TONES["blue"]):
        assert tone.light in day
        assert tone.light not in night
        assert tone.dark in night
        assert tone.dark not in day


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: Tone, other: Tone, night: bool) -> float:
    high, low = sorted((_luminance(one[night]), _luminance(other[night])), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("night", [False, True])
def test_colours_stand_out(night: bool) -> None:
    paper = TONES["paper"]
    for name in ("ink", "soft", "blue", "vermilion"):
        assert _contrast(TONES[name], paper, night) >= 4.5, name
    for name in ("green", "purple", "sky", "grey"):
        assert _contrast(TONES[name], paper, night) >= 2.9, name


def test_what_cannot_be_drawn_is_said_in_a_line() -> None:
    with pytest.raises(UnknownValueError, match="'membership': did you mean 'memberships'"):
        cd.chart("membership")
    with pytest.raises(UnknownValueError, match="choice of claims 'actor'"):
        cd.chart("claims", actor="armenia")
    with pytest.raises(UnknownValueError, match="gas_import_share"):
        cd.chart("dependencies", dependent="armenia", indicator="gas_import_shar")
    with pytest.raises(CaucasusDataError, match="in the record; did you mean its members: organization='CSTO'"):
        cd.chart("memberships", actor="CSTO")
    with pytest.raises(CaucasusDataError, match=r"in the record$"):
        cd.chart("memberships", actor="Armenia", organization="Pashinyan")
    with pytest.raises(CaucasusDataError, match="asks for an actor"):
        cd.chart("network")
    with pytest.raises(UnknownValueError, match="unknown ending"):
        save(cd.chart("memberships", organization="csto"), Path("seats.gif"))
    assert [asked_of(kind) for kind in ("events", "network")] == [["actor", "domain", "by"], ["actor"]]
