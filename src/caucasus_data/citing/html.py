"""Citations and verifications as HTML, for notebooks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from caucasus_data.citing import text
from caucasus_data.citing.reference import Reference


def write(dataset: Reference, sources: Iterable[Reference]) -> str:
    """The entry of the dataset, and those of the sources in a list; addresses are links."""
    behind = sorted((text.entry(source) for source in sources), key=str.casefold)
    listed = "".join(f"<li>{_linked(entry)}</li>" for entry in behind)
    return f"<p>{_linked(text.entry(dataset))}</p>" + (f"<ul>{listed}</ul>" if listed else "")


def verdict(lines: Iterable[str], *, passed: bool) -> str:
    """Whether rows are those that were cited, and why not."""
    said = "<br>".join(map(escape, lines))
    return f"<p><strong>{'✓' if passed else '✗'}</strong> {said}</p>"


def _linked(entry: str) -> str:
    """An entry without markup of its own, and its address as a link."""
    found = re.fullmatch(r"(.*, from )(https?://\S+)", entry)
    if not found:
        return escape(entry)
    said, address = map(escape, found.groups())
    return f'{said}<a href="{address}" rel="noopener noreferrer">{address}</a>'
