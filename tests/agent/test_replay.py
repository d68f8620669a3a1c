"""Looking at an episode again, and deciding again on its frames."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest
from PIL import Image

from agent.decision import Act, Answer, Decision, Finish
from agent.errors import BadEpisode, RecordingFailed, UnknownDialect
from agent.loop import run_episode
from agent.models.scripted import ScriptedModel
from agent.recording import Recorder
from agent.replay.decisions import Agreement, compare, count, redecide
from agent.view import write_view
from devices.actions import Drag, Press, Swipe, Tap, Type
from devices.errors import ActionRefused
from devices.scripted import ScriptedDevice

EVIL = "</pre><script>alert(1)</script><img src=https://example.invalid/x.png>&quot;"
REPLIES = [
    'Thought: Tap Settings.\nAction: {"action": "tap", "point": [447, 81]}',
    EVIL,
    'Thought: Down.\nAction: {"action": "swipe", "from": [500, 800], "to": [500, 200]}\n{"action": "finish"}',
    'Action: {"action": "press", "key": "back"}',
    '{"action": "answer", "text": "forty-two"}',
]


@pytest.fixture
def episode(tmp_path: Path) -> Path:
    directory = tmp_path / "episode"
    device = ScriptedDevice(
        lambda count: Image.new("RGB", (900, 60), (count, 0, 0)), perform_errors={2: ActionRefused("No back here.")}
    )
    with Recorder(directory) as recorder:
        run_episode(f"open {EVIL}", device, ScriptedModel(REPLIES), recorder)
    return directory


class Page(HTMLParser):
    """The elements of a page, and its text."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attrs for name, attrs in self.elements if name == tag]


def test_the_page_shows_every_step(episode: Path) -> None:
    page = Page(write_view(episode).read_text("utf-8"))
    assert len(page.all("section")) == 5
    assert len(page.all("image")) == 5
    assert all((image["href"] or "").startswith("data:image/webp;base64,") for image in page.all("image"))
    for text in (*REPLIES, "Tap Settings.", "answered", "forty-two", "no_action", "refused: No back here.", "447, 81 → 0.4470"):
        assert text in page.text
    assert "tap 44.7%, 8.1%" in page.text
    assert page.all("svg")[0]["viewbox"] == "0 0 640 43"
    mark = page.all("circle")[0]
    assert float(mark["cx"] or "") == pytest.approx(0.447 * 640)
    assert float(mark["cy"] or "") == pytest.approx(0.081 * 43)
    assert len(page.all("line")) == 2  # the stroke and its outline


def test_the_page_escapes_all_text_and_asks_for_nothing(episode: Path) -> None:
    source = write_view(episode).read_text("utf-8")
    page = Page(source)
    assert EVIL in page.text
    assert len(page.all("script")) == 1
    assert page.all("img") == page.all("link") == page.all("iframe") == []
    links = [value for _, attrs in page.elements for name, value in attrs.items() if name in {"src", "href", "xlink:href"}]
    assert all(value and value.startswith("data:") for value in links)
    assert "default-src 'none'" in str(page.all("meta"))


def test_an_interrupted_episode_can_be_viewed(episode: Path) -> None:
    lines = (episode / "episode.jsonl").read_bytes().splitlines(keepends=True)
    (episode / "episode.jsonl").write_bytes(b"".join(lines[:5]))
    for frame in (episode / "frames").iterdir():
        frame.unlink()
    page = Page(write_view(episode, episode / "other.html").read_text("utf-8"))
    assert "interrupted" in page.text
    assert "is missing or broken" in page.text
    assert page.all("image") == []


def test_a_page_that_cannot_be_written(episode: Path) -> None:
    with pytest.raises(RecordingFailed, match="--output"):
        write_view(episode, episode / "nowhere" / "view.html")


def test_deciding_again_alike_agrees_everywhere(episode: Path) -> None:
    model = ScriptedModel(REPLIES)
    steps = list(redecide(episode, model))
    assert [step.agreement for step in steps] == ["same", "was_unreadable", "same", "same", "same"]
    assert count(steps) == {**dict.fromkeys(map(str, Agreement), 0), "same": 4, "was_unreadable": 1}
    assert [step.inside for step in steps] == [True, None, True, None, None]


