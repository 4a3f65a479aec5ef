"""Build the explorer with the documentation below it: `python docs/build.py DIR`.

Every example of the pages is run first, and one that does not give what its page says stops the build.
"""

from __future__ import annotations

import argparse
import doctest
import re
import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).parent


def build(into: Path) -> None:
    """Write the explorer into a folder, and the documentation into `docs` of it.

    Raises:
        SystemExit: An example is stale, or Sphinx warned of something.
    """
    from sphinx.cmd.build import build_main

    from caucasus_data.site import site

    check()
    site(into, documented=True)
    with TemporaryDirectory() as folder:
        source = Path(folder) / "docs"
        shutil.copytree(HERE, source, ignore=shutil.ignore_patterns("build.py", "__pycache__"))
        for page in sorted(source.glob("*.md")):
            draw(page)
        (source / "commands.md").write_text(commands(), encoding="utf-8")
        status = build_main(["-q", "-W", "--keep-going", "-b", "html", str(source), str(into / "docs")])
    shutil.copy(HERE / "llms.txt", into / "llms.txt")
    if status:
        raise SystemExit(status)


def check() -> None:
    """Run every example of the pages."""
    for page in sorted(HERE.glob("*.md")):
        found = doctest.testfile(
            str(page), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
        )
        if found.failed:
            raise SystemExit(f"{page.name} says what is not so any more")


def draw(page: Path) -> None:
    """Put each chart of a page below the lines that make it, once for the day and once for the night."""
    from caucasus_data.analysis.charts.files import drawn

    number = 0

    def below(block: re.Match[str]) -> str:
        nonlocal number
        number += 1
        names: dict[str, object] = {}
        exec(block[1], names)  # noqa: S102 (the page is ours)
        pictures = []
        for tone in ("light", "dark"):
            picture = page.with_name(f"{page.stem}-{number}-{tone}.svg")
            picture.write_bytes(drawn(names["chart"], ".svg", dark=tone == "dark"))
            about = f":alt: the chart that these lines draw\n:class: only-{tone}"
            pictures.append(f"```{{image}} {picture.name}\n{about}\n```\n")
        return "\n".join([block[0], *pictures])

    text = page.read_text(encoding="utf-8")
    page.write_text(re.sub(r"```python\n([^>`]*?chart = .*?)```\n", below, text, flags=re.DOTALL), encoding="utf-8")


def commands() -> str:
    """The page of the command line, as its parser tells it."""
    from caucasus_data.cli import _parser

    _, verbs = _parser()
    told = [f"## {name}\n\n```text\n{verb.format_help()}```\n" for name, verb in verbs.choices.items()]
    return "\n".join(["# Command line\n", "Generated from the parser.\n", *told])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", metavar="DIR", type=Path)
    build(parser.parse_args().folder)
    sys.stdout.write("built\n")
