"""Data sets of others, one module each: a file of one becomes rows, and its next edition brings them up to date."""

from collections.abc import Mapping
from typing import Final

from caucasus_data.contributing.importers import entsog, eurostat, factbook, wdi
from caucasus_data.contributing.importers.data_set import DataSet

DATA_SETS: Final[Mapping[str, DataSet]] = {
    d.name: d for d in (entsog.ENTSOG, eurostat.EUROSTAT, factbook.FACTBOOK, wdi.WDI)
}
"""The data sets that can be read, by name."""
