"""A person's episode, through the shipped fakes: what is recorded, how it ends, and what becomes of it later."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

import pytest
from PIL import Image

from agent.asked import asked
from agent.decision import Act, Answer, Finish, GiveUp
from agent.demonstration import Demonstration, Do, Leave, Say, Wish
from agent.demonstration.demonstration import demonstration_header, thought
from agent.demonstration.desk import Desk
from agent.demonstration.opening import open_and_demonstrate
from agent.dialects import dialect
from agent.episode import Checked, Decided, Ended, Episode, NotPerformed, Outcome, Performed
from agent.errors import BadDataSet, RecordingFailed
from agent.limits import Limits
from agent.recording import Recorder, append_check, read_episode
from agent.recording.verifying import State, verify
from agent.replay.lenient import replay_lenient
from agent.replay.strict import replay_strict
from agent.training.export import Only, write_data_set
from agent.training.export import Wish as Export
from agent.view import render_view
from devices.actions import Press, Scroll, Swipe, Tap, Type
from devices.errors import ActionRefused, DeliveryUnknown, DeviceError, DeviceLost, ScreenBlack, ScreenTurned
from devices.frame import Frame
from devices.scripted import ScriptedDevice

QUICK = Limits(steps=6, screen=0.3, settle=0.3)
TAP = Do(Tap(x=0.25, y=0.5))
DONE = Say(Finish())


def picture(number: int) -> Image.Image:
    return Image.new("RGB", (30, 60), (number % 256, 0, 7))


class Scripted:
    """A person with a list of wishes, who touches the picture that is shown; None lets time pass."""

    def __init__(self, wishes: Iterable[Wish | None]) -> None:
        self._wishes = iter(wishes)
        self.frames: list[Frame] = []
        self.words: list[str] = []

    def shown(self, frame: Frame) -> None:
        self.frames.append(frame)

    def next(self, seconds: float) -> Wish | None:
        return next(self._wishes)

    def told(self, words: str) -> None:
        self.words.append(words)


def show(
    directory: Path,
    *wishes: Wish | None,
    instruction: str = "open settings",
    observe: dict[int, DeviceError] | None = None,
    perform: dict[int, DeviceError] | None = None,
) -> tuple[Episode, Scripted, ScriptedDevice]:
    device = ScriptedDevice(picture, observe_errors=observe, perform_errors=perform)
    person = Scripted(wishes)
    with Recorder(directory) as recorder:
        ended = Demonstration(instruction, device, recorder, limits=QUICK).run(person)
    episode = read_episode(directory)
    assert episode.ended == ended
    assert verify(directory).state is State.INTACT
    return episode, person, device


def test_each_wish_is_a_step_like_any_other(tmp_path: Path) -> None:
    episode, person, device = show(tmp_path / "one", None, TAP, Do(Type(text="milk", submit=True)), None, DONE)
    assert (episode.outcome, episode.check, episode.shown) == (Outcome.FINISHED, "unknown", True)
    assert episode.ended is not None
    assert episode.ended.steps == 3
    assert device.performed == [Tap(x=0.25, y=0.5), Type(text="milk", submit=True)]
    assert episode.header.model == "person"
    assert episode.header.options == {"decider": "person"}
    assert episode.opened is not None
    assert (episode.opened.model.name, episode.opened.model.dialect, episode.opened.space) == ("person", "", "")
    first, second, last = episode.steps
    assert isinstance(first.reply, Decided)
    assert (first.reply.text, first.reply.thought, first.reply.fraction) == ("", "", (0.25, 0.5))
    assert [place.frame for place in first.reply.coordinates] == [(7, 30)]
    assert isinstance(first.done, Performed)
    assert first.settled is not None
    assert first.settled.changed
    assert second.observed is not None
    assert second.observed.frame.digest == first.settled.frame.digest
    assert last.done is None
    assert [len(one.history) for one in asked(episode)] == [0, 1, 2]
    assert [one.history[-1] for one in asked(episode) if one.history] == ["tap 25.0%, 50.0%", "Type milk"]
    assert [frame.digest for frame in person.frames[:2]] == [first.observed and first.observed.frame.digest] * 2


def test_a_touch_is_on_the_picture_that_was_touched(tmp_path: Path) -> None:
    old = Frame(picture(200))
    episode, _, _ = show(tmp_path / "one", Do(Tap(x=0.5, y=0.5), old), DONE)
    assert episode.steps[0].observed is not None
    assert episode.steps[0].observed.frame.digest == old.digest
    turned = Frame(Image.new("RGB", (60, 30)))
    episode, person, device = show(tmp_path / "two", Do(Tap(x=0.5, y=0.5), turned), TAP, DONE)
    assert isinstance(episode.steps[0].done, NotPerformed)
    assert episode.steps[0].done.why == "turned"
    assert "turned" in person.words[0]
    assert device.performed == [Tap(x=0.25, y=0.5)]


@pytest.mark.parametrize(
    ("wishes", "outcome", "message"),
    [
        ((Say(Answer(text="42")),), Outcome.ANSWERED, "42"),
        ((Say(GiveUp(reason="no such app")),), Outcome.GAVE_UP, "no such app"),
        ((Say(GiveUp()),), Outcome.GAVE_UP, "cannot be done"),
        ((TAP, Leave("The window was closed.")), Outcome.CANCELLED, "The window was closed."),
        ((TAP,) * 7, Outcome.STEP_LIMIT, "6 steps"),
    ],
)
def test_how_it_ends(wishes: tuple[Wish, ...], outcome: Outcome, message: str, tmp_path: Path) -> None:
    episode, _, _ = show(tmp_path / "one", *wishes)
    assert episode.outcome is outcome
    assert episode.ended is not None
    assert message in episode.ended.message
    assert episode.shown == (outcome is Outcome.ANSWERED)


@pytest.mark.parametrize(
    ("error", "why"),
    [(ActionRefused("no"), "refused"), (ScreenTurned("it turned"), "turned"), (DeliveryUnknown("perhaps"), "unknown")],
)
def test_what_was_not_done_is_told_and_goes_on(error: DeviceError, why: str, tmp_path: Path) -> None:
    episode, person, _ = show(tmp_path / "one", TAP, TAP, DONE, perform={0: error})
    assert isinstance(episode.steps[0].done, NotPerformed)
    assert episode.steps[0].done.why == why
    assert person.words == [str(error), ""]
    assert episode.outcome is Outcome.FINISHED


def test_trouble_with_the_device_ends_it(tmp_path: Path) -> None:
    episode, _, _ = show(tmp_path / "lost", TAP, TAP, perform={1: DeviceLost("The phone is gone.")})
    assert (episode.outcome, len(episode.steps)) == (Outcome.DEVICE_LOST, 2)
    assert isinstance(episode.steps[1].done, NotPerformed)
    episode, _, _ = show(tmp_path / "black", None, observe={number: ScreenBlack("It is black.") for number in range(1, 99)})
    assert (episode.outcome, episode.ended and episode.ended.message) == (Outcome.DEVICE_LOST, "It is black.")
    episode, _, _ = show(tmp_path / "blink", None, DONE, observe={1: ScreenBlack("It is black.")})
    assert episode.outcome is Outcome.FINISHED
    episode, _, _ = show(tmp_path / "bad", DONE, instruction=" ")
    assert (episode.outcome, episode.steps) == (Outcome.REFUSED, ())


def test_what_cannot_be_opened_is_an_outcome_too(tmp_path: Path) -> None:
    def never(_demonstration: Demonstration) -> Ended:
        raise AssertionError("nothing was opened")

    for number, (spec, instruction, outcome) in enumerate(
        [("nope", "go", Outcome.DEVICE_LOST), ("phone:colour=red", "go", Outcome.DEVICE_LOST), ("nope", "", Outcome.REFUSED)]
    ):
        with Recorder(tmp_path / str(number)) as recorder:
            ended = open_and_demonstrate(instruction, spec, recorder, never)
        assert read_episode(tmp_path / str(number)).ended == ended
        assert ended.outcome is outcome

    def impatient(_demonstration: Demonstration) -> Ended:
        raise KeyboardInterrupt

    picture(1).save(tmp_path / "1.png")
    with Recorder(tmp_path / "stopped") as recorder:
        assert open_and_demonstrate("go", f"scripted:{tmp_path}", recorder, impatient).outcome is Outcome.CANCELLED
    assert verify(tmp_path / "stopped").state is State.INTACT


class Window:
    """Only listens."""

    def __init__(self) -> None:
        self.frames = 0
        self.words: list[str] = []
        self.ended = False

    def shown(self, frame: Frame) -> None:
        self.frames += 1

    def told(self, words: str) -> None:
        self.words.append(words)

    def over(self) -> None:
        self.ended = True


def desk(directory: Path, device: ScriptedDevice) -> tuple[Desk, Window, Recorder]:
    window, recorder = Window(), Recorder(directory)
    made = Desk(Demonstration("go", device, recorder, limits=QUICK), window)
    made.begin()
    return made, window, recorder


def test_wishes_are_done_one_after_the_other_in_another_thread(tmp_path: Path) -> None:
    device = ScriptedDevice(picture)
    made, window, recorder = desk(tmp_path / "one", device)
    for wish in (TAP, Do(Press(key="back")), DONE):
        made.wish(wish)
    assert made.result().outcome is Outcome.FINISHED
    recorder.close()
    assert device.performed == [Tap(x=0.25, y=0.5), Press(key="back")]
    assert (window.words, window.ended) == (["", ""], True)
    assert window.frames >= 3


def test_who_leaves_no_longer_wants_what_was_asked_for_before(tmp_path: Path) -> None:
    class Slow(ScriptedDevice):
        """Takes a while for everything."""

        def perform(self, action, frame):  # type: ignore[no-untyped-def]
            time.sleep(0.3)
            return super().perform(action, frame)

    device = Slow(picture)
    made, window, recorder = desk(tmp_path / "one", device)
    for wish in (TAP, TAP, TAP, Leave("The window was closed.")):
        made.wish(wish)
    assert made.result().outcome is Outcome.CANCELLED
    recorder.close()
    assert len(device.performed) <= 1
    assert window.ended
    assert verify(tmp_path / "one").state is State.INTACT


def test_a_full_disk_reaches_the_one_who_waits(tmp_path: Path) -> None:
    made, window, recorder = desk(tmp_path / "one", ScriptedDevice(picture))
    recorder.close()  # as if the file were gone
    made.wish(TAP)
    with pytest.raises(RecordingFailed):
        made.result()
    assert window.ended


def test_thoughts_say_what_goes_without_saying_and_are_read_back() -> None:
    speech = dialect("qwen2_vl")
    for decision in (
        Act(action=Tap(x=0.5, y=0.5)),
        Act(action=Press(key="back")),
        Act(action=Press(key="volume_up")),
        Act(action=Type(text="milk")),
        Act(action=Type(text="two\nlines")),
        Act(action=Scroll(direction="down")),
        Finish(),
        Answer(text="42"),
    ):
        said = thought(decision)
        parsed = speech.parse(speech.render(said, decision), width=10, height=10)
        assert (parsed.thought, parsed.decisions) == (said, (decision,))
    assert thought(Act(action=Tap(x=0.5, y=0.5))) == thought(Act(action=Type(text="x" * 101))) == ""


def test_rows_are_made_of_what_a_person_showed_only_where_asked_for(tmp_path: Path) -> None:
    show(tmp_path / "all" / "one", TAP, Do(Swipe(x=0.5, y=0.9, to_x=0.5, to_y=0.1, seconds=0.2)), DONE)
    show(tmp_path / "all" / "given-up", TAP, Say(GiveUp()))
    show(tmp_path / "all" / "left", TAP, Leave("The window was closed."))
    show(tmp_path / "all" / "wrong", TAP, DONE, instruction="open mail")
    append_check(tmp_path / "all" / "wrong", Checked(check="failed", by="somebody", when=1.0))
    asked_for = Export((tmp_path / "all",), tmp_path / "set", only=Only.SHOWN)
    made = write_data_set(asked_for)
    assert made.tally.deciders == {"person": 1}
    assert made.tally.verbs == {"tap": 1, "swipe": 1, "finish": 1}
    assert made.tally.episodes_left_out == {"no check has looked at it": 2, "its check failed": 1}
    with pytest.raises(BadDataSet, match="--only shown those that a person showed"):
        write_data_set(Export((tmp_path / "all",), tmp_path / "none"))


def test_it_can_be_viewed_and_done_again(tmp_path: Path) -> None:
    episode, _, _ = show(tmp_path / "one", TAP, Do(Press(key="home")), DONE)
    assert "person" in render_view(episode, tmp_path / "one")
    device = ScriptedDevice(picture)
    with Recorder(tmp_path / "strict") as recorder:
        replay_strict(tmp_path / "one", device, recorder)
    assert device.performed == [Tap(x=0.25, y=0.5), Press(key="home")]
    with Recorder(tmp_path / "lenient") as recorder:
        replay_lenient(tmp_path / "one", ScriptedDevice(picture), recorder, texts={})
    assert verify(tmp_path / "lenient").good


def test_the_header_names_the_device(tmp_path: Path) -> None:
    assert demonstration_header("go", QUICK, device="android:x").device == "android:x"
