"""What is asked of the letters of a cell: that they are seen, are those that were meant, and make words."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import unquote

import polars as pl

from caucasus_data.errors import did_you_mean
from caucasus_data.model import mojibake
from caucasus_data.model.checks import Avoids, Check, Matches, Plain, could_be_two_years

_TWINS = str.maketrans(
    "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u04bb\u0501\u051b\u051d"  # Cyrillic
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0406\u0408\u0405"
    "\u03bf\u03bd\u03b9\u03ba\u03c1\u03c5"  # Greek
    "\u0391\u0392\u0395\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a7"
    "\u0585\u057d\u0578\u0570\u0566"  # Armenian
    "\u2010\u2011\u2012\u2013\u2014\u2212",  # dashes
    "aeopcyxijshdqwABEKMHOPCTXIJSovikpuABEHIKMNOPTXounhq------",
)
"""Letters and dashes that look like those of ASCII, and are not."""

_WHOLE = "\x00-\u02ff\u0400-\u0482\u048a-\u0590\u05d0-\u05ea\u0621-\u064a\u10a0-\u10ff\u2010-\u2044\u20a0-\u20bf\u2116"
"""Characters that stand for themselves in form C, whatever is beside them; there are others."""


@dataclass(frozen=True)
class Composed(Plain):
    """A letter and its marks are one character where there is one (Unicode's form C)."""

    rule: ClassVar[str] = "decomposed"
    doubt: ClassVar[str] = f"[^{_WHOLE}]"
    expected: str = "letters in one piece with their marks"

    def holds(self, text: str) -> bool:
        return unicodedata.is_normalized("NFC", text)

    def fails(self, cell: pl.Expr) -> pl.Expr:
        return cell.str.normalize("NFC") != cell

    def problem(self, text: str) -> str:
        return "has letters in pieces, which look like those in one and are not found by them"

    def replacement(self, text: str) -> str | None:
        return unicodedata.normalize("NFC", text)


_AS_WRITTEN = "the letters as they were before a program misread them"
_MISREAD = "holds letters that another encoding made of others"


def _fails(check: Check, cell: pl.Expr, suspects: pl.Expr) -> pl.Expr:
    """Which cells break a check, of which only those that are suspects have to be asked one by one."""

    def broken(texts: pl.Series) -> pl.Series:
        return pl.Series([text is not None and not check.holds(text) for text in texts], dtype=pl.Boolean)

    return pl.when(suspects).then(cell).map_batches(broken, pl.Boolean)


@dataclass(frozen=True)
class NotGarbled(Plain):
    """The letters are those that somebody wrote, not those that another encoding made of them."""

    rule: ClassVar[str] = "mojibake"
    doubt: ClassVar[str] = mojibake.SUSPECT
    expected: str = _AS_WRITTEN

    def holds(self, text: str) -> bool:
        return not mojibake.readings(text)

    def fails(self, cell: pl.Expr) -> pl.Expr:
        return _fails(self, cell, cell.str.contains(mojibake.SUSPECT))

    def problem(self, text: str) -> str:
        return _MISREAD

    def hint(self, text: str) -> str:
        return did_you_mean(mojibake.readings(text))

    def replacement(self, text: str) -> str | None:
        found = mojibake.readings(text)
        return found[0] if len(found) == 1 and not mojibake.is_suspect(found[0]) else None


@dataclass(frozen=True)
class NotUnlikely(Plain):
    """Cyrillic letters are those of words, not others of one byte that a program took them for."""

    rule: ClassVar[str] = "mojibake"
    doubt: ClassVar[str] = f"{mojibake.CYRILLIC}{{3}}"
    expected: str = _AS_WRITTEN

    def holds(self, text: str) -> bool:
        return not re.search(self.doubt, text) or not mojibake.is_unlikely(text)

    def fails(self, cell: pl.Expr) -> pl.Expr:
        letters, frequent = (cell.str.count_matches(some) for some in (mojibake.CYRILLIC, mojibake.FREQUENT))
        few = frequent <= mojibake.SELDOM * letters
        suspects = cell.str.contains(self.doubt) & (few | cell.str.contains(mojibake.WITHIN))
        return _fails(self, cell, suspects)

    def problem(self, text: str) -> str:
        return _MISREAD

    def hint(self, text: str) -> str:
        return did_you_mean([mojibake.of_one_byte(text)])


_UNSEEN = r"\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff"
_SPACE = r"\s\u00a0"
_HIDDEN = "\u00ad\u061c\u180e\u2065-\u206f\ufe00-\ufe0f\ufff9-\ufffb\U000e0000-\U000e01ef"
"""Characters as unseen as those, of which the pattern in the released schemas does not speak yet."""

_WIDE = r"  |[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"
"""Spaces within a text that are not one plain space."""


_BLANKS = "".join(c for c in map(chr, range(0x3001)) if unicodedata.category(c) == "Zs") + "\t"
_NO_BREAK = "\u00a0"


def trimmed(text: str) -> str:
    r"""The text without spaces around it.

    A no-break space beside a letter that is not of ASCII stays: it may be a half of a letter that was read in the
    wrong encoding.

    >>> trimmed(" Yerevan\u00a0 "), trimmed("voil\u00c3\u00a0 ")
    ('Yerevan', 'voilÃ\xa0')
    """
    bare = text.strip(_BLANKS)
    return bare if (bare[:1] + bare[-1:]).isascii() else text.strip(_BLANKS.replace(_NO_BREAK, ""))


def _with_plain_spaces(text: str) -> str:
    """The text with its words one plain space apart; a space that may be half of a broken letter stays."""
    plain = text if mojibake.is_suspect(text) else re.sub(_WIDE, " ", text)
    return trimmed(re.sub("  +", " ", plain))


def _without_unseen_edges(text: str) -> str | None:
    """The text without what is unseen at its ends, and with its lines in one; within words there is no telling.

    Nor is there of control characters: they may be halves of letters that were read in the wrong encoding.
    """
    unseen = r"[\s\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]+"
    bare = trimmed(re.sub(rf"^{unseen}|{unseen}$", "", re.sub(r"\s*\n\s*", " ", text)))
    return None if re.search(rf"[{_UNSEEN}]", bare) else bare


EVERY_CELL: tuple[Check, ...] = (
    Avoids(
        "invisible-character",
        rf"[{_UNSEEN}]",
        "text without line breaks, control or zero-width characters",
        "holds a line break or an invisible character",
        mend=_without_unseen_edges,
        advice=lambda text: f"it is {', '.join(_named(c) for c in sorted(set(re.findall(rf'[{_UNSEEN}]', text)))[:3])}",
    ),
    Avoids(
        "invisible-character",
        f"[{_HIDDEN}]",
        "text without line breaks, control or zero-width characters",
        "holds an invisible character",
        advice=lambda text: f"it is {', '.join(_named(c) for c in sorted(set(re.findall(f'[{_HIDDEN}]', text)))[:3])}",
    ),
    Avoids(
        "stray-space",
        f"^[{_SPACE}]|[{_SPACE}]$|{_WIDE}",
        "words with one plain space between them, and none around them",
        "has a space before or after the text, two together, or one that is not plain",
        mend=_with_plain_spaces,
    ),
)


def _in_plain_letters(text: str) -> str | None:
    plain = text.translate(_TWINS)
    return plain if re.search("[A-Za-z0-9]", text) and not could_be_two_years(plain) else None


LOOK_ALIKE = Avoids(
    "look-alike",
    f"[{''.join(map(chr, _TWINS))}]",
    "the letters a to z, digits and hyphens",
    "holds a letter or dash that only looks like a plain one",
    mend=_in_plain_letters,
    advice=lambda text: f"it is {', '.join(_named(c) for c in sorted(set(text) & set(map(chr, _TWINS)))[:3])}",
)


def _named(character: str) -> str:
    return f"U+{ord(character):04X} {unicodedata.name(character, '')}".rstrip()


_WIDE_SIGNS = "\uff1d\uff0b\uff0d\uff20"
"""The same signs as wide as Chinese ones, which spreadsheets take for the same."""

_LOST = (
    r"^#{3,}$|[\ufffd\ufdd0-\ufdef\ue000-\uf8ff\U000f0000-\U0010ffff]|\?{3,}|^\?{2,}$"
    r"|(?:^|[\s(\[\"\u00ab\u2018\u201c\u201e])(?:[^\W\d_]+\?|\?+)[^\W\d_]"
)
"""What stands in the place of lost letters; a private letter is one that only its own font shows."""

_MARKUP = (
    r"[^\s\[]\[(?:[0-9]{1,3}|citation needed)\]|\[oaicite|\u3010[^\u3011]*\u2020|^[\u2022\u25aa\u25cf\u25e6]|"
    r"\*\*|\{\{|\}\}|^\{'|\\[nrtu\"]|\]\(https?:|\[\[|\]\]|\"\"|^\['|<!--|</?[A-Za-z][^<>]*>|&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|amp|lt|gt|quot|apos|nbsp|shy|[mn]dash|[lrsb]d?[sa]?quo|hellip"
    r"|[A-Za-z](?:acute|grave|circ|uml|tilde|cedil|caron|ring|slash)|[AOao][Ee]lig|szlig|euro|copy|reg|trade|sect|deg);"
    r"|[^\W\d]%[0-9A-F]{2}|_x00[01][0-9A-F]_"
)
"""The last two are how addresses and how workbooks write what they cannot hold."""


def _without_references(text: str) -> str | None:
    """The text with references to characters resolved; of tags there is no telling what they are to go with."""
    resolved = re.sub(r"&#?\w+;", lambda reference: html.unescape(reference[0]), text)
    resolved = re.sub(r"(?:%[0-9A-F]{2})+", lambda signs: unquote(signs[0]), resolved)
    resolved = re.sub(r"_x00[01][0-9A-F]_", "", resolved)
    plain = resolved.replace('""', '"')
    unsound = re.search(rf"{_MARKUP}|[\ufffd{_UNSEEN}]", plain)  # what signs of an address stood for may be no letter
    return None if unsound or (plain != resolved and plain.count('"') % 2) else plain


_NOT_A_FORMULA = Matches(
    "formula",
    rf"[^=+@\-{_WIDE_SIGNS}](?s:.)*",
    "text that does not begin with =, +, - or @, which spreadsheets take for a formula",
    "begins like a spreadsheet formula",
)

_NO_ADDRESS = Avoids(
    "stray-value",
    "^https?://[^ ]+$",
    "words",
    "is an address, and no words",
    advice=lambda _: "put it into its own column",
)
_SAYS_SOMETHING = Avoids(
    "sentinel",
    r"^[ -/:-@\[-`{-~\u00a1-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u2010-\u2027\u2030-\u205e"
    r"\u2190-\u2bff\u3000-\u3020\U0001f000-\U0001faff]+$",
    "text with letters or digits, or a blank cell",
    "holds no letter and no digit",
    advice=lambda _: "leave the cell blank where there is nothing to say",
)
_STRANGE = "".join(letter for letter in map(chr, _TWINS) if letter.isalpha())
_SCHWA = "\u04d8\u04d9"
"""Cyrillic letters that are taken for those of Azerbaijani."""

_LATIN = "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0259"
_CYRILLIC = "\u0400-\u052f"
_ALIKE = "aceopxyABCEHKMOPTX"
"""Plain letters that are taken for Cyrillic ones."""

_APART = "[^0-9A-Z_a-z\u00c0-\u02af\u0370-\u1fff]"
"""What is between words, by its characters: not every engine takes letters beyond ASCII for parts of a word."""


def _mixed(letters: str, others: str) -> str:
    """Regular expression of words in some letters and in others that look like them, and in no third."""
    return rf"(?:^|{_APART})(?:[{letters}]+[{others}]|[{others}]+[{letters}])[{letters}{others}]*(?:$|{_APART})"


def _in_one_alphabet(text: str) -> str | None:
    """The text with each word in plain letters that is so but for letters that look like them.

    Where other words are in other letters, it may be the plain letter that is not meant.
    """
    plain = re.sub(r"\w*[A-Za-z]\w*", lambda word: word[0].translate(_TWINS), text)
    plain = re.sub(rf"\w*[{_LATIN}]\w*", lambda word: word[0].translate(_SCHWAS), plain)
    return None if re.search(f"[{_CYRILLIC}{_STRANGE}]", plain) else plain


_SCHWAS = str.maketrans(_SCHWA, "\u018f\u0259")
_ALONE = f"(?:^|[{_LATIN}][,;:.!?)]? )[{_STRANGE}] [{_LATIN}]"
"""A letter that is a word by itself, among words in others."""

_ONE_ALPHABET = Avoids(
    "two-alphabets",
    f"{_mixed(_LATIN, _STRANGE + _SCHWA)}|{_mixed(_CYRILLIC, _ALIKE)}|{_ALONE}",
    "words in letters of one alphabet",
    "has a word in letters of two alphabets",
    mend=_in_one_alphabet,
)
_SIGNS = (
    "[\u20ac\u00a2\u00a3\u00a4\u00a5\u00a6\u00ac\u00b1\u00b5\u00b6\u0192\u2206\u221a\u221e\u2248\u2260\u2264\u2265]"
)
"""Signs that stand beside no Cyrillic letter: what the Macintosh makes of some, and of the bytes of others."""

_ACCENTED = (
    "\u00c0-\u00c6\u00c8-\u00d5\u00d8-\u00db\u00dd-\u00e6\u00e8-\u00f5\u00f8-\u00fb"
    "\u00fd-\u011d\u0120-\u012f\u0132-\u015d\u0160-\u017f"
)
"""Letters with marks, but for those of Turkish and Azerbaijani, of which no word has four in a row."""

_CYRILLIC_BYTES = Avoids(
    "mojibake",
    "[\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff]{4}|[\u2500-\u259f]"
    f"|[{_ACCENTED}]{{4}}|[a-z][\u00c0-\u00c6\u00c8-\u00d5\u00d8-\u00db]{{2}}"
    f"|[{_CYRILLIC}]{_SIGNS}|{_SIGNS}[{_CYRILLIC}]"
    "|(?:^|[^\u0400-\u052f])[\u0430-\u044f][\u0410-\u042f]{4}|[\u0430-\u044f]\u042f(?:$|[^\u0400-\u052f])",
    _AS_WRITTEN,
    _MISREAD,
    advice=lambda text: did_you_mean(_of_cyrillic_bytes(text)),
)


def _of_cyrillic_bytes(text: str) -> list[str]:
    """The text as it reads best in the letters that may have been written; nothing where that is as it stands."""
    best = mojibake.of_one_byte(text)
    return [best] if best != text else []


LETTERS: tuple[Check, ...] = (
    NotGarbled(),
    Avoids(
        "lost-letters",
        _LOST,
        "the letters themselves",
        "has marks where letters were lost",
        advice=lambda _: "enter the text anew from its source",
    ),
    _CYRILLIC_BYTES,
    NotUnlikely(),
)
"""What is asked of the letters of a text first: of others there is no more to say."""

WORDS: tuple[Check, ...] = (
    Composed(),
    Avoids(
        "markup",
        _MARKUP,
        "text without the marks of HTML, Markdown or code",
        "holds a mark of HTML, Markdown or code",
        mend=_without_references,
    ),
    _NOT_A_FORMULA,
    _SAYS_SOMETHING,
    _NO_ADDRESS,
    _ONE_ALPHABET,
)
"""What is asked of a text whose letters are sound."""

# All but letters and markup in one, because Table Schema takes one pattern a column.
VISIBLE_TEXT = rf"[^{_UNSEEN}{_SPACE}=+@\-](?:[^{_UNSEEN}]*[^{_UNSEEN}{_SPACE}])?"

_VISIBLE_NAME = rf"[^{_UNSEEN}{_SPACE};](?:[^{_UNSEEN};]*[^{_UNSEEN}{_SPACE};])?"
VISIBLE_NAMES = rf"{_VISIBLE_NAME.replace(';', ';=+@-', 1)}(?:; {_VISIBLE_NAME})*"
