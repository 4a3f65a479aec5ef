"""Files and folders that are written as a whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from caucasus_data.errors import UnwritableError


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Give a path beside a file or folder to write to, and rename it into place once all went well.

    Raises:
        UnwritableError: The place cannot be written; what stood there still does.
    """
    from shutil import rmtree
    from tempfile import mkdtemp

    with naming(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        yield beside / target.name
        with naming(target):
            _swap(beside / target.name, target, beside / "before")
    finally:
        rmtree(beside, ignore_errors=True)


@contextmanager
def naming(target: Path | str, error: type[Exception] = OSError) -> Iterator[None]:
    """Say of an error what could not be written.

    Raises:
        UnwritableError: The error came.
    """
    try:
        yield
    except error as found:
        raise UnwritableError(f"cannot write {target}: {getattr(found, 'strerror', None) or found}") from found


def _swap(new: Path, target: Path, before: Path) -> None:
    if not (new.is_dir() and target.is_dir()):
        new.replace(target)
        return
    target.rename(before)  # a folder that holds something cannot be renamed onto
    try:
        new.rename(target)
    except BaseException:
        before.rename(target)
        raise
