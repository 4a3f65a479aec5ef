"""Cases for every rule, found by folder: a few sound tables in `base`, and what each case puts in their place.

`python -m tests.cases` writes what the referee now says of each bad case into its folder, to be read before it is
committed.
"""

from __future__ import annotations

import shutil
from pathlib import Path

CASES = Path(__file__).parent


def rules(kind: str) -> list[str]:
    """The rules that have a case of a kind, `good` or `bad`."""
    return sorted(folder.name for folder in (CASES / kind).iterdir())


def laid_out(kind: str, rule: str, target: Path) -> Path:
    """The tables of a case, complete."""
    shutil.copytree(CASES / "base", target)
    for file in (CASES / kind / rule).glob("*.csv"):
        shutil.copy(file, target / file.name)
    return target
