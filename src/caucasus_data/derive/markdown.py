"""Tables in the generated pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def table(heads: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """The lines of a Markdown table, with a blank line after it; a count of none is left blank."""
    names = list(heads)
    yield f"| {' | '.join(names)} |"
    yield f"|{'---|' * len(names)}"
    for row in rows:
        yield f"| {' | '.join(str(cell) if cell != 0 else '' for cell in row)} |"
    yield ""
