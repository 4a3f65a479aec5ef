"""docs/dates.md says of each date what the parser says."""

from __future__ import annotations

import re

from caucasus_data.model.edtf import parse
from caucasus_data.package import storage


def test_the_table_of_dates_is_right() -> None:
    page = (storage.root() / "docs/dates.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(.+?)` \| .+? \| (\S+) \| (\S+) \| (\S+) \|$", page, re.MULTILINE)
    assert len(rows) == 6
    for text, *told in rows:
        date = parse(text)
        assert told == [date.earliest.isoformat(), date.latest.isoformat(), date.precision], text
