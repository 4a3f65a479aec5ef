"""A parser whose errors are one line and whose help has an example."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import NoReturn, TypeAlias

from caucasus_data.support.plain_text import printable

CANNOT_RUN = 2


class Parser(argparse.ArgumentParser):
    """A parser whose errors are one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(CANNOT_RUN, f"{self.prog}: {printable(message)}\n")


Commands: TypeAlias = "argparse._SubParsersAction[Parser]"
"""What verbs are added to."""


def command(
    commands: Commands, name: str, run: Callable[[argparse.Namespace], int], about: str, example: str
) -> Parser:
    """Declare a verb.

    Args:
        commands: What it is added to.
        name: What it is called.
        run: What it does; it returns the exit status.
        about: A sentence for its help.
        example: What may follow its name, for its help.
    """
    short = f"{about[0].lower()}{about[1:].removesuffix('.')}"
    shown = f"example: caucasus-data {name} {example}".rstrip()
    parser = commands.add_parser(name, help=short, description=about, epilog=shown, allow_abbrev=False)
    parser.set_defaults(run=run)
    return parser
