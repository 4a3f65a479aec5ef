"""A checkout of a few made-up rows, for tests that release, spoil and release again."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from caucasus_data.contributing import release
from caucasus_data.derive.files import refresh
from caucasus_data.loading import names
from caucasus_data.model import package
from caucasus_data.model.tables import TABLES
from caucasus_data.package import storage
from tests.conftest import Rows, read_csv, write_csv

ROOT = Path(__file__).parents[1]
ROWS: dict[str, Rows] = {
    "actors": [
        {"actor_id": "armenia", "name": "Armenia", "kind": "state", "source_id": "src-a"},
        {"actor_id": "csto", "name": "CSTO", "kind": "international_organization", "source_id": "src-a"},
        {"actor_id": "russia", "name": "Russia", "kind": "state", "source_id": "src-a"},
    ],
    "memberships": [
        {
            "membership_id": "mem-armenia-csto",
            "member_id": "armenia",
            "organization_id": "csto",
            "type": "full",
            "participation": "active",
            "start_date": "2003",
            "start_basis": "entry_into_force",
            "source_id": "src-a",
        }
    ],
    "events": [
        {
            "event_id": f"evt-{year}",
            "title": f"Something happens in {year}",
            "start_date": year,
            "type": "meeting",
            "credibility": "2",
            "source_id": "src-a",
        }
        for year in ("2020", "2021", "2022")
    ],
    "dependencies": [],
    "claims": [],
    "sources": [
        {
            "source_id": f"src-{letter}",
            "title": f"Paper {letter}",
            "publisher": "Press",
            "url": f"https://example.org/{letter}",
            "accessed": "2026-11-22",
            "language": "en",
            "type": "news",
            "reliability": "C",
        }
        for letter in "ab"
    ],
    "names": [
        {"actor_id": "armenia", "name": "Hayastan", "language": "hy-Latn", "usage": "official", "source_id": "src-b"}
    ],
    "participants": [
        {"event_id": f"evt-{year}", "actor_id": "armenia", "role": "party"} for year in ("2020", "2021", "2022")
    ],
    "citations": [{"row_id": "evt-2020", "source_id": "src-b", "stance": "supports"}],
    "withdrawn": [],
    "places": [],
    "identifiers": [],
    "coverage": [],
}


class Checkout:
    """A git repository with tables, schemas and all that a release touches; `storage.root()` points at it."""

    def __init__(self, root: Path, monkeypatch: pytest.MonkeyPatch, rows: dict[str, Rows] = ROWS) -> None:
        self.root, self._patch = root, monkeypatch
        for folder in ("data", "docs", "src/caucasus_data/model"):
            (root / folder).mkdir(parents=True)
        for path in ("pyproject.toml", "CITATION.cff", "LICENSE-DATA", ".gitignore", release.PACKAGE):
            shutil.copy(ROOT / path, root / path)
        self.path("CHANGELOG.md").write_text("# Changelog\n", encoding="utf-8")
        for table, declared in rows.items():
            self.write(table, [dict.fromkeys(TABLES[table].names, "") | row for row in declared])
        monkeypatch.setattr(storage, "root", lambda: root)
        monkeypatch.setattr(release, "today", lambda: date(2027, 1, 31))
        monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
        self.git("init", "--quiet")
        self._version("0.1.0", "2026-11-22")
        self.commit()

    def path(self, path: str) -> Path:
        return self.root / path

    def text(self, path: str) -> str:
        return self.path(path).read_text(encoding="utf-8")

    def rows(self, table: str) -> Rows:
        return read_csv(self.path(f"data/{table}.csv"))

    def write(self, table: str, rows: Rows) -> None:
        names = list(rows[0]) if rows else list(TABLES[table].names)
        write_csv(self.path(f"data/{table}.csv"), rows or [dict(zip(names, names, strict=True))])
        if not rows:
            self.path(f"data/{table}.csv").write_text(",".join(names) + "\n", encoding="utf-8")

    def edit(self, table: str, row_id: str, /, **cells: str) -> None:
        """Change cells of a row, or add it as a copy of the last."""
        rows, key = self.rows(table), TABLES[table].key[0]
        names = dict.fromkeys(TABLES[table].names, "")
        if row_id not in [row[key] for row in rows]:
            rows.append((rows[-1] if rows else names) | {key: row_id} | ({"title": row_id} if "title" in names else {}))
        self.write(table, sorted((r | cells if r[key] == row_id else r for r in rows), key=lambda r: r[key]))

    def remove(self, table: str, row_id: str, /, **withdrawn: str) -> None:
        """Take a row out, with those that hang on it, and where it is told why, enter it in withdrawn."""
        for name in (table, "participants", "citations"):
            self.write(name, [row for row in self.rows(name) if next(iter(row.values())) != row_id])
        if withdrawn:
            self.edit("withdrawn", row_id, table=table, **withdrawn)

    def commit(self) -> None:
        """Bring generated files up to date and commit everything."""
        self.forget()
        refresh()
        self.git("add", "--all")
        who = ("-c", "user.name=test", "-c", "user.email=test@example.org")
        self.git(*who, "commit", "--quiet", "--allow-empty", "--message", "test")

    def release(self, version: str) -> list[str]:
        """Commit, release and commit again, as if the process had ended in between."""
        self.commit()
        written = release.release(version)
        code = self.text(release.PACKAGE)
        self._version(*(re.findall(f'^{name}: Final = "(.*)"', code, re.M)[0] for name in ("VERSION", "RELEASED")))
        self.commit()
        return written

    def git(self, *arguments: str) -> str:
        done = subprocess.run(["git", "-C", str(self.root), *arguments], check=True, capture_output=True, text=True)
        return done.stdout

    def files(self) -> dict[str, Any]:
        """Every file with its content, outside git's own folder."""
        found = (p for p in self.root.rglob("*") if p.is_file() and ".git" not in p.parts)
        return {str(p.relative_to(self.root)): p.read_bytes() for p in found}

    def _version(self, version: str, released: str) -> None:
        self._patch.setattr(package, "VERSION", version)
        self._patch.setattr(package, "RELEASED", released)

    @staticmethod
    def forget() -> None:
        storage.forget()
        names._packaged.cache_clear()
