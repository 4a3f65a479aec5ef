"""The maintainers' verb: freeze today's tables as a release."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from caucasus_data.derive import files
from caucasus_data.errors import CaucasusDataError
from caucasus_data.package import storage
from caucasus_data.package.difference import (
    ROW_CHANGES,
    Change,
    Tables,
    changes,
    counts,
    raised,
    said_of,
    step,
    tables_of,
)
from caucasus_data.support.writing import Rewriting, settle, write_all
from caucasus_data.validation import validate

PACKAGE = "src/caucasus_data/model/package.py"


def release(version: str) -> list[str]:
    """Freeze today's tables as a release, and bring all that names the version up to date.

    Args:
        version: Version to release, such as `0.2.0`.

    Returns:
        The files that were written, from the root of the checkout: the archive, its line in SHA256SUMS,
        model/package.py, datapackage.json, croissant.json, .zenodo.json, CITATION.cff and CHANGELOG.md. To
        commit and tag them is left to the caller.

    Raises:
        CaucasusDataError: This is no checkout; or it has uncommitted changes, faults or stale
            generated files; or the version is smaller than the changes since the last release call
            for; or a row was taken out without being entered in `withdrawn`. Nothing is written then.

    Source:
        data/*.csv, schemas/*.json and the releases so far.
    """
    root = storage.root()
    for folder in (".", storage.RELEASES, str(Path(PACKAGE).parent)):
        settle(root / folder)
    _check_checkout(root)
    last = next(reversed(storage.releases()), None)
    before, after = tables_of(last) if last else {}, tables_of()
    found = changes(before, after)
    _check_version(version, last, found)
    if last:
        _check_withdrawals(version, found, after)
    contents = _contents(root, version, _today().isoformat(), _census(after, found))
    write_all({root / path: Rewriting(_held(root / path), content) for path, content in contents.items()})
    return list(contents)


def disagreements(version: str) -> list[str]:
    """Where a checkout does not say that it is a release: what is to be published is then not what was frozen.

    Args:
        version: The version that a tag names.

    Raises:
        AlteredReleaseError: The archive of the release is not the one that was frozen.
    """
    root, found = storage.root(), []

    def text(path: str) -> str:
        return (root / path).read_text(encoding="utf-8")

    if version not in storage.releases():
        return [f"{storage.CHECKSUMS} has no {version}; `caucasus-data release {version}` freezes it"]
    day = str(storage.package()["created"]).partition("T")[0]
    wanted = {
        PACKAGE: f'VERSION: Final = "{version}"\nRELEASED: Final = "{day}"\n',
        "datapackage.json": f'"version": "{version}"',
        "croissant.json": f'"version": "{version}"',
        ".zenodo.json": f'"version": "{version}"',
        "CITATION.cff": f"version: {version}\ndate-released: {day}\n",
    }
    found += [f"{path} does not say {said!r}" for path, said in wanted.items() if said not in text(path)]
    newest = re.search(r"^## .*$", text("CHANGELOG.md"), flags=re.MULTILINE)
    if not newest or newest[0] != f"## {version} ({day})":
        found.append(f"CHANGELOG.md does not begin with ## {version} ({day})")
    frozen = storage.home(version)
    named = [r[part] for r in storage.package(version)["resources"] for part in ("path", "schema")]
    for path in [*named, "datapackage.json"]:
        if not (root / path).is_file() or (frozen / path).read_bytes() != (root / path).read_bytes():
            found.append(f"{path} is not what {version}.zip holds")
    return found + [f"{path} is stale; refresh it with `{files.REFRESH}`" for path in files.stale()]


def _held(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def _today() -> date:
    return datetime.now(UTC).date()


def _check_checkout(root: Path) -> None:
    if not (root / "pyproject.toml").is_file():
        raise CaucasusDataError(f"{root} is no checkout; releases are made in one")
    git = shutil.which("git")
    if git is None:
        raise CaucasusDataError("releases need git, which is not on the path")
    command = [git, "-C", str(root), "status", "--porcelain", "--untracked-files=normal"]
    status = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if status.returncode:
        raise CaucasusDataError(f"git cannot tell the state of {root}: {status.stderr.strip()}")
    if changed := [line[3:] for line in status.stdout.splitlines()]:
        raise CaucasusDataError(f"uncommitted changes in {_first(changed)}; commit or undo them first")
    if faults := [f"{f.path}:{f.line} {f.message}" for f in validate() if f.severity == "error"]:
        raise CaucasusDataError(f"the tables have faults: {_first(faults)}; see `caucasus-data validate`")
    if stale := files.stale():
        raise CaucasusDataError(f"stale generated files: {_first(stale)}; refresh them with `{files.REFRESH}`")


def _check_version(version: str, last: str | None, found: list[Change]) -> None:
    named = str(storage.package()["version"])
    if not re.fullmatch(r"(?:0|[1-9][0-9]*)(?:\.(?:0|[1-9][0-9]*)){2}", version):
        raise CaucasusDataError(f"{version!r} is not a version such as {named!r}")
    if (storage.root() / storage.RELEASES / f"{version}.zip").exists() or version in storage.releases():
        raise CaucasusDataError(f"{version} was released already, and a release never changes")
    if last is not None:
        needed = step(found, last)
        least = raised(last, needed)
        if storage.numbers(version) < storage.numbers(least):
            calling = [said_of(c) for c in found if step([c], last) == needed] or [
                "every release has a version of its own"
            ]
            raise CaucasusDataError(
                f"{version} is too small: after {last} the least version is {least}, "
                f"a {needed} step, because of {_first(calling)}"
            )
    if storage.numbers(version) < storage.numbers(named):
        raise CaucasusDataError(f"{version} is too small: {PACKAGE} names {named} already")


def _check_withdrawals(version: str, found: list[Change], after: Tables) -> None:
    """A row with an id of its own does not vanish: `withdrawn` says since when it is gone, and why."""
    gone = {row["row_id"]: row["withdrawn_in"] for row in after["withdrawn"].rows}
    citable = [c for c in found if c.change == "removed" and c.table in after and len(storage.key(c.table)) == 1]
    if lost := [said_of(c) for c in citable if gone.get(c.row_id) != version]:
        raise CaucasusDataError(f"not in withdrawn with withdrawn_in {version}: {_first(lost)}")


def _first(texts: list[str], count: int = 5) -> str:
    more = f" and {len(texts) - count} more" if len(texts) > count else ""
    return ", ".join(texts[:count]) + more


def _census(tables: Tables, found: list[Change]) -> str:
    """The rows of each table and what changed in them, as a Markdown table."""
    counted = counts(found)
    lines = [(t, len(tables[t].rows), *(counted[t, c] for c in ROW_CHANGES)) for t in tables]
    total = ("**total**", *(sum(column) for column in list(zip(*lines, strict=True))[1:]))
    head = f"| table | rows | {' | '.join(ROW_CHANGES)} |\n|---|---|---|---|---|\n"
    return head + "".join(f"| {' | '.join(map(str, line))} |\n" for line in (*lines, total))


def _contents(root: Path, version: str, day: str, census: str) -> dict[str, bytes]:
    """The new content of every file that a release touches, by its path from the root."""

    def text(path: str) -> str:
        return (root / path).read_text(encoding="utf-8")

    descriptor = storage.package() | {"version": version, "created": f"{day}T00:00:00Z"}
    code = _replaced(text(PACKAGE), r'^VERSION: Final = "(.*)"$', version)
    catalogues = files.catalogues(descriptor)
    texts = {
        PACKAGE: _replaced(code, r'^RELEASED: Final = "(.*)"$', day),
        "datapackage.json": files.as_json(descriptor),
        **{path: files.as_json(described) for path, described in catalogues.items()},
        "CITATION.cff": _replaced(
            _replaced(text("CITATION.cff"), r"^version: (.*)$", version), r"^date-released: (.*)$", day
        ),
        "CHANGELOG.md": _changelog(text("CHANGELOG.md"), version, day, census),
    }
    contents = {path: content.encode() for path, content in texts.items()}
    named = [r[part] for r in descriptor["resources"] for part in ("path", "schema")]
    beside = ("schemas/vocabularies.json", "LICENSE-DATA", "datapackage.json", "croissant.json", "CITATION.cff")
    members = dict.fromkeys([*named, *beside])
    zipped = archive({path: contents.get(path) or (root / path).read_bytes() for path in members})
    sums = (root / storage.CHECKSUMS).read_bytes() if storage.releases() else b""
    line = f"{hashlib.sha256(zipped).hexdigest()}  {version}.zip\n"
    return {f"{storage.RELEASES}/{version}.zip": zipped, storage.CHECKSUMS: sums + line.encode(), **contents}


def archive(members: Mapping[str, bytes]) -> bytes:
    """Zip files so that the same files always give the same bytes, whatever the clock and the file system say.

    Another build of zlib may compress otherwise; the files inside are the same even then.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as zipped:
        for name, content in sorted(members.items()):
            member = zipfile.ZipInfo(name)  # dated 1980-01-01
            member.create_system, member.external_attr = 3, 0o100644 << 16
            zipped.writestr(member, content, zipfile.ZIP_DEFLATED, compresslevel=9)
    return buffer.getvalue()


def _replaced(text: str, pattern: str, value: str) -> str:
    """The text with another value in the one place where the group of a pattern stands."""
    places = list(re.finditer(pattern, text, flags=re.MULTILINE))
    if len(places) != 1:
        raise CaucasusDataError(f"{len(places)} lines are like {pattern}, where one is needed")
    start, end = places[0].span(1)
    return text[:start] + value + text[end:]


def _changelog(text: str, version: str, day: str, census: str) -> str:
    """The changelog with the census of a version under its `### Data`; what people wrote stays."""
    heading, data = f"## {version} ({day})\n", f"### Data\n\n{census}"
    intro, *sections = re.split(r"^(?=## )", text, flags=re.MULTILINE)
    if not sections or not re.match(rf"## (?:Unreleased|{re.escape(version)}\b)", sections[0]):
        return "".join([intro, heading, f"\n{data}\n", *sections])
    _, _, body = sections[0].partition("\n")
    counted, places = re.subn(r"^### Data\n\n(?:\|.*\n)*\n?", lambda _: f"{data}\n", body, count=1, flags=re.MULTILINE)
    return "".join([intro, heading, counted if places else f"\n{data}{body}", *sections[1:]])
