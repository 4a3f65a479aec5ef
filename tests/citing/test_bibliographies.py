"""Bibliographies as other people's programs print them, each of which must lead back to the rows."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

import caucasus_data as cd

STYLES = Path("/usr/share/citation-style-language/styles")
ROWS = ["evt-2020-ceasefire-statement", "armenia"]
VERSION = "0.2.0"


def needs(*programs: str) -> pytest.MarkDecorator:
    absent = [program for program in programs if shutil.which(program) is None]
    return pytest.mark.skipif(bool(absent), reason=f"{', '.join(absent)} is not installed")


def files(into: Path) -> dict[str, Path]:
    then = cd.load("memberships", as_of="2023-09-19", version=VERSION).query("organization_id == 'csto'")
    citation = cd.cite([*ROWS, then], version=VERSION)
    for name, content in (("csl.json", citation.csl), ("references.bib", citation.bibtex)):
        (into / name).write_text(content, encoding="utf-8")
    text = f"Rows [@caucasus-data-{VERSION}], and what is behind them.\n\n---\nnocite: '@*'\n---\n"
    (into / "text.md").write_text(text, encoding="utf-8")
    return {"csl": into / "csl.json", "bibtex": into / "references.bib"}


def leads_back(printed: str) -> bool:
    then = cd.load("memberships", as_of="2023-09-19", version=VERSION).query("organization_id == 'csto'")
    return bool(cd.verify(printed, [*ROWS, then]))


@needs("pandoc")
@pytest.mark.parametrize("form", ["csl", "bibtex"])
@pytest.mark.parametrize("style", ["", "apa", "chicago-author-date", "chicago-fullnote-bibliography", "ieee"])
def test_pandoc_prints_version_and_fingerprint(style: str, form: str, tmp_path: Path) -> None:
    if style and not STYLES.is_dir():
        pytest.skip("the package citation-style-language-styles is not installed")
    chosen = ["--csl", str(STYLES / f"{style}.csl")] if style else []
    command = ["pandoc", "--citeproc", "--bibliography", str(files(tmp_path)[form]), *chosen, "--to", "plain"]
    done = subprocess.run([*command, str(tmp_path / "text.md")], check=True, capture_output=True, text=True)
    assert done.stderr == ""
    assert leads_back(done.stdout), done.stdout


@needs("biber")
def test_biber_reads_every_entry(tmp_path: Path) -> None:
    command = ["biber", "--tool", "--output-file", str(tmp_path / "read.bib"), str(files(tmp_path)["bibtex"])]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert "WARN" not in done.stdout
    assert "ERROR" not in done.stdout
    read = (tmp_path / "read.bib").read_text(encoding="utf-8")
    assert leads_back(read)
    assert read.count("@MISC{") == files(tmp_path)["bibtex"].read_text(encoding="utf-8").count("@misc{")
