"""Workers in processes and on a Ray cluster: real phones where it matters, and what happens to a worker that dies or hangs."""

from __future__ import annotations

import importlib.util
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from agent.models.registry import ModelOptions
from agent.recording import read_episode
from agent.recording.verifying import State, verify
from scripts.benchmarks.kill_run import MARK, marked
from tasks.executors import DEATHS, HUNG, Executor, Job, WorkerFailed
from tasks.executors.local import LocalExecutor
from tasks.executors.travel import digest_of, pack, unpack
from tasks.plan import instances
from tasks.results import InstanceId, Result, Verdict
from tasks.rollout import Rollout
from tasks.suites import suite
from tasks.worker import WorkerSpec

ROOT = Path(__file__).resolve().parents[2]

TASKS = ("bluetooth", "theme", "new_folder")


def jobs(*tasks: str, seeds: tuple[int, ...] = (9000,)) -> list[Job]:
    return [(instance, 1) for instance in instances(suite("phone_basics"), seeds=seeds, only=tasks)]


def spec(folder: Path, model: str = "always_finished", **more: Any) -> WorkerSpec:
    return WorkerSpec("phone_basics", model, folder / "episodes", ModelOptions(), **more)


def all_of(executor: Executor, asked: list[Job], begun: Callable[[Job], None] | None = None) -> dict[InstanceId, Rollout]:
    found = {}
    for job, done in executor.run(asked, begun or (lambda job: None)):
        assert job[0] not in found
        assert done.result.id == job[0]
        found[job[0]] = done
    assert set(found) == {instance for instance, _ in asked}
    return found


def said(found: dict[InstanceId, Rollout]) -> set[tuple[str, int, Verdict, str | None, int, str]]:
    """What has to be the same wherever an episode runs."""
    results: list[Result] = [done.result for done in found.values()]
    return {(one.id.task, one.id.seed, one.verdict, one.outcome, one.steps, one.reason) for one in results}


@pytest.fixture
def mark(monkeypatch: pytest.MonkeyPatch) -> str:
    """Whatever is started from here has it in its environment."""
    mark = os.urandom(8).hex()
    monkeypatch.setenv(MARK, mark)
    return mark


def nothing_is_left(mark: str) -> bool:
    """Nothing that was started is still there; Python's own helper for shared memory ends with this process."""
    end = time.monotonic() + 20
    while left := [name for _, name in marked(mark) if "resource_tracker" not in name]:
        if time.monotonic() > end:
            pytest.fail(f"left behind: {left}")
        time.sleep(0.05)
    return True


def children() -> list[int]:
    return [process.pid for process in multiprocessing.active_children() if process.pid]


def test_a_worker_that_is_killed_is_an_error_and_another_goes_on(tmp_path: Path, mark: str) -> None:
    killed: list[int] = []

    def begun(job: Job) -> None:
        if not killed:
            (worker,) = children()
            os.kill(worker, signal.SIGKILL)
            killed.append(worker)

    found = all_of(LocalExecutor(spec(tmp_path), 1), jobs("bluetooth", "theme"), begun)
    first, second = found.values()
    assert (first.result.verdict, first.result.reason) == (Verdict.ERROR, "The worker's process ended with status -9.")
    assert not first.delivered  # there is no recording, so nothing was done
    assert second.result.verdict is Verdict.FAILURE
    assert second.result.false_done
    assert nothing_is_left(mark)


def test_a_worker_that_is_killed_at_work_takes_its_phone_with_it(tmp_path: Path, mark: str) -> None:
    asked = jobs("bluetooth")
    recording = tmp_path / "episodes" / asked[0][0].name / "episode.jsonl"

    def kill() -> None:
        while not recording.exists() or b'"performed"' not in recording.read_bytes():
            time.sleep(0.01)
        os.kill(children()[0], signal.SIGKILL)

    import threading

    thread = threading.Thread(target=kill)
    thread.start()
    (done,) = all_of(LocalExecutor(spec(tmp_path, "random"), 1), asked).values()
    thread.join()
    assert done.result.verdict is Verdict.ERROR
    assert done.delivered
    assert done.result.steps > 0
    assert verify(tmp_path / done.result.episode).state is State.INTERRUPTED
    assert read_episode(tmp_path / done.result.episode).header.instruction == done.result.instruction
    assert nothing_is_left(mark)


