"""A recorded episode as a script that does the same without a model: Python for any device, shell for Android over adb.

Knows what was done. Does not look for anything: the script touches the recorded places, so it needs a screen of the same size.
It waits as the agent does: until looks stay equal, and, where the recorded action changed the screen, until the
screen has changed. Where it does not, the script says so and stops.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from agent.decision import Act
from agent.episode import Decided, Episode, NotPerformed, Performed
from agent.errors import BadEpisode, RecordingFailed
from agent.recording import read_episode
from devices.actions import Action, Wait

EXECUTABLE = 0o755
KEYBOARD = "com.android.adbkeyboard/.AdbIME"
"""The keyboard that takes text from broadcasts; where the recording used it, the script does too, and puts it back."""


@dataclass(frozen=True, slots=True)
class _Done:
    """One action that was done. sent: the lines that went to the device. changed: the screen looked otherwise afterwards."""

    thought: str
    action: Action
    sent: tuple[str, ...]
    changed: bool


def write_macro(directory: Path, target: Path) -> int:
    """Write the script of an episode; returns how many actions it holds.

    Raises BadEpisode, RecordingFailed, ValueError for another ending than .py and .sh.
    """
    episode = read_episode(directory)
    done = list(_done(episode))
    match target.suffix.lower():
        case ".py":
            text = python_script(episode, done)
        case ".sh":
            text = shell_script(episode, done)
        case _:
            raise ValueError(f"{target.name} says not what to write: name a file that ends in .py or .sh.")
    try:
        target.write_text(text, "utf-8")
        target.chmod(EXECUTABLE)
    except OSError as error:
        raise RecordingFailed(f"The script {target} cannot be written ({error.strerror}): name another place.") from error
    return len(done)


def _done(episode: Episode) -> Iterator[_Done]:
    for step in episode.steps:
        if not isinstance(step.reply, Decided) or not isinstance(first := step.decision, Act):
            continue
        match step.done:
            case Performed(receipt=receipt):
                changed = step.settled is not None and step.settled.changed
                yield _Done(" ".join(step.reply.thought.split()), first.action, receipt.sent, changed)
            case NotPerformed(why="unknown" | "lost"):
                raise BadEpisode(
                    f"Step {step.number} may or may not have reached the device: nobody can say what a script should do there."
                )
            case _:
                continue


def python_script(episode: Episode, done: list[_Done]) -> str:
    """Python that opens the recording's device, or the one that is named, and does the actions."""
    names = sorted({type(one.action).__name__ for one in done})
    lines = [
        "#!/usr/bin/env python3",
        _docstring(episode),
        "",
        "import sys",
        "import time",
        "",
        *([f"from devices.actions import {', '.join(names)}"] if names else []),
        "from devices.registry import open_device",
        "",
        f"DEVICE = {episode.header.device or 'phone'!r}",
        f"SIZE = {_size(episode)!r}",
        "PATIENCE = 10.0  # seconds for the screen to change where it did when this was recorded",
        "STEPS = (  # what to do, and whether it changes the screen",
    ]
    for one in done:
        lines += [f"    # {_comment(one.thought)}"] if one.thought else []
        lines.append(f"    ({_call(one.action)}, {one.changed}),")
    lines += [")", "", *_PYTHON]
    return "\n".join(lines) + "\n"


_PYTHON = """
def changed(device, before):
    \"\"\"The screen at rest, once it looks otherwise than before.\"\"\"
    end = time.monotonic() + PATIENCE
    while True:
        after = device.settle()
        if after.digest != before.digest or time.monotonic() > end:
            return after
        time.sleep(0.1)


def main(spec):
    with open_device(spec) as device:
        frame = device.settle()
        if (frame.width, frame.height) != SIZE:
            return f"The screen is {frame.width}x{frame.height}, but this was recorded on {SIZE[0]}x{SIZE[1]}."
        for number, (action, changes) in enumerate(STEPS, start=1):
            device.perform(action, frame)
            after = changed(device, frame) if changes else device.settle()
            if changes and after.digest == frame.digest:
                return f"Action {number} changed nothing: {action}."
            frame = after
    return None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else DEVICE))
""".strip().splitlines()


