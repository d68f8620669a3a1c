"""An episode as a film, and as scripts."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from agent.errors import BadEpisode, RecordingFailed
from agent.film import write_film
from agent.loop import run_episode
from agent.models.scripted import ScriptedModel
from agent.recording import Recorder
from agent.video import sample_video
from devices.scripted import ScriptedDevice

REPLIES = [
    'Thought: Tap the Settings.\nAction: {"action": "tap", "point": [500, 500]}',
    'Thought: Nach unten, 往下, إلى أسفل.\nAction: {"action": "swipe", "from": [500, 800], "to": [500, 200]}',
    "what",
    'Thought: Done.\nAction: {"action": "finish"}',
]
COLOURS = ((200, 0, 0), (0, 160, 0), (0, 0, 200))


@pytest.fixture
def episode(tmp_path: Path) -> Path:
    directory = tmp_path / "episode"
    screens = [Image.new("RGB", (270, 601), colour) for colour in COLOURS]
    with Recorder(directory) as recorder:
        run_episode("open settings", ScriptedDevice(screens), ScriptedModel(REPLIES), recorder)
    return directory


def near(image: Image.Image, place: tuple[float, float], colour: tuple[int, int, int]) -> bool:
    found = image.convert("RGB").getpixel((round(place[0] * image.width), round(place[1] * image.height)))
    assert isinstance(found, tuple)
    return all(abs(a - b) < 40 for a, b in zip(found, colour, strict=True))


def test_an_mp4_shows_each_screen_in_its_order_and_the_touch(episode: Path, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    seconds = write_film(episode, tmp_path / "film.mp4", progress=lambda done, of: told.append((done, of)))
    assert told == [(number, 7) for number in range(1, 8)]
    frames = sample_video(tmp_path / "film.mp4", fps=10, most=1000).frames
    assert len(frames) / 10 == pytest.approx(seconds, abs=0.2)
    assert frames[0].size[0] % 2 == frames[0].size[1] % 2 == 0
    order = [next(name for name, colour in enumerate(COLOURS) if near(frame, (0.1, 0.1), colour)) for frame in frames]
    assert order == sorted(order)
    assert set(order) == {0, 1, 2}
    edge = 0.5 - 1 / 22 * 1280 / 2 / frames[0].width
    assert near(frames[2], (0.5, 0.45), COLOURS[0])
    assert any(not near(frames[10], (edge + shift / 500, 0.5 / 1.11), COLOURS[0]) for shift in range(-9, 40))


def test_a_gif_moves_as_long(episode: Path, tmp_path: Path) -> None:
    seconds = write_film(episode, tmp_path / "film.gif")
    with Image.open(tmp_path / "film.gif") as film:
        assert film.n_frames == 7
        total = 0
        for number in range(film.n_frames):
            film.seek(number)
            total += int(film.info["duration"])
    assert total / 1000 == pytest.approx(seconds)


def test_a_turned_screen_fits_in(tmp_path: Path) -> None:
    screens = [Image.new("RGB", (300, 600), "red"), Image.new("RGB", (600, 300), "blue")]
    with Recorder(tmp_path / "episode") as recorder:
        run_episode("x", ScriptedDevice(screens), ScriptedModel([REPLIES[0], REPLIES[3]]), recorder)
    write_film(tmp_path / "episode", tmp_path / "film.mp4")
    first, *_, last = sample_video(tmp_path / "film.mp4", fps=10, most=1000).frames
    assert near(first, (0.5, 0.3), (255, 0, 0))
    assert near(last, (0.5, 0.45), (0, 0, 255))


def test_what_cannot_be_written(episode: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"\.mp4 or \.gif"):
        write_film(episode, tmp_path / "film.webm")
    with pytest.raises(RecordingFailed, match="another place"):
        write_film(episode, tmp_path / "nowhere" / "film.gif")
    with pytest.raises(RecordingFailed):
        write_film(episode, tmp_path / "nowhere" / "film.mp4")
    for frame in (episode / "frames").iterdir():
        frame.unlink()
    with pytest.raises(BadEpisode):
        write_film(episode, tmp_path / "film.gif")
    assert [path.name for path in tmp_path.iterdir()] == ["episode"]
