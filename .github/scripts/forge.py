"""What the scripts that write to the forge share: `gh api`, lists page by page, and texts of a bounded length."""

from __future__ import annotations

import json
import subprocess
from typing import Any, Final

AUTHOR: Final = "github-actions[bot]"
LONGEST_TEXT: Final = 60_000
"""GitHub takes 65,536 characters, of which some are ours."""


def gh(*arguments: str, told: bytes = b"") -> bytes:
    """What the forge answers."""
    return subprocess.run(["gh", "api", *arguments], input=told, stdout=subprocess.PIPE, check=True).stdout


def send(method: str, path: str, **fields: str) -> None:
    """Write something."""
    gh("--method", method, path, "--input", "-", told=json.dumps(fields).encode())


def pages(path: str) -> list[Any]:
    """The entries of all pages of a list, or the pages themselves where they are no lists."""
    joint = "&" if "?" in path else "?"
    found = json.loads(gh("--paginate", "--slurp", f"{path}{joint}per_page=100"))
    return [entry for page in found for entry in (page if isinstance(page, list) else [page])]


def cut(text: str) -> str:
    """The text, or as many of its lines as fit."""
    if len(text) <= LONGEST_TEXT:
        return text
    lines, _, _ = text[:LONGEST_TEXT].rpartition("\n")
    return f"{lines}\n\n… and more, which the summary of the run shows."