def shell_script(episode: Episode, done: list[_Done]) -> str:
    """Shell that sends the lines of the recording to the phone of $ANDROID_SERIAL; raises BadEpisode for other devices."""
    opened = episode.opened
    if opened is None or opened.device.name not in ("android", "phone"):
        raise BadEpisode("A shell script can only do again what was sent to an Android phone: write a .py script instead.")
    width, height = _size(episode)
    lines = [
        "#!/usr/bin/env bash",
        *(f"# {line}".rstrip() for line in _about(episode).splitlines()),
        "# The phone is the one of $ANDROID_SERIAL, or the only one; $ADB names another adb program.",
        "set -euo pipefail",
        "adb=${ADB:-adb}",
        "",
        *_SHELL.strip().splitlines(),
        "",
        f"wanted={width}x{height}",
    ]
    lines += ['[[ $(size) == "$wanted" ]] || stop "The screen is $(size), but this was recorded on $wanted."', "look"]
    for one in done:
        lines += ["", *([f"# {_comment(one.thought)}"] if one.thought else [])]
        if isinstance(one.action, Wait):
            lines.append("look")
            continue
        broadcasts = any(line.startswith("am broadcast") for line in one.sent)
        lines += ["keyboard"] if broadcasts else []
        lines += [f"send {shlex.quote(line)}" for line in one.sent]
        lines += ["unkeyboard"] if broadcasts else []
        lines.append("changed" if one.changed else "look")
    return "\n".join(lines) + "\n"


_SHELL = f"""
stop() {{ echo "$1" >&2; exit 1; }}
send() {{ "$adb" shell "$1" </dev/null >/dev/null; }}
digest() {{ "$adb" exec-out screencap -p </dev/null | cksum; }}
size() {{ # as the screen is turned now; bytes 16 to 23 of a PNG
  "$adb" exec-out screencap -p </dev/null | od -An -tu1 -j16 -N8 |
    awk '{{ print $1*16777216+$2*65536+$3*256+$4 "x" $5*16777216+$6*65536+$7*256+$8 }}'
}}
look() {{ # until two looks a tenth of a second apart are equal, at most 3 seconds
  local end=$((SECONDS + 3)) before
  screen=$(digest)
  while ((SECONDS <= end)); do
    sleep 0.1
    before=$screen screen=$(digest)
    [[ $before == "$screen" ]] && return
  done
}}
changed() {{ # until the screen looks otherwise than before, at most 10 seconds
  local first=$screen end=$((SECONDS + 10))
  while look; [[ $screen == "$first" ]]; do
    ((SECONDS <= end)) || stop "The last action changed nothing."
  done
}}
keyboard() {{
  previous=$("$adb" shell settings get secure default_input_method </dev/null | tr -d '\\r')
  send 'ime enable {KEYBOARD}'
  send 'ime set {KEYBOARD}'
}}
unkeyboard() {{ if [[ $previous == null ]]; then send 'ime reset'; else send "ime set '$previous'"; fi; }}
"""


def _about(episode: Episode) -> str:
    instruction = _comment(episode.header.instruction)
    return f"{instruction}\n\nMade from a recording; runs without a model, and checks only that the screen changes as it did."


def _docstring(episode: Episode) -> str:
    return f'"""{_about(episode)}\n\nThe device is the recorded one, or the specification given as argument.\n"""'


def _comment(text: str) -> str:
    """One line that can neither end a comment nor a docstring."""
    clean = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(clean.replace("\\", "/").replace('"', "'").split())[:110]


def _call(action: Action) -> str:
    fields = action.model_dump(exclude={"kind"}, exclude_defaults=True)
    return f"{type(action).__name__}({', '.join(f'{name}={value!r}' for name, value in fields.items())})"


def _size(episode: Episode) -> tuple[int, int]:
    first = next((step.observed.frame for step in episode.steps if step.observed), None)
    if first is None:
        raise BadEpisode("The episode never saw a screen: there is nothing to do again.")
    return first.width, first.height
