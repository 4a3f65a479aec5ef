"""Whether a cell that somebody holds shows what was released."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from numbers import Integral, Real
from typing import Any

NOT_AVAILABLE = "NA"
"""What R and what learnt from it write for a blank."""

_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?")
_MIDNIGHT = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]00:00(?::00(?:\.0+)?)?(?:Z|\+00:00)?")


def blank(value: Any) -> bool:
    """Whether a cell is missing, in any library's way of saying so."""
    if value is None or isinstance(value, str):
        return value in (None, "")
    import pandas as pd

    return bool(pd.api.types.is_scalar(value) and pd.isna(value))


def text_of(value: Any) -> str:
    """A cell as text; a day without its midnight, and a whole number without the fraction that blanks beside it cause.

    >>> text_of(2020.0), text_of(datetime(2020, 11, 9)), text_of(None)
    ('2020', '2020-11-09', '')
    """
    if blank(value):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date | datetime):
        value = value.isoformat()
    text = str(value)
    midnight = _MIDNIGHT.fullmatch(text)
    return midnight[1] if midnight else text


def same(value: Any, released: str, *, number: bool) -> bool:
    """Whether a cell, typed in any way or still text, shows what was released.

    A date is shown by a timestamp where it is one day, and by no other: `2024-06` is not the first of June.

    Args:
        value: The cell.
        released: What was released, as text.
        number: Whether the column holds numbers, which are the same in every notation.
    """
    if blank(value) or not released:
        return not released and (blank(value) or (isinstance(value, str) and value == NOT_AVAILABLE))
    if number:
        return _same_number(value, released)
    return text_of(value) == released


def _same_number(value: Any, released: str) -> bool:
    if isinstance(value, str):
        return bool(_NUMBER.fullmatch(value)) and Decimal(value) == Decimal(released)
    if isinstance(value, bool) or type(value).__name__.startswith("bool"):
        return False
    if isinstance(value, Integral | Decimal):
        return Decimal(value if isinstance(value, Decimal) else int(value)) == Decimal(released)
    # a column of less precision holds the nearest number that it can
    return isinstance(value, Real) and bool(type(value)(released) == value)  # type: ignore[call-arg]
