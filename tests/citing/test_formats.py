"""Each format is read by a parser, or judged by a schema, of other people."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import rispy
import yaml
from pybtex.database import parse_string

import caucasus_data as cd
from tests.checkout import ROOT, Checkout

ODD = {
    "src-hy": {"title": "Հայաստանը ՀԱՊԿ-ում", "publisher": "Ազատություն", "language": "hy", "published": "2024-06-12"},
    "src-ru": {"title": "«Заморозка» участия № 5 — 100 %", "author": "Иван Петров и др.", "published": "2024-06~"},
    "src-latex": {
        "title": r"50% of {A & B} cost $5 #1_x ~ ^ \emph{x} }{ and \{",
        "publisher": "Press & Co",
        "author": "Ann and Bob, Jr.",
        "url": r"https://example.org/a_{b}\c%20d?x=1&y=~z#Հ",
    },
    "src-yaml": {"title": "yes: no # [a] 'b' \"c\" - |", "published": "1990", "language": "az-Latn", "type": "dataset"},
    "src-date": {"title": "!important", "published": "2023-09-19/2023-09-20", "type": "think_tank"},
    "src-several": {"author": "Ann Lee; Bo Li; Ministry of Labour and Rest", "url": "https://example.org/a;b=1;c?d;e"},
    "src-unknown": {"title": "[Untitled]", "type": "other", "published": "198X"},
}


@pytest.fixture
def odd(small: Checkout) -> cd.Citation:
    for source, cells in ODD.items():
        small.edit("sources", source, **{"published": "", "author": "", "publisher": "Press", "type": "news"} | cells)
    small.release("0.1.0")
    return cd.cite(["evt-2020", *ODD])


def schema(name: str) -> Any:
    found = json.loads((Path(__file__).parents[1] / f"fixtures/{name}.schema.json").read_text(encoding="utf-8"))
    kind = jsonschema.validators.validator_for(found)
    kind.check_schema(found)
    return kind(found, format_checker=kind.FORMAT_CHECKER)


def of_latex(text: str) -> str:
    """What LaTeX prints of a text in braces."""
    names = {"backslash": "\\", "braceleft": "{", "braceright": "}", "asciitilde": "~", "asciicircum": "^"}
    assert (text[0], text[-1]) == ("{", "}")
    return re.sub(r"\\(?:text([a-z]+)\{\}|([&%$#_]))", lambda m: names[m[1]] if m[1] else m[2], text[1:-1])


def test_bibtex_says_what_the_sources_say(odd: cd.Citation) -> None:
    entries = parse_string(odd.bibtex, "bibtex").entries
    assert list(entries) == ["caucasus-data-0.1.0", *(s.key for s in odd.sources)]
    for source in odd.sources:
        entry = entries[source.key]
        assert of_latex(entry.fields["title"]) == source.title
        assert [of_latex(name) for p in entry.persons["author"] for name in p.last_names] == [*source.responsible]
    assert entries["src-hy"].fields["title"] == "{Հայաստանը ՀԱՊԿ-ում}"
    assert (entries["src-hy"].fields["year"], entries["src-hy"].fields["month"]) == ("2024", "June")
    assert entries["src-latex"].fields["howpublished"] == r"Press \& Co"
    assert entries["src-latex"].fields["url"] == "https://example.org/a_%7Bb%7D%5Cc%20d?x=1&y=~z#%D5%80"
    assert entries["caucasus-data-0.1.0"].fields["title"].endswith(f" [{odd.statement}]}}")
    assert "year" not in entries["src-unknown"].fields


def test_ris_has_a_line_a_field(odd: cd.Citation) -> None:
    records = {r["id"]: r for r in rispy.loads(odd.ris)}
    assert list(records) == ["caucasus-data-0.1.0", *(s.key for s in odd.sources)]
    for source in odd.sources:
        assert records[source.key]["title"] == source.title
        assert records[source.key]["authors"] == [*source.responsible]
    assert records["src-hy"]["type_of_reference"] == "NEWS"
    assert records["src-ru"]["date"] == "2024/06/"
    assert records["src-several"]["urls"] == ["https://example.org/a%3Bb=1%3Bc?d%3Be"]
    assert odd.statement in odd.ris


def test_csl_json_is_valid(odd: cd.Citation) -> None:
    items = json.loads(odd.csl)
    schema("csl-data-1.0").validate(items)
    by_id = {item["id"]: item for item in items}
    assert by_id["src-hy"]["issued"] == {"date-parts": [[2024, 6, 12]]}
    assert by_id["src-ru"]["issued"] == {"date-parts": [[2024, 6]], "circa": True}
    assert by_id["src-unknown"]["issued"] == {"literal": "198X"}
    assert items[0]["title"].endswith(f" [{odd.statement}]")


def test_cff_is_valid_and_says_what_the_checkout_says(odd: cd.Citation) -> None:
    content = yaml.safe_load(odd.cff)
    schema("cff-1.2.0").validate(content)
    assert [r["title"] for r in content["references"]] == [s.title for s in odd.sources]
    own = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    for name in ("type", "title", "authors"):
        assert content[name] == own[name]
    assert content["license"] == [own["license"]]
    schema("cff-1.2.0").validate(yaml.safe_load(cd.cite().cff))


def test_datacite_is_valid(odd: cd.Citation) -> None:
    content = json.loads(odd.datacite)
    schema("datacite-4.5").validate(content)
    assert [item["titles"][0]["title"] for item in content["relatedItems"]] == [s.title for s in odd.sources]
    whole = json.loads(cd.cite().datacite)
    schema("datacite-4.5").validate(whole)
    assert {item["relationType"] for item in whole["relatedItems"]} == {"HasPart"}


def test_datacite_of_a_version_names_the_one_before_it_and_its_tables() -> None:
    *_, before, last = cd.versions()["version"]
    whole = json.loads(cd.cite(version=last).datacite)
    schema("datacite-4.5").validate(whole)
    around = [(i["relationType"], i.get("edition", i["titles"][0]["title"])) for i in whole["relatedItems"]]
    assert around == [("IsNewVersionOf", before), *(("HasPart", table) for table in cd.tables(last))]


def test_several_authors_are_several(odd: cd.Citation) -> None:
    (source,) = [source for source in odd.sources if source.key == "src-several"]
    assert source.authors == ("Ann Lee", "Bo Li", "Ministry of Labour and Rest")
    assert "author = {{Ann Lee} and {Bo Li} and {Ministry of Labour and Rest}}" in odd.bibtex
    by_id = {item["id"]: item for item in json.loads(odd.csl)}
    assert by_id["src-several"]["author"] == [{"literal": name} for name in source.authors]
    items = json.loads(odd.datacite)["relatedItems"]
    assert [{"name": name} for name in source.authors] in [item.get("creators") for item in items]
    assert {"name": "Bo Li"} in [a for r in yaml.safe_load(odd.cff)["references"] for a in r["authors"]]
    assert "\nAU  - Bo Li\n" in odd.ris
    assert "\nAnn Lee, Bo Li, & Ministry of Labour and Rest. (" in odd.text


def test_authors_of_a_release_that_declares_no_list_stay_as_they_are() -> None:
    (source,) = cd.cite("src-rferl-1998-resigns", version="0.2.0").sources
    assert source.authors == ("Mardo Soghom; Emil Danielyan",)


def test_text_is_in_the_manner_of_the_apa(odd: cd.Citation) -> None:
    dataset, blank, *sources = str(odd).split("\n")
    assert dataset == (
        "caucasus-data contributors. (2027, January 31). caucasus-data: the realignment of the South Caucasus, "
        f"row by row (Version 0.1.0) [Data set]. {odd.statement}."
    )
    assert blank == ""
    assert sources == sorted(sources, key=str.casefold)
    assert (
        "Ազատություն. (2024, June 12). Հայաստանը ՀԱՊԿ-ում. Retrieved November 22, 2026, from https://example.org/b"
        in sources
    )
    assert (
        "Иван Петров и др. (ca. 2024, June). «Заморозка» участия № 5 — 100 %. Press. "
        "Retrieved November 22, 2026, from https://example.org/b" in sources
    )
    assert any(line.startswith("Press. (2023-09-19/2023-09-20). !important.") for line in sources)
    assert any(line.startswith("Press. (1990). yes: no # [a] 'b' \"c\" - | [Data set].") for line in sources)


def test_line_breaks_of_a_cell_inject_no_field(small: Checkout) -> None:
    small.release("0.1.0")
    evil = "A\nUR  - https://evil.example\r\n}\n@misc{x, title={y}}\u2028\x85ER  - \x1b[31m"
    from caucasus_data.citing.reference import of_source as entry

    row = dict(cd.cite("src-a").tables["sources"].rows[0]) | {"title": evil, "publisher": evil, "author": evil}
    citation = cd.cite("src-a")
    spoilt = cd.Citation("0.1.0", 1, citation.sha256, (entry(row, citation.tables["sources"].schema),), citation.tables)
    assert len(rispy.loads(spoilt.ris)) == 2
    assert rispy.loads(spoilt.ris)[1]["urls"] == ["https://example.org/a"]
    assert list(parse_string(spoilt.bibtex, "bibtex").entries) == ["caucasus-data-0.1.0", "src-a"]
    assert len(yaml.safe_load(spoilt.cff)["references"]) == 1
    assert len(spoilt.text.splitlines()) == 3
    assert "\x1b" not in spoilt.text


def test_the_packaged_sources_are_valid_in_every_format() -> None:
    citation = cd.cite([s["source_id"] for s in cd.cite().tables["sources"].rows[::10]])
    assert len(parse_string(citation.bibtex, "bibtex").entries) == len(citation.sources) + 1
    assert len(rispy.loads(citation.ris)) == len(citation.sources) + 1
    schema("csl-data-1.0").validate(json.loads(citation.csl))
    schema("cff-1.2.0").validate(yaml.safe_load(citation.cff))
    schema("datacite-4.5").validate(json.loads(citation.datacite))
