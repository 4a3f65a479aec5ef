"""What a cell of a workbook can hold, whoever fills it."""

from __future__ import annotations

from typing import Final

from caucasus_data.errors import CaucasusDataError

LONGEST_CELL: Final = 32_767
"""Characters at most."""


def too_long(what: str) -> CaucasusDataError:
    return CaucasusDataError(f"{what} is longer than a cell of a workbook may be")
