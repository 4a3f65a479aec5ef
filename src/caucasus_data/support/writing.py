"""Files and folders that are written as a whole or not at all, and never over what somebody else saved meanwhile."""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import IO, NamedTuple

from caucasus_data.errors import UnwritableError

JOURNAL = ".caucasus-data.journal"
"""A file that stands in a folder while files of it are replaced, and tells the next run of those that were not.

Its first line names the files; the second, `written`, stands there once the new content of each lies beside it.
"""

_PATIENCE = 2.0
"""Seconds to wait for another run that writes in the same folder."""


class Rewriting(NamedTuple):
    """What a file held when it was read, None where there was none, and what it is to hold."""

    before: bytes | None
    after: bytes


def write_all(files: Mapping[Path, Rewriting]) -> None:
    """Replace all files or none.

    The new content of each is laid beside it first. A run that is killed in between leaves a journal, by which
    the next one finishes what it began, or undoes it.

    Raises:
        UnwritableError: A file was saved by somebody else since it was read, is read-only, or its place cannot be
            written; every file is as it was.
    """
    by_folder: dict[Path, dict[Path, Rewriting]] = {}
    for path, rewriting in files.items():
        by_folder.setdefault(path.parent, {})[path] = rewriting
    with ExitStack() as held:
        journals = []
        for folder, own in sorted(by_folder.items()):
            with naming(folder):
                folder.mkdir(parents=True, exist_ok=True)
            journals.append(held.enter_context(_journal(folder, own)))
        for path, rewriting in files.items():
            with naming(path):
                _lay_beside(path, rewriting.after)
        for path, rewriting in files.items():
            _unchanged(path, rewriting.before)
        for journal in journals:
            _note(journal, "written\n")
        _replace(files)


def _unchanged(path: Path, before: bytes | None) -> None:
    with naming(path):
        if (path.read_bytes() if path.exists() else None) != before:
            raise UnwritableError(f"cannot write {path}: another program saved it meanwhile; nothing was written")
        writable = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
        if before is not None and not (path.stat().st_mode & writable and os.access(path, os.W_OK)):
            raise UnwritableError(f"cannot write {path}: it is read-only; nothing was written")


def _beside(path: Path) -> Path:
    return path.with_name(f".{path.name}.new")


def _lay_beside(path: Path, content: bytes) -> None:
    _beside(path).unlink(missing_ok=True)
    with _beside(path).open("xb") as file:  # never through a link that a stranger has laid there
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    if path.exists():
        _beside(path).chmod(stat.S_IMODE(path.stat().st_mode))


def _replace(files: Mapping[Path, Rewriting]) -> None:
    replaced = []
    try:
        for path in files:
            with naming(path):
                _beside(path).replace(path)
            replaced.append(path)
    except BaseException:
        for path in replaced:
            before = files[path].before
            if before is None:
                path.unlink()
            else:
                _lay_beside(path, before)
                _beside(path).replace(path)
        raise


@contextmanager
def _journal(folder: Path, files: Mapping[Path, Rewriting]) -> Iterator[IO[str]]:
    """A journal of some files of a folder, which no other run can have at the time."""
    path = folder / JOURNAL
    with naming(folder), _held(path) as journal:
        try:
            _note(journal, json.dumps([file.name for file in files]) + "\n")
            yield journal
        finally:
            for file in files:
                with suppress(OSError):  # a folder that somebody has laid there
                    _beside(file).unlink(missing_ok=True)
            path.unlink()


def _note(journal: IO[str], line: str) -> None:
    journal.write(line)
    journal.flush()
    os.fsync(journal.fileno())


def _held(path: Path) -> IO[str]:
    """A new journal, held against other runs, once that of an earlier run is settled."""
    while True:
        settle(path.parent)
        with suppress(FileExistsError):
            journal = path.open("x", encoding="utf-8")
            if _locked(journal, path):
                return journal
            journal.close()


def _locked(journal: IO[str], path: Path) -> bool:
    """Whether this run alone has the journal, and it is still the one that lies there."""
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        fcntl.flock(journal, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        pass  # a file system without locks
    return path.exists() and path.stat().st_ino == os.fstat(journal.fileno()).st_ino


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Hold a lock, which no other run can have at the time. The file stays; a run that is killed lets go of it.

    Raises:
        UnwritableError: Another run holds it.
    """
    with naming(lock):
        held = lock.open("a", encoding="utf-8")
    with held:
        if not _locked(held, lock):
            raise UnwritableError(f"another run holds {lock}; try again when it is done")
        yield


def sweep(folder: Path) -> None:
    """Take away what runs that were ended laid beside files of a folder, where no journal tells of it."""
    for stray in folder.glob(".*.new"):
        with naming(stray):
            stray.unlink()


def settle(*folders: Path) -> None:
    """Finish or undo what a run that was ended in the middle has left in folders.

    A journal may come from a stranger, with the folder: nothing but files of that folder is touched.

    Args:
        folders: One, or all in which one run writes, in their order: it is finished in all of them or in none.

    Raises:
        UnwritableError: A folder cannot be written, or another run is writing in it.
    """
    finish = len(folders) == 1 or all(_is_written(folder / JOURNAL) for folder in folders)
    for folder in folders:
        _settle_one(folder, finish=finish)


def _is_written(path: Path) -> bool:
    """Whether a journal says that all new content is there; where there is none, nothing was to come or all is done."""
    with naming(path), suppress(FileNotFoundError):
        return not path.is_file() or path.read_bytes().endswith(b"\nwritten\n")
    return True


def _settle_one(folder: Path, *, finish: bool) -> None:
    path, end = folder / JOURNAL, monotonic() + _PATIENCE
    while os.path.lexists(path):
        with naming(path), suppress(FileNotFoundError):
            if not stat.S_ISREG(path.lstat().st_mode):
                raise UnwritableError(f"{path} is no journal of this program; take it away")
            with path.open("r+", encoding="utf-8", errors="replace") as journal:
                if _locked(journal, path):
                    _settle(folder, journal, finish=finish)
                    path.unlink()
                    return
        if monotonic() > end:
            raise UnwritableError(f"another run is writing in {folder}; try again when it is done")
        sleep(0.02)


def _settle(folder: Path, journal: IO[str], *, finish: bool) -> None:
    names, _, written = journal.read(1 << 20).partition("\n")
    for file in (folder / name for name in _names(names)):
        if finish and written == "written\n" and os.path.lexists(_beside(file)):
            _beside(file).replace(file)
        _beside(file).unlink(missing_ok=True)


def _names(line: str) -> list[str]:
    """The names of files in a line of a journal; none where it is not whole."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return []
    names = [name for name in found if isinstance(name, str)] if isinstance(found, list) else []
    return [name for name in names if name and name == Path(name).name != ".." and "\0" not in name]


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
    except UnwritableError:
        raise
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
