from __future__ import annotations

import json
from dataclasses import replace

from caucasus_data.validation.finding import Finding
from caucasus_data.validation.report import as_json, as_text, printable

FINDING = Finding(
    path="events.csv", line=4, column=5, field="type", row_id="evt-a", value="wer", rule="vocabulary", severity="error",
    message="type is not in the vocabulary event_type", expected="one of war, clash", hint="did you mean 'war'?",
)  # fmt: skip


def test_text() -> None:
    assert as_text([FINDING]) == (
        "events.csv:4:5: error: type is not in the vocabulary event_type [vocabulary]\n"
        "    value: wer\n"
        "    expected: one of war, clash\n"
        "    hint: did you mean 'war'?\n"
        "1 fault found"
    )
    assert "value: " + "x" * 200 + "… (5000 characters)\n" in as_text([replace(FINDING, value="x" * 5000)])
    assert as_text([]) == "no faults found"
    assert as_text([FINDING, FINDING]).endswith("2 faults found")


def test_json() -> None:
    assert json.loads(as_json([FINDING])) == {
        "summary": {"error": 1, "findings": 1},
        "findings": [
            {
                "path": "events.csv", "line": 4, "column": 5, "field": "type", "row_id": "evt-a", "value": "wer",
                "rule": "vocabulary", "severity": "error", "message": "type is not in the vocabulary event_type",
                "expected": "one of war, clash", "hint": "did you mean 'war'?", "replacement": None,
            }
        ],
    }  # fmt: skip


def test_what_steers_a_terminal_is_spelled_out_and_letters_are_not() -> None:
    assert printable("Հայաստան \u202e\x1b[0m\u2028") == r"Հայաստան \u202e\x1b[0m\u2028"
    assert "Հայաստան" in as_json([replace(FINDING, value="Հայաստան")])
