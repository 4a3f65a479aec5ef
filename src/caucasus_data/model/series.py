"""What makes observations of dependence one series."""

from __future__ import annotations

from typing import Final

PARTIES: Final = ("dependent_id", "supplier_id", "indicator")
"""Who leans on whom for what."""
COUNTED: Final = ("unit", "basis", "denominator", "measure", "reporter_id")
"""How that is counted, and by whom."""
SERIES: Final = (*PARTIES, *COUNTED)
"""The columns that are the same throughout a series."""
