"""The South Caucasus' realignment as citable tables, offline and typed.

>>> import caucasus_data as cd
>>> cd.load("memberships").query("member_id == 'armenia' and organization_id == 'eaeu'").shape[0] > 0
True
"""

from __future__ import annotations

import sys
from types import ModuleType

TYPE_CHECKING = False  # type checkers take it for true; typing itself takes longer to import than all of this
if TYPE_CHECKING:
    from caucasus_data.analysis.charts import chart
    from caucasus_data.analysis.network import network
    from caucasus_data.analysis.panel import panel
    from caucasus_data.citing.citation import Citation, cite
    from caucasus_data.citing.verification import Verification, verify
    from caucasus_data.derive.codebook import codebook
    from caucasus_data.derive.frame_schema import schema
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
    from caucasus_data.loading.changes import diff
    from caucasus_data.loading.crosswalk import crosswalk
    from caucasus_data.loading.frames import load
    from caucasus_data.loading.names import resolve
    from caucasus_data.loading.search import find
    from caucasus_data.package.storage import tables
    from caucasus_data.package.versions import history, versions
    from caucasus_data.site import site
    from caucasus_data.validation import validate
    from caucasus_data.validation.finding import Finding
    from caucasus_data.validation.frames import judge

    __version__: str

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
    "chart",
    "cite",
    "codebook",
    "crosswalk",
    "diff",
    "export",
    "find",
    "history",
    "judge",
    "load",
    "network",
    "panel",
    "resolve",
    "schema",
    "site",
    "tables",
    "validate",
    "verify",
    "versions",
]

_HOMES = {
    name: module
    for module, names in {
        "package.storage": ["tables"],
        "citing.citation": ["Citation", "cite"],
        "citing.verification": ["Verification", "verify"],
        "derive.codebook": ["codebook"],
        "derive.frame_schema": ["schema"],
        "errors": [name for name in __all__ if name.endswith(("Error", "Warning"))],
        "export": ["export"],
        "loading.changes": ["diff"],
        "loading.crosswalk": ["crosswalk"],
        "loading.frames": ["load"],
        "model.package": ["__version__"],
        "loading.names": ["resolve"],
        "loading.search": ["find"],
        "analysis.charts": ["chart"],
        "analysis.network": ["network"],
        "analysis.panel": ["panel"],
        "validation": ["validate"],
        "validation.finding": ["Finding"],
        "validation.frames": ["judge"],
        "package.versions": ["history", "versions"],
        "site": ["site"],
    }.items()
    for name in names
}
"""The module of each public name, imported when the name is first used."""


if not TYPE_CHECKING:  # or type checkers would believe that the package has every name

    def __getattr__(name: str) -> object:
        from importlib import import_module

        if name not in _HOMES:
            from caucasus_data.model import renaming

            if not name.startswith("_") and (renamed := renaming.new_name("verb", name)):
                renaming.warn(renamed, 1)
                return __getattr__(renamed.new)
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        home = import_module(f"{__name__}.{_HOMES[name]}")
        globals()[name] = found = getattr(home, "VERSION" if name == "__version__" else name)
        return found


def __dir__() -> list[str]:
    return sorted(__all__)


class _Package(ModuleType):
    """A package in which a verb keeps its name, though a module of the same name be imported."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _HOMES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
