"""What is written: JUnit XML, CSV, JSON and the pages, each read back with what would read it."""

from __future__ import annotations

import csv
import io
import os
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_runs import made, make_run, mixed, record

from tasks.reports.figures import Report
from tasks.reports.junit import clean, to_junit
from tasks.reports.making import make, write
from tasks.reports.page import file_name, write_page
from tasks.reports.reading import CannotWrite, read_run
from tasks.reports.table import COLUMNS, safe, to_csv
from tasks.results import RESULTS_FILE, Result, Verdict

S, F, E = Verdict.SUCCESS, Verdict.FAILURE, Verdict.ERROR
# What Jenkins' JUnit schema (junit-10.xsd of its xUnit plugin) allows: element -> attributes it must and may have, children.
SHAPE = {
    "testsuites": (set(), {"name", "time", "tests", "failures", "errors", "disabled"}, ("testsuite",)),
    "testsuite": (
        {"name", "tests"},
        {"failures", "errors", "time", "disabled", "skipped", "timestamp", "hostname", "id", "package"},
        ("properties", "testcase", "system-out", "system-err"),
    ),
    "properties": (set(), set(), ("property",)),
    "property": ({"name", "value"}, set(), ()),
    "testcase": (
        {"name", "classname"},
        {"time", "assertions", "status"},
        ("skipped", "error", "failure", "system-out", "system-err"),
    ),
    "failure": (set(), {"message", "type"}, ()),
    "error": (set(), {"message", "type"}, ()),
    "system-out": (set(), set(), ()),
    "system-err": (set(), set(), ()),
}
NASTY = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "plain", "a=b", "", 'with "quotes", commas\nand lines']


