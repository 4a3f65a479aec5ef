"""Files of random bytes, and real ones with random damage: each gives findings or one line, soon, and loses nothing.

RANDOM_FILES in the environment says how many, 12,000 say; by default there are few. In half of them lines are looked at
as those of a long file are.
"""

from __future__ import annotations

import os
import random
import resource
from pathlib import Path
from time import process_time

import pytest

from caucasus_data import validation
from caucasus_data.cli import main
from caucasus_data.contributing.canonical import reformatted
from caucasus_data.errors import CaucasusDataError
from caucasus_data.validation import records
from tests.cases import CASES

FILES = int(os.environ.get("RANDOM_FILES", "24"))
SECONDS, MEGABYTES = 2, 500
"""What the referee may take for one of them."""

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


@pytest.mark.parametrize("part", range(6))
def test_any_file_gives_findings_or_a_line(part: int, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    chance, used = random.Random(part), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(validation, "_released", lambda _: {})
        if part % 2:
            patch.setattr(records, "LONG", 0)
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
            assert all(c.isprintable() or c == "\n" for c in out + err), content
            assert taken < SECONDS, content
            kept(path, content)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - used < 1024 * MEGABYTES


def kept(path: Path, content: bytes) -> None:
    """Hold `fmt` to what it may do: nothing, or the same faults but those that it mends."""
    try:
        rewriting = reformatted(path)
    except CaucasusDataError:
        return
    before = {f.rule for f in validation.judged({path.stem: path}) if f.severity == "error"}
    path.write_bytes(rewriting.after)
    after = {f.rule for f in validation.judged({path.stem: path}) if f.severity == "error"}
    assert after <= before, content
    assert reformatted(path).after == rewriting.after, content
