"""Datasette serves the folder that is made for it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

import caucasus_data as cd

ROW = "evt-2020-ceasefire-statement"


@pytest.fixture(scope="module")
def address(exported: dict[str, Path]) -> Iterator[str]:
    command = [sys.executable, "-m", "datasette", str(exported["datasette"]), "--host", "127.0.0.1", "--port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr
        try:
            yield next(found[0] for line in server.stderr if (found := re.findall(r"http://127\.0\.0\.1:\d+", line)))
        finally:
            server.terminate()


def fetched(address: str) -> str:
    with urlopen(address, timeout=30) as answer:  # noqa: S310
        text: str = answer.read().decode()
    return text


def test_a_row_has_a_page(address: str) -> None:
    assert ROW in fetched(f"{address}/caucasus-data/events/{ROW}")
    rows = json.loads(fetched(f"{address}/caucasus-data/events/{ROW}.json?_shape=array"))
    expected = cd.load("events").set_index("event_id").loc[ROW]
    assert rows[0]["title"] == expected["title"]


def test_tables_say_what_they_are_and_are_searched(address: str) -> None:
    page = fetched(f"{address}/caucasus-data/events?_search=lachin")
    assert cd.tables()["events"] in page
    assert "Neutral title in our own words." in page
    assert "/caucasus-data/sources/" in page
    assert json.loads(fetched(f"{address}/caucasus-data/events.json?_search=lachin"))["filtered_table_rows_count"] > 0