def test_a_worker_that_hangs_is_ended(tmp_path: Path, mark: str) -> None:
    executor = LocalExecutor(spec(tmp_path, opening_seconds=1.0, step_seconds=0.0), 1)
    (done,) = all_of(executor, jobs("bluetooth"), lambda job: os.kill(children()[0], signal.SIGSTOP)).values()
    assert (done.result.verdict, done.result.reason) == (Verdict.ERROR, HUNG)
    assert nothing_is_left(mark)


def test_workers_that_always_die_end_the_run(tmp_path: Path, mark: str) -> None:
    running = LocalExecutor(spec(tmp_path), 1).run(
        jobs(*TASKS, seeds=(1, 2)), lambda job: os.kill(children()[0], signal.SIGKILL)
    )
    assert len([next(running) for _ in range(DEATHS - 1)]) == 2
    with pytest.raises(WorkerFailed, match=f"{DEATHS} workers ended one after the other"):
        next(running)
    assert nothing_is_left(mark)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"model": "scripted:/nowhere/at.all"}, "The script /nowhere/at.all cannot be read"),
        ({"phone": (("wheels", "4"),)}, "phone has no option 'wheels'"),
    ],
)
def test_what_is_wrong_with_every_episode_ends_the_run_in_one_sentence(
    tmp_path: Path, more: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(WorkerFailed, match=sentence):
        all_of(LocalExecutor(spec(tmp_path, **more), 1), jobs("bluetooth"))


def test_a_recording_that_cannot_be_written_ends_the_run_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "episodes").touch()  # a file where the folder should be
    with pytest.raises(WorkerFailed, match=r"^The episode bluetooth-en-US-s9000-r0 cannot be recorded in .* with the same "):
        all_of(LocalExecutor(spec(tmp_path), 1), jobs("bluetooth"))


def test_an_executor_that_is_closed_early_ends_everything(tmp_path: Path, mark: str) -> None:
    running = LocalExecutor(spec(tmp_path, "do_nothing"), 1).run(jobs("bluetooth", "theme"))
    next(running)
    assert len(list(marked(mark))) > 2
    running.close()
    assert nothing_is_left(mark)


# Ray


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    """The address of a cluster of two nodes on this machine; each lends one phone."""
    if importlib.util.find_spec("ray") is None:
        pytest.skip("the extra ray is not installed")
    from tasks.executors.on_ray import HERE_ONLY, QUIET

    os.environ.update(QUIET | HERE_ONLY)
    import ray
    from ray.cluster_utils import Cluster

    made = Cluster()
    try:
        for _ in range(2):
            made.add_node(
                num_cpus=1,
                resources={"phone": 1},
                include_dashboard=False,
                object_store_memory=80_000_000,
            )
        yield made.address
    finally:
        ray.shutdown()
        made.shutdown()


@pytest.mark.timeout(300)
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning", "ignore::FutureWarning")
def test_two_ray_nodes_come_to_the_same_results(tmp_path: Path, cluster: str) -> None:
    from tasks.executors.on_ray import RayExecutor

    for model, seeds, tasks in (("oracle", (9000, 9001), TASKS), ("always_finished", (9000,), ("theme",))):
        asked = jobs(*tasks, seeds=seeds)
        here, there = tmp_path / f"{model}-local", tmp_path / f"{model}-ray"
        locally = said(all_of(LocalExecutor(spec(here, model), 2), asked))
        on_ray = all_of(RayExecutor(spec(there, model), 2, cluster), asked)
        assert said(on_ray) == locally
        expected = Verdict.SUCCESS if model == "oracle" else Verdict.FAILURE
        assert {done.result.verdict for done in on_ray.values()} == {expected}
        for done in on_ray.values():  # the nodes did not see a run here, so each recording came as bytes
            assert verify(there / done.result.episode).state is State.INTACT
        assert not (there / "arriving").exists()


