"""Files written so that nothing is lost or left half-done."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path


def write_all(contents: Mapping[Path, bytes]) -> None:
    """Write all files or none: each beside its place first, then renamed into it."""
    before = {path: path.read_bytes() if path.exists() else None for path in contents}
    beside = {path: path.with_name(f".{path.name}.{os.getpid()}.new") for path in contents}
    try:
        for path, content in contents.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            beside[path].write_bytes(content)
            if path.exists():
                shutil.copymode(path, beside[path])
        for path in contents:
            beside[path].replace(path)
    except BaseException:
        for path, former in before.items():
            if former is None:
                path.unlink(missing_ok=True)
            elif path.read_bytes() != former:
                path.write_bytes(former)
        raise
    finally:
        for path in beside.values():
            path.unlink(missing_ok=True)
