from __future__ import annotations

import shutil
from pathlib import Path

from caucasus_data import bundle
from caucasus_data.derive.files import REFRESH, refresh, stale


def copy_of_checkout(tmp_path: Path) -> Path:
    for part in ("data", "schemas", "docs"):
        shutil.copytree(bundle.root() / part, tmp_path / part)
    shutil.copy(bundle.root() / "datapackage.json", tmp_path)
    return tmp_path


def test_generated_files_are_fresh() -> None:
    old = stale(bundle.root())
    assert not old, f"{', '.join(old)}: stale; run `{REFRESH}`"


def test_a_changed_row_makes_the_descriptor_stale_until_refreshed(tmp_path: Path) -> None:
    root = copy_of_checkout(tmp_path)
    assert stale(root) == []
    with (root / "data/actors.csv").open("a", encoding="utf-8") as file:
        file.write("x")
    (root / "schemas/events.schema.json").unlink()
    assert stale(root) == ["schemas/events.schema.json", "datapackage.json"]
    assert refresh(root) == ["schemas/events.schema.json", "datapackage.json"]
    assert stale(root) == []
    assert not list(root.rglob("*.new"))
