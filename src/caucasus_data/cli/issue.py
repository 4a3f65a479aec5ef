"""Rows by way of a form on the web: `issue`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from caucasus_data.cli.parser import command
from caucasus_data.errors import UnreadableError
from caucasus_data.support.clock import today

if TYPE_CHECKING:
    from caucasus_data.cli.parser import Commands


def add(commands: Commands) -> None:
    """Declare the verb of this module."""
    about = "Make rows of a form that was filled in on the web, and judge them."
    verb = command(commands, "issue", _issue, about, "form.md --into data")
    verb.add_argument("body", metavar="FILE", type=Path, help="what was filled in")
    verb.add_argument("--into", metavar="DIR", type=Path, required=True, help="the tables that get the rows")
    verb.add_argument("--on", metavar="DAY", help="on which it was filled in; default: today")


def _issue(options: argparse.Namespace) -> int:
    from caucasus_data.contributing.issue import propose
    from caucasus_data.support.writing import write_all
    from caucasus_data.validation.report.markdown import as_markdown

    try:
        body = options.body.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UnreadableError(f"cannot read {options.body}: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise UnreadableError(f"cannot read {options.body}: it is not text in UTF-8") from error
    proposed = propose(body, options.into, options.on or today().isoformat())
    print(as_markdown(proposed.findings))
    if not proposed.files:
        return 1
    write_all(proposed.files)
    return 0
