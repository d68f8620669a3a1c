"""Ways through programs that several solutions go."""

from __future__ import annotations

from tasks.bodies.desktop.hand import DeskHand
from tasks.suites.desktop_basics._suite import FILES, MOUSEPAD

OPENING, SAVING = "Open File", "Save As"
"""Titles of Mousepad's dialogs."""


def text_of(hand: DeskHand) -> str:
    """What stands in the editor of Mousepad, which is in front, also below a dialog."""
    return next((widget.text for widget in reversed(hand.everything) if widget.role == "text" and _wide(widget.bounds)), "")


def _wide(bounds: tuple[int, int, int, int]) -> bool:
    """An editor, and no field of a dialog."""
    return bounds[3] - bounds[1] > 100


def editor(hand: DeskHand, text: str) -> None:
    """Have a text in the editor that is in front, instead of all that it holds."""
    if text_of(hand) == text:
        return
    focus(hand)
    hand.type(text, clear=bool(text_of(hand)))


def focus(hand: DeskHand) -> None:
    """Have the keyboard in the editor that is in front."""
    field = hand.there(role="text", nth=-1)
    if "focused" not in field.states:
        hand.tap_on(field, "Click into the text.")


def named(hand: DeskHand, path: str) -> None:
    """In a dialog that asks for a file, name it and go on. path: below the home folder."""
    name = hand.find(role="text")
    if name is None:
        hand.keys("ctrl", "l")  # the field comes with it
    if name.text != f"~/{path}":
        if "focused" not in name.states:
            hand.tap_on(name, "Click the name.")
        hand.type(f"~/{path}", clear=bool(name.text))
    hand.tap("Save" if hand.title == SAVING else "Open", role="push button")


def saved_as(hand: DeskHand, path: str) -> None:
    """In front of a dialog of Mousepad that asks where a text shall be, say so."""
    if hand.title == SAVING:
        named(hand, path)


def opened(hand: DeskHand, path: str) -> None:
    """Have a text file open in Mousepad, and in front. path: below the home folder."""
    hand.program(MOUSEPAD, "Mousepad")
    if hand.title == OPENING:
        named(hand, path)
    if path not in hand.title:
        hand.keys("ctrl", "o")


def folder(hand: DeskHand, path: str) -> None:
    """Have a folder open in the file manager, and in front. path: below the home folder."""
    hand.program(FILES, "File Manager PCManFM")
    if hand.find("Home Folder", role="push button") is None:
        return  # a dialog is in front
    place = f"{hand.home}/{path}"
    where = hand.there(role="text")
    if hand.title == path.rpartition("/")[2] and where.text == place:
        return
    if "focused" not in where.states:
        hand.keys("ctrl", "l")
    hand.type(place, clear=True, submit=True)


def selected(hand: DeskHand, name: str) -> None:
    """Have a file of the open folder selected."""
    icon = hand.there(name, role="icon")
    if "selected" not in icon.states:
        hand.tap_on(icon, f"Click {name}.")
