"""A fingerprint of rows, which anybody can take again from the rows alone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping


def fingerprint(tables: Mapping[str, Iterable[Mapping[str, str]]]) -> str:
    r"""The sha256 of rows in canonical form.

    Each row becomes a line: the JSON array of its table's name and of an object with its cells as text, as they
    stand in the CSV file, without the blank ones, keys sorted, no spaces, in UTF-8 (the form of RFC 8785). The lines,
    sorted by their bytes, each once and each ended by a line feed, are hashed. So neither the order of rows and
    columns matters nor a column that was added later and is blank; and any other cell does.

    Args:
        tables: Rows of each table, as text cells.

    Returns:
        64 hexadecimal digits.

    >>> rows = [{"actor_id": "armenia", "name": "Armenia", "note": ""}]
    >>> fingerprint({"actors": rows}) == hashlib.sha256(
    ...     b'["actors",{"actor_id":"armenia","name":"Armenia"}]\n'
    ... ).hexdigest()
    True
    """
    lines = {_line(table, row) for table, rows in tables.items() for row in rows}
    return hashlib.sha256("".join(sorted(lines)).encode()).hexdigest()


def _line(table: str, row: Mapping[str, str]) -> str:
    cells = {column: cell for column, cell in sorted(row.items()) if cell}
    return json.dumps([table, cells], ensure_ascii=False, separators=(",", ":")) + "\n"
