"""Where a Data Package lies, and what it holds: today's in a folder, each release in a zip of its own.

Today's tables lie at the root of a checkout, or inside the installed wheel. Every function takes the
version of a release, or None for today's tables.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Collection, Hashable, Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from caucasus_data.errors import AlteredReleaseError, UnknownValueError, UnreadableError, one_of

if TYPE_CHECKING:
    import zipfile

    from caucasus_data.model.vocabularies import TableName

Descriptor = dict[str, Any]

RELEASES = "data/releases"
DESCRIPTOR: Final = "datapackage.json"
CHECKSUMS = f"{RELEASES}/SHA256SUMS"
VERSION: Final = r"(?:0|[1-9][0-9]*)(?:\.(?:0|[1-9][0-9]*)){2}"
"""What a version looks like, as a pattern."""
_AGAIN: Final = "install caucasus-data again"
_SUM: Final = re.compile(rf"([0-9a-f]{{64}})  ({VERSION})\.zip")


@cache
def root() -> Path:
    """The folder that holds datapackage.json, data/ and schemas/.

    A checkout comes first: an editable install may have left a frozen copy of `_bundle` behind.
    """
    checkout = Path(__file__).parents[3]
    if (checkout / "pyproject.toml").is_file() and (checkout / "datapackage.json").is_file():
        return checkout
    return Path(__file__).parents[1] / "_bundle"


def releases() -> dict[str, str]:
    """The versions that were released, oldest first, and the sha256 of each archive.

    A line that cannot be read, or is contradicted by another, costs the release of which it tells and no other.
    """
    found: dict[str, set[str]] = {}
    for match in filter(None, map(_SUM.fullmatch, _sums())):
        found.setdefault(match[2], set()).add(match[1])
    certain = {version: digests.pop() for version, digests in found.items() if len(digests) == 1}
    return dict(sorted(certain.items(), key=lambda release: numbers(release[0])))


def broken_sums() -> list[str]:
    """The lines of the checksum file that give no release."""
    known = releases()
    return [line for line in _sums() if not ((match := _SUM.fullmatch(line)) and known.get(match[2]) == match[1])]


def _sums() -> list[str]:
    sums = root() / CHECKSUMS
    text = sums.read_bytes().decode("utf-8", "replace") if sums.is_file() else ""
    return [line.rstrip("\r") for line in text.removesuffix("\n").split("\n") if line]


def release_before(version: str) -> str | None:
    """The last release that a version follows, or None where it is the first.

    >>> release_before("0.2.0")
    '0.1.0'
    """
    return max((known for known in releases() if numbers(known) < numbers(version)), key=numbers, default=None)


def numbers(version: str) -> tuple[int, ...]:
    """The numbers of a version, which sort as versions do.

    >>> numbers("0.10.0") > numbers("0.9.1")
    True
    """
    return tuple(int(part) for part in version.split("."))


def last_release() -> str | None:
    """The version that was released last; none before the first."""
    return next(reversed(releases()), None)


def home(version: str | None = None) -> Path | zipfile.Path:
    """The folder of today's tables, or the inside of a release.

    Raises:
        UnknownValueError: There is no such release; the error names those that exist.
        AlteredReleaseError: The archive is not the one that was released.
        UnreadableError: The archive is not there, is none of that version, or is not whole.
    """
    if version is None:
        return root()
    if not isinstance(version, str):
        raise UnknownValueError("version", version, releases())
    return _release(version)


@cache
def _release(version: str) -> zipfile.Path:
    import hashlib

    known = releases()
    if version not in known and re.fullmatch(VERSION, version) and (root() / RELEASES / f"{version}.zip").is_file():
        raise UnreadableError(f"release {version} has no line in {root() / CHECKSUMS} that can be read; {_AGAIN}")
    archive = root() / RELEASES / f"{one_of('version', version, known)}.zip"
    try:
        content = archive.read_bytes()  # all of it, so that what was verified is what is read
    except OSError as error:
        raise UnreadableError(f"cannot read release {version} in {archive}: {error.strerror}") from error
    digest = hashlib.sha256(content).hexdigest()
    if digest != known[version]:
        raise AlteredReleaseError(version, str(archive), digest, known[version])
    return _opened(version, archive, content)


_unpacked: dict[str, dict[str, bytes]] = {}
"""The files of each release that was opened: it takes as long to unpack one again as to read all rows for one id."""


def _opened(version: str, archive: Path, content: bytes) -> zipfile.Path:
    """The inside of an archive, of which every file that its descriptor names is there and can be read."""
    import zipfile
    import zlib

    path, unpacked = DESCRIPTOR, dict[str, bytes]()
    try:
        inside = zipfile.ZipFile(io.BytesIO(content))
        described = json.loads(inside.read(path))
        named = described["version"]
        for path in members(described):
            unpacked[path] = inside.read(path)
            text = unpacked[path].decode()
            if b"\0" in unpacked[path]:
                raise ValueError("it holds bytes that are no text")
            if path.endswith(".json"):
                json.loads(text)
    except zipfile.BadZipFile as error:
        raise UnreadableError(f"{archive} is no zip that can be read: {error}; {_AGAIN}") from error
    except (LookupError, ValueError, TypeError, RuntimeError, EOFError, zlib.error) as error:
        why = "is not whole" if isinstance(error, LookupError) else f"cannot be read: {error}"
        raise UnreadableError(f"{path} in {archive} {why}; {_AGAIN}") from error
    if named != version:
        raise UnreadableError(f"{archive} is release {named!r}, and not {version}; {_AGAIN}")
    _unpacked[version] = unpacked
    return zipfile.Path(inside)


def members(described: Descriptor) -> list[str]:
    """The files of a package, from its root, that its descriptor names or that belong to every one."""
    named = [r[part] for r in described["resources"] for part in ("path", "schema")]
    return [*dict.fromkeys([DESCRIPTOR, *named, "schemas/vocabularies.json"])]


def package(version: str | None = None) -> Descriptor:
    """The Data Package descriptor (datapackage.json)."""
    return _described(DESCRIPTOR, version)


def resource(table: str, version: str | None = None) -> Descriptor:
    """The resource of a table in the Data Package descriptor.

    Raises:
        UnknownValueError: There is no such table; the error names the nearest.

    >>> resource("events")["path"]
    'data/events.csv'
    """
    resources: dict[str, Descriptor] = {r["name"]: r for r in package(version)["resources"]}
    return resources[one_of("table", table, resources)]


def schema(table: str, version: str | None = None) -> Descriptor:
    """The Table Schema of a table (schemas/<table>.schema.json)."""
    return _described(resource(table, version)["schema"], version)


def key(table: str, version: str | None = None) -> list[str]:
    """The columns that together identify a row of a table."""
    return key_of(schema(table, version))


def key_of(declared: Descriptor) -> list[str]:
    """The columns that a Table Schema declares to identify a row."""
    columns: list[str] = declared.get("primaryKey") or declared["uniqueKeys"][0]
    return columns


def foreign_keys(table: str, version: str | None = None) -> dict[str, str]:
    """The columns of a table that name a row of another, and of which."""
    references = references_of(schema(table, version))
    return {column: target or table for column, target in references.items()}


def references_of(declared: Descriptor) -> dict[str, str]:
    """The columns that a Table Schema declares to name a row, and of which table; empty for its own."""
    return {k["fields"][0]: k["reference"]["resource"] for k in declared.get("foreignKeys", [])}


def naming(table: str, target: str, version: str | None = None) -> list[str]:
    """The columns of a table that name rows of another, be it among others.

    >>> naming("names", "actors")
    ['used_by', 'actor_id']
    """
    several = [f["name"] for f in schema(table, version)["fields"] if target in f.get("refersTo", ())]
    return [*(column for column, named in foreign_keys(table, version).items() if named == target), *several]


def vocabularies(version: str | None = None) -> Descriptor:
    """The closed lists of words by name: of each its description, and its words with what is known of them."""
    return _described("schemas/vocabularies.json", version)


def vocabulary(name: str, version: str | None = None) -> Descriptor:
    """The words of a vocabulary, and what is known of each.

    >>> vocabulary("event_type")["war"]["domain"]
    'military'
    """
    terms: Descriptor = vocabularies(version)[name]["terms"]
    return terms


def csv_path(table: str, version: str | None = None) -> Path | zipfile.Path:
    """The CSV file of a table."""
    return home(version) / str(resource(table, version)["path"])


def stamp(table: str, version: str | None = None) -> Hashable:
    """What is another once the file of a table is."""
    path = csv_path(table, version)
    if not isinstance(path, Path):
        return path.root, path.at
    state = path.stat()
    return path, state.st_ino, state.st_size, state.st_mtime_ns


def content_of(table: str, version: str | None = None) -> bytes:
    """The file of a table, which of a release is unpacked once."""
    path = csv_path(table, version)
    return path.read_bytes() if isinstance(path, Path) else _unpacked[str(version)][path.at]


def rows(table: str, version: str | None = None, among: Collection[str] | None = None) -> list[dict[str, str]]:
    """The rows of a table as text cells, as they stand in its file; what a row lacks is blank.

    Args:
        among: Keys, their cells joined by `/`, of the rows that are asked for; all where they are left out.
    """
    content = content_of(table, version)
    if among is not None and not _may_hold(content, among, len(key(table, version))):
        return []
    if among is not None and version is not None:
        content = _lines_with(content, among)
    lines = csv.reader(io.TextIOWrapper(io.BytesIO(content), "utf-8", newline=""))
    names = next(lines, [])
    width = len(names)
    found = (cells if len(cells) >= width else [*cells, *[""] * (width - len(cells))] for cells in lines if cells)
    if among is not None:
        places = [names.index(column) for column in key(table, version)]
        found = (cells for cells in found if "/".join([cells[place] for place in places]) in among)
    return [dict(zip(names, cells)) for cells in found]  # noqa: B905


def _may_hold(content: bytes, among: Iterable[str], columns: int) -> bool:
    """Whether there may be a row of some key in a file: of one whose words are not there nothing has to be parsed."""
    words = (re.split('[/"]', name) for name in among if name.count("/") >= columns - 1)
    return any(all(word.encode("utf-8", "surrogatepass") in content for word in several) for several in words)


def _lines_with(content: bytes, among: Iterable[str]) -> bytes:
    """The first line of a file of which each row is a line, as in all that were released, and those with some keys."""
    first, *lines = content.splitlines(keepends=True)
    words = [re.split('[/"]', name)[0].encode("utf-8", "surrogatepass") for name in among]
    return first + b"".join(line for line in lines if any(word in line for word in words))


def tables(version: str | None = None) -> dict[TableName, str]:
    """The tables of the dataset.

    Args:
        version: A release, instead of today's tables.

    Returns:
        Name of each table and what a row of it is, in the order of the codebook.

    Source:
        datapackage.json.

    >>> list(tables())[:3]
    ['actors', 'memberships', 'events']
    """
    return {r["name"]: r["description"] for r in package(version)["resources"]}


def _described(path: str, version: str | None) -> Descriptor:
    home(version)  # what is no version may be no key of a cache either
    return _parsed(path, version)


@cache
def _parsed(path: str, version: str | None) -> Descriptor:
    loaded: Descriptor = json.loads((home(version) / path).read_text(encoding="utf-8"))
    return loaded


def forget() -> None:
    """Read everything anew when it is next asked for."""
    _parsed.cache_clear()
    _release.cache_clear()
    _unpacked.clear()
