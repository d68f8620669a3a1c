"""The keyboard: text of many scripts in a real editor, every key by its name, and nothing left behind."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from desks import EventLog, clipboard, clipboard_owner, copy, needs_desktop, run, until

from devices.actions import Hotkey, Press, Tap, Type
from devices.desktop import Area, DesktopDevice, PrivateDesk, drive
from devices.desktop.x11.keysyms import NAMED
from devices.errors import ActionRefused
from devices.keys import NAMES

pytestmark = needs_desktop

SCRIPTS = {
    "Latin": "Grüße, façade, żółć, İstanbul, tiếng Việt",
    "Cyrillic": "Съешь же ещё этих мягких французских булок",
    "Greek": "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία",
    "Hebrew": "דג סקרן שט בים מאוכזב",
    "Arabic": "نص حكيم له سر قاطع",
    "Devanagari": "ऋषियों को सताने वाले दुष्ट राक्षसों",
    "Bengali": "আমি বাংলায় গান গাই",
    "Thai": "เป็นมนุษย์สุดประเสริฐเลิศคุณค่า",
    "Hangul": "키스의 고유조건은 입술끼리",
    "Kana": "いろはにほへと チリヌルヲ",
    "Han": "天地玄黄 宇宙洪荒 𠮷野家",
    "Georgian": "გთხოვთ ახლავე გაიაროთ",
    "Armenian": "Բել դղյակի ձախ ժամն",
    "emoji": "👩‍👩‍👧‍👦 🇪🇺 👍🏽 ☕️ 😀",
}
ASCII = "".join(map(chr, range(0x20, 0x7F)))


@pytest.fixture(scope="module")
def desk() -> Iterator[PrivateDesk]:
    with PrivateDesk(width=900, height=700) as opened:
        yield opened


class Editor:
    """mousepad on a file, in front; saved() is what it has written."""

    def __init__(self, desk: PrivateDesk, device: DesktopDevice) -> None:
        self.device = device
        self.file = desk.home / "text.txt"
        self.file.write_text("")
        desk.start(["mousepad", str(self.file)])
        until(lambda: "text.txt" in device.active_title)
        device.settle()

    def type(self, text: str) -> str:
        """Type instead of what is there; returns the receipt's note."""
        return self.device.perform(Type(text=text, clear=True), self.device.observe()).note

    def holds(self, text: str) -> None:
        """Save, and compare with what is in the file."""
        self.device.perform(Hotkey(keys=("ctrl", "s")), self.device.observe())
        end = time.monotonic() + 5
        while self.file.read_text("utf-8") != text and time.monotonic() < end:
            time.sleep(0.01)
        assert self.file.read_text("utf-8") == text


@pytest.fixture(scope="module")
def device(desk: PrivateDesk) -> Iterator[DesktopDevice]:
    with drive(desk) as opened:
        yield opened


@pytest.fixture(scope="module")
def editor(desk: PrivateDesk, device: DesktopDevice) -> Editor:
    return Editor(desk, device)


@pytest.fixture
def us_layout(desk: PrivateDesk) -> Iterator[None]:
    yield
    run(desk, "setxkbmap", "us")


def lamps(desk: PrivateDesk) -> str:
    return run(desk, "xset", "q").split("Caps Lock:")[1].split()[0]


@pytest.mark.parametrize("script", SCRIPTS)
def test_text_of_every_script_is_pasted_exactly(editor: Editor, script: str) -> None:
    assert "clipboard" in editor.type(SCRIPTS[script])
    editor.holds(SCRIPTS[script])


def test_text_of_every_script_is_typed_exactly_without_the_clipboard(desk: PrivateDesk, editor: Editor) -> None:
    text = " ".join(SCRIPTS.values())
    with drive(desk, clipboard=False) as typist:
        note = typist.perform(Type(text=text, clear=True), typist.observe()).note
    assert "lent" in note
    editor.holds(text)


