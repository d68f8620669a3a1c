"""Owns the clipboard of an X server for a moment: run as a process of its own, `python -P selection.py DISPLAY`.

Takes commands, one JSON object a line, and answers each with one line:
  {"do": "own", "text": …}         keep what the clipboard holds, then offer the text     -> {"kept": true}
                                   what cannot be kept is left alone, nothing is offered  -> {"kept": false}
  {"do": "mark", "window": …}      from now on a program's request for the text counts    -> {"marked": true}
  {"do": "served", "seconds": …}   wait until the window's program has fetched the text   -> {"served": true | false}
  {"do": "restore"}                offer again what was kept                              -> {"restored": true}
A program that collects the clipboard's contents fetches the text too; requests of the window's own program are told by the
bits of their window's number that belong to its connection. A fetch by another program counts after the full time only.
At the end of its input it puts back what it kept, and goes on offering that in the background until another program copies
something or the server ends: under X11 a clipboard lives only as long as the program that owns it. So the old content
survives even if the process that asked is killed. Source: ICCCM, chapter 2. Imports nothing of the project.
"""

from __future__ import annotations

import json
import os
import select
import sys
import time
from typing import Any

from Xlib import X, Xatom, display, error
from Xlib.protocol import event

LARGEST = 8_000_000
"""Bytes of the clipboard's content that are kept, all formats together."""
PIECE = 200_000
FETCH_SECONDS = 1.5
QUIET = 0.06
"""Seconds without a further request after which a paste has ended."""
NOT_CONTENT = {"TARGETS", "MULTIPLE", "TIMESTAMP", "DELETE", "SAVE_TARGETS", "INSERT_SELECTION", "INSERT_PROPERTY"}
TEXT_TARGETS = ("UTF8_STRING", "text/plain;charset=utf-8", "text/plain", "TEXT", "STRING")

Content = dict[int, tuple[int, int, bytes]]
"""Target -> type, format (8, 16 or 32), data."""


class TooMuch(Exception):
    """What the clipboard holds is too large, or comes too slowly, to be kept as a whole."""


