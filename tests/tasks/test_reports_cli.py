"""`python -m tasks report`, as a person or a program calls it, and the example in its document."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import Result
from made_runs import ROOT, made, make_run, mixed, record
from rich.console import Console
from typer.testing import CliRunner

from tasks.cli.app import app
from tasks.reports.making import make
from tasks.reports.reading import read_run
from tasks.reports.terminal import MOST_LOSSES, show
from tasks.results import RESULTS_FILE, Verdict


def call(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "error", "COLUMNS": "110", "NO_COLOR": "1"}
    command = [sys.executable, "-m", "tasks", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to be in, with a wide terminal."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "110")
    return tmp_path


def report(*arguments: str) -> Result:
    """The command in this process."""
    return CliRunner().invoke(app, ["report", *arguments])


def printed(directory: Path, other: Path | None = None, width: int = 110) -> str:
    text = io.StringIO()
    readings = [read_run(path) for path in (directory, other) if path]
    show(make(*readings), Console(file=text, width=width))
    return "\n".join(line.rstrip() for line in text.getvalue().splitlines())


def test_help_is_quick_and_teaches(tmp_path: Path) -> None:
    begun = time.monotonic()
    shown = call(tmp_path, "--help")
    assert time.monotonic() - begun < 2.0  # a third of a second where nothing else runs
    assert "report" in shown.stdout
    options = call(tmp_path, "report", "--help").stdout
    assert all(
        name in options for name in ("--html", "--junit", "--json", "--csv", "--by", "--force", "RUN_B", "docs/reports.md")
    )


def test_commands_import_nothing_heavy() -> None:
    heavy = ("torch", "transformers", "PIL", "adbutils", "PySide6", "numpy", "scipy", "av", "jinja2", "loguru", "pydantic")
    code = f"import sys, tasks.cli.app; print(*sorted(set({heavy!r}) & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    assert found.stdout.split() == []


def test_all_files_at_once(tmp_path: Path) -> None:
    results = mixed(6)
    record(make_run(tmp_path / "a", results), results[:1])
    make_run(tmp_path / "b", mixed(10), model="other")
    files = ("--html", "out/r.html", "--junit", "out/r.xml", "--json", "out/r.json", "--csv", "out/r.csv")
    ran = call(tmp_path, "report", "a", "b", *files)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "A minus B: -13.0 points" in ran.stdout
    assert json.loads((tmp_path / "out" / "r.json").read_text("utf-8"))["comparison"]["all"]["only_b"] == 3
    assert ElementTree.parse(tmp_path / "out" / "r.xml").getroot().get("tests") == "48"
    assert (tmp_path / "out" / "r.csv").read_text("utf-8").count("\n") == 49
    assert "r-episodes/a/wifi_off-en-US-s1-r0.html" in (tmp_path / "out" / "r.html").read_text("utf-8")
    assert len(list((tmp_path / "out" / "r-episodes").rglob("*.html"))) == 1


@pytest.mark.parametrize("option", ["--json", "--junit", "--csv"])
def test_a_dash_prints_it_and_nothing_else(here: Path, option: str) -> None:
    make_run(here / "a", [made("wifi_off")])
    ran = report("a", option, "-")
    assert (ran.exit_code, ran.stderr) == (0, "")
    starts = {"--json": "{", "--junit": '<?xml version="1.0"', "--csv": "run,suite,version"}
    assert ran.stdout.startswith(starts[option])
    if option == "--json":
        assert json.loads(ran.stdout)["schema_version"] == 1


@pytest.mark.parametrize(
    ("arguments", "status", "says"),
    [
        (("nowhere",), 2, "nowhere holds no run that can be read"),
        (("a", "b"), 2, "with --force"),
        (("a", "--html", "-"), 2, "--html needs a file"),
        (("a", "--json", "-", "--csv", "-"), 2, "Only one of"),
        (("a", "--json", "a/run.json/x"), 3, "cannot be written"),
        (("a", "--html", "a/run.json/x.html"), 3, "cannot be written"),
        (("a", "--by", "colour"), 2, "--by"),
        ((), 2, "RUN"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(here: Path, arguments: tuple[str, ...], status: int, says: str) -> None:
    make_run(here / "a", [made("wifi_off")])
    make_run(here / "b", [made("wifi_off")], digest="e" * 64)
    ran = report(*arguments)
    assert ran.exit_code == status
    assert says in ran.stderr
    assert "Traceback" not in ran.stderr


def test_force_compares_all_the_same(here: Path) -> None:
    make_run(here / "a", [made("wifi_off")])
    make_run(here / "b", [made("wifi_off")], digest="e" * 64)
    ran = report("a", "b", "--force", "--by", "task")
    assert ran.exit_code == 0
    assert "Compared all the same, although the code of phone_example has changed" in " ".join(ran.stdout.split())


def test_what_is_odd_is_said_first(tmp_path: Path) -> None:
    run = make_run(tmp_path / "a", [made("wifi_off"), made("wifi_off"), made("set_alarm")], instances=9)
    with (run / RESULTS_FILE).open("a", encoding="utf-8") as file:
        file.write('{"id": {"suite"')
    text = printed(run)
    assert "has two results, in lines 1 and 2: the last one counts." in text
    assert "The last line of the results is cut off and was dropped." in text
    assert "No headline: 7 of 9 episodes have no result yet." in text
    assert "passed (95 %" not in text


def test_a_long_list_is_cut_and_says_so(tmp_path: Path) -> None:
    run = make_run(tmp_path / "a", [made(f"t{number}", Verdict.FAILURE) for number in range(MOST_LOSSES + 5)])
    text = printed(run)
    assert text.count("The state is as before.") == MOST_LOSSES
    assert "and 5 more: --html and --csv hold all of them" in text


def test_a_terminal_is_not_steered(tmp_path: Path) -> None:
    evil = "\x1b[2J[bold]x[/bold]\nnext"
    run = make_run(tmp_path / "a", [made("wifi_off", Verdict.FAILURE, reason=evil, apps=(evil,)), made("b")], model=evil)
    text = printed(run, width=200)
    assert "\x1b" not in text
    assert r"\x1b[2J[bold]x[/bold] next" in text


def test_the_example_in_the_document_is_what_is_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = (ROOT / "docs" / "reports.md").read_text("utf-8")
    shown = re.findall(r"^```text\n(.*?)\n```$", document, re.MULTILINE | re.DOTALL)
    monkeypatch.chdir(tmp_path)  # so that paths are as long as in the document
    pocket, other = Path("runs/pocket"), Path("runs/other")
    make_run(pocket, mixed(6))
    make_run(other, mixed(10), model="Qwen/Qwen2-VL-2B-Instruct")
    assert [printed(pocket), printed(pocket, other)] == shown
