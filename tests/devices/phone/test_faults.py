"""Faults on demand: how they are written, what each does to a phone, and that it can be used again afterwards."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from devices.phone import surprises
from devices.phone.clock import PhoneClock
from devices.phone.commands import Handset
from devices.phone.faults import KINDS, BadFault, Order, described, parse_line, shown
from devices.phone.options import PhoneOptions
from devices.phone.phone import Phone
from devices.phone.reflexes import Reflexes
from devices.phone.strikes import CannotStrike
from devices.phone.tree import find
from devices.phone.world import Home, World, stream

CONTACTS, CLOCK, DIALER, SETTINGS = (
    "com.android.contacts",
    "com.android.deskclock",
    "com.android.dialer",
    "com.android.settings",
)
LAUNCHER = "com.fingertip.launcher"


# how they are written


def test_every_fault_is_described() -> None:
    assert len(KINDS) == 19
    for name, kind in KINDS.items():
        assert described(kind)[0].isupper()
        assert parse_line(name) == [Order(kind())]


@given(st.data())
@settings(max_examples=60)
def test_what_is_shown_is_read_again(data: st.DataObject) -> None:
    words = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs", "S")), max_size=20).filter(str.isprintable)
    order = data.draw(
        st.sampled_from(
            [
                lambda: Order(
                    KINDS["popup"](title=data.draw(words), text=data.draw(words)), times=data.draw(st.integers(1, 9))
                ),
                lambda: Order(
                    KINDS["lag"](milliseconds=data.draw(st.integers(1, 60_000))), after=data.draw(st.integers(0, 99))
                ),
                lambda: Order(KINDS["offline"](seconds=2.5), after_seconds=data.draw(st.sampled_from([0.5, 1, 30]))),
                lambda: Order(KINDS["call"](caller=data.draw(words), style="full")),
            ]
        )
    )()
    assert parse_line(shown(order)) == [order]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("earthquake", "there are offline, half_open"),
        ("popup colour=red", "it takes title, text, accept, reject, after, times"),
        ("popup title", "it takes title"),
        ("lag milliseconds=0", "a whole number from 1 to 60000"),
        ("lag milliseconds=1.5", "a whole number"),
        ("offline seconds=601", "from 0.1 to 600"),
        ("call style=loud", "banner or full"),
        ("crash package=7", "a name such as"),
        ("update times=2", "lasts until it is cleared"),
        ("crash times=0", "from 1 to"),
        ("crash after=soon", "or seconds such as 5s"),
        ("crash after=1 after=2s", "twice"),
        ("popup 'title=half", "cannot be read"),
    ],
)
def test_what_means_nothing_is_refused(text: str, words: str) -> None:
    with pytest.raises(BadFault, match=words):
        parse_line(text)


def test_several_in_one_line() -> None:
    assert [order.fault.name for order in parse_line("popup title='a; b' ;; lag times=2; ")] == ["popup", "lag"]


# what they do


class Patient:
    """A phone that stands still between touches, with its faults."""

    def __init__(self) -> None:
        self.phone = Phone(PhoneOptions(width=720, height=1600, density=280, seed=5, clock="stepped"))
        self.handset = Handset(self.phone)
        self.mishaps = self.handset.mishaps

    def arm(self, text: str) -> None:
        for order in parse_line(text):
            self.mishaps.arm(order)

    def tap(self, name: str) -> None:
        self.phone.tap(*find(self.phone.tree(), name).centre)

    def idle(self, times: int = 1) -> None:
        """Touch where nothing reacts: the status bar."""
        for _ in range(times):
            self.phone.tap(360, 20)

    def texts(self) -> set[str]:
        return {node.text for node in self.phone.tree().walk() if node.text}

    def bounds(self, name: str) -> tuple[int, int]:
        return find(self.phone.tree(), name).centre

    def said(self) -> list[str]:
        return [line.text for line in self.handset.log.after(0) if line.tag == "Fault"]

    @property
    def kinds(self) -> list[str]:
        return [dialog["kind"] for dialog in self.phone.dialogs]


@pytest.fixture(scope="module")
def made() -> Iterator[Patient]:
    patient = Patient()
    patient.phone.snapshot("new")
    yield patient
    patient.phone.close()


@pytest.fixture
def patient(made: Patient) -> Iterator[Patient]:
    made.phone.restore("new")
    made.handset.log.clear()
    made.phone.start(CONTACTS)
    yield made
    made.mishaps.clear()
    assert made.mishaps.status == []
    assert not made.phone.reflexes.dull
    made.phone.press_key("home")
    assert made.phone.foreground[0] == LAUNCHER


def test_a_crash_ends_the_app_when_it_is_closed(patient: Patient) -> None:
    patient.arm("crash")
    assert patient.texts() >= {"Contacts keeps stopping", "App info", "Close app"}
    assert CONTACTS in patient.phone.running
    assert any(line.tag == "AndroidRuntime" and CONTACTS in line.text for line in patient.handset.log.after(0))
    patient.tap("Close app")
    assert CONTACTS not in patient.phone.running
    assert patient.said()[-2:] == [f"crash: {CONTACTS} keeps stopping", "crash: answered close"]


def test_a_crash_waits_for_an_app(patient: Patient) -> None:
    patient.phone.press_key("home")
    patient.arm("crash")
    patient.idle(3)
    assert patient.mishaps.status == ["crash: as soon as it can"]
    patient.phone.start(CLOCK)
    patient.idle()
    assert patient.phone.dialogs == ({"kind": "crash", "package": CLOCK},)


def test_an_app_that_hangs_takes_no_touch_until_it_was_waited_for(patient: Patient) -> None:
    patient.arm("anr seconds=3")
    assert patient.kinds == ["anr"]
    patient.tap("Wait")
    assert patient.kinds == []
    patient.tap("Create contact")  # in vain: it still hangs, and the system says so again
    assert patient.kinds == ["anr"]
    assert patient.phone.page == ""
    patient.tap("Wait")
    patient.idle(6)
    assert patient.mishaps.status == []
    patient.tap("Create contact")
    assert patient.phone.page == "edit"
    assert f"a touch is lost: {CONTACTS} does not answer" in patient.said()


def test_an_app_that_hangs_can_be_closed(patient: Patient) -> None:
    patient.arm("anr seconds=60")
    patient.tap("Close app")
    assert CONTACTS not in patient.phone.running
    assert patient.mishaps.status == []


def test_home_is_no_touch_of_an_app_that_hangs(patient: Patient) -> None:
    patient.arm("anr seconds=60")
    patient.tap("Wait")
    patient.tap("Home")
    assert patient.phone.foreground[0] == LAUNCHER


def test_a_popup_with_words_of_its_own(patient: Patient) -> None:
    patient.arm("popup title=Hello text='Look here' accept=Fine reject=No")
    assert patient.texts() >= {"Hello", "Look here", "Fine", "No"}
    patient.tap("Fine")
    assert patient.kinds == []
    assert patient.said()[-1].endswith("answered accept")


def test_the_seed_chooses_the_words_of_a_popup() -> None:
    """The same seed and the same use: the same words, other ones each time."""

    def words() -> list[str]:
        with closing_patient() as patient:
            patient.arm("popup times=3")
            found = []
            for _ in range(3):
                found.append(patient.phone.dialogs[0]["title"])
                patient.phone.press_key("back")
                patient.idle()
            return found

    first = words()
    assert first == words()
    assert len(set(first)) > 1


@contextmanager
def closing_patient() -> Iterator[Patient]:
    patient = Patient()
    try:
        yield patient
    finally:
        patient.phone.close()


def test_after_and_times(patient: Patient) -> None:
    patient.arm("popup after=2 times=2")
    patient.idle()
    assert patient.kinds == []
    assert patient.mishaps.status == ["popup after=2 times=2: after 1 more touches, keys or texts"]
    patient.idle()
    assert patient.kinds == ["popup"]
    patient.phone.press_key("back")
    patient.idle()
    assert patient.kinds == ["popup"]
    patient.phone.press_key("back")
    patient.idle(5)
    assert patient.kinds == []
    patient.arm("popup after=3s")
    patient.phone.advance(2.4)
    assert patient.kinds == []
    patient.phone.advance(0.6)
    assert patient.kinds == ["popup"]


def test_permission(patient: Patient) -> None:
    patient.arm("permission permission=CAMERA")
    assert patient.phone.asked == ((CONTACTS, "android.permission.CAMERA"),)
    patient.tap("Don’t allow")
    assert patient.said()[-1].endswith("not granted")
    patient.arm("permission")
    assert len(patient.phone.asked) == 1


@pytest.mark.parametrize(("button", "kind"), [("Decline", "missed"), ("Answer", "in")])
@pytest.mark.parametrize("style", ["banner", "full"])
def test_a_call_is_in_the_log_afterwards(patient: Patient, style: str, button: str, kind: str) -> None:
    before = len(patient.phone.store.rows("calls"))
    patient.arm(f"call number=5550147 style={style}")
    assert (patient.phone.page == "incoming") == (style == "full")
    patient.tap(button)
    if button == "Answer":
        assert patient.phone.foreground[0] == DIALER
        patient.tap("End call")
    calls = patient.phone.store.rows("calls")
    assert len(calls) == before + 1
    assert (calls[-1]["number"], calls[-1]["kind"]) == ("5550147", kind)
    assert not patient.phone.store.rows("live_calls")


def test_a_notification_covers_the_top_for_a_while(patient: Patient) -> None:
    patient.arm("notification title=Hello text=There seconds=3")
    assert patient.texts() >= {"Hello", "There"}
    patient.idle(7)
    assert not {"Hello", "There"} & patient.texts()
    assert patient.said()[-1].endswith("over")


def test_a_message_of_a_friend_is_a_message(patient: Patient) -> None:
    before = len(patient.phone.store.rows("sms"))
    patient.arm("notification")
    messages = patient.phone.store.rows("sms")
    assert len(messages) == before + 1
    assert messages[-1]["body"] in patient.texts()
    assert any(person.phone == messages[-1]["address"] for person in patient.phone.world.people)


def test_a_laggy_app_does_all_of_it_later(patient: Patient) -> None:
    patient.arm("lag milliseconds=1200")
    patient.tap("Create contact")
    patient.idle()
    assert patient.phone.page == ""
    patient.phone.advance(1)
    assert patient.phone.page == "edit"
    patient.phone.advance(2)
    patient.tap("Name")
    patient.phone.advance(2)
    assert patient.phone.commit_text("Ada")
    assert "Ada" not in patient.texts()
    patient.phone.advance(2)
    assert "Ada" in patient.texts()
    patient.phone.press_key("home")  # the system's own, and at once
    assert patient.phone.foreground[0] == LAUNCHER


def test_lag_for_one_touch(patient: Patient) -> None:
    patient.arm("lag milliseconds=5000 times=1")
    patient.tap("Create contact")
    assert patient.mishaps.status == []
    assert patient.phone.page == ""
    patient.phone.press_key("home")
    patient.phone.advance(6)
    assert patient.phone.foreground[0] == LAUNCHER  # what came too late met nobody
    assert any("was late" in text for text in patient.said())


def test_what_was_late_when_the_lag_ended_happens_at_once_and_holds_nothing_up(patient: Patient) -> None:
    patient.arm("lag milliseconds=60000")
    patient.tap("Create contact")
    patient.mishaps.clear()
    patient.idle()
    assert patient.phone.page == "edit"
    for _ in range(2):  # the keyboard goes first
        patient.phone.press_key("back")
    assert patient.phone.page == ""


def test_what_was_late_is_no_part_of_a_snapshot(patient: Patient) -> None:
    patient.phone.snapshot("before")
    patient.arm("lag milliseconds=3000 times=1")
    patient.tap("Create contact")
    patient.phone.restore("before")
    patient.phone.advance(10)
    assert patient.phone.page == ""
    patient.tap("Create contact")  # and nothing that comes later waits for it
    assert patient.phone.page == "edit"


def test_the_keyboard_covers_the_bottom_and_back_takes_it_away(patient: Patient) -> None:
    height = find(patient.phone.tree(), "Create contact").centre
    patient.arm("keyboard_cover")
    assert patient.phone.keyboard_shown
    assert find(patient.phone.tree(), "Create contact").centre == height  # nothing made room
    patient.phone.press_key("back")
    assert not patient.phone.keyboard_shown
    assert patient.phone.foreground[0] == CONTACTS
    patient.tap("Search contacts")
    assert patient.phone.keyboard_shown
    patient.mishaps.clear("keyboard_cover")
    patient.phone.press_key("back")
    assert not patient.phone.keyboard_shown


@pytest.mark.parametrize("free", ["0", "1"])
def test_rotation_and_back(patient: Patient, free: str) -> None:
    patient.phone.store.put("system", "accelerometer_rotation", free)
    patient.arm("rotation")
    assert (patient.phone.rotation, patient.phone.size) == (1, (1600, 720))
    patient.arm("rotation turns=2")
    assert patient.phone.rotation == 3
    patient.mishaps.clear("rotation")
    assert (patient.phone.rotation, patient.phone.size) == (0, (720, 1600))


def test_an_update_moves_buttons(patient: Patient) -> None:
    old = {name: patient.bounds(name) for name in ("Create contact", "All", "Favourites")}
    patient.arm("update")
    new = {name: patient.bounds(name) for name in old}
    assert old["Create contact"][0] > 360 > new["Create contact"][0]
    assert new["All"][0] > new["Favourites"][0]
    patient.tap("Favourites")
    assert find(patient.phone.tree(), "Favourites").checked
    patient.phone.start(CLOCK)
    assert patient.bounds("Alarm")[0] < patient.bounds("Stopwatch")[0]  # that one was not updated
    patient.arm("update package=all")
    assert patient.bounds("Alarm")[0] > patient.bounds("Stopwatch")[0]
    patient.tap("Timer")
    assert find(patient.phone.tree(), "Timer").checked
    patient.phone.start(SETTINGS, "display")
    moved = patient.bounds("Dark theme")
    patient.mishaps.clear("update")
    assert patient.bounds("Dark theme") != moved
    patient.phone.start(CONTACTS)
    patient.tap("All")
    assert {name: patient.bounds(name) for name in old} == old


def test_a_low_battery(patient: Patient) -> None:
    patient.arm("low_battery level=6")
    assert any(text.startswith("6 % left") for text in patient.texts())
    patient.tap("Turn on battery saver")
    assert patient.phone.store.get("global", "low_power") == "1"
    patient.arm("low_battery level=4")
    patient.mishaps.clear()
    assert patient.phone.store.get("global", "fingertip_battery_level") is None


def test_a_phone_without_a_link_cannot_lose_it(patient: Patient) -> None:
    for text in ("offline", "half_open"):
        with pytest.raises(CannotStrike):
            patient.arm(text)
    with pytest.raises(CannotStrike, match="no app"):
        patient.arm("crash package=com.example.nowhere")
    patient.arm("offline after=1")
    patient.idle()
    assert patient.mishaps.status == []


def test_what_is_cleared_before_it_struck(patient: Patient) -> None:
    patient.arm("popup after=3; crash after=9")
    assert patient.mishaps.clear("crash") == 1
    assert patient.mishaps.clear() == 1
    patient.idle(10)
    assert patient.kinds == []


@pytest.mark.parametrize("locale", ["ar", "de-DE"])
def test_surprises_are_said_in_the_phones_language(locale: str) -> None:
    phone = Phone(PhoneOptions(width=720, height=1280, density=320, seed=5, locale=locale, clock="stepped"))
    try:
        Handset(phone).mishaps.arm(parse_line("popup")[0])
        plain = World(home=Home((), ()), wallpaper=("", ""), clock=datetime(2026, 1, 1))
        english = surprises.popup(plain, stream(5, "fault/popup/0"))
        assert phone.dialogs[0]["title"] == phone.world.say(english[0]) != english[0]
    finally:
        phone.close()


def test_a_timer_that_rings_too_soon_is_set_again() -> None:
    clock = PhoneClock("running")
    alarms: list[tuple[int, Callable[[], None]]] = []
    done: list[str] = []
    reflexes = Reflexes(clock, lambda: "app", lambda wait, act: alarms.append((wait, act)), lambda: None)
    reflexes.lag(60)
    reflexes.take(lambda: done.append("typed"))
    alarms.pop()[1]()  # at once, long before it is due
    while not done and alarms:
        wait, act = alarms.pop()
        time.sleep(wait / 1000)
        act()
    assert done == ["typed"]
    assert not alarms
