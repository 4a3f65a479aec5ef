from __future__ import annotations

from pathlib import Path

import pytest

from caucasus_data.errors import UnwritableError
from caucasus_data.support.replacing import replacing


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
