"""README from top to bottom, in an environment of its own, as a person would paste it.

Nothing is fetched: the libraries are those of the environment of the tests, and only the package itself is installed anew.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CARRIED = ("README.md", "LICENSE", "LICENSE-DATA", "pyproject.toml", "hatch_build.py", "datapackage.json")


def blocks() -> list[str]:
    """What stands between fences of no language: commands, and what they print."""
    fenced = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    return [text for language, text in fenced if not language]


def bash(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["bash", "-c", script], cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout in which the one-line install has run, save that libraries come from here."""
    copy = tmp_path_factory.mktemp("readme")
    for path in CARRIED:
        shutil.copy(ROOT / path, copy)
    for folder in ("src", "data", "schemas", "docs"):
        shutil.copytree(ROOT / folder, copy / folder)
    venv.create(copy / ".venv", with_pip=True)
    (site,) = (copy / ".venv").glob("lib/python*/site-packages")
    libraries = {path for path in sys.path if path.endswith("site-packages")} | {sysconfig.get_paths()["purelib"]}
    (site / "libraries.pth").write_text("".join(f"{path}\n" for path in sorted(libraries)), encoding="utf-8")
    (install,) = [block for block in blocks() if "pip install --quiet ." in block and "-e" not in block]
    offline = install.replace("python3 -m venv .venv && ", "")
    offline = offline.replace("--quiet .", "--quiet --no-deps --no-build-isolation --no-index .")
    done = bash(offline, copy)
    assert done.returncode == 0, done.stderr
    assert "pashinyan" in done.stdout
    return copy


def test_commands_print_what_is_shown(checkout: Path) -> None:
    for block in (block for block in blocks() if block.startswith("$ ")):
        for command, shown in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE):
            done = bash(f"export COLUMNS=160; . .venv/bin/activate && {command}", checkout)
            printed = [line.rstrip() for line in (done.stdout + done.stderr).splitlines()]
            for line in filter(lambda text: text not in ("", "…"), (line.rstrip() for line in shown.splitlines())):
                assert line in printed, (command, line)


def test_python_says_what_is_shown(checkout: Path) -> None:
    ask = "python -m doctest -o NORMALIZE_WHITESPACE -o ELLIPSIS README.md"
    done = bash(f"mkdir -p away && cp README.md away && . .venv/bin/activate && cd away && {ask}", checkout)
    assert (done.returncode, done.stdout) == (0, ""), done.stdout


def test_pages_and_pictures_are_there() -> None:
    for target in re.findall(r"\]\((?!http)(.+?)\)", README):
        assert (ROOT / target).is_file(), target
