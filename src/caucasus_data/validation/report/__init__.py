"""Findings in the forms that people and programs read: one module each."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Final

from caucasus_data.validation.finding import Finding

FORMS: Final = ("text", "json", "github", "markdown", "html", "sarif")
"""Each a module of this package with a function `as_<form>`."""


def report(findings: Sequence[Finding], form: str) -> str:
    """Findings in one of `FORMS`."""
    written: str = getattr(import_module(f"{__name__}.{form}"), f"as_{form}")(findings)
    return written
