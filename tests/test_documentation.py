"""The documentation as a site: every page of docs/ is reached from its index."""

from __future__ import annotations

import re
from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"
MADE = {"commands"}
"""What the build writes itself."""


def test_the_index_leads_to_every_page() -> None:
    named = set(re.findall(r"^([a-z-]+)$", (DOCS / "index.md").read_text("utf-8"), re.MULTILINE))
    left_out = set(re.findall(r'"([a-z-]+)\.md"', (DOCS / "conf.py").read_text("utf-8")))
    pages = {page.stem for page in DOCS.glob("*.md")} - {"index"}
    assert named - MADE == pages - left_out
