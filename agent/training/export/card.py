"""The card of a data set: what is in it, where it comes from, what was left out and why.

Knows what is worth saying. Does not know files. Everything that comes from a recording is written so that it stays text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from agent.decision import Act
from agent.episode import Decided, Episode, Performed
from agent.training.export.choosing import Chosen
from agent.training.export.formats import SPLITS
from agent.training.export.pictures import FOLDER
from agent.training.export.rows import LeftOut, Told
from devices.actions import Launch

UNKNOWN = "not recorded"
STARTED = re.compile(r"monkey -p (\S+)")
LOCALE = re.compile(r"(?:^|[:,])locale=([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]+)*)(?:,|$)")
LEGEND = {
    "messages": "`messages` (system, user, assistant; `<image>` where the picture belongs), `images`, `episode`, `step`, and "
    "`box`: what is touched, as fractions (left, top, right, bottom), told from the pixels",
    "sft": "`system`, `query` (`<image>` where the picture belongs), `response`, `history` (empty: the query tells what "
    "was done before), `images`",
    "ms-swift": "`messages`, `images`, and, where it was asked for, `objects` with the place that `<bbox>` stands for",
    "llama-factory": "`messages`, `images`; `dataset_info.json` names the sets `fingertip_train` and `fingertip_validation`",
    "trl": "`prompt`, `completion` (contents in parts), `images`",
    "lerobot": "LeRobotDataset v3.0, one frame a step: `observation.image`, `action` (the names of its numbers are in "
    "`meta/info.json`), `decision` (all of it, as JSON), `reply`, `step`, `seconds`, and what the layout asks for; `timestamp` "
    "counts steps, one a second, since steps have no rate, and `seconds` is the time that went by. What is held out is named "
    "in `meta/info.json`",
}
SPLIT = "The split is by episode: all of an episode is in one split, and so is the same instruction on the same device."
RIGHTS = """Recordings carry no licence: the rights in what the screens show and in what was said are whoever's they were. The
rows hold everything that was seen, and what was typed as it was typed. Read them before you give them to anybody."""
LOOSE = "than was recorded, as the dialect has no words for it (where a scroll happens, how long a stroke takes)."


@dataclass(slots=True)
class Tally:
    """What was counted. Keys of rows and episodes are the splits; all others say what they are."""

    episodes: Counter[str] = field(default_factory=Counter)
    rows: Counter[str] = field(default_factory=Counter)
    verbs: Counter[str] = field(default_factory=Counter)
    sizes: Counter[str] = field(default_factory=Counter)
    apps: Counter[str] = field(default_factory=Counter)
    languages: Counter[str] = field(default_factory=Counter)
    devices: Counter[str] = field(default_factory=Counter)
    deciders: Counter[str] = field(default_factory=Counter)
    steps_left_out: Counter[str] = field(default_factory=Counter)
    episodes_left_out: Counter[str] = field(default_factory=Counter)
    loose: int = 0
    grounded: int = 0

    def episode(self, chosen: Chosen, episode: Episode) -> None:
        """Count an episode of which at least one row was written."""
        self.episodes[split_of(chosen)] += 1
        opened, header = episode.opened, episode.header
        self.apps.update(_apps(episode) or {UNKNOWN})
        self.languages[_language(episode)] += 1
        self.devices[f"{opened.device.model} ({opened.device.name})" if opened else header.device or UNKNOWN] += 1
        self.deciders[opened.model.name if opened else header.model or UNKNOWN] += 1

    def step(self, chosen: Chosen, step: Told | LeftOut) -> None:
        """Count a step."""
        if isinstance(step, LeftOut):
            self.steps_left_out[step.reason] += 1
            return
        self.rows[split_of(chosen)] += 1
        self.verbs[step.verb] += 1
        self.sizes[f"{step.frame.width} x {step.frame.height}"] += 1
        self.loose += step.loose


@dataclass(frozen=True, slots=True)
class About:
    """What a card says beside the counts.

    title: of the card. picture_note: how pictures were treated. splits: split -> its files. files: name -> SHA-256.
    pictures: how many there are. prompt: which prompt the rows hold.
    """

    title: str
    command: str
    format: str
    dialect: str
    space: str
    prompt: str
    picture_note: str
    pictures: int
    splits: Mapping[str, Sequence[str]]
    files: Mapping[str, str]


def split_of(chosen: Chosen) -> str:
    """The split that an episode belongs to."""
    return SPLITS[chosen.held_out]


def render(about: About, tally: Tally) -> str:
    """The card as Markdown; its head lets `datasets` find the splits."""
    splits = [name for name in SPLITS if tally.rows[name]]
    head = ["---", "configs:", "- config_name: default", "  data_files:"]
    for name in splits:
        path, *more = about.splits[name]
        head += [f"  - split: {name}", f"    path: {path}" if not more else f"    path: [{', '.join((path, *more))}]"]
    beside = f"{FOLDER}/" in about.files
    parts = [
        "\n".join([*head, "---"]),
        f"# {_text(about.title)}",
        f"One row a step: {'the prompt as a model is shown it, and the reply that was right' if beside else 'seen and done'}. "
        "Made from recordings, by",
        f"```text\n{about.command}\n```",
        _table(("", "episodes", "rows"), [(name, str(tally.episodes[name]), str(tally.rows[name])) for name in splits]),
        SPLIT,
        f"Format `{about.format}`: {LEGEND[about.format]}.",
        f"Dialect `{about.dialect}`, places in `{about.space}`{f', {about.prompt}' if beside else ', of the replies alone'}.",
        f"{about.pictures} pictures{', each once' if beside else ''}, named by the SHA-256 of its size and pixels; "
        f"{about.picture_note}.",
        "## What is in it",
        *(
            _counted(title, unit, counts)
            for title, unit, counts in (
                ("action", "rows", tally.verbs),
                ("screen", "rows", tally.sizes),
                ("app", "episodes", tally.apps),
                ("language", "episodes", tally.languages),
                ("device", "episodes", tally.devices),
                ("who decided", "episodes", tally.deciders),
            )
        ),
        *_notes(tally),
        "## What was left out",
        _counted("because", "episodes", tally.episodes_left_out) or "No episode.",
        _counted("because", "steps", tally.steps_left_out) or "No step.",
        "## Licence and privacy",
        RIGHTS,
        "## Files",
        _table(("file", "SHA-256"), [(f"`{name}`", f"`{digest}`") for name, digest in about.files.items()]),
        *([f"`{FOLDER}/` stands for the sorted lines `SHA-256  name` of its files."] if beside else []),
    ]
    return "\n\n".join(parts) + "\n"


def _notes(tally: Tally) -> list[str]:
    notes = []
    if tally.loose:
        notes.append(f"{_many(tally.loose, 'reply says', 'replies say')} less {LOOSE}")
    if tally.grounded:
        notes.append(f"{_many(tally.grounded, 'reply has', 'replies have')} `<bbox>` for its place.")
    return notes


def _many(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _apps(episode: Episode) -> set[str]:
    """The apps that a task named, that were launched, or that the device says it started."""
    options = episode.header.options
    apps = set(filter(None, re.split(r"[,\s]+", options.get("apps") or options.get("app", ""))))
    for step in episode.steps:
        match step.reply:
            case Decided(decisions=(Act(action=Launch(app=app)), *_)):
                apps.add(app)
            case _:
                pass
        if isinstance(step.done, Performed):
            apps.update(found[1] for sent in step.done.receipt.sent if (found := STARTED.match(sent)))
    return apps


def _language(episode: Episode) -> str:
    header = episode.header
    if locale := header.options.get("locale"):
        return locale
    found = LOCALE.search(header.device)
    return found[1] if found else UNKNOWN


def _counted(title: str, unit: str, counts: Mapping[str, int]) -> str:
    """A table, the most frequent first; empty where there is nothing to count."""
    if not counts:
        return ""
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return _table((title, unit), [(_text(name), str(count)) for name, count in ranked])


def _table(head: tuple[str, ...], lines: list[tuple[str, ...]]) -> str:
    return "\n".join(f"| {' | '.join(line)} |" for line in (head, tuple("---" for _ in head), *lines))


def _text(text: str) -> str:
    """One line in which nothing is Markdown or HTML."""
    clean = "".join(letter if letter.isprintable() else " " for letter in " ".join(text.split()))
    return re.sub(r"([\\`*_{}\[\]()<>#|!&~])", r"\\\1", clean)
