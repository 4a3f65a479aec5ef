"""A site of today's tables, built once for all tests of pages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from caucasus_data.site import site


@pytest.fixture(scope="session")
def built(shared: Callable[[str, Callable[[Path], object]], Path]) -> Path:
    return shared("site", site)
