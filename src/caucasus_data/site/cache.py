"""The explorer of today's tables in the user's cache, built anew where tables or pages changed."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path
from shutil import rmtree
from typing import Final

from caucasus_data.package import storage
from caucasus_data.site import site

_CODE: Final = Path(__file__).parents[1]


def browsable() -> Path:
    """The front page of the explorer of today's tables, which is built where the cache has none.

    Raises:
        MissingLibraryError: jinja2 or vl-convert-python is not installed.
        UnwritableError: The cache cannot be written.
    """
    state = hashlib.sha256()
    for table in storage.tables():
        with storage.csv_path(table).open("rb") as file:
            state.update(file.read())
    for path in sorted([*(_CODE / "site").rglob("*"), *(_CODE / "analysis/charts").rglob("*")]):
        if path.is_file() and "__pycache__" not in path.parts:
            state.update(path.read_bytes())
    home = _cache() / "caucasus-data"
    folder = home / state.hexdigest()[:16]
    if not (folder / "index.html").is_file():
        site(folder)
        for other in home.iterdir():
            if other != folder and not other.name.startswith("."):
                rmtree(other, ignore_errors=True)
    return folder / "index.html"


def _cache() -> Path:
    """Where programs of this system keep what they can make again."""
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData/Local")
    if sys.platform == "darwin":
        return Path.home() / "Library/Caches"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
