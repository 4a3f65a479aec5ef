"""World Development Indicators: aid by donor."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from caucasus_data.contributing.importers.data_set import DataSet, Observation, rounded
from caucasus_data.contributing.importers.records import Record

_DONORS: Final = {"DC.DAC.CECL.CD": "european-union", "DC.DAC.USAL.CD": "united-states"}
"""Series of net aid that one donor gave; the others of the file have no donor, and so no pair."""


def _observations(records: Sequence[Record]) -> Iterator[Observation]:
    for record in records:
        if donor := _DONORS.get(record["indicator"]):
            yield Observation(
                dependent_id=record.actor("iso3"),
                supplier_id=donor,
                indicator="aid_value",
                value=rounded(record.number("value", negative=True) / Decimal(1_000_000), 2),
                unit="usd_million",
                measure="net_disbursements",
                period=record.year("year"),
                reporter_id="oecd",
                credibility="2",
            )


WDI: Final = DataSet(
    name="wdi",
    about="Net development aid of the United States and of the institutions of the European Union, year by year.",
    terms="CC BY 4.0",
    columns=("iso3", "year", "indicator", "value"),
    observations=_observations,
    source={
        "source_id": "src-worldbank-wdi",
        "title": "World Development Indicators",
        "publisher": "World Bank",
        "url": "https://data.worldbank.org",
        "language": "en",
        "type": "dataset",
        "reliability": "A",
        "note": "CC BY 4.0. Read in open-numbers/ddf--open_numbers--world_development_indicators (GitHub), commit "
        "01a34e8b54d76160a61b0325d74254e22db06b93. Aid: series DC.DAC.USAL.CD and DC.DAC.CECL.CD, as the OECD counts."
        "",
    },
    actors=(
        {
            "actor_id": "oecd",
            "name": "Organisation for Economic Co-operation and Development",
            "kind": "international_organization",
            "source_id": "src-worldbank-wdi",
        },
    ),
)
