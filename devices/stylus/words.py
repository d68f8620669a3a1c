"""What GRBL 1.1 means by its numbers, in words for a person.

Source: the tables `error_codes` and `alarm_codes` of GRBL 1.1's documentation, in our own words.
"""

from __future__ import annotations

from collections.abc import Mapping

ERRORS: Mapping[int, str] = {
    1: "a word of G-code has no letter",
    2: "a number is missing or malformed",
    3: "the $ command is not known",
    4: "a value is negative and must not be",
    5: "homing is switched off ($22=0)",
    6: "the step pulse is shorter than 3 microseconds",
    7: "its memory could not be read, and its settings are the defaults again",
    8: "the command is only taken while the machine is idle",
    9: "G-code is locked out during an alarm or a jog",
    10: "soft limits need homing to be switched on ($22=1)",
    11: "the line is too long",
    12: "a setting asks for more than 30,000 steps a second",
    13: "the safety door is open",
    14: "a start-up line or the build information is too long",
    15: "the jog would leave the machine's travel",
    16: "the jog command has no = or holds G-code that is not allowed there",
    17: "laser mode needs a spindle output with pulse width",
    20: "the G-code command is not supported",
    21: "two commands of one modal group are in one line",
    22: "no feed rate has been set",
    23: "a G-code command needs a whole number",
    24: "two commands in one line both need axis words",
    25: "a G-code word is given twice",
    26: "a command needs axis words and has none",
    27: "the line number is out of range",
    28: "a command lacks a word with its value",
    29: "the work coordinate system is not supported",
    30: "G53 only goes with G0 and G1",
    31: "axis words are given that no command uses",
    32: "an arc has no axis word in its plane",
    33: "the target of the motion is not valid",
    34: "the radius of an arc is not valid",
    35: "an arc has no offset in its plane",
    36: "a line holds words that no command uses",
    37: "the tool length offset has no axis",
    38: "the tool number is too high",
}
ALARMS: Mapping[int, str] = {
    1: "a limit switch was hit, and the position is no longer known",
    2: "a motion would leave the machine's travel",
    3: "it was reset while it moved, and the position is no longer known",
    4: "the probe was not in the state that it must begin in",
    5: "the probe touched nothing on its way",
    6: "homing was reset",
    7: "the safety door was opened while homing",
    8: "homing did not clear a limit switch when pulling off",
    9: "homing found no limit switch",
    10: "homing did not find the second limit switch of a doubled axis",
}


def error_words(code: str) -> str:
    """What `error:CODE` means; a code that is no number is given back as it is."""
    return _look(ERRORS, code, "error")


def alarm_words(code: str) -> str:
    """What `ALARM:CODE` means."""
    return _look(ALARMS, code, "alarm")


def _look(table: Mapping[int, str], code: str, kind: str) -> str:
    number = code.strip()
    known = table.get(int(number)) if number.isascii() and number.isdigit() and len(number) < 4 else None
    return f"{known} ({kind} {number})" if known else f"{kind} {number[:40]}, which GRBL 1.1 does not define"
