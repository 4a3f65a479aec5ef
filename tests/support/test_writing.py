from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from caucasus_data.errors import UnwritableError
from caucasus_data.support import writing
from caucasus_data.support.writing import JOURNAL, Rewriting, replacing, settle, write_all


def fill(path: Path, **files: str) -> None:
    path.mkdir()
    for name, text in files.items():
        (path / name).write_text(text, encoding="utf-8")


def listed(path: Path) -> list[str]:
    return sorted(str(p.relative_to(path)) for p in path.rglob("*"))


def test_files_and_folders_are_replaced_as_a_whole(tmp_path: Path) -> None:
    for text in ("old", "new"):
        with replacing(tmp_path / "made/file") as beside:
            beside.write_text(text, encoding="utf-8")
        with replacing(tmp_path / "made/folder") as beside:
            fill(beside, **{text: text})
    assert (tmp_path / "made/file").read_text(encoding="utf-8") == "new"
    assert listed(tmp_path / "made") == ["file", "folder", "folder/new"]


def test_what_fails_leaves_what_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path / "folder", old="old")
    with pytest.raises(ZeroDivisionError), replacing(tmp_path / "folder") as beside:
        fill(beside, new=str(1 / 0))
    rename = Path.rename

    def once(path: Path, target: Path) -> Path:
        if path.name == target.name:
            raise OSError(28, "No space left on device")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", once)
    with (
        pytest.raises(UnwritableError, match=r"cannot write .*folder: No space left"),
        replacing(tmp_path / "folder") as b,
    ):
        fill(b, new="new")
    assert listed(tmp_path) == ["folder", "folder/old"]


def test_places_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    for target, kind in (("file/below", "file"), ("folder", "file"), ("file", "folder")):
        with (
            pytest.raises(UnwritableError, match=f"cannot write {tmp_path / target}: "),
            replacing(tmp_path / target) as b,
        ):
            b.mkdir() if kind == "folder" else b.touch()
    assert listed(tmp_path) == ["file", "folder"]


OLD, NEW = {"a": b"old a", "b": b"old b", "c": None}, {"a": b"new a", "b": b"new b", "c": b"new c"}


def laid(folder: Path) -> dict[Path, Rewriting]:
    for name, content in OLD.items():
        if content is not None:
            (folder / name).write_bytes(content)
    return {folder / name: Rewriting(OLD[name], NEW[name]) for name in OLD}


def held(folder: Path) -> dict[str, bytes | None]:
    found: dict[str, bytes | None] = dict.fromkeys(OLD)
    return found | {path.name: path.read_bytes() for path in folder.iterdir()}


def test_all_files_are_replaced_and_nothing_else_is_left(tmp_path: Path) -> None:
    write_all(laid(tmp_path))
    assert held(tmp_path) == NEW


def test_what_was_saved_meanwhile_stays(tmp_path: Path) -> None:
    files = laid(tmp_path)
    (tmp_path / "b").write_bytes(b"saved by another program")
    with pytest.raises(UnwritableError, match=r"cannot write .*b: another program saved it meanwhile"):
        write_all(files)
    assert held(tmp_path) == OLD | {"b": b"saved by another program"}


def test_a_file_that_came_meanwhile_stays(tmp_path: Path) -> None:
    files = laid(tmp_path)
    (tmp_path / "c").write_bytes(b"new here")
    with pytest.raises(UnwritableError, match="meanwhile"):
        write_all(files)
    assert held(tmp_path) == OLD | {"c": b"new here"}


def test_read_only_files_stay_as_they_are(tmp_path: Path) -> None:
    files = laid(tmp_path)
    (tmp_path / "b").chmod(0o444)
    with pytest.raises(UnwritableError, match="it is read-only"):
        write_all(files)
    assert held(tmp_path) == OLD


def test_the_mode_of_a_file_is_kept(tmp_path: Path) -> None:
    files = laid(tmp_path)
    (tmp_path / "a").chmod(0o640)
    write_all(files)
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o640


def test_a_link_laid_beside_a_file_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    files = laid(tmp_path / "data")
    (tmp_path / "secret").write_bytes(b"secret")
    (tmp_path / "data" / ".a.new").symlink_to(tmp_path / "secret")
    write_all(files)
    assert (tmp_path / "secret").read_bytes() == b"secret"
    assert held(tmp_path / "data") == NEW


