"""An entry with its past: answers that one can go back on, keep, and give again."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from caucasus_data.contributing.answers import RefusedError
from caucasus_data.contributing.entry import Entry


class Answer(NamedTuple):
    """An answer, and the step of the question that it was given to."""

    step: str
    text: str


class Session:
    """Somebody's answers to the questions of an entry.

    Args:
        entry: The entry as it begins.
    """

    def __init__(self, entry: Entry) -> None:
        self._past = [entry]
        self.answers: list[Answer] = []

    @property
    def entry(self) -> Entry:
        """The entry as it stands."""
        return self._past[-1]

    def answer(self, text: str) -> None:
        """Take an answer to the question that is open.

        Raises:
            RefusedError: The answer will not do.
        """
        after = self.entry.after(text)
        self.answers.append(Answer(self.entry.question.step, text))
        self._past.append(after)

    def back(self) -> bool:
        """Take the last answer back, if there is one."""
        if not self.answers:
            return False
        self.answers.pop()
        self._past.pop()
        return True

    def take_up(self, answers: Iterable[Answer]) -> int:
        """Give the answers of an earlier time again, as far as they still do; how many did."""
        for step, text in answers:
            if step != self.entry.question.step:
                break
            try:
                self.answer(text)
            except RefusedError:
                break
            if self.entry.done:  # it is for the person who is here now to say so
                self.back()
        return len(self.answers)
