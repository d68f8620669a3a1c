"""A against B: which instances are pairs, which test is right, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_runs import made, make_run, mixed

from tasks.reports.by import By
from tasks.reports.comparing import NotComparable, compare
from tasks.reports.figures import Comparison, PairTest
from tasks.reports.making import make
from tasks.reports.reading import Reading, read_run
from tasks.results import Result, Verdict
from tasks.statistics import clustered_interval, mcnemar, paired_interval, sign_flips

S, F, E = Verdict.SUCCESS, Verdict.FAILURE, Verdict.ERROR


def two(tmp_path: Path, a: list[Result], b: list[Result], **changes: object) -> tuple[Reading, Reading]:
    return read_run(make_run(tmp_path / "a", a)), read_run(make_run(tmp_path / "b", b, model="other", **changes))  # type: ignore[arg-type]


def alone(*verdicts: Verdict) -> list[Result]:
    return [made(f"t{number}", verdict) for number, verdict in enumerate(verdicts)]


def test_one_pair_a_task_is_a_mcnemar(tmp_path: Path) -> None:
    a = alone(*[S] * 12, *[F] * 2, *[S] * 20, *[F] * 16)
    b = alone(*[F] * 12, *[S] * 2, *[S] * 20, *[F] * 16)
    found = compare(*two(tmp_path, a, b)).all  # the sputum media of Armitage and Berry, see test_statistics.py
    assert (found.pairs, found.tasks, found.only_a, found.only_b, found.both, found.neither) == (50, 50, 12, 2, 20, 16)
    assert (found.difference, found.test) == (0.2, PairTest.MCNEMAR)
    assert found.p == pytest.approx(0.0129, abs=5e-5)
    assert (found.low, found.high) == paired_interval(12, 2, 50)


def test_several_pairs_a_task_are_flipped_together(tmp_path: Path) -> None:
    a = [made(f"t{task}", S, seed=seed) for task in range(8) for seed in range(4)]
    b = [made(f"t{task}", S if seed < task % 4 else F, seed=seed) for task in range(8) for seed in range(4)]
    found = compare(*two(tmp_path, a, b)).all
    differences = [(4 - task % 4) / 4 for task in range(8)]
    assert found.test is PairTest.SIGN_FLIPS
    assert found.p == sign_flips(differences) == pytest.approx(2 / 2**8)
    assert found.p > mcnemar(found.only_a, found.only_b)  # twenty pairs, but only eight tasks
    assert (found.low, found.high) == pytest.approx(clustered_interval([(4 * value, 4) for value in differences]))


def test_tasks_that_differ_alike_still_have_an_interval(tmp_path: Path) -> None:
    a = [made(f"t{task}", S if seed < 2 else F, seed=seed) for task in range(6) for seed in range(4)]
    found = compare(*two(tmp_path, a, a)).all
    assert (found.difference, found.p, found.test) == (0.0, 1.0, PairTest.SIGN_FLIPS)
    assert (found.low, found.high) == paired_interval(0, 0, 6)


def test_an_error_on_either_side_takes_the_pair_and_is_counted(tmp_path: Path) -> None:
    found = compare(*two(tmp_path, alone(S, E, S, E, S), alone(F, S, E, E, S)))
    assert (found.dropped, found.all.pairs, found.all.only_a, found.all.both) == (3, 2, 1, 1)


def test_what_only_one_side_has_is_counted(tmp_path: Path) -> None:
    found = compare(*two(tmp_path, alone(S, S, S), [made("t0"), made("t9"), made("t0", seed=7)]))
    assert (found.all.pairs, found.unmatched_a, found.unmatched_b) == (1, 2, 2)


def test_pairs_are_the_same_instance(tmp_path: Path) -> None:
    a = [
        made("t", S, locale=locale, fault=fault, repeat=repeat)
        for locale in ("en-US", "zh-CN")
        for fault in ("", "slow")
        for repeat in (0, 1)
    ]
    b = [made("t", F, locale=one.id.locale, fault=one.id.fault, repeat=one.id.repeat) for one in reversed(a)]
    found = compare(*two(tmp_path, a, b), (By.LOCALE, By.FAULT))
    assert (found.all.pairs, found.all.only_a, found.unmatched_a) == (8, 8, 0)
    assert [[(group.name, group.pairs.pairs) for group in table.groups] for table in found.tables] == [
        [("en-US", 4), ("zh-CN", 4)],
        [("slow", 4), ("none", 4)],
    ]


def test_the_rows_of_a_table_are_adjusted_together(tmp_path: Path) -> None:
    a = [made(f"{app}{number}", S, apps=(app,)) for app in "xyz" for number in range(8)]
    b = [
        made(f"{app}{number}", S if app == "z" or (app == "y" and number) else F, apps=(app,))
        for app in "xyz"
        for number in range(8)
    ]
    (table,) = compare(*two(tmp_path, a, b), (By.APP,)).tables
    rows = {group.name: group.pairs for group in table.groups}
    assert rows["x"].p == pytest.approx(2 / 2**8)
    assert rows["x"].adjusted == pytest.approx(3 * 2 / 2**8)
    assert (rows["y"].p, rows["y"].adjusted, rows["z"].adjusted) == (1.0, 1.0, 1.0)


def test_changes_name_who_was_better_and_why_the_other_was_not(tmp_path: Path) -> None:
    found = compare(*two(tmp_path, alone(S, F, S), alone(F, S, S)))
    assert [(change.id.task, change.better, change.reason) for change in found.changes] == [
        ("t0", "A", "The state is as before."),
        ("t1", "B", "The state is as before."),
    ]


@pytest.mark.parametrize(
    ("changes", "says"),
    [({"digest": "e" * 64}, "the code of phone_example has changed between them, from 5b1f6c2d5b1f to eeeeeeeeeeee")],
)
def test_other_code_is_refused_unless_forced(tmp_path: Path, changes: dict[str, object], says: str) -> None:
    a, b = two(tmp_path, alone(S, F), alone(S, S), **changes)
    with pytest.raises(NotComparable, match=says):
        compare(a, b)
    forced = compare(a, b, force=True)
    assert forced.notes == (f"Compared all the same, although {says}.",)
    assert forced.all.only_b == 1


@pytest.mark.parametrize(
    ("changes", "says"), [({"version": 4}, r"version 3 of .* version 4"), ({"suite": "other"}, "the other of other")]
)
def test_another_suite_is_refused_unless_forced(tmp_path: Path, changes: dict[str, object], says: str) -> None:
    ids = [result.model_copy(update={"id": result.id.model_copy(update=changes)}) for result in alone(S, S)]
    a, b = two(tmp_path, alone(S, F), ids, **changes)
    with pytest.raises(NotComparable, match=says):
        compare(a, b)
    assert compare(a, b, force=True).all.only_b == 1


def test_nothing_in_common_is_refused_also_by_force(tmp_path: Path) -> None:
    with pytest.raises(NotComparable, match="no instance in common"):
        compare(*two(tmp_path, [made("x")], [made("y")]), force=True)


def test_pairs_that_all_broke_leave_nothing(tmp_path: Path) -> None:
    found = compare(*two(tmp_path, alone(E, E), alone(S, S)))
    assert (found.all.pairs, found.all.difference, found.all.p, found.dropped) == (0, None, 1.0, 2)
    assert found.tables == ()


@given(st.lists(st.tuples(st.sampled_from(Verdict), st.sampled_from(Verdict), st.integers(0, 5)), min_size=1, max_size=24))
@settings(max_examples=40)
def test_swapping_both_mirrors_everything(
    tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[Verdict, Verdict, int]]
) -> None:
    a = [made(f"t{task}", left, seed=seed) for seed, (left, _, task) in enumerate(pairs)]
    b = [made(f"t{task}", right, seed=seed) for seed, (_, right, task) in enumerate(pairs)]
    left, right = two(tmp_path_factory.mktemp("runs"), a, b)
    one, other = compare(left, right), compare(right, left)
    assert (one.all.only_a, one.all.only_b, one.all.p) == (other.all.only_b, other.all.only_a, pytest.approx(other.all.p))
    assert (one.all.low, one.all.high) == pytest.approx((-other.all.high, -other.all.low))
    assert one.dropped + one.all.both + one.all.only_a + one.all.only_b + one.all.neither == len(pairs)
    if one.all.difference is not None:
        assert one.all.low <= one.all.difference <= one.all.high


def test_a_report_of_two(tmp_path: Path) -> None:
    made_report = make(*two(tmp_path, mixed(6), mixed(10)))
    assert isinstance(made_report.comparison, Comparison)
    assert made_report.b is not None
    assert (made_report.a.run.model, made_report.b.run.model) == ("pocket", "other")
    assert make(read_run(tmp_path / "a")).comparison is None
