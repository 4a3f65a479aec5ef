"""The explorer: a folder of plain pages in which every row can be looked at."""

from __future__ import annotations

import gc
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Final

from caucasus_data.analysis.charts.files import script_bundle
from caucasus_data.analysis.charts.theme import PARTICIPATION, TONES
from caucasus_data.errors import CaucasusDataError
from caucasus_data.package import storage
from caucasus_data.site import actors, drawing, overviews, rows, search
from caucasus_data.site.citations import Citations
from caucasus_data.site.pages import Pages, as_script
from caucasus_data.site.record import read
from caucasus_data.site.series import all_series
from caucasus_data.site.spells import Spells, all_spells
from caucasus_data.support.extras import extra
from caucasus_data.support.writing import replacing

if TYPE_CHECKING:
    import os

_ASSETS: Final = Path(__file__).parent / "assets"
_INDEX: Final = "assets/search-index.js"


def site(into: str | os.PathLike[str], *, version: str | None = None, documented: bool = False) -> Path:
    """Write a page for every row, and pages that show many, as a folder that opens from disk and from any host.

    Args:
        into: The folder, which is made where there is none; what an earlier call wrote there is replaced as a whole.
        version: A release; today's tables where it is left out.
        documented: Whether the documentation will stand in the folder `docs` of it, and is to be linked.

    Returns:
        The front page.

    Raises:
        UnknownValueError: There is no such version.
        MissingLibraryError: jinja2 or vl-convert-python is not installed: `pip install 'caucasus-data[site]'`.
        CaucasusDataError: The folder holds something else.
        UnwritableError: The folder cannot be written.

    Source:
        All tables of the version, and the releases before it.

    >>> site("my-pages", version="0.1.0")  # doctest: +SKIP
    PosixPath('my-pages/index.html')
    """
    with extra("site"):
        import jinja2  # noqa: F401 (before anything is written)
        import vl_convert  # noqa: F401
    storage.home(version)
    folder = Path(into)
    if folder.exists() and not (folder / _INDEX).is_file() and (not folder.is_dir() or any(folder.iterdir())):
        raise CaucasusDataError(f"{folder} holds something else; name a new folder, an empty one or an earlier site")
    with replacing(folder) as beside:
        beside.mkdir()
        pages = Pages(read(version), beside, documented=documented)
        gc.freeze()  # or each collection would go through all rows again
        try:
            _write(pages)
        finally:
            gc.unfreeze()
    return folder / "index.html"


def _write(pages: Pages) -> None:
    with ThreadPoolExecutor(1) as beside:  # what the converter does takes seconds and none of this thread's time
        seats = beside.submit(drawing.front, pages.record.version)
        script = beside.submit(script_bundle)
        spells = all_spells(pages.record)
        _write_most(pages, spells)
        overviews.write_front(pages, spells, seats.result())
        pages.put("assets/vega.js", script.result())


def _write_most(pages: Pages, spells: Spells) -> None:
    """Write all but the front page and the script that draws charts."""
    citations, series = Citations(pages.record), all_series(pages.record)
    shutil.copytree(_ASSETS, pages.root / "assets")
    pages.put("assets/theme.css", _theme())
    drawn, leaning, places = drawing.write_charts(pages)
    overviews.write_timeline(pages)
    overviews.write_claims(pages)
    overviews.write_dependencies(pages, citations, series, leaning)
    overviews.write_map(pages, places)
    overviews.write_disagreements(pages)
    overviews.write_names(pages)
    overviews.write_lists(pages)
    overviews.write_codebook(pages)
    overviews.write_missing(pages)
    rows.write_rows(pages, citations)
    actors.write_actors(pages, citations, spells, series, drawn)
    pages.put(_INDEX, as_script("searchIndex", search.index(pages)))


def _theme() -> str:
    """The colours of the charts by day and by night, for the style sheet."""
    day = "".join(f"--{name}:{tone.light};" for name, tone in TONES.items())
    night = "".join(f"--{name}:{tone.dark};" for name, tone in TONES.items())
    names = {tone.light: name for name, tone in TONES.items()}
    bars = "".join(f".{w.replace('_', '-')}{{--bar:var(--{names[c]})}}" for w, c in PARTICIPATION.items())
    return f":root{{{day}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{night}}}}}\n{bars}\n"
