"""The World Factbook of the CIA: main partners in trade."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from caucasus_data.contributing.importers.data_set import DataSet, Observation
from caucasus_data.contributing.importers.records import Record

_INDICATORS: Final = {"exports": "export_share", "imports": "import_share"}
_NO_STATE: Final = {"HKG"}
_FAULTY: Final = {("ARM", "imports", "2012", "2014")}
"""Lists by reporter, flow, year and edition that are not what they say: this one repeats the exports."""


def _observations(records: Sequence[Record]) -> Iterator[Observation]:
    statements: dict[tuple[str, ...], list[Record]] = {}
    for record in records:
        record.in_order("ref_year", "first_edition", "last_edition")
        partner = record["partner_iso3"] or record["partner_as_written"]
        series = record["reporter_iso3"], record["flow"], record.year("ref_year")
        if partner not in _NO_STATE and (*series, record.year("first_edition")) not in _FAULTY:
            statements.setdefault((*series, partner), []).append(record)
    for (*_, year, _partner), several in statements.items():
        *before, last = sorted(several, key=lambda record: record.year("last_edition"))
        yield Observation(
            dependent_id=last.actor("reporter_iso3"),
            supplier_id=last.actor("partner_iso3" if last["partner_iso3"] else "partner_as_written"),
            indicator=last.word("flow", _INDICATORS),
            value=last.number("share_pct"),
            period=year,
            reporter_id="cia",
            credibility="3",
            qualifier="exact" if _to_a_tenth(last["raw_list"]) else "about",
            note=" ".join([f"{_editions(last)}.", *(f"{_editions(r)}: {r['share_pct']}." for r in before)]),
        )


def _to_a_tenth(text: str) -> bool:
    """Whether a list gives its shares to a tenth of a percent, and does not call them an estimate."""
    return bool(re.search(r"\d\.\d", text)) and "est." not in text


def _editions(record: Record) -> str:
    first, last = record["first_edition"], record["last_edition"]
    return f"Edition of {first}" if first == last else f"Editions of {first} to {last}"


FACTBOOK: Final = DataSet(
    name="factbook",
    about="Shares of the main partners in the exports and imports of Armenia, Azerbaijan and Georgia.",
    terms="public domain",
    columns=(
        "reporter_iso3",
        "flow",
        "ref_year",
        "partner_as_written",
        "partner_iso3",
        "share_pct",
        "first_edition",
        "last_edition",
        "raw_list",
    ),
    observations=_observations,
    source={
        "source_id": "src-cia-world-factbook",
        "title": "The World Factbook",
        "publisher": "Central Intelligence Agency",
        "url": "https://www.cia.gov/the-world-factbook/",
        "language": "en",
        "type": "dataset",
        "reliability": "B",
        "country": "USA",
        "note": "Public domain. Editions of 1997 to 2025, read in MilkMp/CIA-World-Factbooks-Archive-1990-2025 "
        "(GitHub), commit b998f60a91d7de6fde80f3d4d216fa0e591a099e. It gives no source of its shares, and of imports "
        "not whether by origin or consignment; lists are cut off at some 4 per cent, later at five partners.",
    },
    names={"EU": "european-union"},
    actors=(
        {
            "actor_id": "cia",
            "name": "Central Intelligence Agency",
            "kind": "government_body",
            "parent_id": "united-states",
            "source_id": "src-cia-world-factbook",
        },
    ),
)
