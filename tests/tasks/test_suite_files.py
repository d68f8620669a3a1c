"""Suites in files of one's own: found, checked and run like those that ship."""

from __future__ import annotations

from pathlib import Path

import pytest

from tasks.gate import gate_file, standing
from tasks.suites import names, suite
from tasks.task import BadSuite

FILE = Path(__file__).parents[2] / "docs" / "sample-app" / "habits_suite.py"


def test_a_file_is_a_suite_like_any_other() -> None:
    found = suite(str(FILE))
    assert suite(found.name) is found
    assert found.name not in names()
    assert gate_file(found) == FILE.with_name("habits_suite.checked.json")
    assert standing(found)[0], "the sample is checked, and its record is up to date"
    assert gate_file(suite("phone_basics")).parent.name == "checked"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("", "makes no suite"),
        ("SUITE = 3", "makes no suite"),
        ("1 / 0", "broke when it was read: ZeroDivisionError"),
        ("def", "broke when it was read: SyntaxError"),
        ("from tasks.task import Suite; SUITE = Suite('phone_zh', 1, 'mine')", "as one that ships is called"),
    ],
)
def test_what_is_no_suite_says_why(tmp_path: Path, code: str, said: str) -> None:
    path = tmp_path / "mine.py"
    path.write_text(code, "utf-8")
    with pytest.raises(BadSuite, match=said):
        suite(str(path))


def test_no_such_file(tmp_path: Path) -> None:
    with pytest.raises(BadSuite, match=r"no file .*gone\.py"):
        suite(str(tmp_path / "gone.py"))
    with pytest.raises(BadSuite, match=r"no suite 'gone'.* any file that ends in \.py"):
        suite("gone")