def test_a_place_counts_as_inside_where_it_still_touches_the_same_thing(tmp_path: Path) -> None:
    screen = Image.new("RGB", (540, 1200), "white")
    screen.paste("black", (100, 500, 300, 540))
    directory = tmp_path / "source"
    with Recorder(directory) as recorder:
        tap = 'Action: {"action": "tap", "point": [200, 433]}'
        run_episode("x", ScriptedDevice([screen]), ScriptedModel([tap, '{"action": "finish"}']), recorder)

    def inside(x: int, y: int) -> bool | None:
        model = ScriptedModel([f'Action: {{"action": "tap", "point": [{x}, {y}]}}', '{"action": "finish"}'])
        return next(redecide(directory, model)).inside

    assert inside(540, 433)  # far off, and still on the bar
    assert not inside(640, 433)
    assert not inside(200, 500)


def test_deciding_again_in_another_prompt(episode: Path) -> None:
    brief, full = ScriptedModel(REPLIES), ScriptedModel(REPLIES)
    list(redecide(episode, brief, brief=True))
    list(redecide(episode, full, brief=False, speak="qwen2_vl"))
    assert len(brief.prompts[0].system) < len(full.prompts[0].system)
    with pytest.raises(UnknownDialect):
        list(redecide(episode, full, speak="klingon"))


def test_deciding_again_shows_the_model_what_it_saw_then(episode: Path) -> None:
    device = ScriptedDevice(
        lambda count: Image.new("RGB", (900, 60), (count, 0, 0)), perform_errors={2: ActionRefused("No back here.")}
    )
    then, now = ScriptedModel(REPLIES), ScriptedModel(REPLIES)
    with Recorder(episode.parent / "again") as recorder:
        run_episode(f"open {EVIL}", device, then, recorder)
    list(redecide(episode.parent / "again", now))

    def shown(model: ScriptedModel) -> list[list[object]]:
        return [[getattr(part, "text", None) or part.image.tobytes() for part in prompt.user] for prompt in model.prompts]

    assert shown(now) == shown(then)


def test_deciding_again_on_a_missing_frame(episode: Path) -> None:
    for frame in (episode / "frames").iterdir():
        frame.unlink()
    with pytest.raises(BadEpisode, match="missing"):
        list(redecide(episode, ScriptedModel(REPLIES)))


def tap(x: float, y: float) -> Act:
    return Act(action=Tap(x=x, y=y))


@pytest.mark.parametrize(
    ("before", "now", "agreement", "distance"),
    [
        (tap(0.5, 0.5), tap(0.5, 0.5), "same", 0.0),
        (tap(0.5, 0.5), tap(0.51, 0.5), "near", 0.01),
        (tap(0.5, 0.5), tap(0.5, 0.52), "other_place", 0.02),
        (tap(0.5, 0.5), Act(action=Press(key="back")), "other_action", None),
        (tap(0.5, 0.5), Finish(), "other_action", None),
        (tap(0.5, 0.5), None, "unreadable", None),
        (None, tap(0.5, 0.5), "was_unreadable", None),
        (None, None, "was_unreadable", None),
        (Act(action=Type(text="a")), Act(action=Type(text="b")), "other_arguments", None),
        (Act(action=Type(text="a")), Act(action=Type(text="a")), "same", None),
        (Answer(text="a"), Answer(text="b"), "other_arguments", None),
        (
            Act(action=Swipe(x=0.5, y=0.8, to_x=0.5, to_y=0.2)),
            Act(action=Swipe(x=0.5, y=0.8, to_x=0.5, to_y=0.3)),
            "other_place",
            0.1,
        ),
        (
            Act(action=Drag(x=0.5, y=0.8, to_x=0.5, to_y=0.2)),
            Act(action=Drag(x=0.5, y=0.8, to_x=0.5, to_y=0.2, seconds=2)),
            "other_arguments",
            0.0,
        ),
    ],
)
def test_how_two_decisions_compare(
    before: Decision | None, now: Decision | None, agreement: str, distance: float | None
) -> None:
    found, apart = compare(before, now)
    assert found == agreement
    assert apart == (None if distance is None else pytest.approx(distance))
