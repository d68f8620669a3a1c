"""A run's directory as it may be found: whole, half written, doubled, broken, strange."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_runs import made, make_run

from tasks.reports.reading import episode_directory, read_run
from tasks.results import RESULTS_FILE, RUN_FILE, BadRun, Verdict


def test_a_whole_run(tmp_path: Path) -> None:
    results = [made("wifi_off", seed=1), made("wifi_off", Verdict.FAILURE, seed=2)]
    reading = read_run(make_run(tmp_path / "run", results))
    assert (reading.results, reading.missing, reading.notes) == (tuple(results), 0, ())
    assert reading.run.model == "pocket"


def test_a_run_that_has_just_begun(tmp_path: Path) -> None:
    run = make_run(tmp_path / "run", [], instances=30)
    (run / RESULTS_FILE).unlink()
    reading = read_run(run)
    assert (reading.results, reading.missing) == ((), 30)


@pytest.mark.parametrize("cut", [1, 10, 200])
def test_a_cut_off_last_line_is_dropped_and_said(tmp_path: Path, cut: int) -> None:
    run = make_run(tmp_path / "run", [made("wifi_off", seed=1), made("wifi_off", seed=2)])
    path = run / RESULTS_FILE
    path.write_bytes(path.read_bytes()[:-cut])
    reading = read_run(run)
    assert [result.id.seed for result in reading.results] == [1]
    assert reading.missing == 1
    assert reading.notes == ("The last line of the results is cut off and was dropped.",)


def test_of_two_results_the_last_counts_and_both_are_named(tmp_path: Path) -> None:
    first, other, last = made("wifi_off", Verdict.ERROR), made("set_alarm"), made("wifi_off")
    reading = read_run(make_run(tmp_path / "run", [first, other, last], instances=2))
    assert reading.results == (other, last)
    assert reading.missing == 0
    assert reading.notes == ("wifi_off-en-US-s1-r0 has two results, in lines 1 and 3: the last one counts.",)


def test_more_than_was_asked_for_is_said(tmp_path: Path) -> None:
    reading = read_run(make_run(tmp_path / "run", [made("wifi_off", seed=seed) for seed in (1, 2)], instances=1))
    assert reading.missing == 0
    assert reading.notes == ("There are 2 results, and only 1 episodes were asked for.",)


def test_a_broken_line_in_the_middle_is_named(tmp_path: Path) -> None:
    run = make_run(tmp_path / "run", [made("wifi_off", seed=seed) for seed in (1, 2, 3)])
    lines = (run / RESULTS_FILE).read_text("utf-8").splitlines()
    (run / RESULTS_FILE).write_text("\n".join([lines[0], '{"id": 3}', lines[2]]) + "\n", "utf-8")
    with pytest.raises(BadRun, match=r"^Line 2 of .*results\.jsonl cannot be read: id"):
        read_run(run)


def test_a_line_of_another_suite_is_named(tmp_path: Path) -> None:
    strange = made("wifi_off")
    strange = strange.model_copy(update={"id": strange.id.model_copy(update={"version": 99})})
    with pytest.raises(BadRun, match=r"Line 1 of .* is of phone_example version 99, and the run is of .* version 3"):
        read_run(make_run(tmp_path / "run", [strange]))


def test_no_run_at_all(tmp_path: Path) -> None:
    with pytest.raises(BadRun, match=r"holds no run that can be read \(run\.json: No such file"):
        read_run(tmp_path)
    (tmp_path / RUN_FILE).write_text("{", "utf-8")
    with pytest.raises(BadRun, match=r"run\.json cannot be read"):
        read_run(tmp_path)


@pytest.mark.parametrize("episode", ["", "episodes/absent", "../elsewhere", "/etc"])
def test_a_recording_lies_in_its_run_or_is_none(tmp_path: Path, episode: str) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "run" / "episodes" / "here").mkdir(parents=True)
    result = made("wifi_off", episode=episode)
    assert episode_directory(tmp_path / "run", result) is None
    here = made("wifi_off", episode="episodes/here")
    assert episode_directory(tmp_path / "run", here) == tmp_path / "run" / "episodes" / "here"
