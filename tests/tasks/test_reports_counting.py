"""What is counted, on runs whose figures are known beforehand, and what must hold of any run."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_runs import KINDS, STARTED, SUITE, VERSION, made, mixed

from tasks.reports.by import LONG, UNKNOWN, By, groups, length, order
from tasks.reports.counting import pass_k, share, spread, summarise, tally
from tasks.reports.figures import Method, Summary
from tasks.reports.reading import Reading
from tasks.results import Result, Run, Verdict
from tasks.statistics import clustered_interval, wilson

S, F, E = Verdict.SUCCESS, Verdict.FAILURE, Verdict.ERROR


def reading(results: list[Result], *, instances: int = 0) -> Reading:
    run = Run(
        suite=SUITE,
        version=VERSION,
        digest="d" * 64,
        model="pocket",
        device="phone",
        seeds=(1,),
        repeats=1,
        instances=instances or len(results) or 1,
        started=STARTED,
    )
    return Reading(Path("runs/a"), run, tuple(results))


def summary(results: list[Result], *, instances: int = 0, by: tuple[By, ...] = ()) -> Summary:
    return summarise(reading(results, instances=instances), by)


def alone(*verdicts: Verdict) -> list[Result]:
    """Each task once."""
    return [made(f"task_{number}", verdict) for number, verdict in enumerate(verdicts)]


# Rates and their denominators


def test_errors_count_against_strict_and_not_against_conditional() -> None:
    found = tally(alone(*[S] * 12, *[F] * 6, *[E] * 2))
    assert (found.success, found.failure, found.error, found.episodes, found.tasks) == (12, 6, 2, 20, 20)
    assert (found.strict.rate, found.conditional.rate, found.coverage) == (0.6, pytest.approx(12 / 18), 0.9)
    assert (found.strict.low, found.strict.high) == wilson(12, 20)
    assert found.strict.method is Method.WILSON


def test_repeats_of_a_task_belong_together() -> None:
    results = [made(f"t{task}", S if seed < task else F, seed=seed) for task in range(5) for seed in range(4)]
    found = tally(results).strict
    assert (found.rate, found.method) == (0.5, Method.CLUSTERED)
    assert (found.low, found.high) == pytest.approx(clustered_interval([(float(task), 4) for task in range(5)]))
    assert found.high - found.low > wilson(10, 20)[1] - wilson(10, 20)[0]  # twenty episodes, but five tasks


@pytest.mark.parametrize(("passed", "like"), [(4, 6), (0, 0), (2, 3)])
def test_tasks_that_all_come_out_alike_count_once_each(passed: int, like: int) -> None:
    results = [made(f"t{task}", S if seed < passed else F, seed=seed) for task in range(6) for seed in range(4)]
    found = tally(results).strict
    assert found.method is Method.WILSON_TASKS
    assert (found.low, found.high) == pytest.approx(wilson(like, 6))


def test_of_a_single_task_every_episode_counts() -> None:
    found = tally([made("one", S if seed < 3 else F, seed=seed) for seed in range(4)]).strict
    assert ((found.low, found.high), found.method) == (wilson(3, 4), Method.WILSON)


def test_nothing_is_counted_of_nothing() -> None:
    found = summary([], instances=5)
    assert (found.tally.strict.rate, found.tally.coverage, found.headline, found.bootstrap) == (None, None, None, None)
    assert (found.pass_k, found.tables, found.seconds.episode, found.steps.passed) == ((), (), None, None)
    assert found.withheld == "5 of 5 episodes have no result yet"


# The headline


def test_a_whole_run_has_a_headline() -> None:
    found = summary(alone(*[S] * 15, *[F] * 4, E))
    assert found.tally.coverage == 0.95
    assert (found.headline, found.withheld) == (found.tally.strict, "")


def test_too_many_errors_take_the_headline() -> None:
    found = summary(alone(*[S] * 15, *[F] * 3, E, E))
    assert found.headline is None
    assert found.withheld == "only 90.0% of the episodes could be checked, and 95% are needed"


def test_missing_episodes_take_the_headline() -> None:
    found = summary(alone(*[S] * 9), instances=10)
    assert (found.missing, found.headline) == (1, None)
    assert found.withheld == "1 of 10 episodes have no result yet"


@given(st.lists(st.sampled_from(Verdict), min_size=1, max_size=40), st.data())
@settings(max_examples=60)
def test_breaking_down_never_helps(verdicts: list[Verdict], data: st.DataObject) -> None:
    before = tally(alone(*verdicts))
    at = data.draw(st.integers(0, len(verdicts) - 1))
    broken = tally(alone(*verdicts[:at], E, *verdicts[at + 1 :]))
    for found in (before, broken):
        assert found.strict.rate is not None
        assert found.strict.low <= found.strict.rate <= found.strict.high
        assert found.conditional.rate is None or found.conditional.rate >= found.strict.rate
    assert broken.strict.rate is not None
    assert before.strict.rate is not None
    assert broken.strict.rate <= before.strict.rate


# Claimed and checked


def test_claimed_and_checked_are_kept_apart() -> None:
    results = [
        made("a", S, claimed=True),
        made("b", S, claimed=True),
        made("c", S, claimed=False),
        made("d", F, claimed=True),
        made("e", F, claimed=False),
        made("f", E, claimed=True),  # nobody could check this claim
    ]
    found = summary(results)
    assert (found.false_done.count, found.false_done.of) == (1, 3)
    assert (found.missed_done.count, found.missed_done.of) == (1, 3)
    assert found.outcomes == {"finished": 4, "gave_up": 1, "step_limit": 1}


# Several tries


def test_tries_are_the_episodes_of_a_task_in_one_locale_and_under_one_fault() -> None:
    results = [made("a", verdict, seed=seed) for seed, verdict in enumerate([S, S, S, S, F])]
    results += [made("b", verdict, repeat=repeat) for repeat, verdict in enumerate([S, F, F, F, E])]
    found = {row.k: row for row in pass_k(results)}
    assert list(found) == [1, 2, 3, 4, 5]
    assert found[1].any == found[1].every == pytest.approx((0.8 + 0.2) / 2)
    assert (found[3].any, found[3].every) == pytest.approx(((1 + 0.6) / 2, (0.4 + 0) / 2))
    assert all(row.tasks == 2 for row in found.values())
    apart = [made("a", seed=1), made("a", seed=1, locale="zh-CN"), made("a", seed=1, fault="slow")]
    assert [row.k for row in pass_k(apart)] == [1]


def test_who_was_not_tried_so_often_is_not_averaged() -> None:
    results = [made("a", S, seed=seed) for seed in range(3)] + [made("b", F)]
    assert [(row.k, row.tasks, row.any) for row in pass_k(results)] == [(1, 2, 0.5), (2, 1, 1.0), (3, 1, 1.0)]


# Steps, seconds, tables, losses


def test_steps_and_seconds() -> None:
    results = [
        made("a", S, steps=4, budget=8, oracle_steps=4, seconds=10.0, stages={"decode": 8.0}),
        made("b", S, steps=6, budget=8, oracle_steps=4, seconds=20.0, stages={"decode": 6.0}),
        made("c", F, steps=8, budget=8, oracle_steps=4, seconds=30.0, stages={"decode": 24.0}),
        made("d", E, steps=1, seconds=999.0, stages={"decode": 999.0}),
    ]
    found = summary(results)
    assert found.steps.passed == spread([4, 6])
    assert found.steps.of_budget == spread([0.5, 0.75, 1.0])
    assert found.steps.of_oracle == spread([1.0, 1.5])
    assert found.steps.at_limit == 1
    assert found.seconds.episode == spread([10.0, 20.0, 30.0])
    assert found.seconds.stages == {"decode": spread([2.0, 1.0, 3.0])}
    assert found.retried == 1


def test_spread() -> None:
    found = spread(list(range(1, 12)))
    assert found is not None
    assert (found.median, found.p90, found.of) == (6, 10, 11)
    assert spread([]) is None


@pytest.mark.parametrize(
    ("steps", "name"),
    [
        *((0, UNKNOWN), (1, "1-3 steps"), (3, "1-3 steps"), (4, "4-6 steps"), (6, "4-6 steps"), (7, "7-10 steps")),
        *((10, "7-10 steps"), (11, "11-15 steps"), (15, "11-15 steps"), (16, LONG), (90, LONG)),
    ],
)
def test_lengths(steps: int, name: str) -> None:
    assert length(steps) == name


def test_groups_are_listed_as_a_person_would() -> None:
    assert order(By.LENGTH, {UNKNOWN, LONG, "7-10 steps", "1-3 steps"}) == ["1-3 steps", "7-10 steps", LONG, UNKNOWN]
    assert order(By.FAULT, {"slow", "none", "drop"}) == ["drop", "slow", "none"]


def test_tables_tell_apart_or_are_left_out() -> None:
    found = {table.by: table for table in summary(mixed(6)).tables}
    assert set(found) == {By.APP, By.LENGTH, By.TAG}  # one locale, no fault
    assert found[By.LENGTH].groups[0].name == "1-3 steps"
    assert found[By.APP].overlapping
    assert not found[By.LENGTH].overlapping
    assert sum(group.tally.episodes for group in found[By.LENGTH].groups) == len(mixed(6))
    (asked,) = summary(mixed(6), by=(By.LOCALE,)).tables
    assert [group.name for group in asked.groups] == ["en-US"]
    (tasks,) = summary(mixed(6), by=(By.TASK,)).tables
    assert [group.name for group in tasks.groups] == sorted(kind.task for kind in KINDS)


@pytest.mark.parametrize("by", By)
def test_every_result_is_in_some_group(by: By) -> None:
    bare = made("bare", apps=(), tags=(), oracle_steps=0)
    assert all(groups(result, by) for result in [bare, *mixed(6)])


def test_what_did_not_pass_is_listed_with_its_reason() -> None:
    results = [made("a"), made("b", F, claimed=True), made("c", E)]
    found = summary(results).losses
    assert [(loss.id.task, loss.verdict, loss.claimed, loss.reason) for loss in found] == [
        ("b", F, True, "The state is as before."),
        ("c", E, False, "The phone went away."),
    ]
    assert found[0].episode == "episodes/b-en-US-s1-r0"


def test_a_share_of_nothing() -> None:
    found = share([], lambda result: True)
    assert (found.count, found.of, found.rate, found.low, found.high) == (0, 0, None, 0.0, 1.0)
