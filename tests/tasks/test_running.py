"""A run is stopped at any moment and gone on with: nothing is lost, nothing counted twice. The executor is a fake."""

from __future__ import annotations

import json
import resource
import tempfile
from collections import Counter
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.episode import Outcome
from agent.errors import RecordingFailed
from tasks.executors import Begun, Job, WorkerFailed, next_job, nobody
from tasks.keeping import RunFolder
from tasks.plan import instances
from tasks.results import RESULTS_FILE, RUN_FILE, BadRun, InstanceId, Result, Run, Verdict
from tasks.rollout import Rollout
from tasks.running import ATTEMPTS, Watcher, go_on
from tasks.suites import suite
from tasks.task import BadSuite


def ids(number: int) -> list[InstanceId]:
    return [InstanceId(suite="s", version=1, task=f"t{count % 3}", seed=count // 3) for count in range(number)]


def result(instance: InstanceId, verdict: Verdict = Verdict.SUCCESS, attempt: int = 1) -> Result:
    outcome = None if verdict is Verdict.ERROR else Outcome.FINISHED
    return Result(
        id=instance, instruction="do it", verdict=verdict, outcome=outcome, claimed=True, budget=9, attempts=attempt, reason="x"
    )


def run(**changes: object) -> Run:
    return Run(
        suite="s", version=1, digest="d", model="m", device="phone", seeds=(1,), repeats=1, instances=1, started=1.0
    ).model_copy(update=changes)


class FakeExecutor:
    """Gives what comes of each job by a function, in an order that one chooses; raises what it is told after some of them."""

    def __init__(
        self,
        comes_of: Callable[[Job], Rollout] = lambda job: Rollout(result(job[0], attempt=job[1]), delivered=True),
        *,
        order: Callable[[list[Job]], list[Job]] = lambda jobs: jobs,
        after: int = 10**9,
        error: BaseException | None = None,
    ) -> None:
        self.comes_of, self.order, self.after, self.error = comes_of, order, after, error
        self.done: list[Job] = []
        self.closed = 0

    def run(self, jobs: Sequence[Job], begun: Begun = nobody) -> Generator[tuple[Job, Rollout], None, None]:
        try:
            for job in self.order(list(jobs)):
                if len(self.done) >= self.after and self.error is not None:
                    raise self.error
                begun(job)
                self.done.append(job)
                yield job, self.comes_of(job)
        finally:
            self.closed += 1


@contextmanager
def opened(directory: Path, **changes: object) -> Iterator[RunFolder]:
    with RunFolder(directory, run(**changes)) as folder:
        yield folder


def on_disk(directory: Path) -> list[Result]:
    return [Result.model_validate_json(line) for line in (directory / RESULTS_FILE).read_text("utf-8").splitlines()]


@settings(max_examples=60)
@given(data=st.data())
def test_however_often_it_is_stopped_each_episode_counts_once(data: st.DataObject) -> None:
    planned = ids(data.draw(st.integers(1, 9)))
    directory = Path(tempfile.mkdtemp(prefix="fingertip-test-"))

    def shuffled(jobs: list[Job]) -> list[Job]:
        return data.draw(st.permutations(jobs))

    def comes_of(job: Job) -> Rollout:
        verdict = data.draw(st.sampled_from(list(Verdict)))
        return Rollout(result(job[0], verdict, job[1]), delivered=data.draw(st.booleans()))

    for _life in range(data.draw(st.integers(0, 4))):
        stopped = FakeExecutor(comes_of, order=shuffled, after=data.draw(st.integers(0, 4)), error=KeyboardInterrupt())
        with opened(directory) as folder:
            before = {found.id for found in folder.results}
            with suppress(KeyboardInterrupt):
                go_on(folder, planned, stopped)
        assert not before & {instance for instance, _ in stopped.done}
        if data.draw(st.booleans()):  # killed in the middle of a line
            whole = result(InstanceId(suite="s", version=1, task="torn", seed=99)).model_dump_json().encode()
            with (directory / RESULTS_FILE).open("ab") as file:
                file.write(whole[: data.draw(st.integers(0, len(whole)))])
    with opened(directory) as folder:
        go_on(folder, planned, FakeExecutor(comes_of, order=shuffled))
        assert Counter(found.id for found in folder.results) == Counter(planned)
    found = on_disk(directory)
    assert Counter(one.id for one in found) == Counter(planned)
    assert all(one.attempts <= ATTEMPTS for one in found)


def test_what_broke_before_anything_was_done_is_begun_again(tmp_path: Path) -> None:
    class Heard(Watcher):
        said: list[str]

        def again(self, job: Job, reason: str) -> None:
            self.said.append(f"again {job[1]}")

        def begun(self, job: Job) -> None:
            self.said.append(f"begun {job[1]}")

        def ended(self, result: Result) -> None:
            assert result == on_disk(tmp_path)[-1]  # on the disk before anyone hears of it
            self.said.append(f"ended {result.attempts}")

    heard = Heard()
    heard.said = []
    broken = FakeExecutor(lambda job: Rollout(result(job[0], Verdict.ERROR, job[1]), delivered=False))
    with opened(tmp_path) as folder:
        go_on(folder, ids(1), broken, watcher=heard)
    assert heard.said == ["begun 1", "again 1", "begun 2", "again 2", "begun 3", "ended 3"]


def test_what_may_have_been_done_is_not_done_again(tmp_path: Path) -> None:
    executor = FakeExecutor(lambda job: Rollout(result(job[0], Verdict.ERROR), delivered=True))
    with opened(tmp_path) as folder:
        go_on(folder, ids(2), executor)
    assert len(executor.done) == 2
    assert [one.verdict for one in on_disk(tmp_path)] == [Verdict.ERROR] * 2


def test_a_worker_that_cannot_work_ends_the_run_and_what_is_done_is_kept(tmp_path: Path) -> None:
    executor = FakeExecutor(after=2, error=WorkerFailed("no model"))
    with opened(tmp_path) as folder, pytest.raises(WorkerFailed):
        go_on(folder, ids(5), executor)
    assert executor.closed == 1
    assert len(on_disk(tmp_path)) == 2


def test_the_shipped_solutions_steps_are_told_where_they_are_known(tmp_path: Path) -> None:
    with opened(tmp_path) as folder:
        go_on(folder, ids(3), FakeExecutor(), oracle_steps={"t1": 4})
    assert [one.oracle_steps for one in on_disk(tmp_path)] == [0, 4, 0]


def test_two_cannot_work_on_one_run(tmp_path: Path) -> None:
    with opened(tmp_path), pytest.raises(BadRun, match="is at work on the run"), opened(tmp_path):
        pytest.fail("two are at work")
    with opened(tmp_path):
        pass


@pytest.mark.parametrize(
    ("changes", "words"), [({"model": "n"}, "another model;"), ({"seeds": (2,), "digest": "e"}, "another digest and seeds;")]
)
def test_another_run_is_not_gone_on_with(tmp_path: Path, changes: dict[str, object], words: str) -> None:
    with opened(tmp_path):
        pass
    with pytest.raises(BadRun, match=words), opened(tmp_path, **changes):
        pytest.fail("went on")


def test_versions_and_dates_may_differ_and_the_first_ones_stay(tmp_path: Path) -> None:
    with opened(tmp_path):
        pass
    with opened(tmp_path, started=2.0, versions={"torch": "3"}) as folder:
        assert folder.run == run()
    assert json.loads((tmp_path / RUN_FILE).read_text())["started"] == 1.0


def test_a_run_that_was_killed_before_it_began_begins(tmp_path: Path) -> None:
    (tmp_path / RUN_FILE).touch()
    with opened(tmp_path) as folder:
        assert folder.run == run()


@pytest.mark.parametrize("text", ["{", "[]", '{"suite": "s"}\n'])
def test_what_is_no_run_is_left_alone(tmp_path: Path, text: str) -> None:
    (tmp_path / RUN_FILE).write_text(text)
    with pytest.raises(BadRun, match="cannot be read"), opened(tmp_path):
        pytest.fail("began")
    assert (tmp_path / RUN_FILE).read_text() == text


def test_a_result_that_is_there_twice_is_told(tmp_path: Path) -> None:
    line = result(ids(1)[0]).model_dump_json() + "\n"
    (tmp_path / RESULTS_FILE).write_text(line * 2)
    with pytest.raises(BadRun, match=r"Line 2 .* is a second result of t0"), opened(tmp_path):
        pytest.fail("began")


def test_a_broken_line_in_the_middle_is_told(tmp_path: Path) -> None:
    (tmp_path / RESULTS_FILE).write_text("nonsense\n" + result(ids(1)[0]).model_dump_json() + "\n")
    with pytest.raises(BadRun, match="Line 1 "), opened(tmp_path):
        pytest.fail("began")


@contextmanager
def full_disk(bytes_left: int) -> Iterator[None]:
    """No file grows beyond so many bytes, which writers see as they see a full disk: an OSError after half a line."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_left, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_leaves_a_run_that_can_be_gone_on_with(tmp_path: Path) -> None:
    planned = ids(4)
    with opened(tmp_path) as folder:
        go_on(folder, planned[:1], FakeExecutor())
        size = (tmp_path / RESULTS_FILE).stat().st_size
        with full_disk(size + 20), pytest.raises(RecordingFailed, match="free some space and go on") as failure:
            go_on(folder, planned, FakeExecutor())
        assert "\n" not in str(failure.value)
    assert len(on_disk(tmp_path)) == 1
    with opened(tmp_path) as folder:
        go_on(folder, planned, FakeExecutor())
    assert Counter(one.id for one in on_disk(tmp_path)) == Counter(planned)


def test_a_directory_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(RecordingFailed, match="The run cannot be kept in"), opened(tmp_path / "file" / "run"):
        pytest.fail("began")


@given(st.lists(st.integers(0, 3), min_size=1, max_size=12), st.integers(1, 4))
def test_jobs_are_given_out_once_and_by_seed_where_possible(seeds: list[int], workers: int) -> None:
    from collections import deque

    jobs = [(InstanceId(suite="s", version=1, task=f"t{place}", seed=seed), 1) for place, seed in enumerate(seeds)]
    waiting = deque(jobs)
    at_work: list[Job | None] = [None] * workers
    given_out = []
    while waiting:
        for place in range(min(workers, len(waiting))):
            at_work[place] = None
            others = {job[0].seed for job in at_work if job is not None}
            free = {job[0].seed for job in waiting} - others
            at_work[place] = job = next_job(waiting, at_work)
            given_out.append(job)
            assert not free or job[0].seed in free
    assert Counter(given_out) == Counter(jobs)


def test_a_plan_is_the_same_every_time_and_seed_after_seed() -> None:
    basics = suite("phone_basics")
    planned = instances(basics, seeds=(3, 1), repeats=2)
    assert planned == instances(basics, seeds=(3, 1), repeats=2)
    assert len(planned) == len(set(planned)) == 4 * len(basics)
    assert [one.seed for one in planned] == [3] * 2 * len(basics) + [1] * 2 * len(basics)
    assert planned != instances(basics, seeds=(3, 1), repeats=2, order=1)
    assert len({one.name for one in planned}) == len(planned)
    with pytest.raises(BadSuite, match="no task nonsense"):
        instances(basics, seeds=(1,), only=("nonsense",))
