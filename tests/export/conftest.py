"""Today's tables in every format, written once for all tests of exports."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import caucasus_data as cd
from caucasus_data.export import FORMATS


@pytest.fixture(scope="session")
def exported(shared: Callable[[str, Callable[[Path], object]], Path]) -> dict[str, Path]:
    folder = shared("exports", lambda folder: [cd.export(name, folder) for name in FORMATS])
    return {name: folder / written for name, written in FORMATS.items()}
