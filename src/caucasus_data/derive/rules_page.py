"""The page that explains every rule, with the case of it that the tests judge."""

from __future__ import annotations

from pathlib import Path

from caucasus_data.support.plain_text import printable, shorten
from caucasus_data.validation.catalogue import LAYERS, RULES

INTRODUCTION = """# Rules

What `caucasus-data validate` asks of contributed tables, layer by layer. A fault that an earlier layer finds is not
found again by a later one. Each rule is shown with rows that break it and with rows that just keep it; the whole
tables stand in `tests/cases/bad` and `tests/cases/good`. This page is generated.
"""


def rules_page(cases: Path) -> str:
    """The rules as a Markdown page.

    Args:
        cases: The folder of cases: `base`, and for each rule `bad/<rule>` and `good/<rule>`.
    """
    sections = [INTRODUCTION]
    for layer, told in LAYERS.items():
        sections.append(f"## {layer.capitalize()}\n\n{told}\n")
        sections += [_entry(rule, cases) for rule, entry in RULES.items() if entry.layer == layer]
    return "\n".join(sections)


def _entry(rule: str, cases: Path) -> str:
    entry = RULES[rule]
    weight = "" if entry.severity == "error" else " Only a warning."
    said = (cases / "bad" / rule / "findings.txt").read_text(encoding="utf-8").splitlines()[0]
    return "\n".join(
        [
            f"### {rule}\n",
            f"{entry.asks} {entry.why}{weight}\n",
            *_rows("Bad", cases / "bad" / rule, cases / "base"),
            f"> {_escaped(said.removesuffix(f' [{rule}]'))}\n",
            *_rows("Good", cases / "good" / rule, cases / "base"),
        ]
    )


def _rows(label: str, folder: Path, base: Path) -> list[str]:
    """The lines in which the tables of a case differ from those of `base`."""
    shown = []
    for file in sorted(folder.glob("*.csv")):
        known = set(_lines(base / file.name)) if (base / file.name).exists() else set()
        lines = [line for line in _lines(file) if line not in known][:3] or _lines(file)[:3]
        texts = [shorten(printable(line), 160) for line in lines]
        shown.append(f"{label}, in `{file.name}`:\n\n```text\n" + "\n".join(texts) + "\n```\n")
    return shown


def _lines(file: Path) -> list[str]:
    return file.read_bytes().decode("utf-8", "backslashreplace").removesuffix("\n").split("\n")


def _escaped(text: str) -> str:
    return text.replace("<", "&lt;").replace("*", "\\*").replace("_", "\\_")
