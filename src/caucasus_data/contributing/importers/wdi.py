"""World Development Indicators: aid by donor, and debt to the World Bank and the International Monetary Fund."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from caucasus_data.contributing.importers.data_set import DataSet, Observation, rounded
from caucasus_data.contributing.importers.records import Record


class _Count(NamedTuple):
    """What the series of a group count, who counts it, and whether more may go back than came."""

    indicator: str
    reporter_id: str
    measure: str
    negative: bool


_COUNTS: Final = {
    "DC.DAC": _Count("aid_value", "oecd", "net_disbursements", negative=True),
    "DT.DOD": _Count("debt_value", "world-bank", "", negative=False),
}
"""By the first two parts of the name of a series."""

_SUPPLIERS: Final = {
    "DC.DAC.AUTL.CD": "austria",
    "DC.DAC.CANL.CD": "canada",
    "DC.DAC.CECL.CD": "european-union",
    "DC.DAC.CHEL.CD": "switzerland",
    "DC.DAC.CZEL.CD": "czech-republic",
    "DC.DAC.DEUL.CD": "germany",
    "DC.DAC.DNKL.CD": "denmark",
    "DC.DAC.FRAL.CD": "france",
    "DC.DAC.GBRL.CD": "united-kingdom",
    "DC.DAC.ITAL.CD": "italy",
    "DC.DAC.JPNL.CD": "japan",
    "DC.DAC.KORL.CD": "south-korea",
    "DC.DAC.NLDL.CD": "netherlands",
    "DC.DAC.NORL.CD": "norway",
    "DC.DAC.POLL.CD": "poland",
    "DC.DAC.SWEL.CD": "sweden",
    "DC.DAC.USAL.CD": "united-states",
    "DT.DOD.DIMF.CD": "imf",
    "DT.DOD.MWBG.CD": "world-bank",
}
"""Series that have one donor or creditor; the others of the file have none, and so no pair."""

_ALLOCATED: Final = "1999"
"""The first year in which special drawing rights are counted to the debt to the International Monetary Fund."""


def _observations(records: Sequence[Record]) -> Iterator[Observation]:
    for record in records:
        if supplier := _SUPPLIERS.get(record["indicator"]):
            count, year = _COUNTS[record["indicator"][:6]], record.year("year")
            observation = Observation(
                dependent_id=record.actor("iso3"),
                supplier_id=supplier,
                indicator=count.indicator,
                value=rounded(record.number("value", negative=count.negative) / Decimal(1_000_000), 2),
                unit="usd_million",
                measure="with_allocations" if supplier == "imf" and year >= _ALLOCATED else count.measure,
                period=year,
                reporter_id=count.reporter_id,
                credibility="2",
            )
            if observation.value:
                yield observation


WDI: Final = DataSet(
    name="wdi",
    about="Net development aid by donor and debt to the World Bank and the International Monetary Fund, year by year.",
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
        "note": "CC BY 4.0. Read in the copy open-numbers/ddf--open_numbers--world_development_indicators (GitHub), "
        "commit 01a34e8b54d76160a61b0325d74254e22db06b93. Aid: series DC.DAC of the donors, which the OECD counts. "
        "Debt: series DT.DOD.MWBG.CD (loans and credits of the World Bank) and DT.DOD.DIMF.CD (credit of the "
        "International Monetary Fund), which the World Bank counts.",
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
