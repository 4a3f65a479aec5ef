from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from caucasus_data.derive.__main__ import main
from caucasus_data.derive.files import REFRESH, refresh, stale
from caucasus_data.package import storage


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    for part in ("data", "schemas", "docs"):
        shutil.copytree(storage.root() / part, tmp_path / part)
    for part in ("datapackage.json", "croissant.json", ".zenodo.json", "pyproject.toml", "CITATION.cff"):
        shutil.copy(storage.root() / part, tmp_path)
    forms = ".github/ISSUE_TEMPLATE"
    shutil.copytree(storage.root() / forms, tmp_path / forms)
    monkeypatch.setattr(storage, "root", lambda: tmp_path)
    yield tmp_path
    storage.forget()


def test_generated_files_are_fresh() -> None:
    old = stale()
    assert not old, f"{', '.join(old)}: stale; run `{REFRESH}`"


def test_a_changed_row_makes_the_descriptor_stale_until_refreshed(checkout: Path) -> None:
    assert stale() == []
    with (checkout / "data/actors.csv").open("a", encoding="utf-8") as file:
        file.write("x")
    (checkout / "docs/codebook.md").unlink()
    old = ["datapackage.json", "croissant.json", "docs/codebook.md", "docs/review.md"]
    assert stale() == old
    assert refresh() == old
    assert stale() == []
    assert not list(checkout.rglob("*.new"))


def test_the_command_says_what_it_wrote(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (checkout / "schemas/events.schema.json").write_text("{}", encoding="utf-8")
    assert main() == 0
    assert capsys.readouterr().out == "wrote schemas/events.schema.json\n"


def test_the_command_refuses_what_it_cannot_describe(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    events = checkout / "data/events.csv"
    events.write_text(events.read_text(encoding="utf-8").replace(",2020-09-27,", ",2020-09-31,"), encoding="utf-8")
    assert main() == 2
    assert "'2020-09-31' is not an EDTF date" in capsys.readouterr().err
    (checkout / "pyproject.toml").unlink()
    assert main() == 2
    assert "is no checkout" in capsys.readouterr().err