def test_what_was_in_the_clipboard_comes_back(desk: PrivateDesk, editor: Editor) -> None:
    copy(desk, "kept: ключ 鍵")
    editor.type("Привет")
    editor.holds("Привет")
    assert clipboard(desk) == "kept: ключ 鍵"


def test_the_clipboard_outlives_the_device_that_borrowed_it(desk: PrivateDesk, editor: Editor) -> None:
    copy(desk, "x" * 300_000 + "é")
    with drive(desk) as another:
        note = another.perform(Type(text="Ω", clear=True), another.observe()).note
    assert "clipboard" in note
    assert clipboard(desk) == "x" * 300_000 + "é"


def test_a_clipboard_that_holds_too_much_is_left_alone(desk: PrivateDesk, editor: Editor) -> None:
    copy(desk, "x" * 9_000_000)
    owner = clipboard_owner(desk)
    note = editor.type("Привет")
    assert "the clipboard holds more than could be kept" in note
    editor.holds("Привет")
    assert clipboard_owner(desk) == owner != 0
    copy(desk, "little")


def test_many_lines_are_pasted(editor: Editor) -> None:
    text = "\n".join(f"  line {number}\twith a tab" for number in range(200))
    assert "clipboard" in editor.type(text)
    editor.holds(text)


@pytest.mark.parametrize("layout", ["us", "de", "fr", "ru", "us(intl)"])
def test_plain_text_is_exact_on_every_layout(desk: PrivateDesk, editor: Editor, us_layout: None, layout: str) -> None:
    run(desk, "setxkbmap", *layout.rstrip(")").split("("))
    note = editor.type(ASCII)
    assert note == "" or layout in ("de", "ru"), "the German layout has dead keys, the Russian one lacks Latin letters"
    editor.holds(ASCII)


def test_caps_lock_does_not_invert_text(desk: PrivateDesk, device: DesktopDevice, editor: Editor) -> None:
    device.perform(Hotkey(keys=("caps_lock",)), device.observe())
    assert lamps(desk) == "on"
    editor.type("Hello World")
    editor.holds("Hello World")
    assert lamps(desk) == "on"
    device.perform(Hotkey(keys=("caps_lock",)), device.observe())
    assert lamps(desk) == "off"


def test_submit_presses_enter(device: DesktopDevice, editor: Editor) -> None:
    device.perform(Type(text="one", clear=True, submit=True), device.observe())
    device.perform(Type(text="two"), device.observe())
    editor.holds("one\ntwo")


def test_what_cannot_be_typed_is_refused_before_anything_is_typed(editor: Editor, device: DesktopDevice) -> None:
    editor.type("before")
    with pytest.raises(ActionRefused, match=r"U\+0000, U\+001B, U\+0085"):
        device.perform(Type(text="never\x00 \x1b \x85", clear=True), device.observe())
    editor.holds("before")


@pytest.fixture(scope="module")
def key_log(desk: PrivateDesk, device: DesktopDevice, tmp_path_factory: pytest.TempPathFactory) -> EventLog:
    return EventLog(desk, tmp_path_factory.mktemp("keys"), Area(300, 200, 300, 200), "Keys")


@pytest.fixture
def log(key_log: EventLog, device: DesktopDevice) -> EventLog:
    """A window of its own has the keyboard, and writes down what it gets."""
    window = next(window for window in device.windows() if window.title == "Keys")
    device.bring_to_front(window)
    until(lambda: device.active_title == "Keys")
    key_log.clear()
    return key_log


def test_every_key_has_its_name(device: DesktopDevice, log: EventLog) -> None:
    frame = device.observe()
    # What most keyboards lack (f13 to f24) is lent to a spare key, which takes a moment each: two of them stand for all.
    rare = {f"f{number}" for number in range(14, 24)}
    names = sorted(NAMES - {"caps_lock", "num_lock", "scroll_lock"} - rare)
    for name in names:
        device.perform(Hotkey(keys=(name,)), frame)
    assert [event["keysym"] for event in log.wait_for(len(names), "key")] == [NAMED[name] for name in names]
    assert len(log.wait_for(len(names), "key_up")) == len(names)


