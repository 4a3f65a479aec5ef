"""Files that nobody should send: each is a finding or a line, in bounded memory, and nothing of it steers a terminal."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from caucasus_data.cli import main
from caucasus_data.model.tables import TABLES
from caucasus_data.validation import validate
from caucasus_data.validation.report import FORMS, report
from tests.cases import CASES

NAMES = TABLES["participants"].names
HEADER = ",".join(NAMES).encode() + b"\n"
ROW = b"evt-2020-war,armenia,party,\n"
MEBIBYTE = 1 << 20


def zipped(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("participants.csv", HEADER + ROW)


def holding(content: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content)


def linked_out(path: Path) -> None:
    (path.parent.parent / "secret.csv").write_bytes(HEADER + b"secret,secret,secret,\n")
    path.symlink_to(path.parent.parent / "secret.csv")


CORPUS: dict[str, Callable[[Path], object]] = {
    "empty": holding(b""),
    "newline alone": holding(b"\n"),
    "folder": lambda path: path.mkdir(),
    "pipe": lambda path: os.mkfifo(path),
    "link out of the folder": linked_out,
    "link to a device": lambda path: path.symlink_to("/dev/zero"),
    "link to itself": lambda path: path.symlink_to(path),
    "NUL bytes": holding(b"\0" * 4096),
    "NUL bytes after a header": holding(HEADER + b"\0" * 4096),
    "NUL in every cell": holding(HEADER + b"\0,\0,\0,\0\n" * 50),
    "UTF-16": holding((HEADER + ROW).decode().encode("utf-16")),
    "UTF-16 without a mark": holding((HEADER + ROW).decode().encode("utf-16-le")),
    "UTF-32": holding((HEADER + ROW).decode().encode("utf-32")),
    "half a character": holding(HEADER + b"evt-2020-war,armenia,party,\xd5\n"),
    "lone surrogate": holding(HEADER + b"evt-2020-war,armenia,party,\xed\xa0\x80\n"),
    "overlong slash": holding(HEADER + b"evt-2020-war,armenia,party,\xc0\xaf\n"),
    "zip": zipped,
    "gzip": holding(b"\x1f\x8b\x08\0\0\0"),
    "PDF": holding(b"%PDF-1.7\n"),
    "deep quotes": holding(HEADER + b'"' * 200_001 + b"\n"),
    "quotes on every line": holding(HEADER + b'"\n' * 20_001),
    "a quote that swallows the file": holding(HEADER + b'"' + ROW * 20_000),
    "a million columns": holding(b"a," * 1_000_000 + b"\n"),
    "a million columns more": holding(HEADER[:-1] + b",a" * 1_000_000 + b"\n"),
    "a million cells": holding(HEADER + b"x," * 1_000_000 + b"\n"),
    "a million blank lines": holding(HEADER + b"\n" * 1_000_000),
    "a million bad rows": holding(HEADER + b"=1,@x,\x1b[31m, \n" * 1_000_000),
    "one line of 100 MB": holding(b"x" * (100 * MEBIBYTE)),
    "one cell of 100 MB": holding(HEADER + b"evt-2020-war,armenia,party," + b"x" * (100 * MEBIBYTE) + b"\n"),
    "one quoted cell of 20 MB": holding(HEADER + b'evt-2020-war,armenia,party,"' + b'""' * (10 * MEBIBYTE) + b'"\n'),
    "formulas": holding(HEADER + b"evt-2020-war,armenia,party,\"=cmd|' /C calc'!A0\"\n"),
    "escape sequences": holding(HEADER + b"evt-2020-war,armenia,party,\x1b]0;owned\x07\x1b[2J\xc2\x9b31m\n"),
    "escape sequences in the header": holding(b"\x1b[31mevent_id,actor_id,role,note\n" + ROW),
    "letters that turn the text": holding(HEADER + "evt-2020-war,armenia,party,\u202egnp.exe\u2066\n".encode()),
    "workflow commands": holding(HEADER + b"evt-2020-war,armenia,party,x\n::error::owned\n::add-mask::x\n"),
    "carriage returns": holding(HEADER + b"evt-2020-war,armenia,party,a\rb\n"),
    "path for a cell": holding(HEADER + b"../../../etc/passwd,file:///etc/passwd,party,\n"),
    "code for a cell": holding(HEADER + b"__import__('os').system('id'),{{7*7}},${HOME},`id`\n"),
}  # fmt: skip
LARGE = {name for name in CORPUS if "million" in name or "MB" in name}


def laid(tmp_path: Path, name: str) -> Path:
    folder = tmp_path / "data"
    shutil.copytree(CASES / "base", folder)
    (folder / "participants.csv").unlink()
    CORPUS[name](folder / "participants.csv")
    return folder


def judged(shown: str, said: str, status: int) -> None:
    assert status in (1, 2)
    assert "Traceback" not in said
    assert not set("\x1b\x07\x9b\0\u202e\r").intersection(shown + said)
    if status == 2:
        assert (shown, said.count("\n")) == ("", 1)
    else:
        assert "participants.csv" in shown


@pytest.mark.parametrize("name", sorted(CORPUS.keys() - LARGE))
def test_small_and_wicked(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = laid(tmp_path, name)
    status = main(["validate", str(folder)])
    judged(*capsys.readouterr(), status)
    if status == 2:
        return
    findings = validate(folder)
    for form in FORMS:
        shown = report(findings, form)
        judged(shown, "", 1)
        assert "secret" not in shown
        if form == "github":
            commands = ("::error file=", "::warning file=", "::notice title=")
            assert all(line.startswith(commands) for line in shown.splitlines())
        if form in ("json", "sarif"):
            assert json.loads(shown)


@pytest.mark.parametrize("name", sorted(LARGE))
def test_large_and_wicked(name: str, tmp_path: Path) -> None:
    folder = laid(tmp_path, name)
    command = [sys.executable, "-m", "caucasus_data", "validate", str(folder)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    judged(done.stdout, done.stderr, done.returncode)
    assert max(before, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) < 2 * 1024 * 1024  # KiB
    assert len(done.stdout) < 8 * MEBIBYTE


@pytest.mark.parametrize("verb", [["fmt"], ["fix", "--yes"]])
@pytest.mark.parametrize("name", sorted(CORPUS.keys() - LARGE))
def test_mending_loses_nothing_of_it(
    name: str, verb: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = laid(tmp_path, name)
    path = folder / "participants.csv"
    before = path.read_bytes() if path.is_file() and not path.is_symlink() else None
    assert main([*verb, str(folder)]) in (0, 1, 2)
    shown, said = capsys.readouterr()
    assert "Traceback" not in said
    assert not set("\x1b\x07\x9b\0").intersection(shown + said)
    if before is not None and path.read_bytes() != before:
        letters = [c for c in before.decode() if c.isalnum()]
        assert sorted(letters) == sorted(c for c in path.read_bytes().decode() if c.isalnum())
    assert not list(folder.glob("*.new"))


@pytest.mark.parametrize("kilobytes", [600_000, 1_200_000])
def test_where_memory_is_short_there_is_one_line(kilobytes: int) -> None:
    limit = 1024 * kilobytes
    ended = subprocess.run(
        [sys.executable, "-m", "caucasus_data", "validate"],
        capture_output=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)),
        text=True,
    )
    assert (ended.returncode, ended.stdout, ended.stderr.count("\n")) == (2, "", 1)
    assert ended.stderr.startswith("caucasus-data: out of memory")
