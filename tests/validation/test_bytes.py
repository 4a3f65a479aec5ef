"""Whatever bytes a file holds, its rows are those of Python's csv module."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from caucasus_data.model.tables import TABLES
from caucasus_data.validation.reading import read

TABLE = TABLES["participants"]
HEADER = ",".join(TABLE.names).encode()
PIECES = [b'"', b'""', b",", b",,,", b"\n", b"\r", b"\r\n", b"a", b"b,c", b" ", '\ue00d'.encode(), "é".encode(), b"\0", b"\xff", b"x,y,z,w", b'"p\r\nq"', b'"\r"', b'1,"2",3,4\n', b'",']  # fmt: skip
ENDS = [b"\n", b"\r\n", b"\r", b"\r\r\n", b""]
BYTES = st.builds(
    lambda start, end, pieces: start + end + b"".join(pieces),
    st.sampled_from([HEADER, b"\xef\xbb\xbf" + HEADER, b'"event_id","actor_id","role","note"']),
    st.sampled_from(ENDS),
    st.lists(st.sampled_from(PIECES) | st.binary(max_size=4), max_size=30),
)
CELLS = st.lists(
    st.lists(
        st.text(st.sampled_from("a\"',\r\n é\ue00d\0"), max_size=4),
        min_size=len(TABLE.names),
        max_size=len(TABLE.names),
    ),
    max_size=8,
)


def by_python(content: bytes) -> list[list[str]] | None:
    """The rows below the header, without blank ones; None where the bytes are no CSV, or rows are not as long as it."""
    try:
        text = content.decode("utf-8").removeprefix("\ufeff")
        header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    except (UnicodeDecodeError, csv.Error, ValueError):
        return None
    if any(len(row) not in (0, len(header)) for row in rows):
        return None
    return [row for row in rows if any(row)]


def agrees(path: Path, content: bytes) -> bool:
    """Whether the bytes are CSV; if so, the rows are those of the csv module, in their order."""
    path.write_bytes(content)
    sheet = read(TABLE, path)
    rows = by_python(content)
    if rows is None or sheet.header != list(TABLE.names):
        return False
    found = sorted(zip(sheet.lines, map(list, sheet.frame.iter_rows()), strict=True))
    assert [row for _, row in found] == rows
    assert len({line for line, _ in found}) == len(found)
    return True


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bytes") / "participants.csv"


@given(content=BYTES)
@example(content=HEADER + b"\r\nevt-a,armenia,party,,\nevt-b,armenia,party,,\r\n" + b"evt-c,a,party,\n" * 3)
@example(content=HEADER + b'\nevt-a,armenia,party,,"x\r\ny"\r\n')
def test_any_bytes(path: Path, content: bytes) -> None:
    agrees(path, content)


@given(rows=CELLS, end=st.sampled_from(["\n", "\r\n", "\r"]), quoted=st.booleans())
def test_any_cells(path: Path, rows: list[list[str]], end: str, quoted: bool) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator=end, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL)
    writer.writerows([TABLE.names, *rows])
    agrees(path, text.getvalue().encode())


@given(rows=CELLS, ends=st.lists(st.sampled_from(["\n", "\r\n", "\r"]), min_size=9, max_size=9))
def test_ends_of_every_kind_in_one_file(path: Path, rows: list[list[str]], ends: list[str]) -> None:
    text = io.StringIO(newline="")
    for row, end in zip([list(TABLE.names), *rows], ends, strict=False):
        csv.writer(text, lineterminator=end, quoting=csv.QUOTE_ALL).writerow(row)
    assert agrees(path, text.getvalue().encode())
