"""Findings as Markdown, for the summary of a job and a comment on a pull request."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from caucasus_data.support.plain_text import printable, shorten
from caucasus_data.validation.finding import Finding
from caucasus_data.validation.report.text import said

AT_MOST = 200
"""Findings shown: GitHub takes a megabyte of summary, and nobody reads that much."""


def as_markdown(findings: Sequence[Finding]) -> str:
    """A heading that counts, and a table of findings for each file."""
    lines = [f"### {said(findings)[0].upper()}{said(findings)[1:]}"]
    for path, group in groupby(findings[:AT_MOST], key=lambda f: f.path):
        lines += [
            "",
            f"**{_cell(path)}**",
            "",
            "| line | column | cell | what is wrong | how to mend it |",
            "|---|---|---|---|---|",
        ]
        lines += map(_row, group)
    if len(findings) > AT_MOST:
        lines += ["", f"… and {len(findings) - AT_MOST} more."]
    return "\n".join(lines)


def _row(finding: Finding) -> str:
    mark = "" if finding.severity == "error" else "⚠ "
    mending = finding.hint or f"expected: {finding.expected}"
    cells = [
        str(finding.line or ""),
        _cell(finding.field),
        code(shorten(finding.value, 80)),
        f"{mark}{_cell(finding.message)} (`{finding.rule}`)",
        _cell(mending),
    ]
    return f"| {' | '.join(cells)} |"


_CALLS = re.compile(r"(?<=[@#])|(?<=\bgh-)(?=\d)|(?<=:)(?=//|[\w+-]+:)|(?<=www)(?=\.)", re.IGNORECASE)
"""Where GitHub would see the name of a person, the number of an issue, an address or a smiley."""

_COMMIT = re.compile(r"(?<=[0-9a-f]{6})(?=[0-9a-f])", re.IGNORECASE)
"""Where it would see a commit."""

_APART = "\u200b"
"""A space that nobody sees; where there was one before it is spelled out."""


def _cell(text: str) -> str:
    """A text in which nothing is markup, calls anybody by name or links to anything."""
    return _inert(_COMMIT.sub(_APART, _CALLS.sub(_APART, printable(shorten(text, 500)))))


def code(text: str) -> str:
    """A text as code that fits into a table: it can be copied as it stands, so it is kept apart by what is no text."""
    inert = re.sub(r"(?i)(?<=www)\.|:", lambda mark: f"&#{ord(mark[0])};", _inert(printable(text)))
    return f"<code>{inert.replace('&#64;', '<!-- -->&#64;')}</code>" if text else ""


def _inert(text: str) -> str:
    """The text with all that Markdown or HTML could take for markup as references to characters."""
    return re.sub(r"[&<>\\`*_{}\[\]!|~@#$]", lambda mark: f"&#{ord(mark[0])};", text)
