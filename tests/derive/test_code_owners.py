"""Who is asked to read which table."""

from __future__ import annotations

from pathlib import Path

import pytest

from caucasus_data.derive.code_owners import code_owners
from caucasus_data.errors import CaucasusDataError
from caucasus_data.model.tables import TABLES

HEAD = "github,tables,languages\n"


def made(tmp_path: Path, lines: str) -> list[str]:
    (tmp_path / "readers.csv").write_text(HEAD + lines, encoding="utf-8")
    return code_owners(tmp_path / "readers.csv").splitlines()[1:]


def test_a_table_has_the_readers_that_name_it(tmp_path: Path) -> None:
    owned = made(tmp_path, "@ani,events claims,hy ru\n@group/all-readers,all,en\n")
    assert [line.split()[0] for line in owned] == [f"/data/{name}.csv" for name in TABLES]
    assert "/data/events.csv @ani @group/all-readers" in owned
    assert "/data/actors.csv @group/all-readers" in owned


def test_without_readers_nobody_is_asked(tmp_path: Path) -> None:
    assert made(tmp_path, "") == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("ani,events,hy\n", "readers.csv:2: 'ani' is no name such as @reader"),
        ("@a /etc @b,events,hy\n", "is no name"),
        ("@ani,event,hy\n", "unknown table 'event'.*events"),
        ("@ani,events,armenian-language\n", "'armenian-language' is no language tag"),
    ],
)
def test_a_line_that_names_what_there_is_not_is_refused(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(CaucasusDataError, match=said):
        made(tmp_path, line)
