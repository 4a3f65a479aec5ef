"""The answers of an entry that could not be written, kept for the next time."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from caucasus_data.contributing.entry import Ask, Question


class Draft:
    """Answers beside the tables for which they were meant, in a hidden file.

    Args:
        folder: The folder of the tables.
        kind: What was entered.
    """

    def __init__(self, folder: Path, kind: str) -> None:
        self.path = folder / f".new-{kind}.json"
        self._answers: list[tuple[str, str]] = []

    @property
    def kept(self) -> bool:
        """Whether there are answers of an earlier time."""
        return self.path.is_file()

    def asking(self, ask: Ask, *, again: bool) -> Ask:
        """A way to ask that remembers the answers, and gives those of the earlier time again if wanted."""
        before = self._read() if again else []

        def answered(question: Question) -> str:
            if before and before[0][0] == question.field and not question.problem:
                answer = before.pop(0)[1]
            else:
                before.clear()  # from here on all is different
                answer = ask(question)
            self._note(question, answer)
            return answer

        return answered

    def _note(self, question: Question, answer: str) -> None:
        fields = [field for field, _ in self._answers]
        if question.problem and question.field in fields:  # the last answer would not do
            self._answers[len(fields) - 1 - fields[::-1].index(question.field)] = (question.field, answer)
        else:
            self._answers.append((question.field, answer))

    def keep(self) -> None:
        """Write down the answers that were given."""
        self.drop()
        with self.path.open("x", encoding="utf-8") as file:  # never through a link
            json.dump(self._answers, file, ensure_ascii=False, indent=1)

    def drop(self) -> None:
        """Forget the answers."""
        self.path.unlink(missing_ok=True)

    def _read(self) -> list[tuple[str, str]]:
        with suppress(OSError, ValueError, TypeError):
            return [(str(field), str(answer)) for field, answer in json.loads(self.path.read_text(encoding="utf-8"))]
        return []
