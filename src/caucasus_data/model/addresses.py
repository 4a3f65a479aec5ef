"""Web addresses: what of them leads to a page, and what came along by accident."""

from __future__ import annotations

import re
from typing import Final

import polars as pl

_TRACKING: Final = r"utm_[a-z_]+|(?:fb|g|d|y|ys|tw)clid|msclkid|mc_[ce]id|igshid?|_hsenc|_hsmi|[wg]braid|ref_src|_ga"
TAIL: Final = rf"[?&](?:{_TRACKING})=[^&#]*"
"""Regular expression of what tells a site where its reader came from."""

_VISIT: Final = r"(?i:;jsessionid=[A-Za-z0-9.!_-]*|#:~:text=.*)|[,;\"\u201d\u00bb]+$"
"""What comes along with an address that is copied: the number of a visit, words to show, a sign of a sentence."""

_GUIDES: Final = (
    r"(?:www\.)?google\.[a-z.]+/(?:url|search|amp)|translate\.google\.[a-z.]+/|[^/?#]*proxy[^/?#]*/login\?"
    r"|t\.co/|bit\.ly/|goo\.gl/|tinyurl\.com/|ow\.ly/|is\.gd/|lnkd\.in/"
)
"""Addresses that only lead on to a page, or look for one."""

ODD: Final = rf"{TAIL}|{_VISIT}|&amp;|^https?://(?:{_GUIDES}|[^/?#]*\.(?:[/?#]|$)|[0-9.]+(?:[:/?#]|$))|^[^(]*\)$"
"""Regular expression of addresses that have such a tail, a dot behind the host, a bracket of the text around them, or a
number or a guide for a host."""


def plain(address: str) -> str:
    """The address without what is not needed to find the page.

    >>> plain("https://example.org./a?utm_source=rss&id=7&fbclid=x#part")
    'https://example.org/a?id=7#part'
    """
    address = re.sub(_VISIT, "", address.replace("&amp;", "&"))
    address = address if "(" in address else address.rstrip(")")
    path, query, rest = re.fullmatch(r"([^?#]*)(\?[^#]*)?(.*)", address, re.DOTALL).groups("")  # type: ignore[union-attr]
    kept = [part for part in query[1:].split("&") if part and not re.fullmatch(rf"(?:{_TRACKING})=.*", part)]
    path = re.sub(r"\A(https?://[^/]*)\.(?=/|\Z)", r"\1", path)
    return path + (f"?{'&'.join(kept)}" if kept else "") + rest


def page(address: pl.Expr) -> pl.Expr:
    """A text that two addresses share which lead to one page."""
    bare = address.str.replace(r"^https?://(?:www\.|m\.)?", "").str.replace(r"#(?:[^!/].*)?$", "")
    alone = bare.str.replace_all("?", "&", literal=True).str.replace_all(rf"&(?:{_TRACKING})=[^&]*", "")
    return alone.str.replace(r"^([^/&]*)\.([/&]|$)", "$1$2").str.strip_chars_end("/&")
