from __future__ import annotations

import io

import pytest

from caucasus_data import validation
from caucasus_data.cli import main
from caucasus_data.support.progress import tracked


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_bar_on_a_terminal_and_silence_in_a_pipe(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(validation, "LONG_WORK", 0)
    assert main(["validate"]) == 0
    out, err = capsys.readouterr()
    assert (out.count("judging"), err) == (0, "")
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    assert main(["validate"]) == 0
    assert "judging" in terminal.getvalue()
    assert capsys.readouterr().out == out


def test_short_work_shows_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    assert list(tracked([1, 2], "x", long=False)) == [1, 2]
    assert terminal.getvalue() == ""
