from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml
from frictionless import Package

import caucasus_data as cd
from caucasus_data.cli import main
from caucasus_data.contributing import release
from caucasus_data.derive.files import REFRESH, stale
from caucasus_data.model import package
from caucasus_data.model.tables import TABLES
from caucasus_data.package import storage
from caucasus_data.support.writing import alone
from tests.checkout import Checkout

MEMBERS = {
    *("datapackage.json", "croissant.json", "CITATION.cff", "LICENSE-DATA", "schemas/vocabularies.json"),
    *(f"data/{table}.csv" for table in TABLES),
    *(f"schemas/{table}.schema.json" for table in TABLES),
}


def test_a_release_is_a_complete_data_package_with_a_checksum(small: Checkout, tmp_path: Path) -> None:
    written = small.release("0.1.0")
    assert small.git("status", "--porcelain") == ""
    assert written[:2] == ["data/releases/0.1.0.zip", "data/releases/SHA256SUMS"]
    subprocess.run(["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=small.path("data/releases"), check=True)
    with zipfile.ZipFile(small.path("data/releases/0.1.0.zip")) as archive:
        assert set(archive.namelist()) == MEMBERS
        for name in MEMBERS:
            assert archive.read(name) == small.path(name).read_bytes(), name
        archive.extractall(tmp_path / "unzipped")
    assert Package(str(tmp_path / "unzipped/datapackage.json")).validate().valid


def test_a_release_brings_all_that_names_the_version_up_to_date(small: Checkout) -> None:
    small.release("0.1.0")
    assert 'RELEASED: Final = "2027-01-31"\n' in small.text(release.PACKAGE)
    small.edit("events", "evt-2023")
    small.release("0.2.0")
    assert 'VERSION: Final = "0.2.0"\n' in small.text(release.PACKAGE)
    assert stale() == []
    assert (storage.package()["version"], storage.package()["created"]) == ("0.2.0", "2027-01-31T00:00:00Z")
    citation = yaml.safe_load(small.text("CITATION.cff"))
    assert (citation["version"], str(citation["date-released"])) == ("0.2.0", "2027-01-31")
    newest, _, oldest = small.text("CHANGELOG.md").partition("## 0.1.0 ")
    assert newest.startswith("# Changelog\n## 0.2.0 (2027-01-31)\n\n### Data\n\n| table | rows | added |")
    assert "| events | 4 | 1 | 0 | 0 |\n" in newest
    assert "| **total** | 15 | 1 | 0 | 0 |\n" in newest
    assert "| **total** | 14 | 14 | 0 | 0 |\n" in oldest
    assert [line.split()[1] for line in small.text("data/releases/SHA256SUMS").splitlines()] == [
        "0.1.0.zip",
        "0.2.0.zip",
    ]


def test_the_archive_is_the_same_byte_for_byte(
    small: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.release("0.1.0")
    frozen = small.path("data/releases/0.1.0.zip").read_bytes()
    again = Checkout(tmp_path / "again", monkeypatch)
    for path in again.root.rglob("*"):
        if ".git" not in path.parts:
            os.utime(path, (1e9, 1e9))
            path.chmod(0o700)
    again.git("config", "core.fileMode", "false")
    again.release("0.1.0")
    assert again.path("data/releases/0.1.0.zip").read_bytes() == frozen
    assert release.archive({name: small.path(name).read_bytes() for name in sorted(MEMBERS, reverse=True)}) == frozen
    with zipfile.ZipFile(io.BytesIO(frozen)) as archive:
        assert archive.namelist() == sorted(MEMBERS)
        for member in archive.infolist():
            assert (member.date_time, member.extra, member.comment) == ((1980, 1, 1, 0, 0, 0), b"", b"")
            assert (member.external_attr, member.create_system) == (0o100644 << 16, 3)


def refused(small: Checkout, version: str, reason: str) -> None:
    before = small.files()
    with pytest.raises(cd.CaucasusDataError, match=reason):
        release.release(version)
    assert small.files() == before


def test_uncommitted_changes_are_refused(small: Checkout) -> None:
    small.path("new-file").write_text("x", encoding="utf-8")
    refused(small, "0.1.0", "uncommitted changes in new-file; commit or undo them first")


def test_what_a_killed_release_left_is_taken_away(small: Checkout) -> None:
    small.release("0.1.0")
    strays = [
        small.path(f"data/releases/{name}") for name in (".0.2.1.zip.new", ".0.2.1.zip.k3x.new", ".SHA256SUMS.new")
    ]
    for stray in strays:
        stray.touch()
    assert small.git("status", "--porcelain") == ""
    small.release("0.1.1")
    assert not [stray for stray in strays if stray.exists()]


@pytest.mark.parametrize("names", [("GIT_DIR", "GIT_WORK_TREE"), ("GIT_DIR",), ("GIT_INDEX_FILE",)])
def test_the_environment_leads_git_to_no_other_repository(
    small: Checkout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: tuple[str, ...]
) -> None:
    small.path("new-file").write_text("x", encoding="utf-8")
    shutil.copytree(small.root, tmp_path / "other")
    (tmp_path / "other/new-file").unlink()
    elsewhere = {"GIT_DIR": ".git", "GIT_WORK_TREE": ".", "GIT_INDEX_FILE": ".git/index"}
    for name in names:
        monkeypatch.setenv(name, str(tmp_path / "other" / elsewhere[name]))
    refused(small, "0.1.0", "uncommitted changes in new-file")


@pytest.mark.parametrize(
    ("flag", "path"),
    [
        ("--skip-worktree", "data/events.csv"),
        ("--skip-worktree", "LICENSE-DATA"),
        ("--assume-unchanged", "CHANGELOG.md"),
        ("--assume-unchanged", "schemas/vocabularies.json"),
    ],
)
def test_what_git_was_told_to_overlook_is_seen(small: Checkout, flag: str, path: str) -> None:
    small.git("update-index", flag, path)
    small.path(path).write_text(small.text(path).replace("happens", "happened") + "\n", encoding="utf-8")
    assert small.git("status", "--porcelain") == ""
    refused(small, "0.1.0", f"uncommitted changes in {path}; commit or undo them first")


def test_a_file_that_is_ignored_and_goes_in_is_seen(small: Checkout) -> None:
    small.path(".git/info/exclude").write_text("places.csv\n", encoding="utf-8")
    small.git("rm", "--cached", "--quiet", "data/places.csv")
    small.commit()
    assert small.git("status", "--porcelain") == ""
    refused(small, "0.1.0", "uncommitted changes in data/places.csv")


def test_one_release_is_made_at_a_time(small: Checkout) -> None:
    with alone(small.path(f".git/{release.LOCK}")):
        refused(small, "0.1.0", "another run holds .*; try again when it is done")
    small.release("0.1.0")


def test_a_checkout_behind_the_newest_release_is_refused(small: Checkout) -> None:
    small.release("0.2.0")
    small._version("0.1.0", "2026-11-22")
    code = small.text(release.PACKAGE).replace('VERSION: Final = "0.2.0"', 'VERSION: Final = "0.1.0"')
    small.path(release.PACKAGE).write_text(code, encoding="utf-8")
    small.commit()
    refused(small, "0.3.0", "names 0.1.0, which is behind 0.2.0, the newest release")


def test_tags_tell_of_releases(small: Checkout) -> None:
    small.release("0.1.0")
    small.git("tag", "v0.1.0")
    small.git("tag", "v0.2.0-rc1")
    small.git("tag", "v0.2.0")
    refused(small, "0.2.0", "the tag v0.2.0 is there already, and a release never changes")
    refused(small, "0.3.0", "tagged, and not among the releases here: v0.2.0; bring the checkout up to date")
    small.git("tag", "--delete", "v0.2.0")
    small.release("0.2.0")


def test_a_checksum_file_with_a_broken_line_is_refused(small: Checkout) -> None:
    small.release("0.1.0")
    sums = small.text(storage.CHECKSUMS)
    small.path(storage.CHECKSUMS).write_text(f"{sums}<<<<<<< HEAD\n", encoding="utf-8")
    small.commit()
    refused(small, "0.1.1", "SHA256SUMS has lines that give no release: <<<<<<< HEAD")
    small.path(storage.CHECKSUMS).write_text(sums.rstrip("\n"), encoding="utf-8")
    small.release("0.1.1")
    assert [*storage.releases()] == ["0.1.0", "0.1.1"]


def test_faulty_tables_are_refused(small: Checkout) -> None:
    small.edit("events", "evt-2022", type="meating")
    small.commit()
    refused(small, "0.1.0", r"the tables have faults: .*events.csv:4 type is not in the vocabulary")


def test_stale_generated_files_are_refused(small: Checkout) -> None:
    small.path("docs/codebook.md").write_text("old", encoding="utf-8")
    small.git("-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "--quiet", "--all", "--message", "stale")
    refused(small, "0.1.0", f"stale generated files: docs/codebook.md; refresh them with `{REFRESH}`")


@pytest.mark.parametrize("version", ["1", "0.1", "v0.1.0", "0.01.0", "0.1.0\n", "0.1.0rc1"])
def test_what_is_no_version_is_refused(small: Checkout, version: str) -> None:
    refused(small, version, "is not a version such as '0.1.0'")


def test_a_version_below_the_one_that_is_named_is_refused(small: Checkout) -> None:
    refused(small, "0.0.9", "0.0.9 is too small: .*package.py names 0.1.0 already")


def test_a_release_is_made_once(small: Checkout) -> None:
    small.release("0.1.0")
    refused(small, "0.1.0", "0.1.0 was released already")


def test_a_folder_that_is_no_checkout_is_refused(small: Checkout, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.rmtree(small.path(".git"))
    refused(small, "0.1.0", "git cannot tell the state of")
    monkeypatch.setenv("PATH", "")
    refused(small, "0.1.0", "releases need git")
    small.path("pyproject.toml").unlink()
    refused(small, "0.1.0", "is no checkout; releases are made in one")


def test_the_rows_say_how_large_the_step_is(small: Checkout) -> None:
    small.release("0.1.0")
    refused(small, "0.1.0", "released already")
    refused(
        small, "0.0.1", "the least version is 0.1.1, a patch step, because of every release has a version of its own"
    )
    small.edit("events", "evt-2022", title="Something else happens in 2022")
    small.release("0.1.1")
    for year in range(2023, 2030):
        small.edit("events", f"evt-{year}")
    small.commit()
    refused(small, "0.1.2", "least version is 0.2.0, a minor step, because of events evt-2023 added, .* and 2 more")
    small.release("1.0.0")
    small.remove("events", "evt-2029", withdrawn_in="2.0.0", reason="Entered twice.")
    small.commit()
    refused(small, "1.1.0", "least version is 2.0.0, a major step, because of events evt-2029 removed$")
    small.release("2.0.0")


def test_a_row_does_not_vanish_without_a_word(small: Checkout) -> None:
    small.release("0.1.0")
    small.remove("events", "evt-2022")
    small.commit()
    refused(small, "0.2.0", "evt-2022 of the last release is gone, and withdrawn.csv does not say why")
    small.edit("withdrawn", "evt-2022", table="events", withdrawn_in="0.3.0", reason="Entered twice.")
    small.commit()
    refused(small, "0.2.0", "not in withdrawn with withdrawn_in 0.2.0")
    small.release("0.3.0")


@pytest.mark.parametrize("fails_at", range(1, 13))
def test_a_failure_leaves_nothing_half_written(small: Checkout, monkeypatch: pytest.MonkeyPatch, fails_at: int) -> None:
    before, calls = small.files(), 0

    def failing(name: str) -> None:
        real = getattr(Path, name)

        def step(path: Path, *arguments: object, **named: object) -> object:
            nonlocal calls
            calls += path.suffix == ".new"
            if calls == fails_at and path.suffix == ".new":
                raise OSError(28, "No space left on device")
            return real(path, *arguments, **named)

        monkeypatch.setattr(Path, name, step)

    failing("open")
    failing("replace")
    with pytest.raises(OSError, match="No space left"):
        release.release("0.1.0")
    assert small.files() == before


def test_a_file_without_the_line_to_change_is_named(small: Checkout) -> None:
    small.path(release.PACKAGE).write_text(2 * small.text(release.PACKAGE), encoding="utf-8")
    small.commit()
    refused(small, "0.1.0", r"2 lines are like \^VERSION: ")


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("# C\n\nIntro.\n\n## 0.1.0 (d)\n\nOld.\n", "# C\n\nIntro.\n\n## 0.2.0 (day)\n\n### Data\n\nN\n\n## 0.1.0 (d)\n\nOld.\n"),
        ("# C\n\n## Unreleased\n\n### Code\n\n- x\n", "# C\n\n## 0.2.0 (day)\n\n### Data\n\nN\n\n### Code\n\n- x\n"),
        (
            "# C\n\n## 0.2.0 (?)\n\nHi.\n\n### Data\n\n| a |\n|---|\n\n- said\n\n## 0.1.0 (d)\n",
            "# C\n\n## 0.2.0 (day)\n\nHi.\n\n### Data\n\nN\n\n- said\n\n## 0.1.0 (d)\n",
        ),
        ("# C\n\n## 0.2.0\n\n### Data\n\nText.\n", "# C\n\n## 0.2.0 (day)\n\n### Data\n\nN\n\nText.\n"),
    ],
)  # fmt: skip
def test_the_changelog_keeps_what_people_wrote(text: str, becomes: str) -> None:
    assert release._changelog(text, "0.2.0", "day", "N\n") == becomes


def test_the_command_releases_from_a_process_of_its_own(small: Checkout) -> None:
    shutil.copytree(Path(cd.__file__).parent, small.path("src/caucasus_data"), dirs_exist_ok=True)
    code = small.text(release.PACKAGE)
    for name, value in (("VERSION", "0.1.0"), ("RELEASED", package.RELEASED)):
        code = re.sub(f'^{name}: Final = ".*"$', f'{name}: Final = "{value}"', code, flags=re.MULTILINE)
    small.path(release.PACKAGE).write_text(code, encoding="utf-8")
    small.commit()
    command = [sys.executable, "-m", "caucasus_data", "release", "0.1.0"]
    environment = {**os.environ, "PYTHONPATH": str(small.path("src"))}
    done = subprocess.run(command, cwd=small.root, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.startswith("wrote data/releases/0.1.0.zip\n")
    assert done.stdout.endswith("commit these and tag v0.1.0\n")
    (line,) = small.text("data/releases/SHA256SUMS").splitlines()
    content = small.path("data/releases/0.1.0.zip").read_bytes()
    assert line == f"{hashlib.sha256(content).hexdigest()}  0.1.0.zip"
    changed = re.findall(r"^.. (.*)$", small.git("status", "--porcelain", "--untracked-files=all"), re.MULTILINE)
    assert {"CHANGELOG.md", "data/releases/0.1.0.zip", "data/releases/SHA256SUMS"} <= set(changed)
    assert set(changed) <= set(re.findall("^wrote (.*)$", done.stdout, re.MULTILINE))


def test_the_command_refuses_in_one_line(small: Checkout, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["release", "first"]) == 2
    assert capsys.readouterr().err == "caucasus-data: 'first' is not a version such as '0.1.0'\n"
    assert main(["release", "0.1.0"]) == 0
    assert "wrote CHANGELOG.md\n" in capsys.readouterr().out


def test_a_tag_descriptor_changelog_and_archive_agree(small: Checkout, capsys: pytest.CaptureFixture[str]) -> None:
    small.release("0.1.0")
    assert main(["release", "0.1.0", "--check"]) == 0
    assert capsys.readouterr().out == ""
    assert main(["release", "0.2.0", "--check"]) == 1
    assert capsys.readouterr().out.startswith("data/releases/SHA256SUMS has no 0.2.0;")


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        (
            "CHANGELOG.md",
            "## 0.1.0",
            "## Unreleased\n\n## 0.1.0",
            "CHANGELOG.md does not begin with ## 0.1.0 (2027-01-31)",
        ),
        ("datapackage.json", '"version": "0.1.0"', '"version": "0.9.0"', "datapackage.json does not say"),
        ("croissant.json", '"version": "0.1.0"', '"version": "0.9.0"', "croissant.json does not say"),
        (".zenodo.json", '"version": "0.1.0"', '"version": "0.9.0"', ".zenodo.json does not say"),
        ("CITATION.cff", "version: 0.1.0", "version: 0.9.0", "CITATION.cff does not say"),
        (release.PACKAGE, 'VERSION: Final = "0.1.0"', 'VERSION: Final = "0.9.0"', "package.py does not say"),
        ("data/events.csv", "happens in 2020", "happened in 2020", "data/events.csv is not what 0.1.0.zip holds"),
        ("docs/codebook.md", "# ", "#  ", "docs/codebook.md is stale; refresh it"),
    ],
)
def test_what_is_not_the_frozen_release_is_not_published(
    small: Checkout, capsys: pytest.CaptureFixture[str], path: str, old: str, new: str, said: str
) -> None:
    small.release("0.1.0")
    small.path(path).write_text(small.text(path).replace(old, new, 1), encoding="utf-8")
    small.forget()
    assert main(["release", "0.1.0", "--check"]) == 1
    assert said in capsys.readouterr().out