class Selection:
    """The CLIPBOARD selection of one server."""

    def __init__(self) -> None:
        self.display = display.Display(sys.argv[1])
        self.display.set_error_handler(lambda *_: None)
        root = self.display.screen().root
        self.window = root.create_window(0, 0, 1, 1, 0, X.CopyFromParent, event_mask=X.PropertyChangeMask)
        self.clipboard = self.atom("CLIPBOARD")
        self.offered: Content = {}
        self.kept: Content = {}
        self.owned = False
        self.borrowed = False
        self.since = 0
        self.wanted = 0
        self.fetched = 0.0
        self.fetched_by_another = False

    def atom(self, name: str) -> int:
        """The server's number of a name."""
        return int(self.display.intern_atom(name))

    def own(self, text: str) -> dict[str, bool]:
        """Keep the old content, unless it is kept already, and offer a text; do neither where it cannot be kept."""
        if not self.borrowed:
            try:
                self.kept = self.offered if self.owned else self.fetch()
            except TooMuch:
                return {"kept": False}
            self.borrowed = True
        data = text.encode()
        utf8 = self.atom("UTF8_STRING")
        offered: Content = {}
        for name in TEXT_TARGETS:
            target = self.atom(name)
            offered[target] = (utf8 if name == "TEXT" else target, 8, data)
        if not text.isascii():
            offered.pop(self.atom("STRING"))  # that one is Latin-1 by definition
        self.offered = offered
        self.take()
        return {"kept": True}

    def mark(self, window: int) -> dict[str, bool]:
        """Fetches count from now on; window: one of the program that is to fetch, 0 is any."""
        self.turn(0)
        self.wanted = window
        self.fetched, self.fetched_by_another = 0.0, False
        return {"marked": True}

    def served(self, seconds: float) -> dict[str, bool]:
        """Wait until the text was fetched since mark(), and for a moment more."""
        begun = time.monotonic()
        while (now := time.monotonic()) < begun + seconds:
            if self.fetched and now - self.fetched > QUIET:
                break
            self.turn(0.02)
        return {"served": bool(self.fetched) or self.fetched_by_another}

    def restore(self) -> dict[str, bool]:
        """Offer again what was kept; nothing where the clipboard was empty."""
        if self.borrowed:
            self.borrowed = False
            self.offered, self.kept = self.kept, {}
            if self.owned and self.offered:
                self.take()
            elif self.owned:
                self.disown()
        return {"restored": True}

    def disown(self) -> None:
        """Nobody owns the clipboard any more."""
        from Xlib.protocol import request

        request.SetSelectionOwner(display=self.display.display, window=X.NONE, selection=self.clipboard, time=self.since)
        self.display.sync()
        self.owned = False

    def take(self) -> None:
        """Become the owner, with a true time of the server, so that programs see that the content is new."""
        self.since = self.now()
        self.window.set_selection_owner(self.clipboard, self.since)
        self.display.sync()
        owner = self.display.get_selection_owner(self.clipboard)
        self.owned = owner != X.NONE and owner.id == self.window.id

    def now(self) -> int:
        """The server's time, from an empty change of a property."""
        name = self.atom("FINGERTIP_TIME")
        self.window.change_property(name, Xatom.STRING, 8, b"", mode=X.PropModeAppend)
        while True:
            one = self.display.next_event()
            if one.type == X.PropertyNotify and one.atom == name:
                return int(one.time)
            self.handle(one)

    def fetch(self) -> Content:
        """What the owner offers in all its formats; raises TooMuch where that is not all."""
        owner = self.display.get_selection_owner(self.clipboard)
        if owner == X.NONE:
            return {}
        end = time.monotonic() + FETCH_SECONDS
        listed = self.convert(self.atom("TARGETS"), end)
        content: Content = {}
        targets = listed[2] if listed is not None and listed[1] == 32 else b""
        for place in range(0, len(targets), 4):
            target = int.from_bytes(targets[place : place + 4], sys.byteorder)
            if self.display.get_atom_name(target) not in NOT_CONTENT and target not in content:
                got = self.convert(target, end)
                if got is not None:
                    content[target] = got
            if sum(len(data) for _, _, data in content.values()) > LARGEST:
                raise TooMuch
        return content

    def convert(self, target: int, end: float) -> tuple[int, int, bytes] | None:
        """One format from the owner; None where it does not give it, TooMuch where not in time or not as a whole."""
        place = self.atom("FINGERTIP_FETCH")
        self.window.convert_selection(self.clipboard, target, place, X.CurrentTime)
        answer = self.await_event(lambda one: one.type == X.SelectionNotify and one.target == target, end)
        if answer is None:
            raise TooMuch
        if answer.property == X.NONE:
            return None
        kind, width, data = self.read(place)
        if kind != self.atom("INCR"):
            return kind, width, data
        data = b""
        while True:  # large content comes in pieces; an empty one ends it
            piece = self.await_event(
                lambda one: one.type == X.PropertyNotify and one.atom == place and one.state == X.PropertyNewValue, end
            )
            if piece is None or len(data) > LARGEST:
                raise TooMuch
            kind, width, more = self.read(place)
            if not more:
                return kind, width, data
            data += more

    def read(self, place: int) -> tuple[int, int, bytes]:
        """Take a property of our window away: its type, format and data; raises TooMuch."""
        found = self.window.get_property(place, X.AnyPropertyType, 0, LARGEST // 4)
        self.window.delete_property(place)
        if found is None:
            return X.NONE, 8, b""
        if found.bytes_after:
            raise TooMuch
        width, value = found.format, found.value
        if isinstance(value, str):
            return found.property_type, width, value.encode()
        return found.property_type, width, value.tobytes() if hasattr(value, "tobytes") else bytes(value)

    def await_event(self, wanted: Any, end: float) -> Any:
        """The next event of a kind; None where none comes in time. Others are handled meanwhile."""
        while True:
            while self.display.pending_events():
                one = self.display.next_event()
                if wanted(one):
                    return one
                self.handle(one)
            left = end - time.monotonic()
            if left <= 0 or not select.select([self.display.fileno()], [], [], left)[0]:
                return None

    def turn(self, seconds: float) -> None:
        """Handle what comes from the server within some seconds."""
        if not self.display.pending_events():
            select.select([self.display.fileno()], [], [], seconds)
        while self.display.pending_events():
            self.handle(self.display.next_event())

    def handle(self, one: Any) -> None:
        """Answer a request for the content; note that another program has copied something."""
        if one.type == X.SelectionClear and one.atom == self.clipboard:
            self.owned = False
        elif one.type == X.SelectionRequest:
            self.answer(one)

    def answer(self, asked: Any) -> None:
        """Give the content in the form asked for, or say that there is none."""
        place = asked.property or asked.target
        requestor = asked.requestor
        given = X.NONE
        if asked.target == self.atom("TARGETS"):
            targets = [self.atom("TARGETS"), self.atom("TIMESTAMP"), *self.offered]
            requestor.change_property(place, Xatom.ATOM, 32, targets)
            given = place
        elif asked.target == self.atom("TIMESTAMP"):
            requestor.change_property(place, Xatom.INTEGER, 32, [self.since])
            given = place
        elif asked.target in self.offered:
            kind, width, data = self.offered[asked.target]
            for start in range(0, max(len(data), 1), PIECE):
                mode = X.PropModeAppend if start else X.PropModeReplace
                requestor.change_property(place, kind, width, data[start : start + PIECE], mode=mode)
            given = place
        requestor.send_event(
            event.SelectionNotify(
                time=asked.time, requestor=requestor, selection=asked.selection, target=asked.target, property=given
            )
        )
        self.display.flush()
        if given and asked.target in self.offered:
            connection = ~self.display.display.info.resource_id_mask
            if not self.wanted or requestor.id & connection == self.wanted & connection:
                self.fetched = time.monotonic()
            else:
                self.fetched_by_another = True

    def do(self, line: bytes) -> dict[str, bool]:
        """One command."""
        asked = json.loads(line)
        if asked["do"] == "own":
            return self.own(asked["text"])
        if asked["do"] == "mark":
            return self.mark(asked["window"])
        if asked["do"] == "served":
            return self.served(asked["seconds"])
        return self.restore()


def main() -> None:
    """Serve commands until the end of input, then whatever was kept until nobody needs it."""
    selection = Selection()
    waiting = b""
    os.write(1, b'{"ready": true}\n')
    while True:
        selection.turn(0)
        readable, _, _ = select.select([0, selection.display.fileno()], [], [])
        if 0 in readable:
            piece = os.read(0, 65_536)
            if not piece:
                break
            waiting += piece
            while b"\n" in waiting:
                line, _, waiting = waiting.partition(b"\n")
                os.write(1, json.dumps(selection.do(line)).encode() + b"\n")
    selection.restore()
    if selection.owned and os.fork() == 0:
        os.setsid()
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nothing, stream)
        while selection.owned:
            selection.turn(60)


if __name__ == "__main__":
    try:
        main()
    except (error.ConnectionClosedError, error.DisplayError, OSError):
        sys.exit(1)
    os._exit(0)  # the forked child and its parent share the connection: no farewell from the parent
