"""Charts as files, without a browser and without the network."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from caucasus_data.analysis.charts.spec import Spec
from caucasus_data.analysis.charts.theme import TONES
from caucasus_data.errors import UnknownValueError
from caucasus_data.support.extras import extra
from caucasus_data.support.writing import replacing

ENDINGS: Final = (".svg", ".png", ".html")

_ROOM: Final = 28
"""Between the words of a legend, because the reader's letters may be wider than those that it was laid out with."""


def save(chart: Any, path: Path) -> None:
    """Write a chart as SVG, PNG at twice its size, or a page that works offline, as the ending of the path says.

    Raises:
        UnknownValueError: The path has another ending.
        UnwritableError: The path cannot be written.
        MissingLibraryError: vl-convert-python is not installed.
    """
    if path.suffix not in ENDINGS:
        raise UnknownValueError("ending", path.suffix, ENDINGS)
    content = drawn(chart, path.suffix)
    with replacing(path) as beside:
        beside.write_bytes(content)


def drawn(chart: Any, ending: str, *, dark: bool = False) -> bytes:
    """A chart as the content of a file with such an ending, in the colours of the day or of the night."""
    with extra("chart"):
        import vl_convert as converter
    spec = _toned(chart.to_dict(), {name: tone.dark if dark else tone.light for name, tone in TONES.items()})
    if ending == ".png":
        return bytes(converter.vegalite_to_png(spec, scale=2))
    if ending == ".html":
        return str(converter.vegalite_to_html(spec, bundle=True)).encode()
    return str(converter.vegalite_to_svg(spec)).encode()


def adaptive(spec: Spec) -> Spec:
    """What a page needs to draw a chart below a heading; its style sheet gives the colours as `--ink` and so on."""
    page = {key: part for key, part in spec.items() if key != "title"}  # the page has said it already
    themed = _toned(page, {name: f"var(--{name})" for name in TONES})
    themed["config"]["background"] = None
    return themed


def _toned(spec: Spec, tones: Mapping[str, str]) -> Spec:
    """A chart with other colours."""
    text = json.dumps(spec, ensure_ascii=False)
    for name, tone in TONES.items():
        text = text.replace(f'"{tone.light}"', f'"{tones[name]}"')
    toned: Spec = json.loads(text)
    return toned


def inline_svg(spec: Spec) -> str:
    """A chart as SVG that stands in a page and is as wide as there is room; the page says in words what it shows."""
    with extra("chart"):
        import vl_convert as converter
    spec = adaptive(spec)
    spec["config"]["legend"]["columnPadding"] = _ROOM
    svg: str = converter.vegalite_to_svg(spec)
    svg = re.sub(r' (?:role|aria-[a-z]+)="[^"]*"', "", svg)
    svg = re.sub(r' width="([0-9.]+)" height="[0-9.]+"', r' style="width:100%;height:auto"', svg, count=1)
    return svg.replace("<svg ", '<svg aria-hidden="true" ', 1)


def script_bundle() -> str:
    """The script that draws charts in a page, as the installed library has it; it asks nothing of the network."""
    with extra("chart"):
        import vl_convert as converter
    script: str = converter.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    return script
