"""Files of random bytes, and real ones with random damage: each gives findings or one line, soon, and loses nothing.

What `fmt`, `fix` and `new` make of each is judged as well.

RANDOM_FILES in the environment says how many, 12,000 say; by default there are few. In half of them lines are looked at
as those of a long file are.
"""

from __future__ import annotations

import os
import random
import resource
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path
from time import process_time
from unicodedata import category

import pytest

from caucasus_data import validation
from caucasus_data.cli import main, referee
from caucasus_data.contributing import canonical, fixing
from caucasus_data.contributing.canonical import in_file_order, readable, reformatted
from caucasus_data.contributing.fixing import mended
from caucasus_data.contributing.folder import Folder
from caucasus_data.errors import CaucasusDataError
from caucasus_data.model.row import Table
from caucasus_data.model.tables import TABLES
from caucasus_data.validation import cells, reading, records
from caucasus_data.validation.finding import Finding
from caucasus_data.validation.sheet import Sheet
from tests.cases import CASES

FILES = int(os.environ.get("RANDOM_FILES", "24"))
SECONDS, MEGABYTES = 2, 500
"""What the referee may take for one of them."""

STEERING = ("Cc", "Cf", "Cs", "Cn", "Zl", "Zp")
PIECES = [b'"', b'""', b",", b"\n", b"\r", b"\r\n", b"\0", b"\xff", b"\xef\xbb\xbf", b"=", b" ", "\u202e".encode(), "Ð°".encode(), b"<<<<<<< a\n", b"armenia", b"evt-", b"2020-11-31"]  # fmt: skip
BASE = {file.name: file.read_bytes() for file in sorted((CASES / "base").glob("*.csv"))}


def damaged(content: bytes, chance: random.Random) -> bytes:
    """A file that a few accidents happened to."""
    for _ in range(chance.randint(1, 6)):
        at = chance.randint(0, len(content))
        to = min(len(content), at + chance.choice([0, 1, 3, 40, 4000]))
        put = chance.choice([b"", chance.choice(PIECES), chance.randbytes(3), content[at:to] * 2])
        content = content[:at] + put + content[to:]
    return content


def wild(chance: random.Random) -> bytes:
    """A file that is no table, or the header of one and anything below."""
    pieces = [chance.choice([*PIECES, chance.randbytes(2)]) for _ in range(chance.randint(0, 60))]
    header = chance.choice(list(BASE.values())).partition(b"\n")[0] + b"\n"
    return chance.choice([b"", header]) + b"".join(pieces)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("random")


@pytest.fixture
def one_file_alone(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Read and judge the cells of a sound file once, as they are the same beside every other."""
    sound = {name: reading.read(TABLES[Path(name).stem], CASES / "base" / name) for name in BASE}
    read, judge = reading.read, cells.cells_and_rows

    def once(table: Table, path: Path, content: bytes | None = None) -> Sheet:
        if (path.read_bytes() if content is None else content) != BASE.get(path.name):
            return read(table, path, content)
        return replace(sound[path.name], path=str(path), convicted=set(), misnamed=set(), nameless=set())

    def unless_sound(sheet: Sheet, sheets: Collection[Sheet], *, each: bool = False) -> Iterable[Finding]:
        return [] if sheet.frame is sound[f"{sheet.table.name}.csv"].frame else judge(sheet, sheets, each=each)

    assert not [found for sheet in sound.values() for found in (*sheet.findings, *judge(sheet, [*sound.values()]))]
    monkeypatch.setattr(validation, "_released", lambda _: {})
    monkeypatch.setattr(reading, "read", once)
    monkeypatch.setattr(fixing, "read", once)
    monkeypatch.setattr(canonical, "read", once)
    monkeypatch.setattr(cells, "cells_and_rows", unless_sound)
    return monkeypatch


@pytest.mark.parametrize("part", range(6))
def test_any_file_gives_findings_or_a_line(
    part: int, folder: Path, one_file_alone: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    chance, used = random.Random(part), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    told: list[list[Finding]] = []

    def noted(*paths: str) -> list[Finding]:
        told.append(validation.validate(*paths))
        return told[-1]

    one_file_alone.setattr(referee, "validate", noted)
    if part % 2:
        one_file_alone.setattr(records, "LONG", 0)
    for number in range(FILES // 6):
        name = chance.choice(list(BASE))
        content = damaged(BASE[name], chance) if number % 3 else wild(chance)
        path = folder / f"{part}" / name
        path.parent.mkdir(exist_ok=True)
        for file, sound in BASE.items():
            (path.parent / file).write_bytes(sound)
        path.write_bytes(content)
        before = process_time()
        status = main(["validate", str(path.parent)])
        taken = process_time() - before
        out, err = capsys.readouterr()
        assert status in (0, 1) if err == "" else (status, err.count("\n")) == (2, 1), content
        assert "stopped by an error of its own" not in err, content
        assert not [c for c in out + err if category(c) in STEERING and c != "\n"], content
        assert taken < SECONDS, content
        if not err:
            kept_by_fmt(path, content, errors(told[-1]))
            path.write_bytes(content)
            kept_by_fix(path, content, errors(told[-1]))
            path.write_bytes(content)
            kept_by_new(path, content, errors(told[-1]))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - used < 1024 * MEGABYTES


Error = tuple[str, int, str, str]


def errors(findings: Iterable[Finding]) -> Counter[Error]:
    return Counter((f.path, f.line, f.field, f.rule) for f in findings if f.severity == "error")


def now(path: Path) -> Counter[Error]:
    return errors(validation.validate(path.parent))


def kept_by_fmt(path: Path, content: bytes, before: Counter[Error]) -> None:
    """Hold `fmt` to what it may do: nothing, or the same faults but those that it mends."""
    try:
        rewriting = reformatted(path)
    except CaucasusDataError:
        return
    if rewriting.after != content:
        path.write_bytes(rewriting.after)
        after = now(path)  # a cell without the space before it may have another fault
        assert {field for _, _, field, _ in after} <= {field for _, _, field, _ in before}, content
        assert after.total() <= before.total(), content
        assert reformatted(path).after == rewriting.after, content


def kept_by_fix(path: Path, content: bytes, before: Counter[Error]) -> None:
    """Hold `fix` to what it may do: the cells that it names, and no new fault."""
    try:
        changes, files, left = mended([path.parent])
    except CaucasusDataError:
        return
    assert [*files] == ([path] if changes else []), content
    if not changes:
        return
    lines = {line: row for row, line in enumerate(sorted(readable(path, content).lines))}
    rows = [in_file_order(readable(path, some)) for some in (content, files[path].after)]
    changed = {
        (row, column): cell
        for row, (was, is_now) in enumerate(zip(*rows, strict=True))
        for column, cell in is_now.items()
        if cell != was[column]
    }
    assert changed == {(lines[change.line], change.field): change.replacement for change in changes}, content
    path.write_bytes(files[path].after)
    assert now(path) == errors(left), content
    assert Counter(rule for *_, rule in now(path)) <= Counter(rule for *_, rule in before), content


def kept_by_new(path: Path, content: bytes, before: Counter[Error]) -> None:
    """Hold `new` to what it may do: where there are faults nothing, and else to write every row that is there."""
    try:
        tables = Folder(path.parent)
        growth = tables.rewritten({path.stem: tables.rows[path.stem]})
    except CaucasusDataError:
        return
    assert not before, content
    path.write_bytes(growth.files[path].after)
    assert not now(path), content
    rows = [sorted(map(repr, in_file_order(readable(path, some)))) for some in (content, growth.files[path].after)]
    assert rows[0] == rows[1], content