KILLED = """
import os, sys
from pathlib import Path
from caucasus_data.support.writing import Rewriting, write_all
step, calls = int(sys.argv[2]), 0
def dying(name, module):
    real = getattr(module, name)
    def killed(*arguments, **named):
        global calls
        calls += 1
        if calls == step:
            os.kill(os.getpid(), 9)
        return real(*arguments, **named)
    setattr(module, name, killed)
dying("fsync", os)
dying("replace", Path)
dying("unlink", Path)
files = {Path(sys.argv[1]) / n: Rewriting(b, ("new " + n).encode()) for n, b in (("a", b"old a"), ("b", b"old b"), ("c", None))}
write_all(files)
"""


@pytest.mark.parametrize("step", range(1, 17))
def test_a_run_that_is_killed_is_finished_or_undone_by_the_next(tmp_path: Path, step: int) -> None:
    laid(tmp_path)
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), str(step)], check=False)
    assert done.returncode in (0, -9)
    settle(tmp_path)
    assert held(tmp_path) in (OLD, NEW)
    write_all({tmp_path / "a": Rewriting((tmp_path / "a").read_bytes(), b"next")})
    assert (tmp_path / "a").read_bytes() == b"next"


SEVERAL = KILLED.replace("Path(sys.argv[1]) / n:", "Path(sys.argv[1]) / n / n:")


@pytest.mark.parametrize("step", range(1, 26))
def test_a_run_in_several_folders_is_finished_in_all_or_in_none(tmp_path: Path, step: int) -> None:
    for name, content in OLD.items():
        (tmp_path / name).mkdir()
        if content is not None:
            (tmp_path / name / name).write_bytes(content)
    done = subprocess.run([sys.executable, "-c", SEVERAL, str(tmp_path), str(step)], check=False)
    assert done.returncode in (0, -9)
    settle(*(tmp_path / name for name in OLD))
    left = {str(p.relative_to(tmp_path)): p.read_bytes() for p in tmp_path.glob("*/*")}
    assert left in [{f"{n}/{n}": c for n, c in contents.items() if c is not None} for contents in (OLD, NEW)]


@pytest.mark.parametrize(
    "names", [["../outside"], [".."], [""], ["a/../../outside"], ["/etc/passwd"], 7, {"a": 1}, "[" * 100_000, ["\0"]]
)
def test_the_journal_of_a_stranger_reaches_no_further_than_its_folder(tmp_path: Path, names: object) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    for name in ("outside", ".outside.new", ".data.new"):
        (tmp_path / name).write_bytes(name.encode())
    line = names if isinstance(names, str) else json.dumps(names)
    (folder / JOURNAL).write_text(f"{line}\nwritten\n", encoding="utf-8")
    settle(folder)
    assert listed(tmp_path) == [".data.new", ".outside.new", "data", "outside"]
    assert (tmp_path / "outside").read_bytes() == b"outside"


def test_a_journal_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / JOURNAL).symlink_to("/dev/zero")
    with pytest.raises(UnwritableError, match="is no journal of this program; take it away"):
        write_all(laid(tmp_path))
    assert (tmp_path / "a").read_bytes() == b"old a"


def test_two_runs_do_not_write_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    monkeypatch.setattr(writing, "_PATIENCE", 0.05)
    with (tmp_path / JOURNAL).open("w") as journal:
        fcntl.flock(journal, fcntl.LOCK_EX)
        with pytest.raises(UnwritableError, match="another run is writing in"):
            write_all(laid(tmp_path))
    write_all({tmp_path / "a": Rewriting(b"old a", b"after")})
    assert listed(tmp_path) == ["a", "b"]


def test_a_rename_that_fails_undoes_those_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rename = Path.replace

    def failing(path: Path, target: Path) -> Path:
        if path.name == ".b.new" and path.read_bytes() == b"new b":
            raise OSError(5, "Input/output error")
        return rename(path, target)

    files = laid(tmp_path)
    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(UnwritableError, match="b: Input/output error"):
        write_all(files)
    assert held(tmp_path) == OLD
