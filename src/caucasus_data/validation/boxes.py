"""The box that holds each state on the map, to tell a place that lies elsewhere.

From Natural Earth (1:50 million, in the public domain), rounded outwards to tenths of a degree; of states with lands
overseas the European part. A box says nothing of borders: it holds much that is not the state's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple


class Box(NamedTuple):
    """Degrees north and east between which a state lies."""

    south: float
    west: float
    north: float
    east: float

    def wider(self) -> Box:
        """The box with a degree around it."""
        return Box(self.south - 1, self.west - 1, self.north + 1, self.east + 1)


BOXES: Final[Mapping[str, Box]] = {
    "AFG": Box(29.3, 60.4, 38.5, 74.9),
    "ALB": Box(39.6, 19.2, 42.7, 21.1),
    "ARE": Box(22.6, 51.5, 26.1, 56.4),
    "ARM": Box(38.8, 43.4, 41.3, 46.6),
    "AUT": Box(46.3, 9.5, 49.1, 17.2),
    "AZE": Box(38.3, 44.7, 41.9, 50.4),
    "BEL": Box(49.5, 2.5, 51.5, 6.4),
    "BGR": Box(41.2, 22.3, 44.3, 28.6),
    "BLR": Box(51.2, 23.1, 56.2, 32.8),
    "CAN": Box(41.6, -141.1, 83.2, -52.6),
    "CHE": Box(45.8, 5.9, 47.8, 10.5),
    "CHN": Box(18.2, 73.6, 53.6, 134.8),
    "CUB": Box(19.8, -84.9, 23.2, -74.1),
    "CYP": Box(34.5, 32.3, 35.2, 34.1),
    "CZE": Box(48.5, 12, 51.1, 18.9),
    "DEU": Box(47.2, 5.8, 55.1, 15.1),
    "DNK": Box(54.6, 8.1, 57.8, 15.2),
    "ESP": Box(27.6, -18.2, 43.8, 4.4),
    "EST": Box(57.5, 21.8, 59.7, 28.2),
    "FIN": Box(59.8, 20.6, 70.1, 31.6),
    "FRA": Box(41.3, -4.8, 51.1, 9.6),
    "GBR": Box(50, -8.2, 60.9, 1.8),
    "GEO": Box(41, 39.9, 43.6, 46.7),
    "GRC": Box(34.9, 19.6, 41.8, 28.3),
    "HUN": Box(45.7, 16, 48.6, 22.9),
    "IND": Box(6.7, 68.1, 35.5, 97.4),
    "IRN": Box(25.1, 44, 39.8, 63.4),
    "ISR": Box(29.4, 34.2, 33.5, 36),
    "ITA": Box(36.6, 6.6, 47.1, 18.5),
    "KAZ": Box(40.6, 46.6, 55.4, 87.4),
    "KGZ": Box(39.2, 69.2, 43.3, 80.3),
    "LTU": Box(53.8, 20.8, 56.5, 26.8),
    "LUX": Box(49.4, 5.7, 50.2, 6.5),
    "MDA": Box(45.4, 26.6, 48.5, 30.2),
    "MKD": Box(40.8, 20.4, 42.4, 23.1),
    "NLD": Box(50.7, 3.1, 53.7, 7.3),
    "PAK": Box(23.7, 60.8, 37.1, 77.1),
    "POL": Box(49, 14.1, 54.9, 24.2),
    "PRT": Box(32.6, -31.3, 42.2, -6.2),
    "ROU": Box(43.6, 20.2, 48.3, 29.8),
    "RUS": Box(41.1, -180, 81.9, 180),
    "SGP": Box(1.2, 103.6, 1.5, 104),
    "SRB": Box(42.2, 18.8, 46.2, 23),
    "SWE": Box(55.3, 11.1, 69.1, 24.2),
    "TJK": Box(36.6, 67.3, 41.1, 75.2),
    "TKM": Box(35.1, 52.4, 42.8, 66.7),
    "TUR": Box(35.8, 25.6, 42.1, 44.9),
    "UKR": Box(44.3, 22.1, 52.4, 40.2),
    "USA": Box(18.9, -178.2, 71.5, 179.8),
    "UZB": Box(37.1, 55.9, 45.6, 73.2),
}
"""Each box by the ISO 3166-1 alpha-3 code of its state."""
