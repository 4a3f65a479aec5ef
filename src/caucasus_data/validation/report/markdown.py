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


def _cell(text: str) -> str:
    """A text in which nothing is markup, nor calls anybody by name or another issue by its number."""
    return re.sub("&#(?:35|64);", r"\g<0>&#8203;", _inert(shorten(text, 500)))


def code(text: str) -> str:
    """A text as code that fits into a table."""
    return f"<code>{_inert(text)}</code>" if text else ""


def _inert(text: str) -> str:
    """The text with all that Markdown or HTML could take for markup as references to characters."""
    return re.sub(r"[&<>\\`*_{}\[\]!|~@#$]", lambda mark: f"&#{ord(mark[0])};", printable(text))
