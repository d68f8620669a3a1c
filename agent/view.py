"""An episode as one HTML page that needs nothing else: every step with its frame, what was said and what was done.

Knows how an episode looks. Does not know how it came about. All text is escaped, and the page asks the network for nothing.
"""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass
from datetime import datetime
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from agent.backtracking import NAME
from agent.decision import Act, Answer, AskUser, Decision, Finish, GiveUp
from agent.episode import Decided, Episode, Hooked, NotPerformed, Performed, Step, Unreadable, places
from agent.errors import BadEpisode, RecordingFailed
from agent.recording import read_episode, read_frame
from devices.actions import describe

if TYPE_CHECKING:
    from PIL.Image import Image

WIDEST = 640
"""Pixels: frames are shown no wider than about this, and are shrunk to it, so that the page stays small."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One step, ready for the page.

    picture: a data URI, empty where the frame cannot be shown; missing says why. mark: places in pixels of the picture.
    """

    number: int
    title: str
    kind: str
    picture: str = ""
    missing: str = ""
    width: int = 0
    height: int = 0
    mark: tuple[tuple[float, float], ...] = ()
    thought: str = ""
    confidence: str = ""
    reply: str = ""
    problem: str = ""
    done: str = ""
    sent: tuple[str, ...] = ()
    places: str = ""
    deferred: tuple[str, ...] = ()
    hooked: tuple[str, ...] = ()
    seconds: tuple[tuple[str, float], ...] = ()

    @property
    def total(self) -> float:
        """Seconds of all stages together."""
        return sum(value for _, value in self.seconds)


def write_view(directory: Path, target: Path | None = None) -> Path:
    """Write the page of an episode and return where it is; target: the directory's view.html if None.

    Raises BadEpisode, RecordingFailed.
    """
    page = render_view(read_episode(directory), directory)
    path = target or directory / "view.html"
    try:
        path.write_text(page, "utf-8")
    except OSError as error:
        raise RecordingFailed(
            f"The page {path} cannot be written ({error.strerror}): name another place with --output."
        ) from error
    return path


