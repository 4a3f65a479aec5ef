"""Every rule on a case of its own: what breaks it, what just keeps it, and what the referee says."""

from __future__ import annotations

from pathlib import Path

import pytest

from caucasus_data import validation
from caucasus_data.model.tables import TABLES
from caucasus_data.package import storage
from caucasus_data.validation import validate
from caucasus_data.validation.catalogue import LAYERS, RULES
from caucasus_data.validation.finding import Finding
from caucasus_data.validation.released import Rows
from caucasus_data.validation.report.text import as_text
from tests.cases import CASES, laid_out, rules

RELEASED = {name: Rows.read((CASES / "base" / f"{name}.csv").read_bytes(), table.key) for name, table in TABLES.items()}


def found(kind: str, rule: str, folder: Path) -> list[Finding]:
    """What the referee finds in a case, the tables of `base` being the last release."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(validation, "_released", lambda _: RELEASED)
        return validate(laid_out(kind, rule, folder / "data"))


def said_of(rule: str, folder: Path) -> str:
    return as_text(found("bad", rule, folder)).replace(f"{folder}/", "") + "\n"


def test_every_rule_has_a_case_of_either_kind() -> None:
    assert rules("bad") == rules("good") == sorted(RULES)
    assert {entry.layer for entry in RULES.values()} == set(LAYERS)


@pytest.mark.parametrize("rule", rules("bad"))
def test_one_fault_is_one_finding_and_the_message_is_the_one_agreed_on(rule: str, tmp_path: Path) -> None:
    findings = found("bad", rule, tmp_path)
    assert [(f.rule, f.severity) for f in findings] == [(rule, RULES[rule].severity)]
    agreed = (CASES / "bad" / rule / "findings.txt").read_text(encoding="utf-8")
    assert as_text(findings).replace(f"{tmp_path}/", "") + "\n" == agreed, (
        "run `python -m tests.cases` if it should differ"
    )


@pytest.mark.parametrize("rule", rules("good"))
def test_what_keeps_a_rule_is_left_alone(rule: str, tmp_path: Path) -> None:
    assert found("good", rule, tmp_path) == []


def test_cases_do_not_hang_on_the_packaged_rows() -> None:
    assert {file.stem for file in (CASES / "base").glob("*.csv")} == set(storage.tables())