class Links(HTMLParser):
    """All that a page points to or loads, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in ("href", "src", "action") and value]

    def handle_data(self, data: str) -> None:
        self.text += data


def conforms(element: ElementTree.Element) -> None:
    must, may, children = SHAPE[element.tag]
    assert must <= set(element.attrib) <= must | may
    order = [child.tag for child in element]
    assert order == sorted(order, key=children.index)
    for child in element:
        conforms(child)


# JUnit


def test_junit_keeps_failures_and_errors_apart(tmp_path: Path) -> None:
    results = [made("wifi_off"), made("set_alarm", F, claimed=True), made("share_note", E, fault="slow", seed=4)]
    root = ElementTree.fromstring(to_junit([read_run(make_run(tmp_path / "run", results, instances=5))]))
    conforms(root)
    (suite,) = root
    assert {name: suite.get(name) for name in ("tests", "failures", "errors", "skipped")} == {
        "tests": "3",
        "failures": "1",
        "errors": "1",
        "skipped": "0",
    }
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", suite.get("timestamp", ""))
    properties = {one.get("name"): one.get("value") for one in suite.iter("property")}
    assert (properties["missing"], properties["model"], properties["option.max_pixels"]) == ("2", "pocket", "1003520")
    passed, failed, broken = suite.iter("testcase")
    assert (passed.get("classname"), passed.get("name"), len(passed)) == ("phone_example.wifi_off", "wifi_off (seed 1)", 0)
    assert (failed[0].tag, failed[0].get("type"), failed[0].get("message")) == (
        "failure",
        "finished",
        "The state is as before.",
    )
    assert (broken[0].tag, broken[0].get("type"), broken.get("name")) == ("error", "device_lost", "share_note (seed 4, slow)")
    assert float(suite.get("time", "")) == pytest.approx(sum(result.seconds for result in results))


@given(st.text(max_size=60))
def test_xml_holds_any_reason(text: str) -> None:
    element = ElementTree.Element("failure", {"message": clean(text)})
    element.text = clean(text)
    back = ElementTree.fromstring(ElementTree.tostring(element, "unicode"))
    assert (back.text or "").replace("\r", "\n") == re.sub("\r\n?", "\n", clean(text)).replace("\r", "\n")


def test_two_runs_are_two_suites(tmp_path: Path) -> None:
    runs = [read_run(make_run(tmp_path / name, mixed(6), model=name)) for name in "ab"]
    root = ElementTree.fromstring(to_junit(runs))
    conforms(root)
    assert [suite.get("name") for suite in root] == ["phone_example 3 a", "phone_example 3 b"]
    assert root.get("tests") == "48"


# CSV


def test_csv_has_one_row_a_result(tmp_path: Path) -> None:
    results = mixed(6)
    rows = list(csv.DictReader(io.StringIO(to_csv([read_run(make_run(tmp_path / "run", results))]))))
    assert len(rows) == len(results)
    assert tuple(rows[0]) == COLUMNS
    first = results[0]
    assert (rows[0]["task"], int(rows[0]["seed"]), rows[0]["verdict"]) == (first.id.task, first.id.seed, first.verdict)
    assert float(rows[0]["decode_seconds"]) == first.stages["decode"]
    assert {row["claimed"] for row in rows} == {"yes", "no"}


@pytest.mark.parametrize("text", NASTY)
def test_a_spreadsheet_computes_nothing(tmp_path: Path, text: str) -> None:
    result = made("wifi_off", F, reason=text, answer=text, instruction=text, seed=-5)
    (row,) = csv.DictReader(io.StringIO(to_csv([read_run(make_run(tmp_path / "run", [result]))]), newline=""))
    for column in ("reason", "answer", "instruction"):
        assert row[column] == (f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text)
    assert row["seed"] == "-5"  # a number is a number


def test_only_texts_are_made_safe() -> None:
    assert [safe(-1), safe(2.5), safe("=x")] == [-1, 2.5, "'=x"]


# JSON


def test_json_is_a_typed_report(tmp_path: Path) -> None:
    a, b = (read_run(make_run(tmp_path / name, mixed(strength), model=name)) for name, strength in (("a", 6), ("b", 10)))
    report = make(a, b)
    assert Report.model_validate_json(report.model_dump_json()) == report
    assert report.model_dump(mode="json")["schema_version"] == 1


# Pages


def run_with_pages(tmp_path: Path, results: list[Result], name: str = "run") -> Path:
    run = make_run(tmp_path / name, results, model=name)
    record(run, results)
    return run


def test_every_episode_is_one_click_away(tmp_path: Path) -> None:
    results = [made("wifi_off"), made("wifi_off", F, seed=2), made("share_note", E, fault="slow")]
    reading = read_run(run_with_pages(tmp_path, results))
    page = tmp_path / "out" / "report.html"
    seen: list[int] = []
    write_page(make(reading), (reading,), page, lambda: seen.append(1))
    links = Links(page.read_text("utf-8")).found
    assert len(links) == len(seen) == 3
    for link in links:
        assert not link.startswith(("/", "http", "file"))
        assert "Open Settings".lower() in (page.parent / unquote(link)).read_text("utf-8").lower()


def test_a_page_asks_for_nothing_from_elsewhere(tmp_path: Path) -> None:
    reading = read_run(make_run(tmp_path / "run", mixed(6)))
    page = tmp_path / "report.html"
    write_page(make(reading), (reading,), page)
    text = page.read_text("utf-8")
    assert "default-src 'none'" in text
    assert not re.search(r"https?://|url\(|@import|<link|<img|<iframe", text)
    assert "prefers-color-scheme: dark" in text
    assert Links(text).found == []  # nothing was recorded
    assert text.count("There is no recording.") == 2 * len(reading.results)  # said, and told by the chip


def test_two_runs_stand_side_by_side(tmp_path: Path) -> None:
    a = run_with_pages(tmp_path, [made("wifi_off"), made("set_alarm", F)], "a")
    b = run_with_pages(tmp_path, [made("wifi_off", F)], "b")
    readings = (read_run(a), read_run(b))
    page = tmp_path / "report.html"
    write_page(make(*readings), readings, page)
    text = page.read_text("utf-8")
    assert [Path(unquote(link)).parent.name for link in Links(text).found] == ["a", "b", "a"]
    assert "no result" in text
    assert re.findall(r'<tr data-key="([^"]*)">', text) == ["changed failure success", "failure"]


def test_pages_are_drawn_once(tmp_path: Path) -> None:
    reading = read_run(run_with_pages(tmp_path, [made("wifi_off")]))
    page = tmp_path / "report.html"
    write_page(make(reading), (reading,), page)
    (drawn,) = (tmp_path / "report-episodes").iterdir()
    before = drawn.stat().st_mtime_ns
    write_page(make(reading), (reading,), page)
    assert drawn.stat().st_mtime_ns == before
    os.utime(reading.directory / reading.results[0].episode / "episode.jsonl", ns=(before + 10**9, before + 10**9))
    write_page(make(reading), (reading,), page)
    assert drawn.stat().st_mtime_ns > before


def test_a_recording_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    run = run_with_pages(tmp_path, [made("wifi_off"), made("set_alarm")])
    reading = read_run(run)
    (run / reading.results[0].episode / "episode.jsonl").write_text("nonsense\n", "utf-8")
    page = tmp_path / "report.html"
    write_page(make(reading), (reading,), page)
    parsed = Links(page.read_text("utf-8"))
    assert len(parsed.found) == 1
    assert "cannot be read" in parsed.text


def test_nothing_on_a_page_is_markup(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>\"'&"
    result = made("wifi_off", F, instruction=evil, reason=evil, answer=evil)
    run = make_run(tmp_path / "run", [result], model=evil, device=evil, options={evil: evil}, gate=evil)
    reading = read_run(run)
    page = tmp_path / "report.html"
    write_page(make(reading), (reading,), page)
    text = page.read_text("utf-8")
    assert "<script>alert" not in text
    assert text.count("<script>") == 1
    assert evil in Links(text).text


def test_names_of_pages_trip_over_nothing() -> None:
    odd = made("a/b ../c?d#e%é")
    name = file_name(odd.id)
    assert re.fullmatch(r"[A-Za-z0-9._-]+\.html", name)
    assert name != file_name(made("a_b ../c?d#e%é").id)


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    write(tmp_path / "new" / "x.txt", "one")
    assert (tmp_path / "new" / "x.txt").read_text() == "one"
    with pytest.raises(CannotWrite, match="cannot be written"):
        write(tmp_path / "new" / "x.txt" / "y", "two")
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["x.txt"]


def test_results_that_were_never_written_make_a_report(tmp_path: Path) -> None:
    run = make_run(tmp_path / "run", [], instances=4)
    (run / RESULTS_FILE).unlink()
    reading = read_run(run)
    page = tmp_path / "report.html"
    write_page(make(reading), (reading,), page)
    assert "4 of 4 episodes have no result yet" in page.read_text("utf-8")
    conforms(ElementTree.fromstring(to_junit([reading])))