@pytest.mark.timeout(300)
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning", "ignore::FutureWarning")
def test_an_actor_that_dies_is_an_error_and_another_goes_on(tmp_path: Path, cluster: str) -> None:
    from tasks.executors.on_ray import RayExecutor

    killed: list[int] = []

    def begun(job: Job) -> None:
        actors = [pid for pid in pids("ray::RemoteWorker") if pid not in killed]
        if not killed:
            os.kill(actors[0], signal.SIGKILL)
            killed.append(actors[0])

    (tmp_path / "run.json").write_text("{}")  # a run that the nodes can see: they record right there
    found = all_of(RayExecutor(spec(tmp_path), 1, cluster), jobs("bluetooth", "theme"), begun)
    first, second = found.values()
    assert first.result.verdict is Verdict.ERROR
    assert first.result.reason.startswith("The worker's process or its node ended: ")
    assert second.result.verdict is Verdict.FAILURE
    assert verify(tmp_path / second.result.episode).state is State.INTACT


@pytest.mark.timeout(300)
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning", "ignore::FutureWarning")
def test_trouble_with_a_cluster_is_one_sentence(tmp_path: Path, cluster: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from tasks.executors import on_ray

    with pytest.raises(WorkerFailed, match=r"^The Ray cluster at 127.0.0.1:9 cannot be had"):
        all_of(on_ray.RayExecutor(spec(tmp_path), 1, "127.0.0.1:9"), jobs("bluetooth"))
    with pytest.raises(WorkerFailed, match="lends no desktops: start its nodes with `ray start"):
        all_of(on_ray.RayExecutor(WorkerSpec("desktop_basics", "oracle", tmp_path), 1, cluster), [])
    monkeypatch.setattr(on_ray, "about", lambda suite: {"suite": "0123456789abcdef", "fingertip": "9", "python": "2.7"})
    with pytest.raises(WorkerFailed, match=r"another version of suite \(.*, here 0123456789ab\) and .* install the same"):
        all_of(on_ray.RayExecutor(spec(tmp_path), 1, cluster), jobs("bluetooth"))


def test_recordings_travel_whole(tmp_path: Path) -> None:
    golden = Path(__file__).parent.parent.parent / "recordings" / "golden" / "open-settings"
    asked = jobs("bluetooth")[0][0]
    first, second = (unpack(pack(golden), tmp_path / "episodes", asked) for _ in range(2))
    assert (first.name, second.name) == (asked.name, f"{asked.name}.2")
    for place in (first, second):
        assert {path.relative_to(place): path.read_bytes() for path in place.rglob("*") if path.is_file()} == {
            path.relative_to(golden): path.read_bytes() for path in golden.rglob("*") if path.is_file()
        }
    shutil.rmtree(tmp_path / "episodes")
    (tmp_path / "episodes").touch()
    with pytest.raises(WorkerFailed, match="cannot be kept in"):
        unpack(pack(golden), tmp_path / "episodes", asked)
    assert digest_of(tmp_path / "nowhere" / "episodes") == ""
    (tmp_path / "run.json").write_text("{}")
    assert len(digest_of(tmp_path / "episodes")) == 64


def pids(title: str) -> list[int]:
    """Processes whose command line begins so, and that were started from here."""
    return [pid for pid in numbers() if told(pid, "cmdline").startswith(title) and is_ours(pid)]


def numbers() -> list[int]:
    return sorted(int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())


def told(pid: int, what: str) -> str:
    try:
        return Path(f"/proc/{pid}/{what}").read_text(errors="replace")
    except OSError:
        return ""


def is_ours(pid: int) -> bool:
    while pid > 1 and pid != os.getpid():
        pid = int(told(pid, "stat").rpartition(")")[2].split()[1] or 0) if told(pid, "stat") else 0
    return pid == os.getpid()


def test_a_worker_is_started_whole_whoever_takes_the_signal() -> None:
    code = (
        "import os, signal, threading, time\n"
        "from tasks.executors.local import _deaf\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "threading.Thread(target=lambda: time.sleep(60), daemon=True).start()\n"  # it does not block the signal
        "whole = False\n"
        "try:\n"
        "    with _deaf():\n"
        "        os.kill(os.getpid(), signal.SIGINT)\n"
        "        time.sleep(0.3)\n"
        "        whole = True\n"
        "    print('not interrupted')\n"
        "except KeyboardInterrupt:\n"
        "    print('interrupted afterwards' if whole else 'interrupted within')\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=100, check=True)
    assert done.stdout == "interrupted afterwards\n"
