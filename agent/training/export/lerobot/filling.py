"""From recorded episodes to a LeRobot data set.

Knows episodes and the layout. Does not know which episodes there are, or what the card says.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from agent.asked import asked
from agent.decision import Decision
from agent.dialects import Dialect
from agent.episode import Episode
from agent.errors import BadDataSet
from agent.recording import read_episode
from agent.training.export.card import Tally, split_of
from agent.training.export.choosing import Chosen
from agent.training.export.formats import SPLITS
from agent.training.export.lerobot.layout import Frame, Layout
from agent.training.export.lerobot.row import NOT_RECORDED
from agent.training.export.lerobot.tables import Tables
from agent.training.export.lerobot.vector import vector
from agent.training.export.pictures import FOLDER, Pictures
from agent.training.export.rows import LeftOut, Told, rows

OTHER_SIZE = "its picture has another size than most, and a LeRobot data set has one size"


def fill(
    part: Path,
    episodes: Sequence[Chosen],
    speech: Dialect,
    pictures: Pictures,
    tally: Tally,
    progress: Callable[[int, int], None],
) -> dict[str, list[str]]:
    """Write the data set into part; returns split -> its data files, none where no step can be used.

    pictures: of that directory; its folder is gone afterwards, since the pictures lie in the data files. progress: is told how
    many of how many episodes are written. Raises BadDataSet, OSError.
    """
    ordered = sorted(episodes, key=lambda chosen: SPLITS.index(split_of(chosen)))
    size = _usual_size(ordered)
    layout: Layout | None = None
    with Tables() as tables:
        for number, chosen in enumerate(ordered, start=1):
            episode = read_episode(chosen.directory)
            frames = list(_frames(part, chosen, episode, speech, pictures, size, tally))
            if frames:
                layout = layout or Layout(part, tables, *_size_of(frames[0]))
                layout.add(frames, episode.header.instruction, split_of(chosen))
                tally.episode(chosen, episode)
            else:
                tally.episodes_left_out["none of its steps can be used"] += 1
            progress(number, len(ordered))
        shutil.rmtree(part / FOLDER)
        return layout.close() if layout else {}


def _usual_size(episodes: Sequence[Chosen]) -> tuple[int, int]:
    """The size that most pictures have."""
    sizes = Counter(
        (step.frame.width, step.frame.height) for chosen in episodes for step in asked(read_episode(chosen.directory))
    )
    return max(sizes, key=lambda size: (sizes[size], size), default=(0, 0))


def _frames(
    part: Path,
    chosen: Chosen,
    episode: Episode,
    speech: Dialect,
    pictures: Pictures,
    size: tuple[int, int],
    tally: Tally,
) -> Iterator[Frame]:
    begun: float | None = None
    for told in rows(chosen.directory, episode, chosen.name, speech, pictures.add, brief=True, boxes=False):
        if isinstance(told, Told) and (told.frame.width, told.frame.height) != size:
            tally.step(chosen, LeftOut(OTHER_SIZE))
            continue
        tally.step(chosen, told)
        if isinstance(told, LeftOut):
            continue
        taken = told.frame.taken
        begun = taken if begun is None else begun
        (name,) = told.row.images
        yield Frame(
            png=(part / name).read_bytes(),
            path=Path(name).name,
            action=vector(told.decision),
            decision=_json(told.decision, chosen),
            reply=told.row.messages[2].content,
            step=told.row.step,
            seconds=taken - begun if taken and begun else NOT_RECORDED,
        )


def _json(decision: Decision, chosen: Chosen) -> str:
    try:
        text = decision.model_dump_json()
        text.encode()
    except UnicodeEncodeError as error:
        raise BadDataSet(f"A decision of {chosen.directory} holds text that no file can.") from error
    return text


def _size_of(frame: Frame) -> tuple[int, int]:
    """Width and height of a picture, which may have been shrunk."""
    import io

    from PIL import Image

    with Image.open(io.BytesIO(frame.png)) as image:
        return image.size