def test_chords_are_pressed_in_order_and_released_in_reverse(device: DesktopDevice, log: EventLog) -> None:
    device.perform(Hotkey(keys=("ctrl", "shift", "alt", "super", "k")), device.observe())
    pressed = [event["keysym"] for event in log.wait_for(5, "key")]
    released = [event["keysym"] for event in log.wait_for(5, "key_up")]
    assert pressed == [*(NAMED[name] for name in ("ctrl", "shift", "alt", "super")), ord("k")]
    assert released == pressed[::-1]


def test_a_key_that_the_layout_lacks_is_lent_and_taken_back(
    desk: PrivateDesk, device: DesktopDevice, log: EventLog, us_layout: None
) -> None:
    run(desk, "setxkbmap", "ru")
    before = run(desk, "xmodmap", "-pke")
    receipt = device.perform(Hotkey(keys=("ctrl", "c")), device.observe())
    assert "lent to a spare key" in receipt.note
    assert [event["keysym"] for event in log.wait_for(2, "key")] == [NAMED["ctrl"], ord("c")]
    assert run(desk, "xmodmap", "-pke") == before


def test_modifiers_that_were_left_down_are_released_first(desk: PrivateDesk, device: DesktopDevice, log: EventLog) -> None:
    run(desk, "xdotool", "keydown", "ctrl")
    log.wait_for(1, "key")
    device.perform(Type(text="ab"), device.observe())
    keys = log.wait_for(3, "key")
    assert [(event["keysym"], event["state"]) for event in keys[1:]] == [(ord("a"), 0), (ord("b"), 0)]


def test_keys_of_a_phone_are_those_of_a_desktop(device: DesktopDevice, log: EventLog) -> None:
    for key in ("back", "enter", "delete", "escape"):
        device.perform(Press(key=key), device.observe())
    wanted = [NAMED[name] for name in ("alt", "left", "enter", "backspace", "escape")]
    assert [event["keysym"] for event in log.wait_for(5, "key")] == wanted
    with pytest.raises(ActionRefused, match="left to people"):
        device.perform(Press(key="power"), device.observe())


def test_a_terminal_gets_its_text_by_keys(desk: PrivateDesk, device: DesktopDevice, tmp_path: Path) -> None:
    if not (terminal := shutil.which("zutty")):
        pytest.skip("needs zutty")
    file = tmp_path / "typed"
    desk.start([terminal, "-e", "sh", "-c", f"cat > {file}"])
    until(lambda: device.active_window() is not None and "Zutty" in device.active_window().program)
    device.settle()
    text = "ключ 鍵 'quoted' $HOME"
    note = device.perform(Type(text=text, submit=True), device.observe()).note
    assert "by keys" in note
    until(lambda: file.read_text("utf-8") == f"{text}\n")
    device.perform(Hotkey(keys=("ctrl", "d")), device.observe())


def test_without_a_window_manager_keys_go_to_the_window_under_the_pointer(tmp_path: Path) -> None:
    with PrivateDesk(width=640, height=480, manager=False) as desk:
        log = EventLog(desk, tmp_path, Area(0, 0, 200, 200), "Bare")
        with drive(desk) as device:
            assert "without a window manager" in device.info.model
            assert "manager=none" in device.info.fingerprint
            frame = device.observe()
            device.perform(Tap(x=0.9, y=0.9), frame)
            with pytest.raises(ActionRefused, match="tap a text field first"):
                device.perform(Type(text="lost"), frame)
            device.perform(Tap(x=0.1, y=0.1), frame)
            receipt = device.perform(Type(text="here"), frame)
            assert "under the pointer" in receipt.note
            assert [event["keysym"] for event in log.wait_for(4, "key")] == list(map(ord, "here"))
            with pytest.raises(ActionRefused):
                device.perform(Press(key="home"), frame)
