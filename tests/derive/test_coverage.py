"""The page of coverage says of each thin year why it is thin."""

from __future__ import annotations

import re

from caucasus_data.derive.coverage import REASONS, coverage


def test_thin_years_and_no_others_have_a_reason() -> None:
    thin = re.findall(r"^  - (\d{4}), with \d+: (.*)\.$", coverage(), re.MULTILINE)
    assert dict(thin) == {str(year): reason for year, reason in REASONS.items()}
