"""Hooks that are programs of their own: what is said over the pipes, and what becomes of programs that misbehave."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import signal
import subprocess
import sys
import time
from contextlib import chdir, suppress
from pathlib import Path

import pytest
from hook_bench import FINISH, TAP, Bench
from PIL import Image

from agent.episode import NotPerformed, Outcome
from agent.errors import BadHook
from agent.hooks.loading import HookName, open_hook, open_hooks
from agent.hooks.process import ProcessHook
from devices.actions import Tap

ROOT = Path(__file__).resolve().parents[3]
KEEP_OUT = ROOT / "docs" / "sample-hooks" / "keep-out"
HELLO = '{"id":0,"version":1,"moments":["before_perform"]}'


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path / "episode")


def program(folder: Path, body: str, hello: str = HELLO) -> str:
    """A hook that says hello and then runs this for each line, told being what it was told."""
    path = folder / "hook.py"
    path.write_text(
        "import json, os, sys, time\n"
        "def say(text):\n"
        "    sys.stdout.write(text + '\\n'); sys.stdout.flush()\n"
        "def answer(**words):\n"
        "    say(json.dumps({'id': told['id'], **words}))\n"
        f"sys.stdin.readline(); say({hello!r})\n"
        "for line in sys.stdin:\n"
        "    told = json.loads(line)\n" + "".join(f"    {line}\n" for line in body.splitlines())
    )
    return f"exec:{sys.executable} -S {path}"


def gone(pid: int) -> bool:
    """A process ended, or is only waited for."""
    end = time.monotonic() + 5
    while time.monotonic() < end:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
                return True
        except FileNotFoundError:
            return True
        time.sleep(0.02)
    return False


def test_the_sample_keeps_touches_out_of_a_corner(bench: Bench) -> None:
    corner = 'Action: {"action": "tap", "point": [950, 50]}'
    with open_hooks([HookName(f"exec:{KEEP_OUT} 0.9 0 1 0.1")]) as hooks:
        ended = bench.run([corner, TAP, FINISH], *hooks)
    assert ended.outcome is Outcome.FINISHED
    assert bench.device.performed == [Tap(x=0.447, y=0.081)]
    first = bench.episode.steps[0]
    assert first.done == NotPerformed(step=1, why="vetoed", message="keep out: this part of the screen is not to be touched")
    assert hooks[0].safety


def test_a_program_is_told_what_it_wants_and_can_do_all_that_a_hook_can(bench: Bench, tmp_path: Path) -> None:
    spec = program(
        tmp_path,
        "open('told.jsonl', 'a').write(line)\n"
        "match told['event'], told['step']:\n"
        "    case 'before_decide', 1: answer(do='edit', instruction='open the clock')\n"
        "    case 'before_perform', 1: answer(do='edit', action={'kind': 'press', 'key': 'home'})\n"
        "    case 'after_perform', _: answer(do='log', text='well done')\n"
        "    case 'after_observe', 2: answer(do='stop', reason='that is enough', outcome='gave_up')\n"
        "    case _: answer(do='go')",
        '{"id":0,"version":1,"name":"all","frames":"base64","moments":["before_observe","after_observe","before_decide",'
        '"after_decide","before_perform","after_perform","at_end"]}',
    )
    told = tmp_path / "told.jsonl"
    with chdir(tmp_path), open_hooks([HookName(spec)]) as hooks:
        ended = bench.run([TAP, FINISH], *hooks)
    assert (ended.outcome, ended.message) == (Outcome.GAVE_UP, "The hook all stopped the episode: that is enough")
    assert [(hooked.did, hooked.moment) for hooked in bench.hooked] == [
        ("edited", "before_decide"),
        ("edited", "before_perform"),
        ("logged", "after_perform"),
        ("stopped", "after_observe"),
    ]
    assert "open the clock" in bench.shown(0)
    lines = [json.loads(line) for line in told.read_text().splitlines()]
    assert [line["id"] for line in lines] == list(range(1, len(lines) + 1))
    assert lines[-1] == {"id": len(lines), "event": "at_end", "step": 2, "outcome": "gave_up", "message": ended.message}
    frame = next(line for line in lines if line["event"] == "before_perform")["frame"]
    image = Image.open(io.BytesIO(base64.b64decode(frame["png"]))).convert("RGB")
    assert hashlib.sha256(b"30x60:" + image.tobytes()).hexdigest() == frame["digest"]
    assert lines[3]["decision"] == {"decision": "act", "action": {"kind": "tap", "x": 0.447, "y": 0.081}}


def test_frames_come_as_files_of_the_recording(bench: Bench, tmp_path: Path) -> None:
    hello = '{"id":0,"version":1,"moments":["after_observe"],"frames":"path"}'
    spec = program(tmp_path, "answer(do='log', text=str(os.path.getsize(told['frame']['path'])))", hello)
    with open_hooks([HookName(spec)]) as hooks:
        bench.run([FINISH], *hooks)
    (file,) = (bench.directory / "frames").iterdir()
    assert [hooked.message for hooked in bench.hooked] == [str(file.stat().st_size)]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("say('hi there')", "it said what is no JSON: 'hi there'"),
        ("say('[1]')", "it said what is no JSON object"),
        ("say('{}')", "its answer has the id None, but 1 was asked"),
        ('say(\'{"id": 7, "do": "go"}\')', "its answer has the id 7, but 1 was asked"),
        ("answer(do='dance')", "its answer is none"),
        ("answer(do='veto')", "reason: Field required"),
        ("answer(do='edit', action={'kind': 'tap', 'x': 2, 'y': 0})", "less than 1"),
        ("answer(do='stop', reason='x', outcome='finished')", "its answer is none"),
        ("os.write(1, b'\\xff\\xfe\\n')", "it said what is no JSON"),
        ("os.write(1, b'x' * (2 << 20))", "longer than 1 MiB"),
        ("sys.exit(4)", "it ended with status 4"),
        ("os.kill(os.getpid(), 9)", "it ended with status"),
        ("time.sleep(60)", "it took longer than 0.3 s"),
        ("os.close(1); time.sleep(60)", "it closed its output"),
    ],
)
def test_a_program_that_misbehaves_is_given_up(bench: Bench, tmp_path: Path, body: str, message: str) -> None:
    patience = 0.3 if message.startswith("it took longer") else 20
    spec = program(tmp_path, body, f'{HELLO[:-1]},"seconds":{patience}}}')
    with open_hooks([HookName(spec)]) as hooks:
        ended = bench.run([TAP, FINISH], *hooks)
    assert ended.outcome is Outcome.FINISHED
    (hooked,) = bench.hooked
    assert hooked.did == "failed"
    assert message in hooked.message
    assert len(bench.device.performed) == 1


def test_an_answer_that_comes_late_is_not_taken_for_the_next_one(bench: Bench, tmp_path: Path) -> None:
    spec = program(tmp_path, 'say(\'{"id": 0, "do": "veto", "reason": "old"}\'); answer(do=\'go\')')
    with open_hooks([HookName(spec)]) as hooks:
        bench.run([TAP, FINISH], *hooks)
    assert bench.hooked == []


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("false", "it ended with status 1"),
        ("echo hello", "its hello is none"),
        ("echo {}", "its hello is none"),
        ('echo {"id":0,"version":2,"moments":[]}', "version"),
        ('echo {"id":0,"version":1,"moments":["at_night"]}', "moments"),
    ],
)
def test_a_program_that_says_no_hello_is_no_hook(command: str, message: str) -> None:
    with pytest.raises(BadHook, match=message):
        open_hook(f"exec:{command}" if "{" not in command else f"exec:echo '{command[5:]}'")


def test_a_program_that_reads_nothing_does_not_hold_up_the_episode(bench: Bench, tmp_path: Path) -> None:
    path = tmp_path / "deaf.py"
    hello = HELLO[:-1] + ',"seconds":0.3,"frames":"base64"}'
    path.write_text(f"import os, time\nos.write(1, {(hello + chr(10)).encode()!r})\ntime.sleep(60)\n")
    hook = ProcessHook(f"{sys.executable} -S {path}")
    begun = time.monotonic()
    bench.run([TAP, FINISH], hook, instruction="x" * 3000)
    hook.close()
    assert [hooked.did for hooked in bench.hooked] == ["failed"]
    assert time.monotonic() - begun < 10


def test_a_program_ends_with_its_hook_and_with_all_that_it_started(tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    path = tmp_path / "stubborn.py"
    path.write_text(
        "import os, signal, subprocess, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "child = subprocess.Popen(['sleep', '60'])\n"
        f"open({str(pids)!r}, 'w').write(f'{{os.getpid()}} {{child.pid}}')\n"
        f"os.write(1, {(HELLO + chr(10)).encode()!r})\n"
        "time.sleep(60)\n"
    )
    hook = ProcessHook(f"{sys.executable} -S {path}")
    own, child = (int(word) for word in pids.read_text().split())
    hook.close()
    hook.close()
    assert gone(own)
    assert gone(child)


def test_a_program_ends_when_we_are_killed(tmp_path: Path) -> None:
    pids = tmp_path / "pid"
    hook = program(tmp_path, "pass").removeprefix("exec:")
    code = (
        "import os, time\nfrom agent.hooks.process import ProcessHook\n"
        f"hook = ProcessHook({hook!r})\n"
        "children = open(f'/proc/{os.getpid()}/task/{os.getpid()}/children').read().split()\n"
        "inner = open(f'/proc/{children[0]}/task/{children[0]}/children').read().split()\n"
        f"open({str(pids)!r}, 'w').write(' '.join(children + inner))\n"
        "print('ready', flush=True)\ntime.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE) as ours:
        assert ours.stdout is not None
        assert ours.stdout.readline() == b"ready\n"
        found = [int(word) for word in pids.read_text().split()]
        assert len(found) == 2
        ours.kill()
    for pid in found:
        assert gone(pid)
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
