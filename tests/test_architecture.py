"""The floors of docs/architecture.md, held against what modules import."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import caucasus_data as cd

SOURCE = Path(cd.__file__).parent
PAGE = Path(__file__).parents[1] / "docs" / "architecture.md"


def floors() -> dict[str, int]:
    """The floor of each folder and module at the root, as the page tells it."""
    rows = re.findall(r"^\| (\d) \| (.+?) \|", PAGE.read_text("utf-8"), re.MULTILINE)
    return {
        name.rstrip("/").removesuffix(".py"): int(floor)
        for floor, names in rows
        for name in re.findall(r"`(.+?)`", names)
    }


def room(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[str]:
    """The folders and modules at the root that a module imports, anywhere in its text."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            if name.startswith("caucasus_data."):
                below = name.split(".")[1]
                yield below if (SOURCE / below).exists() or (SOURCE / f"{below}.py").exists() else "__init__"


def test_the_page_knows_every_room() -> None:
    assert floors().keys() == {room(path) for path in SOURCE.rglob("*.py")}


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_go_down(path: Path) -> None:
    floor = floors()
    above = {there for there in imported(path) if there != room(path) and floor[there] >= floor[room(path)]}
    assert not above or floor[room(path)] == max(floor.values()), f"{path} imports from {above}"
