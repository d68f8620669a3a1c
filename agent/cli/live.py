"""What a person sees while an episode runs: what the agent saw, thought and did, and how long it took. Standard error only."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from agent.cli.terminal import one_line
from agent.decision import Act
from agent.episode import (
    Checked,
    Decided,
    Ended,
    Header,
    Hooked,
    Line,
    NotPerformed,
    Observed,
    Opened,
    Outcome,
    Performed,
    Settled,
    Timings,
    Unreadable,
)
from agent.view import hooked_title, sure, title

if TYPE_CHECKING:
    from rich.console import Console


class Live:
    """A Watcher that prints. Use it as a context manager; it clears its spinner at the end."""

    def __init__(self, *, timings: bool, spinner: bool = True) -> None:
        """timings: every stage of every step, not only the sum. spinner: say what is waited for; not where others write too."""
        from rich.console import Console

        self._console: Console = Console(stderr=True, highlight=False, markup=False, emoji=False, soft_wrap=True)
        self._status = self._console.status("")
        self._timings = timings
        self._spinner = spinner
        self._spent: Timings = {}
        self._place = ""

    def __enter__(self) -> Live:
        return self

    def __exit__(self, *_: object) -> None:
        self._status.stop()

    def __call__(self, line: Line) -> None:
        """Show one line of the episode."""
        match line:
            case Header(instruction=instruction):
                self._say(one_line(instruction), "bold")
                self._wait("opening the device and the model")
            case Opened(device=device, model=model, seconds=seconds):
                self._place = f" on {device.name} {one_line(device.address)}" if device.address else ""
                self._say(f"{device.name}, {device.model} · {model.name} · {_split(seconds)}", "dim")
                self._wait("looking")
            case Observed(step=step, frame=frame, seconds=seconds):
                self._spent = dict(seconds)
                self._say(f"{step}  saw {frame.width} × {frame.height}, {frame.digest[:8]}", "dim")
                self._wait("thinking")
            case Decided(thought=thought, confidence=confidence, decisions=decisions, seconds=seconds):
                self._spent.update(seconds)
                if thought:
                    self._say(f"   {one_line(thought)}" + (f" ({sure(confidence)})" if confidence is not None else ""))
                self._say(f"   {one_line(title(decisions[0]))}", "bold cyan")
                if isinstance(decisions[0], Act):
                    self._wait("acting")
            case Unreadable(code=code, message=message, seconds=seconds):
                self._spent.update(seconds)
                self._say(f"   unreadable reply ({code}): {one_line(message)}", "yellow")
                self._sum()
            case Performed(receipt=receipt, seconds=seconds):
                self._spent.update(seconds)
                note = f" ({one_line(receipt.note)})" if receipt.note else ""
                self._say(f"   {one_line('; '.join(receipt.sent) or 'done')}{note}", "dim")
                self._wait("waiting for the screen to settle")
            case NotPerformed(why=why, message=message, seconds=seconds):
                self._spent.update(seconds)
                self._say(f"   {why}: {one_line(message)}", "yellow")
                self._wait("looking")
            case Settled(changed=changed, seconds=seconds):
                self._spent.update(seconds)
                self._sum("" if changed else "the screen did not change · ")
                self._wait("looking")
            case Hooked():
                self._say(f"   {one_line(hooked_title(line))}", "magenta")
            case Ended():
                self._status.stop()
                self._ended(line)
            case Checked(check=check, reason=reason):
                self._say(f"check {check}: {one_line(reason)}", "bold green" if check == "passed" else "bold red")
            case _:
                assert_never(line)

    def _ended(self, ended: Ended) -> None:
        good = ended.outcome in (Outcome.FINISHED, Outcome.ANSWERED)
        steps = f"{ended.steps} step{'' if ended.steps == 1 else 's'}"
        split = f" ({_split(ended.split)})" if ended.split else ""
        said = f"{ended.outcome} after {steps} in {ended.seconds:.1f} s{self._place}{split}"
        self._say(said, "bold green" if good else "bold red")

    def _sum(self, before: str = "") -> None:
        each = f" ({_split(self._spent)})" if self._timings else ""
        self._say(f"   {before}{sum(self._spent.values()):.2f} s{each}", "dim")

    def _say(self, text: str, style: str = "") -> None:
        self._console.print(text, style=style or None)

    def _wait(self, what: str) -> None:
        if self._spinner and self._console.is_terminal:
            self._status.update(what)
            self._status.start()


def _split(seconds: Timings) -> str:
    return ", ".join(f"{stage} {value:.2f} s" for stage, value in seconds.items())
