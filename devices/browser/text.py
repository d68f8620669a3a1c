"""Text into what has the focus, and what is there afterwards.

Knows fields. Text that a keyboard has goes as keys, so that pages which listen to keys hear them; everything else is inserted
at once, as by an input method. What the field holds afterwards is compared with what was to be expected.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from devices.browser.scripts import FOCUS
from devices.errors import ActionRefused

if TYPE_CHECKING:
    from playwright.sync_api import Page

MOST_KEYS = 200
"""Characters that are sent as single keys; longer text is inserted."""
SHOWN = 60


def enter(page: Page, text: str, *, clear: bool, submit: bool) -> tuple[tuple[str, ...], str]:
    """Type; what was sent, and a note. Raises ActionRefused where there is nowhere to type."""
    before = focus(page)
    match before["kind"]:
        case "gone":
            raise ActionRefused("The page was just giving way to another one, so nothing was typed; look again.")
        case "none":
            raise ActionRefused("No field has the focus, so nothing was typed; tap the field first.")
        case "locked":
            raise ActionRefused("The field that has the focus cannot be changed, so nothing was typed.")
        case _:
            pass
    sent: list[str] = []
    if clear:
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.press("Backspace")
        sent.append("keyboard.press Control+a, Backspace")
    if text and len(text) <= MOST_KEYS and text.isascii() and text.isprintable():
        page.keyboard.type(text)
        sent.append(f"keyboard.type {len(text)} characters")
    elif text:
        page.keyboard.insert_text(text)
        sent.append(f"keyboard.insert_text {len(text)} characters")
    note = _difference(before, focus(page), text, clear)
    if submit:
        page.keyboard.press("Enter")
        sent.append("keyboard.press Enter")
    return tuple(sent) or ("keyboard: nothing to type",), note


def focus(page: Page) -> dict[str, Any]:
    """Where text would go, as scripts.FOCUS says, or "gone" where the page gives way to another one; looks into frames."""
    from playwright.sync_api import Error

    frame = page.main_frame
    for _ in range(10):
        try:
            found: dict[str, Any] = frame.evaluate(FOCUS)
        except Error as error:
            if "context was destroyed" not in str(error):
                raise
            return {"kind": "gone"}
        if found["kind"] != "frame":
            return found
        inner = None
        try:
            element = frame.evaluate_handle("document.activeElement").as_element()
            inner = element.content_frame() if element is not None else None
        except Error as error:
            return {"kind": "gone" if "context was destroyed" in str(error) else "keys"}
        if inner is None:
            break
        frame = inner
    return {"kind": "keys"}


def _difference(before: dict[str, Any], after: dict[str, Any], text: str, clear: bool) -> str:
    """What a person should know about what the field holds now; empty where it is what was to be expected."""
    if "value" not in before:
        return "what became of the text cannot be read back"
    if after["kind"] != before["kind"]:
        return "the focus moved while typing, so what the field holds was not read back"
    held = str(after["value"])
    if before["kind"] == "rich":
        right = _even(text) in _even(held)
    elif clear:
        right = held == text
    elif before.get("start") is not None:
        old = _units(str(before["value"]))
        right = held == _text(old[: 2 * before["start"]]) + text + _text(old[2 * before["end"] :])
    else:  # fields for numbers and mail addresses do not tell their selection
        right = text in held
    if right:
        return ""
    return (
        f"the field holds {len(held)} characters, which are not the ones typed"
        if before.get("secret")
        else f"the field now holds {held[:SHOWN] + ('…' if len(held) > SHOWN else '')!r}, not the text as typed"
    )


def _even(text: str) -> str:
    """Rich text comes back with other blanks and line breaks."""
    return "".join(text.split()).replace("\xa0", "")


def _units(text: str) -> bytes:
    """JavaScript counts UTF-16 code units."""
    return text.encode("utf-16-le", "surrogatepass")


def _text(units: bytes) -> str:
    return units.decode("utf-16-le", "surrogatepass")
