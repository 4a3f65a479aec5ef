"""A parser whose errors are one line."""

from __future__ import annotations

import argparse
from typing import NoReturn, TypeAlias

from caucasus_data.support.plain_text import printable

CANNOT_RUN = 2


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(CANNOT_RUN, f"{self.prog}: {printable(message)}\n")


Commands: TypeAlias = "argparse._SubParsersAction[Parser]"
"""What verbs are added to."""
