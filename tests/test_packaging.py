"""What the wheel, the sdist and an editable install carry."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

import caucasus_data as cd
from caucasus_data.package import storage

ROOT = Path(__file__).parents[1]
BUNDLE = "caucasus_data/_bundle/"


def build(source: Path, target: str, into: Path) -> Path:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(into)],
        cwd=source,
        check=True,
        capture_output=True,
    )
    (built,) = into.iterdir()
    return built


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(ROOT, "wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(ROOT, "sdist", tmp_path_factory.mktemp("sdist"))


def bundled(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        names = [n for n in archive.namelist() if n.startswith(BUNDLE)]
        return {n.removeprefix(BUNDLE): archive.read(n) for n in names}


def test_wheel_carries_what_the_descriptor_names_and_nothing_else(wheel: Path) -> None:
    carried = bundled(wheel)
    described = json.loads(carried["datapackage.json"])["resources"]
    named = {part for r in described for part in (r["path"], r["schema"])}
    frozen = {f"{storage.RELEASES}/{version}.zip" for version in storage.releases()}
    frozen |= {storage.CHECKSUMS} if frozen else set()
    assert set(carried) == named | frozen | {"datapackage.json", "schemas/vocabularies.json"}
    for path, content in carried.items():
        assert content == (ROOT / path).read_bytes(), path


def test_what_a_killed_release_left_is_in_no_wheel(tmp_path: Path) -> None:
    """All that git would carry along, with files that belong to no release."""
    source = tmp_path / "source"
    for part in ("data", "schemas", "src/caucasus_data/model"):
        shutil.copytree(ROOT / part, source / part)
    for path in ("datapackage.json", "pyproject.toml", "hatch_build.py", "README.md", "LICENSE", "LICENSE-DATA"):
        shutil.copy(ROOT / path, source / path)
    strays = {
        f"{storage.RELEASES}/.9.9.9.zip.x1.new",
        f"{storage.RELEASES}/9.9.9.zip",
        "data/notes.csv",
        "schemas/~a.json",
    }
    for path in strays:
        (source / path).touch()
    carried = bundled(build(source, "wheel", tmp_path / "wheel"))
    assert storage.CHECKSUMS in carried
    assert not strays & set(carried)


def test_wheel_carries_the_licences_and_the_types(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    info = f"caucasus_data-{cd.__version__}.dist-info/licenses"
    assert {f"{info}/LICENSE", f"{info}/LICENSE-DATA", "caucasus_data/py.typed"} <= names


def test_packages_are_the_same_bytes_wherever_and_whenever_they_are_built(
    wheel: Path, sdist: Path, tmp_path: Path
) -> None:
    """From the sdist, with other days and rights on its files and folders."""
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path / "source", filter="data")
    (source,) = (tmp_path / "source").iterdir()
    for path in source.rglob("*"):
        os.utime(path, (1e9, 1e9))
        path.chmod(0o700 if path.is_dir() or path.stat().st_mode & 0o100 else 0o600)
    for target, built in (("wheel", wheel), ("sdist", sdist)):
        again = build(source, target, tmp_path / target)
        assert (again.name, again.read_bytes()) == (built.name, built.read_bytes())


def test_installed_wheel_finds_its_own_bundle(wheel: Path, tmp_path: Path) -> None:
    """The wheel in an environment of its own, which borrows the libraries of this one."""
    venv.create(tmp_path / "env", with_pip=False)
    python = tmp_path / "env/bin/python"
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site = Path(subprocess.run([python, "-c", where], check=True, capture_output=True, text=True).stdout.strip())
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    libraries = [p for p in sys.path if p.endswith("site-packages")]
    script = (
        f"import sys; sys.path.extend({libraries!r}); import caucasus_data as cd; from caucasus_data.package import storage;"
        "print(storage.root()); print(len(cd.load('events'))); print(sum(f.severity == 'error' for f in cd.validate()))"
    )
    done = subprocess.run([python, "-c", script], check=True, capture_output=True, text=True, cwd=tmp_path)
    assert done.stdout.split() == [str(site / "caucasus_data/_bundle"), str(len(cd.load("events"))), "0"]


def test_editable_install_reads_the_checkout() -> None:
    assert storage.root() == ROOT


def test_every_verb_is_silent() -> None:
    subprocess.run([sys.executable, "-W", "error", ROOT / ".ci/every_verb.py"], check=True)


def links(source: Path, address: str) -> dict[str, str]:
    """The links that the metadata of a wheel shows when the repository has an address."""
    constant = source / "src/caucasus_data/model/package.py"
    text = constant.read_text(encoding="utf-8")
    constant.write_text(text.replace('REPOSITORY: Final = ""', f'REPOSITORY: Final = "{address}"'), encoding="utf-8")
    show = "import json; from hatchling.metadata.core import ProjectMetadata; from hatchling.plugin.manager import "
    show += "PluginManager; print(json.dumps(ProjectMetadata('.', PluginManager()).core.urls))"
    done = subprocess.run([sys.executable, "-c", show], cwd=source, check=True, capture_output=True, text=True)
    found: dict[str, str] = json.loads(done.stdout)
    return found


def test_links_of_the_project_come_from_one_constant(tmp_path: Path) -> None:
    for path in ("pyproject.toml", "hatch_build.py", "README.md", "src/caucasus_data/model/package.py"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes((ROOT / path).read_bytes())
    assert links(tmp_path, "") == {}
    assert links(tmp_path, "https://example.org/a/b")["Issues"] == "https://example.org/a/b/issues"


def test_no_text_names_an_owner_to_be_filled_in() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "*.md", "*.yml", "*.toml", "*.cff"], cwd=ROOT, check=True, capture_output=True
    )
    for path in listed.stdout.decode().split():
        assert "OWNER/" not in (ROOT / path).read_text(encoding="utf-8"), path
