"""Every file falls under one licence: code under MIT, data and documents under CC BY 4.0."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DECLARED = tomllib.loads((ROOT / "REUSE.toml").read_text(encoding="utf-8"))["annotations"]


def matches(pattern: str, path: str) -> bool:
    """As REUSE reads it: `*` stays in its folder, `**` does not."""
    parts = (".*" if p == "**" else "[^/]*" if p == "*" else re.escape(p) for p in re.split(r"(\*\*|\*)", pattern))
    return re.fullmatch("".join(parts), path) is not None


def patterns(entry: dict[str, str | list[str]]) -> list[str]:
    path = entry["path"]
    return [path] if isinstance(path, str) else path


def licence(path: str) -> str:
    *_, last = (entry for entry in DECLARED if any(matches(pattern, path) for pattern in patterns(entry)))
    return str(last["SPDX-License-Identifier"])


def files() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True)
    return listed.stdout.strip("\0").split("\0")


def test_every_file_falls_under_one_licence() -> None:
    foreign = {path for path in files() if licence(path) not in ("MIT", "CC-BY-4.0")}
    assert {path.rpartition("/")[0] for path in foreign} == {"tests/fixtures"}
    for path in files():
        if path.startswith(("src/", ".github/workflows/", ".ci/", "benchmarks/")):
            assert licence(path) == "MIT", path
        if path.startswith(("data/", "schemas/")):
            assert licence(path) == "CC-BY-4.0", path


def test_every_entry_names_files() -> None:
    for entry in DECLARED:
        for pattern in patterns(entry):
            assert any(matches(pattern, path) for path in files()), pattern


def test_copies_of_others_have_the_licence_that_their_list_tells() -> None:
    listed = (ROOT / "tests/fixtures/SOURCES.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| `([^`]+)` \|.*\| ([\w.-]+) \|$", listed, re.MULTILINE))
    copies = [path for path in files() if path.startswith("tests/fixtures/") and not path.endswith(".md")]
    assert {path.rpartition("/")[2]: licence(path) for path in copies} == told


@pytest.mark.parametrize(
    ("name", "title"), [("LICENSE", "MIT License"), ("LICENSE-DATA", "Attribution 4.0 International")]
)
def test_the_texts_of_both_are_here(name: str, title: str) -> None:
    assert title in (ROOT / name).read_text(encoding="utf-8")[:400]