def render_view(episode: Episode, directory: Path) -> str:
    """The page as text; frames that are missing are named instead of shown."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    source = resources.files("agent").joinpath("view.html.j2").read_text("utf-8")
    opened = episode.opened
    shown = [_shown(step, directory) for step in episode.steps]
    facts = {
        "Device": f"{opened.device.name}, {opened.device.model}, {opened.device.width} × {opened.device.height}"
        if opened
        else episode.header.device,
        "Model": opened.model.name if opened else episode.header.model,
        "Dialect": f"{opened.model.dialect} ({opened.space})" if opened and opened.model.dialect else "",
        "Options": ", ".join(f"{name} {value}" for name, value in opened.model.options.items()) if opened else "",
        "Started": datetime.fromtimestamp(episode.header.started).astimezone().isoformat(" ", "seconds"),
        "Versions": ", ".join(f"{name} {value}" for name, value in episode.header.versions.items()),
        "Time": _times(episode.ended.split) if episode.ended else "",
    }
    return environment.from_string(source).render(
        episode=episode,
        ended=episode.ended,
        check=episode.check,
        reason=episode.checks[-1].reason if episode.checks else "",
        outcome=episode.outcome or "interrupted",
        message=episode.ended.message if episode.ended else "The process was stopped before it could say how it ended.",
        steps=shown,
        facts={name: value for name, value in facts.items() if value},
    )


def _shown(step: Step, directory: Path) -> Shown:
    picture, missing, size = "", "nothing was seen", (0, 0)
    if step.observed is not None:
        try:
            image = read_frame(directory, step.observed.frame)
            picture, size = _data_uri(image)
            missing = ""
        except BadEpisode as error:
            missing = str(error)
    hooked = tuple(hooked_title(line) for line in step.hooked)
    match step.reply:
        case Decided() as reply:
            first = reply.decisions[0]
            fraction = places(step.decision or first)  # where a hook moved it, the touch is shown where it was done
            pairs = tuple(zip(fraction[0::2], fraction[1::2], strict=True))
            return Shown(
                number=step.number,
                title=title(first),
                kind=first.decision,
                picture=picture,
                missing=missing,
                width=size[0],
                height=size[1],
                mark=tuple((x * size[0], y * size[1]) for x, y in pairs),
                thought=reply.thought,
                confidence="" if reply.confidence is None else sure(reply.confidence),
                reply=reply.text,
                problem="cut off at the longest reply" if reply.cut_off else "",
                done=_done(step),
                sent=step.done.receipt.sent if isinstance(step.done, Performed) else (),
                places=_places(reply, step),
                deferred=tuple(title(decision) for decision in reply.decisions[1:]),
                hooked=hooked,
                seconds=tuple(step.seconds.items()),
            )
        case Unreadable(text=text, code=code, message=message):
            return Shown(
                number=step.number,
                title="unreadable reply",
                kind="unreadable",
                picture=picture,
                missing=missing,
                width=size[0],
                height=size[1],
                reply=text,
                problem=f"{code}: {message}",
                hooked=hooked,
                seconds=tuple(step.seconds.items()),
            )
        case None:
            return Shown(
                number=step.number,
                title="no reply",
                kind="none",
                hooked=hooked,
                picture=picture,
                missing=missing,
                width=size[0],
                height=size[1],
                seconds=tuple(step.seconds.items()),
            )


def sure(confidence: float) -> str:
    """How sure a model was of a step, 0..1, in words that never round up to certainty."""
    return "over 99 % sure" if confidence > 0.99 else f"{100 * confidence:.0f} % sure"


def title(decision: Decision) -> str:
    """A decision in a few words."""
    match decision:
        case Act(action=action):
            return describe(action)
        case Finish(message=message):
            return f"finish: {message}" if message else "finish"
        case Answer(text=text):
            return f"answer: {text}"
        case AskUser(question=question):
            return f"ask: {question}"
        case GiveUp(reason=reason):
            return f"give up: {reason}" if reason else "give up"


def hooked_title(hooked: Hooked) -> str:
    """What a hook or the loop's own backtracking did, in a few words."""
    what = describe(hooked.action) if hooked.action is not None else hooked.instruction or hooked.message
    if hooked.hook == NAME:
        return f"it goes round in circles, so instead: {what}"
    return f"hook {hooked.hook} {hooked.did}: {what}"


def _done(step: Step) -> str:
    match step.done:
        case Performed(receipt=receipt):
            said = "delivered" if receipt.delivered == "yes" else "may have been delivered"
            note = f"; {receipt.note}" if receipt.note else ""
            changed = (
                ""
                if step.settled is None
                else "; the screen changed"
                if step.settled.changed
                else "; the screen did not change"
            )
            return said + note + changed
        case NotPerformed(why=why, message=message):
            return f"{why}: {message}"
        case None:
            return ""


def _places(reply: Decided, step: Step) -> str:
    """One place in all its spaces: as written, as a fraction, as touched."""
    if not reply.fraction:
        return ""
    parts = [", ".join(f"{value:g}" for value in reply.raw) or "none", ", ".join(f"{value:.4f}" for value in reply.fraction)]
    if isinstance(step.done, Performed):
        parts.append(" ".join(f"({x}, {y})" for x, y in step.done.receipt.pixels) or "none")
    return " → ".join(parts)


def _times(seconds: dict[str, float]) -> str:
    return ", ".join(f"{name} {value:.2f} s" for name, value in seconds.items())


def _data_uri(image: Image) -> tuple[str, tuple[int, int]]:
    if image.width > WIDEST:
        image = image.resize((WIDEST, max(1, round(image.height * WIDEST / image.width))), reducing_gap=2.0)
    buffer = io.BytesIO()
    image.save(buffer, format="WEBP", quality=88, method=2)
    return "data:image/webp;base64," + base64.b64encode(buffer.getvalue()).decode(), image.size
