"""The errors that users meet: each names the value and what could stand in its place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from heapq import heappush, heappushpop, nlargest, nsmallest
from itertools import pairwise
from typing import Final

_FEW: Final = 200  # options, of which each is compared
_LIKE: Final = 0.6  # of the letters that two words share
_LISTED: Final = 40  # options, of which all are named where none is like what was asked
_HOLDING: Final = 5  # options that are named because what was asked is a part of them
_SHORT: Final = 2  # letters that are a part of anything


class CaucasusDataError(Exception):
    """Base of every error that this package raises on purpose."""


class UnknownValueError(CaucasusDataError, ValueError):
    """A table, version, row, actor, column or filter that does not exist.

    Attributes:
        value: What was asked for.
        nearest: The valid values most like it, best first; may be empty.
    """

    def __init__(self, what: str, value: object, options: Iterable[str], likest: Sequence[str] | None = None) -> None:
        options = list(options)
        self.value = value
        self.nearest = nearest(str(value), options) or holding(str(value), options) if likest is None else [*likest]
        self._arguments = what, value, options, self.nearest
        if self.nearest:
            advice = did_you_mean(self.nearest)
        elif not options:
            advice = "there is none yet"
        elif len(options) <= _LISTED:
            advice = f"it is one of {', '.join(options)}"
        else:
            advice = f"nothing among {len(options)} is like it"
        super().__init__(f"unknown {what} {value!r}: {advice}")

    def __reduce__(self) -> tuple[type[UnknownValueError], tuple[str, object, list[str], list[str]]]:
        return type(self), self._arguments  # to cross into another process, and back


class AmbiguousNameError(CaucasusDataError, ValueError):
    """A name that several actors bear.

    Attributes:
        value: The name.
        actor_ids: The actors that bear it.
    """

    def __init__(self, value: str, actor_ids: Iterable[str]) -> None:
        self.value = value
        self.actor_ids = sorted(actor_ids)
        super().__init__(f"{value!r} names several actors; ask for {either(map(repr, self.actor_ids))}")

    def __reduce__(self) -> tuple[type[AmbiguousNameError], tuple[str, list[str]]]:
        return type(self), (self.value, self.actor_ids)


class DateError(CaucasusDataError, ValueError):
    """A date that is not in the EDTF subset of this package."""


class UnreadableError(CaucasusDataError, OSError):
    """A file or folder that cannot be read as tables."""


class UnwritableError(CaucasusDataError, OSError):
    """A file or folder that cannot be written."""


class MissingLibraryError(CaucasusDataError, ImportError):
    """A library that a verb needs, and that comes with an extra of this package.

    Attributes:
        library: What is missing.
        extra: The extra that installs it.
    """

    def __init__(self, library: str, extra: str) -> None:
        self.library, self.extra = library, extra
        super().__init__(f"{library} is not installed; it comes with: pip install 'caucasus-data[{extra}]'")

    def __reduce__(self) -> tuple[type[MissingLibraryError], tuple[str, str]]:
        return type(self), (self.library, self.extra)


class AlteredReleaseError(CaucasusDataError):
    """An archive that is not the one that was released.

    Attributes:
        version: The release.
        found: The sha256 of the archive as it is.
        expected: The sha256 of the archive as it was released.
    """

    def __init__(self, version: str, path: str, found: str, expected: str) -> None:
        self._arguments = version, path, found, expected
        self.version, self.found, self.expected = version, found, expected
        super().__init__(
            f"release {version} was altered: the sha256 of {path} is {found}, and {expected} was released; "
            "install caucasus-data again"
        )

    def __reduce__(self) -> tuple[type[AlteredReleaseError], tuple[str, str, str, str]]:
        return type(self), self._arguments


class CoverageWarning(UserWarning):
    """A day of which the record tells little: it lies before or after the events in it, or nobody looked."""


def one_of(what: str, value: object, options: Collection[str]) -> str:
    """The value, which is one of the options.

    Raises:
        UnknownValueError: It is not, or is no text at all.

    >>> one_of("table", "evnts", ["actors", "events"])
    Traceback (most recent call last):
    caucasus_data.errors.UnknownValueError: unknown table 'evnts': did you mean 'events'?
    """
    if isinstance(value, str) and value in options:
        return value
    raise UnknownValueError(what, value, options)


def nearest(value: str, options: Iterable[str], count: int = 3) -> list[str]:
    """The options most like a value, best first, upper and lower case being the same.

    >>> nearest("evnts", ["actors", "events", "claims"])
    ['events']
    """
    by_folded = {word.casefold(): word for word in options}
    asked, likely = value.casefold(), [*by_folded]
    if len(likely) > _FEW:  # `Options` takes ten times as long for the first word as it does for each further one
        pairs = {*map("".join, pairwise(asked))}
        likely = _likely(likely, [sum(map(word.__contains__, pairs)) for word in likely])
    return [by_folded[match] for match in _closest(asked, likely, count)]


def holding(value: str, options: Iterable[str]) -> list[str]:
    """The options of which a value is a part, the shortest first; a letter or two are a part of too many.

    >>> holding("Gas", ["gas_price", "grain_price", "gas_import_share"])
    ['gas_price', 'gas_import_share']
    """
    asked = value.casefold()
    return nsmallest(_HOLDING, (o for o in options if asked in o.casefold()), key=len) if len(asked) > _SHORT else []


class Options:
    """Words among which the nearest is looked for, of several."""

    def __init__(self, words: Iterable[str]) -> None:
        self._by_folded = {word.casefold(): word for word in words}
        self._folded = [*self._by_folded]
        self._with_pair: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        if len(self._folded) > _FEW:
            for place, word in enumerate(self._folded):
                for pair in {*pairwise(word)}:
                    self._with_pair[pair].append(place)

    def nearest(self, value: str, count: int) -> list[str]:
        """What `nearest` finds."""
        asked = value.casefold()
        likely = self._folded
        if len(likely) > _FEW:
            shared = [0] * len(likely)
            for pair in {*pairwise(asked)}:
                for place in self._with_pair.get(pair, ()):
                    shared[place] += 1
            likely = _likely(likely, shared)
        return [self._by_folded[match] for match in _closest(asked, likely, count)]


def _likely(words: Sequence[str], shared: Sequence[int]) -> list[str]:
    """The words that share most pairs of letters; to compare with thousands letter by letter takes half a second."""
    scores = [pairs / (len(word) + 1) for word, pairs in zip(words, shared, strict=True)]
    return [words[place] for place in nlargest(_FEW, range(len(words)), key=scores.__getitem__)]


def _closest(asked: str, words: Iterable[str], count: int) -> list[str]:
    """What `difflib.get_close_matches` finds; a word that cannot be among the best is not compared letter by letter."""
    from difflib import SequenceMatcher

    best: list[tuple[float, str]] = []
    matcher = SequenceMatcher(b=asked)
    for word in words:
        matcher.set_seq1(word)
        least = best[0][0] if len(best) == count else _LIKE
        bounds = matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio  # each dearer than the one before
        if all(bound() >= least for bound in bounds):
            (heappushpop if len(best) == count else heappush)(best, (matcher.ratio(), word))
    return [word for _, word in sorted(best, reverse=True)]


def did_you_mean(options: list[str]) -> str:
    """The question that offers some options; nothing where there are none.

    >>> did_you_mean(["events", "claims"])
    "did you mean 'events' or 'claims'?"
    """
    return f"did you mean {either(map(repr, options))}?" if options else ""


def either(options: Iterable[str]) -> str:
    """Some words, of which one will do.

    >>> either(["state", "territory"])
    'state or territory'
    """
    *others, last = options
    return f"{', '.join(others)} or {last}" if others else last
