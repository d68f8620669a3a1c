"""`input`: fingers and keys.

Out-of-screen coordinates do nothing, as on Android. Unknown keys are an error: a key that does nothing hides a mistake.
"""

from __future__ import annotations

from collections.abc import Mapping

from devices.phone.adbd.invocation import Command, Invocation
from devices.phone.commands.console import Arguments, Refused, java_exception, refusing
from devices.phone.commands.handset import Handset
from devices.phone.commands.keys import press, resolve

SOURCES = (
    "dpad", "keyboard", "mouse", "touchpad", "gamepad", "touchnavigation", "joystick", "touchscreen", "stylus", "trackball",
    "rotaryencoder", "default",
)  # fmt: skip
_USAGE = """Usage: input [<source>] [-d DISPLAY_ID] <command> [<arg>...]

The commands and default sources are:
      text <string> (Default: keyboard)
      keyevent [--longpress|--doubletap] <key code number or name> ... (Default: keyboard)
      tap <x> <y> (Default: touchscreen)
      swipe <x1> <y1> <x2> <y2> [duration(ms)] (Default: touchscreen)
      draganddrop <x1> <y1> <x2> <y2> [duration(ms)] (Default: touchscreen)
      press (Default: trackball)
      roll <dx> <dy> (Default: trackball)
      motionevent <DOWN|UP|MOVE|CANCEL> <x> <y> (Default: touchscreen)
      keycombination <key code 1> <key code 2> ..."""
_LONGEST_MS = 60_000


def commands(handset: Handset) -> Mapping[str, Command]:
    """`input` for this phone."""
    return {"input": refusing(lambda call: _input(handset, call))}


def _input(handset: Handset, call: Invocation) -> int | None:
    words = Arguments(call.argv[1:])
    word = words.next()
    if word in SOURCES:
        word = words.next()
    display = "0"
    if word == "-d":
        display, word = words.required("input", "-d"), words.next()
    if word in (None, "-h", "--help", "help"):
        call.print(_USAGE)
        return 0 if word else 255
    if display not in ("0", "-1", "INVALID_DISPLAY", "DEFAULT_DISPLAY"):
        return None  # there is no such display: the event goes nowhere
    assert word is not None
    rest = words.rest()
    match word:
        case "tap":
            _tap(handset, _numbers(word, rest, 2))
        case "swipe":
            *path, duration = _path(word, rest, 300)
            if _inside(handset, path[0], path[1]):
                handset.phone.swipe(path[0], path[1], path[2], path[3], duration)
        case "draganddrop":
            *path, duration = _path(word, rest, 1000)
            if _inside(handset, path[0], path[1]):
                handset.phone.drag(path[0], path[1], path[2], path[3], duration)
        case "text":
            _text(handset, rest)
        case "keyevent":
            _keyevent(handset, rest)
        case "keycombination":
            for code in [resolve(name) for name in rest]:
                press(handset.phone, code)
        case "motionevent":
            _motion(handset, rest)
        case "press" | "roll":
            return None  # a trackball, which this phone does not have
        case _:
            raise Refused(f"Error: Unknown command: {word}\n{_USAGE}")
    return None


def _invalid(command: str) -> Refused:
    return Refused(f"Error: Invalid arguments for command: {command}")


def _numbers(command: str, words: list[str], count: int) -> list[int]:
    if len(words) != count:
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


def _keyevent(handset: Handset, words: list[str]) -> None:
    times = 1
    while words and words[0] in ("--longpress", "--doubletap"):
        times = 2 if words.pop(0) == "--doubletap" else 1
    if not words:
        raise _invalid("keyevent")
    for code in [resolve(word) for word in words]:
        for _ in range(times):
            press(handset.phone, code)


def _motion(handset: Handset, words: list[str]) -> None:
    if len(words) != 3:
        raise _invalid("motionevent")
    x, y = _numbers("motionevent", words[1:], 2)
    match words[0].upper():
        case "DOWN":
            if _inside(handset, x, y):
                handset.phone.finger_down(x, y)
        case "MOVE":
            handset.phone.finger_move(x, y)
        case "UP" | "CANCEL":
            handset.phone.finger_up(x, y)
        case _:
            raise _invalid("motionevent")


def _text(handset: Handset, words: list[str]) -> None:
    if len(words) != 1:
        raise _invalid("text")
    text = blanks(words[0])
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
