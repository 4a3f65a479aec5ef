"""The command line: the verbs of the package, in a terminal."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Sequence

from caucasus_data.cli import citation, forms, referee, releases, site, tables
from caucasus_data.cli.parser import CANNOT_RUN, Commands, Parser
from caucasus_data.errors import CaucasusDataError, UnknownValueError
from caucasus_data.package import storage
from caucasus_data.support.plain_text import printable


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status: 0 well, 1 faults found, 2 cannot run."""
    parser, commands = _parser()
    _speak_utf8()
    try:
        options, unknown = parser.parse_known_args(arguments)
        for argument in unknown:
            if not argument.startswith("-"):
                parser.error(f"unexpected argument {argument!r}")
            known = [o for action in commands.choices[options.command]._actions for o in action.option_strings]
            raise UnknownValueError("option", argument.partition("=")[0], known)
        status = int(options.run(options))
        sys.stdout.flush()
    except CaucasusDataError as error:
        print(f"{parser.prog}: {printable(str(error))}", file=sys.stderr)
        return CANNOT_RUN
    except KeyboardInterrupt:
        print(f"{parser.prog}: broken off", file=sys.stderr)
        return CANNOT_RUN
    except BrokenPipeError:  # the reader, `head` say, has seen enough
        _drop_output()
        return 0
    except OSError as error:
        print(f"{parser.prog}: {error}", file=sys.stderr)
        _drop_output()
        return CANNOT_RUN
    return status


def _drop_output() -> None:
    """Let go of what is still to be written, or Python tries once more when it ends."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _speak_utf8() -> None:
    """Write UTF-8 to pipes and files, and to a terminal whatever letters it has."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")


def _parser() -> tuple[Parser, Commands]:
    about = "The South Caucasus' realignment, row by row."
    parser = Parser(prog="caucasus-data", description=about, allow_abbrev=False)
    parser.add_argument("--version", action="version", version=f"%(prog)s {storage.package()['version']}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for verbs in (tables, forms, site, citation, releases, referee):
        verbs.add(commands)
    return parser, commands
