"""Bring the generated files of this checkout up to date."""

from __future__ import annotations

import sys

from caucasus_data.derive.files import refresh
from caucasus_data.errors import CaucasusDataError
from caucasus_data.package import storage


def main() -> int:
    """Refresh, say what was written, and return the exit status."""
    if not (storage.root() / "pyproject.toml").is_file():
        print(f"{storage.root()} is no checkout; generated files are refreshed in one", file=sys.stderr)
        return 2
    try:
        for path in refresh():
            print(f"wrote {path}")
    except CaucasusDataError as error:
        print(f"the data cannot be described: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
