"""The command line: the verbs of the package, in a terminal."""

from __future__ import annotations

import atexit
import contextlib
import io
import os
import sys
from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Final

from caucasus_data.cli.parser import CANNOT_RUN, Commands, Parser
from caucasus_data.errors import CaucasusDataError, UnknownValueError, one_of
from caucasus_data.model.renaming import new_name
from caucasus_data.package import storage
from caucasus_data.support.plain_text import printable, shorten

PROGRAM, DEBUG = "caucasus-data", "--debug"

VERBS: Final = {
    "tables": ("tables", "show", "find", "describe", "resolve"),
    "forms": ("panel", "crosswalk", "network", "export"),
    "site": ("chart", "site", "browse"),
    "citation": ("cite", "verify"),
    "releases": ("versions", "diff", "history", "release"),
    "referee": ("validate", "fmt", "fix", "sides", "new", "import", "changes"),
    "links": ("sources",),
    "workbook": ("workbook",),
    "issue": ("issue",),
}
"""The verbs that each module declares: it is imported where one of them is asked for, or help about all."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status: 0 well, 1 faults found, 2 cannot run."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    _speak()
    try:
        try:
            status = _run([argument for argument in given if argument != DEBUG])
        finally:
            _flush()
    except BrokenPipeError:  # the reader, `head` say, has seen enough
        return 0
    except SystemExit:
        raise
    except BaseException as error:  # whatever it is, a person reads it
        if DEBUG in given:
            from traceback import format_exception

            for line in "".join(format_exception(error)).splitlines():
                print(f"| {printable(line)}", file=sys.stderr)
        print(f"{PROGRAM}: {printable(_said(error))}", file=sys.stderr)
        return CANNOT_RUN
    return status


def run() -> None:
    """The program: `main`, and the end of the process without what Python takes apart only to give it back."""
    status = main()
    with contextlib.suppress(OSError):
        sys.stderr.flush()
        atexit._run_exitfuncs()
        os._exit(status)
    sys.exit(status)


def _run(arguments: list[str]) -> int:
    if arguments and (renamed := new_name("command", arguments[0])):
        print(f"{PROGRAM}: {renamed.sentence}", file=sys.stderr)
        arguments = [renamed.new, *arguments[1:]]
    if arguments and not arguments[0].startswith("-"):
        one_of("command", arguments[0], [verb for verbs in VERBS.values() for verb in verbs])
    if not arguments:
        raise CaucasusDataError(f"a command is missing: `{PROGRAM} --help` lists them, `{PROGRAM} tables` is a start")
    parser, commands = _parser([home for home, verbs in VERBS.items() if {*arguments[:1]} & {*verbs}] or VERBS)
    options, unknown = parser.parse_known_args(arguments)
    for argument in unknown:
        if not argument.startswith("-"):
            parser.error(f"unexpected argument {argument!r}")
        known = [o for action in commands.choices[options.command]._actions for o in action.option_strings]
        raise UnknownValueError("option", argument.partition("=")[0], known)
    return int(options.run(options))


def _said(error: BaseException) -> str:
    """An error in a line."""
    if isinstance(error, CaucasusDataError | OSError):
        return str(error)
    if isinstance(error, KeyboardInterrupt):
        return "broken off"
    if isinstance(error, MemoryError):
        return "out of memory; there is more in these files than this machine can hold"
    about = f"{type(error).__name__}: {shorten(str(error))}".removesuffix(": ")
    return f"stopped by an error of its own, {about}; please report it, with what {DEBUG} shows and the files"


def _flush() -> None:
    """Write what is still to be written, and let go of it if that fails, or Python tries once more when it ends."""
    try:
        sys.stdout.flush()
    except OSError:
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise


def _speak() -> None:
    """Write UTF-8 to pipes and files, to a terminal whatever letters it has, and nothing to what is closed."""
    sys.stdout, sys.stderr = (s or Path(os.devnull).open("w") for s in (sys.stdout, sys.stderr))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")


def _parser(homes: Iterable[str] = VERBS) -> tuple[Parser, Commands]:
    """The parser of the verbs of some modules."""
    about = "The South Caucasus' realignment, row by row."
    parser = Parser(prog=PROGRAM, description=about, allow_abbrev=False)
    parser.add_argument("--version", action="version", version=f"%(prog)s {storage.package()['version']}")
    parser.add_argument(DEBUG, action="store_true", help="show where an error came from")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for home in homes:
        import_module(f"{__name__}.{home}").add(commands)
    return parser, commands
