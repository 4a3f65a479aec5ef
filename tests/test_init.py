from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import caucasus_data as cd


def printed(code: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_import_brings_in_no_module_before_it_is_used() -> None:
    code = "import sys, caucasus_data; print(*(m for m in sys.modules if m.startswith('caucasus_data')))"
    assert printed(code) == ["caucasus_data"]


def test_every_public_name_has_a_home() -> None:
    assert set(cd._HOMES) == set(cd.__all__)
    assert all(getattr(cd, name) for name in cd.__all__)


def test_the_reference_has_every_name_and_nothing_else() -> None:
    page = (Path(__file__).parents[1] / "docs" / "api.md").read_text("utf-8")
    named = set(re.findall(r"auto(?:function|class|exception):: .*\.(\w+)$", page, re.MULTILINE))
    assert named == set(cd.__all__) - {"__version__"}


def test_dir_shows_the_public_names_and_nothing_else() -> None:
    assert printed("import caucasus_data as cd; cd.load('events'); print(*dir(cd))") == sorted(cd.__all__)


def test_a_verb_keeps_its_name_though_its_folder_be_imported() -> None:
    for name in ("export", "site"):
        assert printed(f"import caucasus_data.{name} as verb; print(type(verb).__name__)") == ["function"]


def test_what_is_not_there_is_told() -> None:
    with pytest.raises(AttributeError, match="module 'caucasus_data' has no attribute 'laod'"):
        cd.laod  # type: ignore[attr-defined] # noqa: B018
