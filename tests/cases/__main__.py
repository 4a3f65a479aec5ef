"""Write down what the referee now says of each bad case."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.cases import CASES, rules
from tests.validation.test_cases import said_of

for rule in rules("bad"):
    with tempfile.TemporaryDirectory() as folder:
        (CASES / "bad" / rule / "findings.txt").write_text(said_of(rule, Path(folder)), encoding="utf-8")
