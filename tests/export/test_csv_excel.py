"""A spreadsheet program opens the CSV files made for it without changing a cell."""

from __future__ import annotations

import csv
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

SOFFICE = shutil.which("soffice") or ""


@pytest.mark.skipif(not SOFFICE, reason="LibreOffice is not installed")
def test_libreoffice_changes_no_date(exported: dict[str, Path], tmp_path: Path) -> None:
    file = exported["csv-excel"] / "events.csv"
    utf8 = "--infilter=CSV:44,34,76"  # what the dialog of the program finds out by the mark of the file
    command = [SOFFICE, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", utf8]
    subprocess.run([*command, "--convert-to", "xlsx", "--outdir", tmp_path, file], check=True, capture_output=True)
    opened = openpyxl.load_workbook(tmp_path / "events.xlsx").worksheets[0].iter_rows(values_only=True)
    with file.open(encoding="utf-8-sig", newline="") as text:
        expected = [*csv.reader(text)]
    heads = expected[0]
    dates = [n for n, name in enumerate(heads) if "date" in name and "precision" not in name]
    for found, row in zip(opened, expected, strict=True):
        assert [str(found[n] or "").strip() for n in dates] == [row[n].strip() for n in dates]
