"""The R code of docs/r.md runs, where R is installed, and gives what the package gives."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

import caucasus_data as cd
from caucasus_data.package import storage

RSCRIPT = shutil.which("Rscript") or ""
LIBRARIES = ("readr", "jsonlite", "haven", "DBI", "RSQLite")


def r(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([RSCRIPT, "--vanilla", "-e", code], cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.skipif(not RSCRIPT, reason="R is not installed")
def test_the_page_runs_from_top_to_bottom(tmp_path: Path) -> None:
    there = " && ".join(f'requireNamespace("{name}", quietly = TRUE)' for name in LIBRARIES)
    if r(f"quit(status = if ({there}) 0 else 1)", tmp_path).returncode:
        pytest.skip(f"R lacks one of {', '.join(LIBRARIES)}")
    page = (storage.root() / "docs/r.md").read_text(encoding="utf-8")
    for part in ("data", "schemas"):
        (tmp_path / part).symlink_to(storage.root() / part)
    for form in re.findall(r"caucasus-data export exports --to (\S+)", page):
        cd.export(form, tmp_path / "exports")
    done = r("\n".join(re.findall(r"```r\n(.*?)```", page, re.DOTALL)), tmp_path)
    assert done.returncode == 0, done.stderr
    for expected in ("mem-armenia-csto-2024", "suspended_by_member", "Levon Ter-Petrosyan"):
        assert expected in done.stdout
