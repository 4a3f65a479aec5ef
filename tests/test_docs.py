"""The documents are a contract: what they say is there, and what is there they say."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

import pytest
import yaml

import caucasus_data as cd
from caucasus_data.cli import _parser, main
from caucasus_data.model import package
from caucasus_data.package import storage
from tests.conftest import read_csv

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_ci_runs_the_test_command_of_the_readme() -> None:
    command = next(line for line in README.splitlines() if line.startswith("python3 -m venv") and "pytest" in line)
    assert command in (ROOT / ".ci/run").read_text(encoding="utf-8")


def test_readme_names_every_table_verb_and_command() -> None:
    for table in cd.tables():
        assert f"`{table}`" in README
    for verb in cd.__all__:
        if callable(getattr(cd, verb)) and not isinstance(getattr(cd, verb), type):
            assert f"{verb}(" in README, verb
    rows = re.findall(r"^\| (`caucasus-data .*?) \|", README, flags=re.MULTILINE)
    named = {text.removeprefix("caucasus-data ").split()[0] for row in rows for text in re.findall("`(.*?)`", row)}
    assert named == set(_parser()[1].choices)


def test_commands_of_the_readme_run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    commands = re.findall(r"^\$ caucasus-data (.*)$", README, flags=re.MULTILINE)
    assert commands
    for command in commands:
        main(shlex.split(command))
        printed = "".join(capsys.readouterr())
        shown = README.split(f"$ caucasus-data {command}\n", 1)[1].split("```", 1)[0].split("\n$ ", 1)[0]
        for line in (line.strip() for line in shown.splitlines() if line.strip() not in ("", "…")):
            assert line in printed, (command, line)


def test_versions_agree() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == package.VERSION == cd.__version__ == storage.package()["version"]
    assert str(citation["date-released"]) == package.RELEASED
    assert citation["type"] == "dataset"
    assert citation["license"] == "CC-BY-4.0"
    assert f"## {package.VERSION} " in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dynamic"] == [
        "version",
        "urls",
    ]


def test_every_paragraph_of_the_first_texts_is_covered() -> None:
    page = (ROOT / "docs/seed-coverage.md").read_text(encoding="utf-8")
    ids = {row[next(iter(row))] for table in cd.tables() for row in read_csv(storage.csv_path(table))}
    paragraphs = {"src-raia-frenemies": 33, "src-specialeurasia-putin-pashinyan-call": 26}
    for source, count in paragraphs.items():
        section = page.split(f"`{source}`", 1)[1].split("\n## ", 1)[0]
        rows = [
            [c.strip() for c in line.strip("|").split("|")] for line in section.splitlines() if re.match(r"\| \d", line)
        ]
        assert [int(r[0]) for r in rows] == list(range(1, count + 1))
        for number, _, says, carried in rows:
            named = re.findall(r"`([^`]+)`", carried)
            assert named or "no statement" in says, (source, number)
            assert set(named) <= ids, (source, number, set(named) - ids)
