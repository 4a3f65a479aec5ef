"""The maintainers' verb: freeze today's tables as a release."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

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
from caucasus_data.support.clock import today
from caucasus_data.support.writing import Rewriting, alone, settle, sweep, write_all
from caucasus_data.validation import validate

PACKAGE = "src/caucasus_data/model/package.py"
LOCK: Final = "caucasus-data-release.lock"
"""A file in git's own folder, which all worktrees of a repository share."""

_SETTINGS: Final = ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM")
"""What git may be told by the environment; all else there could lead it to another repository."""


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
            generated files; or a file that goes in is not byte for byte as committed; or the version has a tag, or is
            smaller than the changes since the last release call for; or a row was taken out without being
            entered in `withdrawn`. Nothing is written then.
        UnwritableError: Another release is being made.

    Source:
        data/*.csv, schemas/*.json and the releases so far.
    """
    root = storage.root()
    if not (root / "pyproject.toml").is_file():
        raise CaucasusDataError(f"{root} is no checkout; releases are made in one")
    with alone(Path(_git(root, "rev-parse", "--path-format=absolute", "--git-common-dir").rstrip("\n")) / LOCK):
        return _released(root, version)


def _released(root: Path, version: str) -> list[str]:
    settle(root, root / storage.RELEASES, (root / PACKAGE).parent)
    sweep(root / storage.RELEASES)
    held = _committed(root)
    _check_checkout(root)
    last = storage.last_release()
    before, after = tables_of(last) if last else {}, tables_of()
    found = changes(before, after)
    _check_version(version, last, found)
    _check_tags(root, version)
    if last:
        _check_withdrawals(version, found, after)
    contents = _contents(held, version, today().isoformat(), _census(after, found))
    write_all({root / path: Rewriting(held.get(path), content) for path, content in contents.items()})
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
    for path in storage.members(storage.package(version)):
        if not (root / path).is_file() or (frozen / path).read_bytes() != (root / path).read_bytes():
            found.append(f"{path} is not what {version}.zip holds")
    return found + [f"{path} is stale; refresh it with `{files.REFRESH}`" for path in files.stale()]


def _git(root: Path, *arguments: str) -> str:
    git = shutil.which("git")
    if git is None:
        raise CaucasusDataError("releases need git, which is not on the path")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_") or k in _SETTINGS}
    command = [git, "-C", str(root), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)  # noqa: S603
    if done.returncode:
        raise CaucasusDataError(f"git cannot tell the state of {root}: {done.stderr.strip()}")
    return done.stdout


def _committed(root: Path) -> dict[str, bytes]:
    """The files that a release takes or rewrites, each byte for byte as it is committed.

    What git was told not to look at, by skip-worktree, assume-unchanged or a list of ignored files, is looked at here.
    """
    listed = (line.split("\t") for line in _git(root, "ls-tree", "-r", "-z", "HEAD").split("\0") if line)
    blobs = {path: about.split()[2] for about, path in listed}
    paths = [*_members(storage.package()), PACKAGE, ".zenodo.json", "CHANGELOG.md"]
    paths += [storage.CHECKSUMS] if (root / storage.CHECKSUMS).exists() or storage.CHECKSUMS in blobs else []
    held = {path: (root / path).read_bytes() for path in paths if (root / path).is_file()}
    other = [path for path in paths if path not in held or _blob(held[path], blobs.get(path, "")) != blobs.get(path)]
    if other:
        raise CaucasusDataError(f"uncommitted changes in {_first(other)}; commit or undo them first")
    return held


def _blob(content: bytes, like: str) -> str:
    """The id that git gives to a content, by the same hash as another."""
    kind = hashlib.sha256 if len(like) == hashlib.sha256().digest_size * 2 else hashlib.sha1
    return kind(b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()


def _members(described: storage.Descriptor) -> list[str]:
    return [*storage.members(described), "croissant.json", "LICENSE-DATA", "CITATION.cff"]


def _check_checkout(root: Path) -> None:
    status = _git(root, "status", "--porcelain", "--untracked-files=normal")
    if changed := [line[3:] for line in status.splitlines()]:
        raise CaucasusDataError(f"uncommitted changes in {_first(changed)}; commit or undo them first")
    if broken := storage.broken_sums():
        raise CaucasusDataError(f"{storage.CHECKSUMS} has lines that give no release: {_first(broken)}")
    if faults := [f"{f.path}:{f.line} {f.message}" for f in validate() if f.severity == "error"]:
        raise CaucasusDataError(f"the tables have faults: {_first(faults)}; see `caucasus-data validate`")
    if stale := files.stale():
        raise CaucasusDataError(f"stale generated files: {_first(stale)}; refresh them with `{files.REFRESH}`")


def _check_version(version: str, last: str | None, found: list[Change]) -> None:
    named = str(storage.package()["version"])
    if not re.fullmatch(storage.VERSION, version):
        raise CaucasusDataError(f"{version!r} is not a version such as {named!r}")
    if (storage.root() / storage.RELEASES / f"{version}.zip").exists() or version in storage.releases():
        raise CaucasusDataError(f"{version} was released already, and a release never changes")
    if last is not None and storage.numbers(named) < storage.numbers(last):
        raise CaucasusDataError(f"{PACKAGE} names {named}, which is behind {last}, the newest release; mend it first")
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


def _check_tags(root: Path, version: str) -> None:
    """A tag may tell of a release that this checkout does not have."""
    tagged = [tag[1:] for tag in _git(root, "tag", "--list", "v*").split() if re.fullmatch(storage.VERSION, tag[1:])]
    if version in tagged:
        raise CaucasusDataError(f"the tag v{version} is there already, and a release never changes")
    known = storage.releases()
    if lacking := [f"v{tag}" for tag in sorted(tagged, key=storage.numbers) if tag not in known]:
        raise CaucasusDataError(
            f"tagged, and not among the releases here: {_first(lacking)}; bring the checkout up to date"
        )


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


def _contents(held: Mapping[str, bytes], version: str, day: str, census: str) -> dict[str, bytes]:
    """The new content of every file that a release touches, by its path from the root, from what each held."""

    def text(path: str) -> str:
        return held[path].decode()

    descriptor = json.loads(text(storage.DESCRIPTOR)) | {"version": version, "created": f"{day}T00:00:00Z"}
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
    zipped = archive({path: contents.get(path, held[path]) for path in _members(descriptor)})
    sums = b"".join(line + b"\n" for line in held.get(storage.CHECKSUMS, b"").splitlines())
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
