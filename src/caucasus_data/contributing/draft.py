"""The answers of an entry that was not written, kept for the next time."""

from __future__ import annotations

import json
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from caucasus_data.contributing.session import Answer


class Draft:
    """Answers beside the tables for which they were meant, in a hidden file.

    Args:
        folder: The folder of the tables.
        kind: What was entered.
    """

    def __init__(self, folder: Path, kind: str) -> None:
        self.path = folder / f".new-{kind}.json"

    @property
    def answers(self) -> list[Answer]:
        """The answers of an earlier time; none where there was none, or what is kept cannot be read."""
        with suppress(OSError, ValueError, TypeError, RecursionError):
            kept = [Answer(step, text) for step, text in json.loads(self.path.read_text(encoding="utf-8"))]
            "".join(word for answer in kept for word in answer).encode()  # or it was no answer of anybody
            return kept
        return []

    def keep(self, answers: Iterable[Answer]) -> bool:
        """Write down answers, if there are any and they can be; whether they were."""
        answers = list(answers)
        if not answers:
            return False
        with suppress(OSError):
            self.drop()
            with self.path.open("x", encoding="utf-8") as file:  # never through a link
                json.dump(answers, file, ensure_ascii=False, indent=1)
            return True
        return False

    def drop(self) -> None:
        """Forget the answers, if they can be: what was entered is written by then."""
        with suppress(OSError):
            self.path.unlink(missing_ok=True)
