"""The Universal Numerical Fingerprint, version 6, by which Dataverse repositories tell tables apart."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from caucasus_data.package import storage

DIGITS: Final = 7
"""Significant digits of a number that count."""

CHARACTERS: Final = 128
"""Characters of a text that count."""

_MISSING = b"\0\0\0"
_END = b"\n\0"


def of_table(declared: storage.Descriptor, rows: Sequence[Mapping[str, str]]) -> str:
    """The UNF of the rows of a table, in their order.

    The UNF does not see everything: text counts to its 128th character, and numbers to 7 significant digits. It minds
    the order of rows but not that of columns, and it knows no names of columns. Columns that the
    Table Schema types as integer or number are numeric, all others character: words of vocabularies,
    EDTF dates, and days, which are ISO 8601 in the file already. Blank cells are missing values.

    Args:
        declared: Table Schema of the table.
        rows: Its rows, as text cells.

    >>> declared = {"fields": [{"name": "value", "type": "number"}]}
    >>> of_table(declared, [{"value": "1.23456789"}, {"value": ""}, {"value": "0"}])
    'UNF:6:Do5dfAoOOFt4FSj0JcByEw=='
    """
    columns = [
        of_column([row[field["name"]] for row in rows], numeric=field["type"] in ("integer", "number"))
        for field in declared["fields"]
    ]
    return columns[0] if len(columns) == 1 else of_column(sorted(columns), numeric=False)


def of_column(cells: Iterable[str], *, numeric: bool) -> str:
    """The UNF of a column of text cells, in their order.

    >>> of_column(["a", "b", "c"], numeric=False)
    'UNF:6:FWBO/a1GcxDnM3fNLdzrHw=='
    """
    texts = [cell and (_number(cell) if numeric else cell[:CHARACTERS]) for cell in cells]
    content = b"".join(text.encode() + _END if text else _MISSING for text in texts)
    return f"UNF:6:{base64.b64encode(hashlib.sha256(content).digest()[:16]).decode()}"


def _number(cell: str) -> str:
    """A number in the exponential form of the UNF, in which 300 is `+3.e+2`.

    >>> _number("300"), _number("-0.00073"), _number("1")
    ('+3.e+2', '-7.3e-4', '+1.e+')
    """
    mantissa, exponent = format(float(cell), f"+.{DIGITS - 1}e").split("e")
    return f"{mantissa.rstrip('0')}e{exponent[0]}{exponent[1:].lstrip('0')}"
