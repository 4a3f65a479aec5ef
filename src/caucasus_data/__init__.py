"""The South Caucasus' realignment as citable tables, offline and typed.

>>> import caucasus_data as cd
>>> cd.load("memberships").query("member_id == 'armenia' and organization_id == 'eaeu'").shape[0] > 0
True
"""

from __future__ import annotations

from caucasus_data.bundle import tables
from caucasus_data.citing.citation import Citation, cite
from caucasus_data.citing.verification import Verification, verify
from caucasus_data.derive.codebook import codebook
from caucasus_data.derive.frame_schema import schema
from caucasus_data.difference import diff
from caucasus_data.errors import (
    AlteredReleaseError,
    AmbiguousNameError,
    CaucasusDataError,
    CoverageWarning,
    DateError,
    MissingLibraryError,
    UnknownValueError,
    UnreadableError,
    UnwritableError,
)
from caucasus_data.export import export
from caucasus_data.frames import load
from caucasus_data.model import package
from caucasus_data.names import resolve
from caucasus_data.network import network
from caucasus_data.panel import panel
from caucasus_data.validation import validate
from caucasus_data.validation.finding import Finding
from caucasus_data.versions import history, versions

__version__ = package.VERSION

__all__ = [
    "AlteredReleaseError",
    "AmbiguousNameError",
    "CaucasusDataError",
    "Citation",
    "CoverageWarning",
    "DateError",
    "Finding",
    "MissingLibraryError",
    "UnknownValueError",
    "UnreadableError",
    "UnwritableError",
    "Verification",
    "__version__",
    "cite",
    "codebook",
    "diff",
    "export",
    "history",
    "load",
    "network",
    "panel",
    "resolve",
    "schema",
    "tables",
    "validate",
    "verify",
    "versions",
]
