"""`input`: fingers and keys.

Out-of-screen coordinates do nothing, and so do keys that there are not, as on Android.
"""

from __future__ import annotations

from collections.abc import Mapping

from devices.phone.adbd.invocation import Command, Invocation
from devices.phone.commands.console import Arguments, Refused, java_exception, refusing
from devices.phone.commands.handset import Handset
from devices.phone.commands.key_codes import CODES, UNKNOWN
from devices.phone.commands.keys import SCREENSHOT, press, press_together, resolve
from devices.phone.commands.snapshot import take_screenshot

SOURCES = (
    "dpad", "keyboard", "mouse", "touchpad", "gamepad", "touchnavigation", "joystick", "touchscreen", "stylus", "trackball",
    "rotaryencoder", "default",
)  # fmt: skip
_KEYS_ONLY = ("keyboard", "dpad", "gamepad", "joystick")
_TURNS = ("trackball", "dpad", "rotaryencoder", "default")
_USAGE = """Usage: input [<source>] [-d DISPLAY_ID] <command> [<arg>...]

The sources are:
      keyboard
      mouse
      joystick
      touchnavigation
      touchpad
      trackball
      dpad
      stylus
      gamepad
      touchscreen
      rotaryencoder

-d: specify the display ID.
      (Default: -1 for key event, 0 for motion event if not specified.)
The commands and default sources are:
      text <string> (Default: keyboard)
      keyevent [--longpress|--doubletap|--async|--delay <duration between keycodes in ms>] <key code number or name> ...
      tap <x> <y> (Default: touchscreen)
      swipe <x1> <y1> <x2> <y2> [duration(ms)] (Default: touchscreen)
      draganddrop <x1> <y1> <x2> <y2> [duration(ms)] (Default: touchscreen)
      press (Default: trackball)
      roll <dx> <dy> (Default: trackball)
      motionevent <DOWN|UP|MOVE|CANCEL> <x> <y> (Default: touchscreen)
      keycombination [-t duration(ms)] <key code 1> <key code 2> ... (Default: keyboard)"""
_LONGEST_MS = 60_000


def commands(handset: Handset) -> Mapping[str, Command]:
    """`input` for this phone."""
    return {"input": refusing(lambda call: _input(handset, call))}


def _input(handset: Handset, call: Invocation) -> int | None:
    words = Arguments(call.argv[1:])
    word = words.next()
    source = "default"
    if word in SOURCES:
        assert word is not None
        source, word = word, words.next()
    display = "0"
    if word == "-d":
        display, word = words.required("input", "-d"), words.next()
        if not display.removeprefix("-").isdecimal() and display.upper() not in ("INVALID_DISPLAY", "DEFAULT_DISPLAY"):
            raise java_exception("-d", "java.lang.IllegalArgumentException", "Error: Invalid arguments for display ID.")
    if word in (None, "-h", "--help", "help"):
        call.print(_USAGE)
        return 0 if word else 255
    if display.upper() not in ("0", "-1", "INVALID_DISPLAY", "DEFAULT_DISPLAY"):
        return None  # there is no such display: the event goes nowhere
    assert word is not None
    _do(handset, source, word, words.rest(), call)
    return None


def _do(handset: Handset, source: str, word: str, rest: list[str], call: Invocation) -> None:
    touches = source not in _KEYS_ONLY  # a keyboard has no place on the screen
    match word:
        case "tap":
            place = _numbers(word, rest, 2)
            if touches:
                _tap(handset, place)
        case "swipe" | "draganddrop":
            *path, duration = _path(word, rest, 300 if word == "swipe" else 1000)
            if touches and _inside(handset, path[0], path[1]):
                move = handset.phone.swipe if word == "swipe" else handset.phone.drag
                move(path[0], path[1], path[2], path[3], duration)
        case "text":
            _text(handset, rest)
        case "keyevent":
            _keyevent(handset, rest, call)
        case "keycombination":
            _combination(handset, rest)
        case "motionevent":
            _motion(handset, rest, touches=touches)
        case "press":
            if source in _TURNS:
                press(handset.phone, CODES["DPAD_CENTER"])
        case "roll":
            dx, dy = _numbers(word, rest, 2)
            if source in _TURNS:
                _roll(handset, dx, dy)
        case _:
            raise Refused(f"Unknown command: {word}")


