"""Bring the generated files of this checkout up to date."""

from __future__ import annotations

from pathlib import Path

from caucasus_data.derive.files import refresh

if __name__ == "__main__":
    for path in refresh(Path(__file__).parents[3]):
        print(f"wrote {path}")  # noqa: T201 a command says what it did
