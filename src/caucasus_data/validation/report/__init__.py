"""Findings in the forms that people and programs read: one module each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from caucasus_data.validation.finding import Finding
from caucasus_data.validation.report.github import as_github
from caucasus_data.validation.report.html import as_html
from caucasus_data.validation.report.json import as_json
from caucasus_data.validation.report.markdown import as_markdown
from caucasus_data.validation.report.sarif import as_sarif
from caucasus_data.validation.report.text import as_text

REPORTS: Mapping[str, Callable[[Sequence[Finding]], str]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
    "markdown": as_markdown,
    "html": as_html,
    "sarif": as_sarif,
}
"""Each form by its name on the command line."""

__all__ = ["REPORTS", "as_github", "as_html", "as_json", "as_markdown", "as_sarif", "as_text"]