def _invalid(command: str) -> Refused:
    return Refused(f"Error: Invalid arguments for command: {command}")


def _numbers(command: str, words: list[str], count: int) -> list[int]:
    if len(words) < count:
        raise java_exception(
            command, "java.lang.IllegalArgumentException", f'Argument expected after "{(words or [command])[-1]}"'
        )
    if len(words) > count:
        raise _invalid(command)
    try:
        values = [float(word) for word in words]
        return [int(value) for value in values]
    except (ValueError, OverflowError) as error:
        raise _invalid(command) from error


def _path(command: str, words: list[str], duration: int) -> list[int]:
    if len(words) not in (4, 5):
        raise _invalid(command)
    values = _numbers(command, words, len(words))
    milliseconds = values[4] if len(values) == 5 else duration
    return [*values[:4], min(max(milliseconds, 0), _LONGEST_MS)]


def _inside(handset: Handset, x: int, y: int) -> bool:
    width, height = handset.phone.size
    return 0 <= x < width and 0 <= y < height


def _tap(handset: Handset, place: list[int]) -> None:
    if _inside(handset, *place):
        handset.phone.tap(*place)


def _keyevent(handset: Handset, words: list[str], call: Invocation) -> None:
    times, held, delay = 1, False, 0
    while words and words[0].startswith("--"):
        option = words.pop(0)
        if option == "--delay":
            delay = _numbers("keyevent", words[:1], 1)[0]
            words.pop(0)
        times = 2 if option == "--doubletap" else times
        held = held or option == "--longpress"
    if not words:
        raise java_exception("keyevent", "java.lang.IllegalArgumentException", 'Argument expected after "keyevent"')
    for number, word in enumerate(words):
        if number and delay > 0:
            call.cancelled.wait(min(delay, _LONGEST_MS) / 1000)
        code = resolve(word)
        if code == UNKNOWN:
            handset.log.write("W", "Input", f"keyevent {word}: no such key")
        for _ in range(times):
            if code == SCREENSHOT:
                take_screenshot(handset)
            press(handset.phone, code, held=held)


def _combination(handset: Handset, words: list[str]) -> None:
    if words[:1] == ["-t"]:
        words = words[2:]
    if len(words) < 2:
        raise java_exception(
            "keycombination", "java.lang.IllegalArgumentException", "keycombination requires at least 2 keycodes"
        )
    if press_together(handset.phone, [resolve(name) for name in words]):
        take_screenshot(handset)


def _motion(handset: Handset, words: list[str], *, touches: bool) -> None:
    if len(words) != 3:
        raise _invalid("motionevent")
    x, y = _numbers("motionevent", words[1:], 2)
    match words[0].upper():
        case "DOWN":
            if touches and _inside(handset, x, y):
                handset.phone.finger_down(x, y)
        case "MOVE":
            handset.phone.finger_move(x, y)
        case "UP" | "CANCEL":
            handset.phone.finger_up(x, y)
        case _:
            raise java_exception("motionevent", "java.lang.IllegalArgumentException", f"Unknown action: {words[0]}")


def _roll(handset: Handset, dx: int, dy: int) -> None:
    """A trackball moves the focus by one step for each turn."""
    for key, turns in (("right", dx), ("left", -dx), ("down", dy), ("up", -dy)):
        for _ in range(min(max(turns, 0), 20)):
            handset.phone.press_key(key)


def _text(handset: Handset, words: list[str]) -> None:
    if not words:
        raise java_exception("text", "java.lang.IllegalArgumentException", 'Argument expected after "text"')
    text = blanks(words[0])  # Android reads one argument and no more
    if not all(character in "\n\t" or " " <= character <= "~" for character in text):
        raise java_exception("text", "java.lang.NullPointerException", "Attempt to get length of null array")
    for number, line in enumerate(text.split("\n")):
        if number:
            handset.phone.press_key("enter")
        if line:
            handset.phone.commit_text(line)


def blanks(text: str) -> str:
    """What Android's `input text` types: %s becomes a blank; in %%s the first % stays."""
    return text.replace("%s", " ")
