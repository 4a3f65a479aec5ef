"""How Sphinx turns these pages into a site; `docs/build.py` builds it with the explorer."""

import re
from typing import Any

from caucasus_data.analysis.charts.theme import TONES
from caucasus_data.citing.edition import edition

project = "caucasus-data"
author = copyright = "caucasus-data contributors"  # noqa: A001 (the name that Sphinx asks for)
release = version = edition()
html_title = f"caucasus-data {release}"

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
suppress_warnings = ["myst.xref_missing", "myst.header"]
exclude_patterns = ["benchmarks.md", "seed-coverage.md"]
autodoc_typehints = "signature"
autodoc_member_order = "bysource"
napoleon_custom_sections = [("Source", "notes_style"), ("Warns", "returns_style")]

html_theme = "furo"
html_show_sphinx = False
html_copy_source = False
html_theme_options = {
    "light_css_variables": {
        "color-brand-primary": TONES["blue"].light,
        "color-brand-content": TONES["blue"].light,
        "color-background-primary": TONES["paper"].light,
    },
    "dark_css_variables": {
        "color-brand-primary": TONES["blue"].dark,
        "color-brand-content": TONES["blue"].dark,
        "color-background-primary": TONES["paper"].dark,
    },
}


def _as_written(*arguments: Any) -> None:
    """Docstrings quote code with one backtick, as Markdown does, and mean every star."""
    lines: list[str] = arguments[-1]
    lines[:] = [re.sub(r"(?<!`)`([^`]+)`(?!`)", r"``\1``", line.replace("*", r"\*")) for line in lines]


def setup(app: Any) -> None:
    app.connect("autodoc-process-docstring", _as_written, priority=1)
