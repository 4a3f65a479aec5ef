"""ENTSOG: gas that enters Italy by the Trans Adriatic Pipeline."""

from calendar import isleap
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from caucasus_data.contributing.importers.data_set import DataSet, Observation, rounded
from caucasus_data.contributing.importers.records import Record

_POINTS: Final = {"ITP-00008": "azerbaijan"}
"""Points of entry at which all gas is of one supplier, whatever country it comes through."""

_KWH_PER_CUBIC_METRE = Decimal("10.55")
_BILLION = 1_000_000_000


def _observations(records: Sequence[Record]) -> Iterator[Observation]:
    for record in records:
        year = record.year("year")
        if record["direction"] == "entry" and record.number("days_in_file") == 365 + isleap(int(year)):
            energy = record.number("flow_kwh")
            yield Observation(
                dependent_id=record.word("to_country", {"IT": "italy"}),
                supplier_id=record.word("point_id", _POINTS),
                indicator="gas_import_volume",
                value=rounded(energy / _KWH_PER_CUBIC_METRE / _BILLION, 1),
                period=year,
                reporter_id="entsog",
                credibility="2",
                method="computed",
                qualifier="about",
                note=f"{rounded(energy / _BILLION, 1)} TWh at Melendugno, at 10.55 kWh a cubic metre.",
            )


ENTSOG: Final = DataSet(
    name="entsog",
    about="Gas that enters Italy by the Trans Adriatic Pipeline, year by year.",
    terms="free use with attribution",
    columns=("year", "point_id", "to_country", "direction", "days_in_file", "flow_kwh"),
    observations=_observations,
    source={
        "source_id": "src-entsog-transparency",
        "title": "[Physical flows at Melendugno - IT / TAP, point ITP-00008, day by day]",
        "publisher": "ENTSOG",
        "url": "https://transparency.entsog.eu",
        "language": "en",
        "type": "dataset",
        "reliability": "B",
        "note": "Free use with attribution. Read in the copy greenbruegel/gas-imports (GitHub), commit "
        "6148d0cf18733262294e2d6b93e19ac9f4b5b1af. It calls the sender Albania, the last country on the way.",
    },
)
