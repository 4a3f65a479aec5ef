"""Rules of judgement that the packaged rows do not keep everywhere yet.

`not_yet_held.txt` has each of them with the number of rows that still break it. The number may fall and not grow, and a
rule that all rows keep leaves the list. `python -m tests.held` writes the numbers as they are.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

from caucasus_data.validation import validate
from caucasus_data.validation.finding import Finding

LIST = Path(__file__).with_name("not_yet_held.txt")


@cache
def in_packaged_rows() -> Counter[str]:
    """How often each rule of judgement is broken in the packaged tables."""
    return Counter(f.rule for f in _packaged())


@cache
def _packaged() -> tuple[Finding, ...]:
    return tuple(f for f in validate() if f.severity == "warning")


def not_yet_held() -> dict[str, int]:
    """The rules on the list, each with its number."""
    lines = [line.split() for line in LIST.read_text(encoding="utf-8").splitlines()]
    return {rule: int(count) for rule, count in lines}


def news(findings: list[Finding]) -> list[Finding]:
    """The findings but those that the packaged rows give by themselves."""
    known = {(f.rule, f.row_id, f.field) for f in _packaged()}
    return [f for f in findings if (f.rule, f.row_id, f.field) not in known]


if __name__ == "__main__":
    LIST.write_text(
        "".join(f"{rule} {count}\n" for rule, count in sorted(in_packaged_rows().items())), encoding="utf-8"
    )
