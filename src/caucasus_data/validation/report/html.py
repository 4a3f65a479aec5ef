"""Findings as one page for a browser: no scripts, nothing from elsewhere, and every cell shown as it stands."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from caucasus_data.support.plain_text import counted, printable, shorten
from caucasus_data.validation.catalogue import RULES
from caucasus_data.validation.finding import Finding
from caucasus_data.validation.report.text import said

AT_MOST = 2000
"""Findings shown, which a browser opens at once; nobody reads more."""

_STYLE = """
:root { color-scheme: light dark; --line: #8884; --bad: #c0262633; --good: #1a7f3733; --soft: #8881; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; }
th, td { border: 1px solid var(--line); padding: .2rem .5rem; text-align: start; vertical-align: top; }
th { background: var(--soft); font-weight: 600; }
td { overflow-wrap: break-word; white-space: pre-wrap; }
td.number { text-align: end; }
article { border-inline-start: .3rem solid #c02626; margin: 1.5rem 0; padding-inline-start: 1rem; }
article.warning { border-color: #b58900; }
h3, p { margin: .3rem 0; }
.row { overflow-x: auto; margin: .5rem 0; }
.row td, .row th { font-size: .875rem; max-width: 22rem; min-width: 3rem; }
mark, .stands { background: var(--bad); color: inherit; }
.meant { background: var(--good); }
td.stands, td.meant { min-width: 12rem; }
"""


def as_html(findings: Sequence[Finding]) -> str:
    """A page that counts by file and rule, and shows each finding with its row, the cell marked."""
    shown = findings[:AT_MOST]
    body = [f"<main>\n<h1>{said(findings)[0].upper()}{said(findings)[1:]}</h1>"]
    if findings:
        body += ["<h2>Summary</h2>", *_summary(findings)]
    for path, group in groupby(enumerate(shown), key=lambda numbered: numbered[1].path):
        body += [f"<h2>{_text(path)}</h2>", *(_article(number, finding) for number, finding in group)]
    if rest := len(findings) - len(shown):
        body.append(f"<p>… and {counted(rest, 'more finding')}.</p>")
    return "\n".join([*_HEAD, *body, "</main>", "</body>", "</html>"])


_HEAD = (
    "<!DOCTYPE html>",
    '<html lang="en">',
    "<head>",
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width">',
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
    "<title>What caucasus-data found</title>",
    f"<style>{_STYLE}</style>",
    "</head>",
    "<body>",
)


def _summary(findings: Sequence[Finding]) -> Iterator[str]:
    """How often each rule is broken in each file, with a link to the first place where it is."""
    counts = Counter((f.path, f.rule) for f in findings)
    first = {(f.path, f.rule): number for number, f in reversed([*enumerate(findings[:AT_MOST])])}
    yield _line("th", ["file", "rule", "findings", "what it asks", "why"], start="<table>")
    for (path, rule), count in sorted(counts.items()):
        name = _text(rule)
        link = f'<a href="#finding-{first[path, rule]}">{name}</a>' if (path, rule) in first else name
        entry = RULES[rule]
        cells = [
            _cell(path),
            f"<td>{link}</td>",
            f'<td class="number">{count}</td>',
            _cell(entry.asks),
            _cell(entry.why),
        ]
        yield f"<tr>{''.join(cells)}</tr>"
    yield "</table>"


def _article(number: int, finding: Finding) -> str:
    place = " · ".join(
        part
        for part in (
            f"line {finding.line}" if finding.line else "the file",
            _text(finding.field),
            _text(shorten(finding.row_id, 80)),
        )
        if part
    )
    mending = finding.hint or f"expected: {finding.expected}"
    return "\n".join(
        [
            f'<article class="{finding.severity}" id="finding-{number}">',
            f"<h3>{place}</h3>",
            f"<p>{finding.severity}: {_text(shorten(finding.message, 500))} [{_text(finding.rule)}]</p>",
            f"<p>{_text(shorten(mending, 500))}</p>",
            *_row(finding),
            *_both(finding),
            "</article>",
        ]
    )


def _row(finding: Finding) -> Iterator[str]:
    """The row as a table, without its blank cells but for the one at fault."""
    filled = {name: cell for name, cell in finding.row.items() if cell or name == finding.field}
    if filled:
        yield _line("th", filled, start='<div class="row" tabindex="0" role="region" aria-label="the row"><table>')
        cells = (
            f'<td dir="auto"><mark>{_text(shorten(cell)) or "(blank)"}</mark></td>'
            if name == finding.field
            else _cell(cell)
            for name, cell in filled.items()
        )
        yield f"<tr>{''.join(cells)}</tr></table></div>"


def _both(finding: Finding) -> Iterator[str]:
    """What stands and what should stand, side by side."""
    if finding.replacement is not None:
        yield _line("th", ["stands", "becomes"], start="<table>")
        yield f"<tr>{_cell(finding.value, 'stands')}{_cell(finding.replacement or '(blank)', 'meant')}</tr></table>"
    elif finding.value and not finding.row:
        yield f"<table><tr>{_cell(finding.value, 'stands')}</tr></table>"


def _line(tag: str, texts: Iterable[str], start: str = "") -> str:
    return f"{start}<tr>{''.join(f'<{tag}>{_text(text)}</{tag}>' for text in texts)}</tr>"


def _cell(text: str, kind: str = "") -> str:
    told = f' class="{kind}"' if kind else ""
    return f'<td dir="auto"{told}>{_text(shorten(text))}</td>'


def _text(text: str) -> str:
    """A text in which nothing is markup and nothing steers."""
    return html.escape(printable(text))
